// What an operator decides about logic's handlers; read from the environment by infra/process/config.
import type { LogicConfig } from '../infra/process/config/roles.ts';

export type LogicSettings = LogicConfig['logic'];
