// What an operator decides about auth; read from the environment by infra/process/config.
export type { AuthSettings } from '../infra/process/config/roles.ts';
