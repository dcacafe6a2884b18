// Restarts processes that die, as an orchestrator does, for `npm run stack`.
import { setTimeout as sleep } from 'node:timers/promises';
import { ProcessStartError } from './child-processes.ts';
import type { RestartableServer } from './server.ts';
import type { ServiceProcess } from './service-processes.ts';

/** A process that is restarted when it dies. */
export interface SupervisedProcess {
  readonly name: string;
  /** Resolves when the current process has ended, with "exit code 0" or "SIGKILL". */
  waitForExit(): Promise<string>;
  /** Starts it with the same name, addresses and data. Rejects with ProcessStartError if no process runs afterwards. */
  restart(): Promise<void>;
  /** Exits after which a restart would not help, with an explanation. */
  readonly finalExits: Readonly<Record<string, string>>;
  /** Printed: what the other processes do while this one is down. */
  readonly whileDown: string;
}

/** Prints a line about the process of that name. */
export type PrintNamedLine = (line: string, name: string) => void;

export interface SupervisorOptions {
  /** Receives a line for each end and its consequence. */
  readonly print: PrintNamedLine;
  /** After the abort nothing is restarted. */
  readonly signal: AbortSignal;
  readonly firstPauseMs?: number;
}

/** Long enough to read the printed line, and short enough to wait for. */
const FIRST_PAUSE_MS = 500;
/** A process that keeps dying must not fill the screen. */
const MOST_PAUSE_MS = 30_000;
/** If a process has run this long, its next death has another cause, and the pauses start again at the shortest. */
const STEADY_MS = 30_000;

/** infra/process/run.ts defines these exit codes. */
const FINAL_OF_SERVICES: Readonly<Record<string, string>> = {
  'exit code 0': 'as it was told to. It is not started again',
  'exit code 2': 'with exit code 2. It is not started again: its set-up is wrong',
};

/** A service that ended on request (SIGTERM) or is configured wrongly is not restarted. */
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

/**
 * A server is restarted after any exit, because the services need it. Prints when it serves again: the server itself does not.
 */
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
 * Restarts each process after its death or a failed start. The pause before a restart doubles with each failure. Resolves when
 * no process is left to supervise, or at the abort.
 */
export async function superviseAll(all: readonly SupervisedProcess[], options: SupervisorOptions): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  options.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  if (options.signal.aborted) return;
  await Promise.all(all.map((kept) => superviseOne(kept, options, aborted)));
}

async function superviseOne(
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
    // The abort ends the pause early; the next line checks for it.
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    pauseMs = Math.min(pauseMs * 2, MOST_PAUSE_MS);
    startedAt = Date.now();
    failure = await Promise.race([tryRestart(kept), aborted]);
  }
}

/** Returns the reason if no process runs now. If it runs but is not ready, its own log says so, and a death shows later. */
async function tryRestart(kept: SupervisedProcess): Promise<ProcessStartError | undefined> {
  try {
    await kept.restart();
  } catch (error) {
    if (error instanceof ProcessStartError) return error;
  }
  return undefined;
}
