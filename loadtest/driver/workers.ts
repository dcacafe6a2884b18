// The load processes, from the point of view of the process that starts them.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { NothingMeasured } from '../cli/exit.ts';
import type { ConnectResult, LoadPlan, LoadProgress, LoadResult } from './load-driver.ts';
import type { WorkerCommand, WorkerMessage } from './worker.ts';

export interface Workers {
  readonly pids: readonly number[];
  /** Connects all clients. Resolves when all are logged in, or after the time-out. */
  connect(plans: readonly LoadPlan[]): Promise<ConnectResult>;
  /**
   * Sends, waits and pulls. Each callback is called once, when the last worker has reached that phase. `startedAt` (Date.now())
   * is where the seconds of the results count from.
   */
  run(startedAt: number, measuring: () => void, sent: () => void): Promise<LoadResult[]>;
  /** Summed over the workers, at most a second old. */
  progress(): LoadProgress;
  stop(): void;
}

/** Load processes: of this machine, or of others. */
export type StartWorkers = (count: number) => Promise<Workers>;

/** Starts load processes. IPC serializes in binary form, so that results keep their typed arrays. */
export async function startWorkers(count: number): Promise<Workers> {
  const path = fileURLToPath(new URL('worker.ts', import.meta.url));
  const workers = Array.from({ length: count }, () => new Worker(fork(path, [], { serialization: 'advanced' })));
  await Promise.all(workers.map((worker) => worker.next('up')));
  return {
    pids: workers.map((worker) => worker.pid),
    async connect(plans) {
      const connected = await Promise.all(
        workers.map((worker, index) => {
          const plan = plans[index];
          if (!plan) throw new RangeError('each worker needs a plan');
          worker.send({ do: 'connect', plan });
          return worker.next('connected');
        }),
      );
      return {
        bound: connected.reduce((sum, { bound }) => sum + bound, 0),
        seconds: Math.max(...connected.map(({ seconds }) => seconds)),
        incidents: connected.flatMap(({ incidents }) => incidents),
      };
    },
    async run(startedAt, measuring, sent) {
      const allMeasuring = Promise.all(workers.map((worker) => worker.next('measuring'))).then(measuring);
      const allSent = Promise.all(workers.map((worker) => worker.next('sent'))).then(sent);
      const results = Promise.all(workers.map((worker) => worker.next('result')));
      for (const worker of workers) worker.send({ do: 'run', startedAt });
      // Awaited together, because each of them rejects when a load process fails.
      const [all] = await Promise.all([results, allMeasuring, allSent]);
      return all.map(({ result }, index) => ({
        ...result,
        ...(result.generator && { generator: { ...result.generator, name: `load process ${index + 1}` } }),
      }));
    },
    progress() {
      const all = workers.map((worker) => worker.progress);
      const sum = (pick: (progress: LoadProgress) => number): number => all.reduce((total, one) => total + pick(one), 0);
      return {
        bound: sum((one) => one.bound),
        sent: sum((one) => one.sent),
        acked: sum((one) => one.acked),
        delivered: sum((one) => one.delivered),
        lastSecond: all.flatMap((one) => one.lastSecond),
      };
    },
    stop() {
      for (const worker of workers) worker.stop();
    },
  };
}

type MessageOf<Is> = Extract<WorkerMessage, { is: Is }>;

class Worker {
  progress: LoadProgress = { bound: 0, sent: 0, acked: 0, delivered: 0, lastSecond: [] };
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<WorkerMessage['is'], { resolve(message: WorkerMessage): void; reject(error: Error): void }>();
  #stopped = false;
  #failure: Error | undefined;

  constructor(child: ChildProcess) {
    this.#child = child;
    if (child.pid === undefined) throw new Error('the load process did not start');
    this.pid = child.pid;
    child.on('message', (message: WorkerMessage) => {
      if (message.is === 'progress') this.progress = message.progress;
      if (message.is === 'failed') this.#fail(new NothingMeasured(`a load process failed: ${message.why}`));
      this.#waiting.get(message.is)?.resolve(message);
      this.#waiting.delete(message.is);
    });
    child.on('exit', (code, signal) => {
      if (!this.#stopped) this.#fail(new NothingMeasured(`a load process ended early (${code ?? signal})`));
    });
  }

  /** The process sends nothing more. */
  #fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#waiting.values()) reject(error);
  }

  /** A process that is stopped, or ends now, hears nothing: `next` says so, and an error here would end this process. */
  send(message: WorkerCommand): void {
    if (!this.#stopped) this.#child.send(message, () => undefined);
  }

  /** Resolves with the next message of this kind. Rejects when the process ends first. */
  next<Is extends WorkerMessage['is']>(is: Is): Promise<MessageOf<Is>> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.set(is, { resolve: (message) => resolve(message as MessageOf<Is>), reject });
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#child.kill('SIGKILL');
  }
}
