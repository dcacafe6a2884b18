// What an operator decides about auth; read from the environment by infra/process/config.
import type { AuthConfig } from '../infra/process/config/roles.ts';

export type AuthSettings = AuthConfig['auth'];
