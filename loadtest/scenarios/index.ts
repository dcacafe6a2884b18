// All scenarios by name.
import type { ScenarioName } from '../cli/settings.ts';
import { chat } from './chat.ts';
import { churn } from './churn.ts';
import { group, largeRoom } from './group.ts';
import { hostile } from './hostile.ts';
import { idle } from './idle.ts';
import { loginStorm } from './login-storm.ts';
import { mixed } from './mixed.ts';
import { presenceStorm } from './presence-storm.ts';
import { resumeStorm } from './resume-storm.ts';
import type { Scenario } from './scenario.ts';
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
  hostile,
};

export function scenarioOf(name: ScenarioName): Scenario {
  return SCENARIOS[name];
}
