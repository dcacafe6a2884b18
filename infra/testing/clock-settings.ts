// The environment of a process whose wall clock is wrong.
import { pathToFileURL } from 'node:url';

/** `aheadMs`: by how much its clock is ahead. `stepMs`: by how much its clock steps at each SIGUSR2. */
export function clockSettings({ aheadMs = 0, stepMs = 0 }: { aheadMs?: number; stepMs?: number }): Record<string, string> {
  const preload = pathToFileURL(`${import.meta.dirname}/shifted-clock.ts`).href;
  return { NODE_OPTIONS: `--import=${preload}`, CLOCK_AHEAD_MS: String(aheadMs), CLOCK_STEP_MS: String(stepMs) };
}
