// Every scenario there is.
import type { Scenario } from './scenario.ts';
import { chat } from './scenarios/chat.ts';
import { group } from './scenarios/group.ts';
import { loginStorm } from './scenarios/login-storm.ts';
import { mixed } from './scenarios/mixed.ts';
import { resumeStorm } from './scenarios/resume-storm.ts';
import { sync } from './scenarios/sync.ts';

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
