// Runs a process: reads its configuration, starts it, handles signals, and stops everything in reverse order.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Log, type Metrics, SetupError } from '../ports/index.ts';
import { type AdminPages, startAdminServer } from './admin/admin-server.ts';
import { checkup } from './admin/checkup.ts';
import { Health } from './admin/health.ts';
import { InstanceControls } from './admin/instance-control.ts';
import { InstanceFacts } from './admin/instance-reporter.ts';
import { MetricRegistry } from './admin/metric-registry.ts';
import { watchClock } from './clock-watch.ts';
import { type CommonConfig, ConfigError, type ConfigOf, type Role, readConfig } from './config/read.ts';
import { isHelpRequested } from './config/sources.ts';
import { watchDescriptors } from './descriptors.ts';
import { type FaultInjection, faultInjection } from './fault-injection.ts';
import { letHeapGrow } from './garbage-collection.ts';
import { openLog, type ProcessLog } from './logging/log.ts';
import { onStopSignal } from './stop-signals.ts';
import { startTracing } from './tracing.ts';
import { toNetworkHost } from './url-host.ts';

/** The steps of a stop get this long: a gate sends its clients away. An orchestrator usually sends SIGKILL after 30 s. */
const STOP_MS = 25_000;
/** If a dependency does not answer for this long, a log line names it. */
const REPORT_AFTER_MS = 2000;
const REPORT_EVERY_MS = 10_000;
const RETRY_MS = 500;

/** What a process gets from `run`. */
export interface ProcessContext {
  readonly role: ProcessRole;
  readonly log: ProcessLog;
  /** Aborted when the process is to stop. */
  readonly stopping: AbortSignal;
  /**
   * Retries until `attempt` resolves. Logs "waiting for <what>" at the first failure or after 2 s, then every 10 s; so `what` is
   * like "Kafka at 127.0.0.1:9092". Throws when the process is to stop. Throws a SetupError of `attempt` without a retry.
   */
  waitFor<T>(what: string, attempt: () => Promise<T>, options?: { retryMs?: number }): Promise<T>;
  /**
   * Registers a stop function, which may return a promise. Stop functions run once, in reverse order of registration. If the
   * process is already stopping, the function runs at once.
   */
  onStop(name: string, stop: () => unknown): void;
  /** Call it when the process cannot continue: stops everything and ends with exit code 1, or 2 for a SetupError. */
  fail(error: unknown): void;
  /** What /metrics shows. */
  readonly metrics: Metrics;
  /** What /readyz shows. The process adds what it needs to do its work. */
  readonly health: Health;
  /** What the process tells the others about itself. */
  readonly facts: InstanceFacts;
  /** What an operator can make the process do. */
  readonly controls: InstanceControls;
  /** Pages of the admin port that the process adds. */
  readonly pages: AdminPages;
  /** Empty in every process that a test did not start. */
  readonly faultInjection: FaultInjection;
}

/** Roles that are processes. */
type ProcessRole = Exclude<Role, 'tools' | 'operator'>;

/** How each role is started, and what it does. */
const ABOUT: Readonly<Record<ProcessRole, readonly [command: string, description: string]>> = {
  gate: [
    'npm run gate',
    'The gate: accepts client connections over TCP and WebSocket, sends commands to Kafka, delivers replies and pushes.',
  ],
  auth: ['npm run auth', 'The auth service: accounts, passwords and sessions, in MySQL.'],
  logic: ['npm run logic', 'The logic service: messages, groups, profiles and everything else that users do, in MySQL.'],
  verify: ['npm run verify', 'The verify service: mails the codes that prove an e-mail address, and checks them.'],
  status: ['npm run status', 'The status service: knows every instance, and tells clients which gates take them.'],
  embedded: ['npm start', 'All services in one process, without Kafka, MySQL or Redis. Its data is in IM_DATA_FOLDER.'],
};

function printHelp(role: ProcessRole): undefined {
  const [command, description] = ABOUT[role];
  process.stdout.write(`${description}

Usage: ${command} [-- --config FILE]

Settings come from the environment, or from FILE as KEY=VALUE lines; the environment wins.
.env.example explains each setting, docs/operations.md explains the rest.
`);
}

interface StopStep {
  readonly name: string;
  stop(): unknown;
}

/**
 * Runs a process until SIGTERM, SIGINT or SIGHUP (exit code 0; a second signal ends it at once) or until it fails (exit code 1).
 * `start` resolves when the process serves; the fields that it returns appear in the log line "ready".
 * A wrong configuration prints every mistake and ends with exit code 2. A SetupError is logged and ends with exit code 2, too.
 * --help prints a description and starts nothing.
 */
export function run<R extends ProcessRole>(
  role: R,
  start: (context: ProcessContext, config: ConfigOf<R>) => Promise<object>,
): void {
  const opened = isHelpRequested(process.argv.slice(2)) ? printHelp(role) : openConfigAndLog(role);
  if (!opened) return;
  letHeapGrow();
  const { config, log } = opened;
  const steps: StopStep[] = [];
  const controller = new AbortController();
  const stopping = controller.signal;
  const health = new Health();
  const registry = new MetricRegistry({ role, instance: config.instance });
  let exitCode = 0;

  const stop = async (): Promise<void> => {
    if (stopping.aborted) return;
    controller.abort(new Error('the process is stopping'));
    markStopping(health, log);
    if (!(await runStopSteps(steps, log))) exitCode ||= 1;
    log.info({ exitCode }, 'stopped');
    await log.flush();
    process.exit(exitCode);
  };
  const fail = (error: unknown): void => {
    if (stopping.aborted) log.warn({ err: error }, 'further error while stopping');
    else if (error instanceof SetupError) log.error({}, `cannot start: ${error.message}`);
    else log.error({ err: error }, 'fatal error, stopping the process');
    if (!stopping.aborted) exitCode = error instanceof SetupError ? 2 : 1;
    void stop();
  };
  ignoreLostOutput();
  process.on('exit', () => log.flushSync());
  onStopSignal((signal) => {
    log.info({ signal }, 'stopping');
    void stop();
  });
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);

  const context: ProcessContext = {
    role,
    log,
    stopping,
    waitFor: (what, attempt, options) => waitFor(what, attempt, { log, stopping, ...options }),
    onStop(name, stop) {
      if (stopping.aborted) void runStopSteps([{ name, stop }], log);
      else steps.push({ name, stop });
    },
    fail,
    metrics: registry.metrics,
    health,
    facts: new InstanceFacts(),
    controls: new InstanceControls({ drain: () => void stop(), setLogLevel: (level) => log.setLevel(level) }),
    pages: new Map(),
    faultInjection: faultInjection(),
  };
  serveWithAdminPort(context, config, registry, () => start(context, config)).catch(fail);
}

/** Whatever happens, the stop goes on. */
function markStopping(health: Health, log: Log): void {
  try {
    health.markStopping();
  } catch (error) {
    log.error({ err: error }, 'stopping was not reported');
  }
}

/** The admin port answers from before the start until the end. */
async function serveWithAdminPort(
  context: ProcessContext,
  config: CommonConfig,
  registry: MetricRegistry,
  start: () => Promise<object>,
): Promise<void> {
  const { log, metrics, health, facts, pages, onStop, stopping } = context;
  const admin = await startAdminServer({ ...config.admin, registry, health, pages, log });
  onStop('admin port', () => admin.stop());
  watchDescriptors(log);
  watchClock({ log });
  for (const level of ['debug', 'others'] as const) {
    const help = 'Log lines that were not written, because their reader is too slow or gone.';
    metrics.withLabels({ level }).countOf('im_log_lines_dropped_total', help, () => log.dropped()[level]);
  }
  const adminUrl = `http://${toNetworkHost(config.admin.host)}:${new URL(admin.url).port}`;
  facts.add(() => ({ adminUrl, logLevel: log.level }));
  const configured = config as CommonConfig & Parameters<typeof checkup>[0] & { readonly dataFolder?: string };
  const { logFolder, dataFolder } = configured;
  facts.add(checkup(configured, { working: process.cwd(), logFolder, dataFolder }));
  await exportSpans(context, config);
  const fields = await start();
  if (stopping.aborted) return;
  health.markServing();
  log.info({ admin: admin.url, ...fields }, 'ready');
}

async function exportSpans({ role, log, onStop }: ProcessContext, { otelEndpoint, instance }: CommonConfig): Promise<void> {
  if (otelEndpoint === undefined) return;
  const tracing = await startTracing({ endpoint: otelEndpoint, role, instance, log });
  onStop('tracing', () => tracing.stop());
}

/** The reader of the output may go away, as when a terminal closes. That must not end a server. */
function ignoreLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** Undefined after it has reported a wrong configuration. */
function openConfigAndLog<R extends ProcessRole>(role: R): { config: ConfigOf<R> & CommonConfig; log: ProcessLog } | undefined {
  const ignored: string[] = [];
  try {
    const config = readConfig(role, { onIgnored: (sentence) => ignored.push(sentence) });
    const log = openLog({ role, instance: config.instance, level: config.logLevel, folder: config.logFolder });
    for (const sentence of ignored) log.warn({}, sentence);
    return { config, log };
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof SetupError)) throw error;
    const mistakes = error instanceof ConfigError ? error.mistakes : [error.message];
    const lines = mistakes.map((mistake) => `  ${mistake}\n`);
    process.stderr.write(`The ${role}'s configuration is wrong (.env.example explains every setting):\n${lines.join('')}`);
    process.exitCode = 2;
    return undefined;
  }
}

/** Runs the steps in reverse order. Returns false if a step failed or did not end in time. */
async function runStopSteps(steps: readonly StopStep[], log: Log): Promise<boolean> {
  const stopBy = performance.now() + STOP_MS;
  let isClean = true;
  for (const { name, stop } of steps.toReversed()) {
    const remainingMs = Math.max(0, stopBy - performance.now());
    try {
      const timeout = sleep(remainingMs, 'timeout' as const, { ref: false });
      if ((await Promise.race([stop(), timeout])) !== 'timeout') continue;
      log.error({ name }, 'timeout: component did not stop in time');
    } catch (error) {
      log.error({ name, err: error }, 'component failed to stop');
    }
    isClean = false;
  }
  return isClean;
}

async function waitFor<T>(
  what: string,
  attempt: () => Promise<T>,
  { log, stopping, retryMs = RETRY_MS }: { log: Log; stopping: AbortSignal; retryMs?: number },
): Promise<T> {
  let lastError: unknown;
  let reports = 0;
  const report = (): void => {
    reports += 1;
    log.warn(lastError === undefined ? {} : { reason: (lastError as Error).message || String(lastError) }, `waiting for ${what}`);
  };
  let timer = setTimeout(function reportAgain() {
    report();
    timer = setTimeout(reportAgain, REPORT_EVERY_MS);
  }, REPORT_AFTER_MS);
  const stopped = new Promise<never>((_, reject) => {
    stopping.addEventListener('abort', () => reject(stopping.reason), { once: true });
  });
  try {
    for (;;) {
      stopping.throwIfAborted();
      try {
        const result = await Promise.race([attempt(), stopped]);
        if (reports > 0) log.info({}, `reached ${what}`);
        return result;
      } catch (error) {
        stopping.throwIfAborted();
        if (error instanceof SetupError) throw error;
        lastError = error;
        if (reports === 0) report();
      }
      await sleep(retryMs, undefined, { signal: stopping });
    }
  } finally {
    clearTimeout(timer);
  }
}
