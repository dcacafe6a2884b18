// What dies is started again, as an orchestrator does it: for `npm run stack`.
import { setTimeout as sleep } from 'node:timers/promises';
import { ProcessStartError } from './child-processes.ts';
import type { RestartableServer } from './server.ts';
import type { ServiceProcess } from './service-processes.ts';

/** Something that is to run. */
export interface SupervisedProcess {
  readonly name: string;
  /** Resolves, once what runs now has ended, with "exit code 0" or "SIGKILL". */
  waitForExit(): Promise<string>;
  /** Starts it with the name, addresses and data it had; rejects with NotStarted where nothing runs after it. */
  restart(): Promise<void>;
  /** Ends that another start would not change, with what is said of them. */
  readonly finalExits: Readonly<Record<string, string>>;
  /** What the others do while it is away. */
  readonly whileDown: string;
}

/** How lines get to whoever watches. */
export type PrintNamedLine = (line: string, name: string) => void;

export interface SupervisorOptions {
  /** Gets a line for each end, with what is done about it. */
  readonly print: PrintNamedLine;
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

/** infra/process/run.ts says what these ends mean. */
const FINAL_OF_SERVICES: Readonly<Record<string, string>> = {
  'exit code 0': 'as it was told to. It is not started again',
  'exit code 2': 'with exit code 2. It is not started again: its configuration is wrong',
};

/** One that was told to end (SIGTERM) or is configured wrongly stays ended. */
export function supervisedService(service: ServiceProcess): SupervisedProcess {
  const { name } = service;
  return {
    name,
    waitForExit: () => service.waitForExit(),
    restart: () => service.restart(),
    finalExits: FINAL_OF_SERVICES,
    whileDown: 'the others go on',
  };
}

/** However it ended: the services cannot do without it. That it serves again is said, since it does not say so itself. */
export function supervisedServer(name: string, server: RestartableServer, say: PrintNamedLine): SupervisedProcess {
  return {
    name,
    waitForExit: () => server.waitForExit(),
    async restart() {
      await server.start();
      say(`serves again${server.pid === undefined ? '' : `  process  ${server.pid}`}`, name);
    },
    finalExits: {},
    whileDown: 'the services wait for it',
  };
}

/**
 * Starts each again whenever it has died, or could not be started, after a pause that doubles while that goes on.
 * Resolves once nothing is left to watch, or the signal is aborted.
 */
export async function superviseAll(all: readonly SupervisedProcess[], options: SupervisorOptions): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  options.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  if (options.signal.aborted) return;
  await Promise.all(all.map((kept) => keepOne(kept, options, aborted)));
}

async function keepOne(
  kept: SupervisedProcess,
  { print, signal, firstPauseMs = FIRST_PAUSE_MS }: SupervisorOptions,
  aborted: Promise<undefined>,
): Promise<void> {
  const { name, finalExits, whileDown } = kept;
  let pauseMs = firstPauseMs;
  let failure: ProcessStartError | undefined;
  for (let startedAt = Date.now(); ; ) {
    const how = failure ? '' : await Promise.race([kept.waitForExit(), aborted]);
    if (how === undefined || signal.aborted) return;
    if (finalExits[how] !== undefined) {
      print(`ended ${finalExits[how]}; ${whileDown}.`, name);
      return;
    }
    if (!failure && Date.now() - startedAt > STEADY_MS) pauseMs = firstPauseMs;
    const next = `again in ${pauseMs / 1000} s; ${whileDown}`;
    if (failure) print(`could not be started, is tried ${next}: ${failure.message}`, name);
    else print(`ended ${how.startsWith('SIG') ? 'by' : 'with'} ${how}, is started ${next}.`, name);
    // A pause that is cut short is the end, seen in the next line.
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    pauseMs = Math.min(pauseMs * 2, MOST_PAUSE_MS);
    startedAt = Date.now();
    failure = await Promise.race([startOf(kept), aborted]);
  }
}

/** Why nothing runs. What runs but waits for something says so itself, and that it has died once more the next round sees. */
async function startOf(kept: SupervisedProcess): Promise<ProcessStartError | undefined> {
  try {
    await kept.restart();
  } catch (error) {
    if (error instanceof ProcessStartError) return error;
  }
  return undefined;
}
