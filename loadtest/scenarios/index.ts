// Every scenario there is.

import { chat } from './chat.ts';
import { group } from './group.ts';
import { loginStorm } from './login-storm.ts';
import { mixed } from './mixed.ts';
import { resumeStorm } from './resume-storm.ts';
import type { Scenario } from './scenario.ts';
import { sync } from './sync.ts';

export const SCENARIOS = {
  chat,
  group,
  mixed,
  sync,
  'login-storm': loginStorm,
  'resume-storm': resumeStorm,
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIOS;

export function scenarioOf(name: ScenarioName): Scenario {
  return SCENARIOS[name];
}
