// The course of one load test against a target that runs: connect, weigh the gates, send, report.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './client.ts';
import { CpuMeter, type CpuSample, cpuBetween, residentKib } from './cpu.ts';
import type { Flags } from './flags.ts';
import type { LoadPlan } from './load.ts';
import { LogInStorm, type PasswordAccount } from './log-in-storm.ts';
import { type Measured, type Report, reportOf } from './report.ts';
import { startWorkers, type Workers } from './workers.ts';

/** What is put under load, however it was started. */
export interface RunningTarget {
  readonly name: string;
  /** One address per gate, for the chosen transport. */
  readonly urls: readonly string[];
  readonly accounts: readonly Account[];
  /** One for each log-in of a login-storm. */
  readonly passwordAccounts: readonly PasswordAccount[];
  /** Somebody else may have written in these accounts' conversations. */
  readonly usedBefore: boolean;
  /** Role → its processes; empty for what runs elsewhere. */
  readonly roles: ReadonlyMap<string, readonly number[]>;
  /** The processes that hold the sockets. */
  readonly gatePids: readonly number[];
  /** Makes the gates collect their garbage, where they can. */
  collectGarbage(): Promise<void>;
  /** Kills all gates and starts them again at the same addresses. Resolves when they are ready. */
  restartGates?(): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 120_000;
/** How long the gates get to settle before they are weighed. */
const SETTLE_MS = 1_000;
const PROGRESS_MS = 1_000;

/** How far the measured part is when all connections end in a resume-storm: the chat goes on for the rest. */
const CUT_AT_SHARE = 0.25;

/** Runs the load and measures it. Always ends: each step has its time. */
export async function measure(flags: Flags, target: RunningTarget, say: (line: string) => void): Promise<Report> {
  const workers = await startWorkers(flags.workers);
  const storm = new Storm(flags, target);
  const talking = setInterval(() => say(progressLine(workers, flags)), PROGRESS_MS);
  try {
    const emptyKib = await weighed(target);
    const connected = await workers.connect(plansOf(flags, target));
    if (connected.bound < flags.clients) say(`only ${connected.bound} of ${flags.clients} clients are logged in`);
    const fullKib = await weighed(target);
    const meter = new CpuMeter(new Map([...target.roles, ['load', [...workers.pids, process.pid]]]));
    let from: CpuSample = meter.sample();
    let to: CpuSample = from;
    const results = await workers.run(
      () => {
        from = meter.sample();
        storm.begin();
      },
      () => {
        to = meter.sample();
      },
    );
    return reportOf({
      scenario: flags.scenario,
      cut: flags.cut,
      logIns: await storm.ended(),
      clients: flags.clients,
      rate: flags.rate,
      seconds: flags.seconds,
      warmUpSeconds: flags.warmUpSeconds,
      target: target.name,
      transport: flags.transport,
      connected: connected.bound,
      connectSeconds: connected.seconds,
      results,
      cpu: cpuBetween(from, to),
      kibPerConnection: target.gatePids.length === 0 ? undefined : (fullKib - emptyKib) / Math.max(1, connected.bound),
    });
  } finally {
    clearInterval(talking);
    storm.stop();
    workers.stop();
  }
}

/** What this process does to the target while the load processes chat. */
class Storm {
  readonly #flags: Flags;
  readonly #target: RunningTarget;
  readonly #logIns: LogInStorm | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ended: Promise<Measured['logIns']> = Promise.resolve(undefined);

  constructor(flags: Flags, target: RunningTarget) {
    this.#flags = flags;
    this.#target = target;
    const { urls, passwordAccounts: accounts } = target;
    if (flags.logIns > 0) this.#logIns = new LogInStorm({ urls, accounts, rate: flags.logIns, seconds: flags.seconds });
  }

  begin(): void {
    const { scenario, cut, seconds } = this.#flags;
    if (this.#logIns) this.#ended = this.#logIns.run().then((result) => ({ rate: this.#flags.logIns, result }));
    if (scenario !== 'resume-storm' || cut !== 'gates') return;
    const restarted = new Promise<void>((resolve, reject) => {
      this.#timer = setTimeout(
        () => {
          Promise.resolve(this.#target.restartGates?.()).then(resolve, reject);
        },
        seconds * CUT_AT_SHARE * 1000,
      );
    });
    this.#ended = restarted.then(() => undefined);
    // Whoever waits for the end is told; until then nobody does.
    this.#ended.catch(() => undefined);
  }

  /** What came of the log-ins that were offered. */
  ended(): Promise<Measured['logIns']> {
    return this.#ended;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#logIns?.stop();
  }
}

async function weighed(target: RunningTarget): Promise<number> {
  if (target.gatePids.length === 0) return 0;
  await sleep(SETTLE_MS);
  await target.collectGarbage();
  return residentKib(target.gatePids);
}

function plansOf(flags: Flags, target: RunningTarget): LoadPlan[] {
  const each = flags.clients / flags.workers;
  return Array.from({ length: flags.workers }, (_, index) => ({
    accounts: target.accounts.slice(index * each, (index + 1) * each),
    usedBefore: target.usedBefore,
    urls: target.urls,
    self: flags.self,
    rate: flags.rate / flags.workers,
    warmUpSeconds: flags.warmUpSeconds,
    seconds: flags.seconds,
    textBytes: flags.textBytes,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    ...(flags.scenario === 'resume-storm'
      ? { storm: { afterSeconds: flags.seconds * CUT_AT_SHARE, cut: flags.cut === 'connections' } }
      : {}),
  }));
}

function progressLine(workers: Workers, flags: Flags): string {
  const { bound, sent, acked, delivered } = workers.progress();
  return `${bound}/${flags.clients} connected  ${sent} sent  ${acked} acked  ${delivered} delivered  ${sent - acked} under way`;
}
