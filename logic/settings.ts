// The settings of logic's handlers. infra/process/config reads them from the environment.
import type { LogicConfig } from '../infra/process/config/roles.ts';

export type LogicSettings = LogicConfig['logic'];
