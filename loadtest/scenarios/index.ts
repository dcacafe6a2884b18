// All scenarios by name.
import type { LoadTestFlags, ScenarioName } from '../cli/settings.ts';
import { chat } from './chat.ts';
import { churn } from './churn.ts';
import { group, largeRoom } from './group.ts';
import { hostile } from './hostile.ts';
import { idle } from './idle.ts';
import { loginStorm } from './login-storm.ts';
import { mixed } from './mixed.ts';
import { presenceStorm } from './presence-storm.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { registerStorm } from './register-storm.ts';
import { resumeStorm } from './resume-storm.ts';
import type { Scenario } from './scenario.ts';
import { slowReader } from './slow-reader.ts';
import { sync } from './sync.ts';

export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  chat,
  group,
  'large-room': largeRoom,
  mixed,
  sync,
  churn,
  idle,
  'presence-storm': presenceStorm,
  'login-storm': loginStorm,
  'resume-storm': resumeStorm,
  'reconnect-storm': reconnectStorm,
  'register-storm': registerStorm,
  'slow-reader': slowReader,
  hostile,
};

/** Accounts that a run needs with a token. */
export function countAccounts(flags: LoadTestFlags): number {
  return scenarioOf(flags.scenario).countAccounts?.(flags) ?? flags.clients;
}

export function scenarioOf(name: ScenarioName): Scenario {
  return SCENARIOS[name];
}
