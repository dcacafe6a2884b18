// The settings of auth's handlers. infra/process/config reads them from the environment.
import type { AuthConfig } from '../infra/process/config/roles.ts';

export type AuthSettings = AuthConfig['auth'];
