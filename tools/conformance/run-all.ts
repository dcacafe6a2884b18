// Runs all scenarios against one client program, each with a fresh process and a fresh gate.
import { CONNECTION_SCENARIOS } from './connection-scenarios.ts';
import { MESSAGE_SCENARIOS } from './message-scenarios.ts';
import { PATIENCE_MS, type RuleFinding, runScenario } from './scenario.ts';

export const SCENARIOS = [...CONNECTION_SCENARIOS, ...MESSAGE_SCENARIOS];

/** Scenarios wait most of the time. More at once would make a client on a small machine late. */
const AT_ONCE = 4;

/** `onStart` gets the name of each scenario before it runs. `patienceMs`: how long a client may take for a step. */
export async function runAll(command: string, onStart: (name: string) => void, patienceMs = PATIENCE_MS): Promise<RuleFinding[]> {
  const findings: RuleFinding[] = [];
  const waiting = [...SCENARIOS];
  const runNext = async (): Promise<void> => {
    for (let scenario = waiting.shift(); scenario; scenario = waiting.shift()) {
      onStart(scenario.name);
      findings.push(...(await runScenario(scenario, command, patienceMs)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runNext));
  return findings;
}
