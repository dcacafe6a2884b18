// Services that die are started again, as an orchestrator does it: for `npm run stack`.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from './services.ts';

export interface KeepRunningOptions {
  /** Gets a line for each end, with what is done about it. */
  say(line: string, name: string): void;
  /** From now on nothing is started again. */
  readonly signal: AbortSignal;
  readonly firstPauseMs?: number;
}

/** Long enough to be read, short enough to be waited for. */
const FIRST_PAUSE_MS = 500;
/** What dies again and again is looked at by somebody meanwhile, and must not fill the screen. */
const MOST_PAUSE_MS = 30_000;
/** What has run for so long did not die of what it died of before. */
const STEADY_MS = 30_000;

/** Ends that another start would not change: infra/run.ts says what they mean. */
const FINAL: Readonly<Record<string, string>> = {
  'exit code 0': 'as it was told to. It is not started again',
  'exit code 2': 'with exit code 2. It is not started again: its configuration is wrong',
};

/**
 * Starts each service again whenever it has died, with its name and addresses, after a pause that doubles while it goes on dying. One that was told to end (SIGTERM) or is configured wrongly stays ended.
 * Resolves once nothing is left to watch, or the signal is aborted.
 */
export async function keepRunning(services: readonly Service[], options: KeepRunningOptions): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  options.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  if (options.signal.aborted) return;
  await Promise.all(services.map((service) => keepOne(service, options, aborted)));
}

async function keepOne(
  service: Service,
  { say, signal, firstPauseMs = FIRST_PAUSE_MS }: KeepRunningOptions,
  aborted: Promise<undefined>,
): Promise<void> {
  let pauseMs = firstPauseMs;
  for (let startedAt = Date.now(); ; ) {
    const how = await Promise.race([service.ended(), aborted]);
    if (how === undefined || signal.aborted) return;
    const final = FINAL[how];
    if (final !== undefined) {
      say(`ended ${final}; the others go on.`, service.name);
      return;
    }
    if (Date.now() - startedAt > STEADY_MS) pauseMs = firstPauseMs;
    say(
      `ended ${how.startsWith('SIG') ? 'by' : 'with'} ${how}, is started again in ${pauseMs / 1000} s; the others go on.`,
      service.name,
    );
    // A pause that is cut short is the end, seen in the next line.
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    pauseMs = Math.min(pauseMs * 2, MOST_PAUSE_MS);
    startedAt = Date.now();
    // What it waits for it says itself; that it has died once more the next round sees.
    await Promise.race([service.restart().catch(() => undefined), aborted]);
  }
}
