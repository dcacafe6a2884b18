// The life of a process: configuration, start, signals, stop in reverse order.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../ports/index.ts';
import { type CommonConfig, ConfigError, type ConfigOf, type Role, readConfig } from './config/read.ts';
import { isHelpRequested } from './config/sources.ts';
import { openLog } from './log.ts';

/** A stop must be done before an orchestrator's SIGKILL, which usually comes after 30 s, and before anybody loses patience. */
const STOP_MS = 10_000;
/** After so long without an answer a dependency is said to be away; often enough to be seen, seldom enough not to fill the log. */
const SAY_AFTER_MS = 2000;
const SAY_EVERY_MS = 10_000;

export interface ProcessContext {
  readonly log: Log;
  /** Aborted when the process is to stop. */
  readonly stopping: AbortSignal;
  /**
   * Tries until `attempt` resolves, and says so in the log while it does not: at the first failure or after 2 s, then every 10 s.
   * `what` completes "waiting for", as in "Kafka at 127.0.0.1:9092". Throws when the process is to stop.
   */
  waitFor<T>(what: string, attempt: () => Promise<T>, options?: { retryMs?: number }): Promise<T>;
  /** Registers what ends something that was started; a promise is waited for. Called in reverse order, once; at once where the process is stopping already. */
  onStop(name: string, stop: () => unknown): void;
  /** The process cannot go on: stops everything and ends with exit code 1. */
  fail(error: unknown): void;
  /** For tests alone; empty in every process that a test did not start. */
  readonly faultInjection: FaultInjection;
}

/** Places where a test can have a process die. */
export interface FaultInjection {
  /** Effects are stored, answers not published yet. */
  readonly afterCommit?: () => void;
}

/** What a test sends over the channel to a process it has started; the answer is the same text, once it is armed. */
export const DIE_AFTER_COMMIT = 'die after the next commit';

/** Whatever has a life. */
type Served = Exclude<Role, 'tools'>;

/** How each is started, and what it is. */
const ABOUT: Readonly<Record<Served, readonly [command: string, what: string]>> = {
  gate: [
    'npm run gate',
    'The gate: clients connect to it over TCP and WebSocket; it hands their commands to Kafka and answers and events back.',
  ],
  auth: ['npm run auth', 'The auth service: accounts, passwords and sessions, in MySQL.'],
  logic: ['npm run logic', 'The logic service: messages and everything users do, in MySQL.'],
  verify: ['npm run verify', 'The verify service: mails the codes that prove an e-mail address, and checks them.'],
  embedded: ['npm start', 'Everything in one process, without Kafka, MySQL or Redis; it keeps its data in DATA_FOLDER.'],
};

function help(role: Served): string {
  const [command, what] = ABOUT[role];
  return `${what}

Usage: ${command} [-- --config FILE]

Settings stand in the environment, which wins, or in FILE as KEY=VALUE lines. .env.example explains every one; docs/operations.md says the rest.
`;
}

/**
 * Runs a process until SIGTERM or SIGINT (exit code 0, a second signal ends it at once) or until it fails (1). `start` resolves when it serves;
 * what it returns stands in the log line "ready". Where the configuration is wrong every mistake is printed and the exit code is 2. With --help it only says what it is.
 */
export function run<R extends Served>(role: R, start: (life: ProcessContext, config: ConfigOf<R>) => Promise<object>): void {
  if (isHelpRequested(process.argv.slice(2))) {
    process.stdout.write(help(role));
    return;
  }
  const config = configOf(role);
  if (!config) return;
  const log = openLog({ role, instance: config.instance, level: config.logLevel });
  const stops: { name: string; stop: () => unknown }[] = [];
  const controller = new AbortController();
  let exitCode = 0;

  const end = async (): Promise<void> => {
    if (controller.signal.aborted) return;
    controller.abort(new Error('the process is stopping'));
    if (!(await stopAll(stops, log))) exitCode = 1;
    log.info({ exitCode }, 'stopped');
    await log.flush();
    process.exit(exitCode);
  };
  const fail = (error: unknown): void => {
    if (controller.signal.aborted) {
      log.warn({ error }, 'failed while stopping');
      return;
    }
    log.error({ error }, 'cannot go on');
    exitCode = 1;
    void end();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(1);
      log.info({ signal }, 'stopping');
      void end();
    });
  }
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);

  const life: ProcessContext = {
    log,
    stopping: controller.signal,
    waitFor: (what, attempt, options) => waitFor(what, attempt, { log, stopping: controller.signal, ...options }),
    onStop(name, stop) {
      if (controller.signal.aborted) void stopAll([{ name, stop }], log);
      else stops.push({ name, stop });
    },
    fail,
    faultInjection: faults(),
  };
  start(life, config).then((fields) => {
    if (!controller.signal.aborted) log.info(fields, 'ready');
  }, fail);
}

/** Only a parent that opened a channel can arm them: no setting does, so that no deployment can. */
function faults(): FaultInjection {
  if (!process.channel) return {};
  let armed = false;
  process.on('message', (message) => {
    if (message !== DIE_AFTER_COMMIT) return;
    armed = true;
    process.send?.(message);
  });
  process.channel.unref();
  return {
    afterCommit() {
      if (armed) process.kill(process.pid, 'SIGKILL');
    },
  };
}

function configOf<R extends Role>(role: R): (ConfigOf<R> & CommonConfig) | undefined {
  try {
    return readConfig(role);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const lines = error.mistakes.map((mistake) => `  ${mistake}\n`);
    process.stderr.write(`The ${role}'s configuration is wrong (.env.example explains every setting):\n${lines.join('')}`);
    process.exitCode = 2;
    return undefined;
  }
}

/** Stops in reverse order; false when something failed or the time was up. */
async function stopAll(stops: readonly { name: string; stop: () => unknown }[], log: Log): Promise<boolean> {
  const end = Date.now() + STOP_MS;
  let good = true;
  for (const { name, stop } of stops.toReversed()) {
    const leftMs = Math.max(0, end - Date.now());
    try {
      const late = sleep(leftMs, 'late' as const, { ref: false });
      if ((await Promise.race([stop(), late])) !== 'late') continue;
      log.error({ name }, 'did not stop in time');
    } catch (error) {
      log.error({ name, error }, 'did not stop cleanly');
    }
    good = false;
  }
  return good;
}

async function waitFor<T>(
  what: string,
  attempt: () => Promise<T>,
  { log, stopping, retryMs = 500 }: { log: Log; stopping: AbortSignal; retryMs?: number },
): Promise<T> {
  let error: unknown;
  let said = 0;
  const say = (): void => {
    said += 1;
    log.warn(error === undefined ? {} : { reason: (error as Error).message || String(error) }, `waiting for ${what}`);
  };
  let timer = setTimeout(function again() {
    say();
    timer = setTimeout(again, SAY_EVERY_MS);
  }, SAY_AFTER_MS);
  const stopped = new Promise<never>((_, reject) => {
    stopping.addEventListener('abort', () => reject(stopping.reason), { once: true });
  });
  try {
    for (;;) {
      stopping.throwIfAborted();
      try {
        const result = await Promise.race([attempt(), stopped]);
        if (said > 0) log.info({}, `reached ${what}`);
        return result;
      } catch (failure) {
        stopping.throwIfAborted();
        error = failure;
        if (said === 0) say();
      }
      await sleep(retryMs, undefined, { signal: stopping });
    }
  } finally {
    clearTimeout(timer);
  }
}
