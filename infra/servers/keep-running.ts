// What dies is started again, as an orchestrator does it: for `npm run stack`.
import { setTimeout as sleep } from 'node:timers/promises';
import { NotStarted } from './children.ts';
import type { Server } from './server.ts';
import type { Service } from './services.ts';

/** Something that is to run. */
export interface Kept {
  readonly name: string;
  /** Resolves, once what runs now has ended, with "exit code 0" or "SIGKILL". */
  ended(): Promise<string>;
  /** Starts it with the name, addresses and data it had; rejects with NotStarted where nothing runs after it. */
  restart(): Promise<void>;
  /** Ends that another start would not change, with what is said of them. */
  readonly final: Readonly<Record<string, string>>;
  /** What the others do while it is away. */
  readonly meanwhile: string;
}

/** How lines get to whoever watches. */
export type Say = (line: string, name: string) => void;

export interface KeepRunningOptions {
  /** Gets a line for each end, with what is done about it. */
  readonly say: Say;
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

/** infra/run.ts says what these ends mean. */
const FINAL_OF_SERVICES: Readonly<Record<string, string>> = {
  'exit code 0': 'as it was told to. It is not started again',
  'exit code 2': 'with exit code 2. It is not started again: its configuration is wrong',
};

/** One that was told to end (SIGTERM) or is configured wrongly stays ended. */
export function keptService(service: Service): Kept {
  const { name } = service;
  return {
    name,
    ended: () => service.ended(),
    restart: () => service.restart(),
    final: FINAL_OF_SERVICES,
    meanwhile: 'the others go on',
  };
}

/** However it ended: the services cannot do without it. That it serves again is said, since it does not say so itself. */
export function keptServer(name: string, server: Server, say: Say): Kept {
  return {
    name,
    ended: () => server.ended(),
    async restart() {
      await server.start();
      say(`serves again${server.pid === undefined ? '' : `  process  ${server.pid}`}`, name);
    },
    final: {},
    meanwhile: 'the services wait for it',
  };
}

/**
 * Starts each again whenever it has died, or could not be started, after a pause that doubles while that goes on.
 * Resolves once nothing is left to watch, or the signal is aborted.
 */
export async function keepRunning(all: readonly Kept[], options: KeepRunningOptions): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  options.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  if (options.signal.aborted) return;
  await Promise.all(all.map((kept) => keepOne(kept, options, aborted)));
}

async function keepOne(
  kept: Kept,
  { say, signal, firstPauseMs = FIRST_PAUSE_MS }: KeepRunningOptions,
  aborted: Promise<undefined>,
): Promise<void> {
  const { name, final, meanwhile } = kept;
  let pauseMs = firstPauseMs;
  let failure: NotStarted | undefined;
  for (let startedAt = Date.now(); ; ) {
    const how = failure ? '' : await Promise.race([kept.ended(), aborted]);
    if (how === undefined || signal.aborted) return;
    if (final[how] !== undefined) {
      say(`ended ${final[how]}; ${meanwhile}.`, name);
      return;
    }
    if (!failure && Date.now() - startedAt > STEADY_MS) pauseMs = firstPauseMs;
    const next = `again in ${pauseMs / 1000} s; ${meanwhile}`;
    if (failure) say(`could not be started, is tried ${next}: ${failure.message}`, name);
    else say(`ended ${how.startsWith('SIG') ? 'by' : 'with'} ${how}, is started ${next}.`, name);
    // A pause that is cut short is the end, seen in the next line.
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    pauseMs = Math.min(pauseMs * 2, MOST_PAUSE_MS);
    startedAt = Date.now();
    failure = await Promise.race([startOf(kept), aborted]);
  }
}

/** Why nothing runs. What runs but waits for something says so itself, and that it has died once more the next round sees. */
async function startOf(kept: Kept): Promise<NotStarted | undefined> {
  try {
    await kept.restart();
  } catch (error) {
    if (error instanceof NotStarted) return error;
  }
  return undefined;
}
