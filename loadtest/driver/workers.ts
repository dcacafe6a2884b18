// The load processes, as seen from the process that started them.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadPlan, LoadProgress, LoadResult } from './load-driver.ts';
import type { WorkerCommand, WorkerMessage } from './worker.ts';

export interface Workers {
  readonly pids: readonly number[];
  /** Connects all clients. Resolves when all are in or the time is over. */
  connect(plans: readonly LoadPlan[]): Promise<{ bound: number; seconds: number }>;
  /** Sends, waits and pulls. The callbacks are called once, when the last worker is that far. */
  run(measuring: () => void, sent: () => void): Promise<LoadResult[]>;
  /** Summed over the workers, at most a second old. */
  progress(): LoadProgress;
  stop(): void;
}

/** Starts load processes. Their files are passed by IPC in binary form, so results keep their typed arrays. */
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
          if (!plan) throw new RangeError('one plan for each worker');
          worker.tell({ do: 'connect', plan });
          return worker.next('connected');
        }),
      );
      return {
        bound: connected.reduce((sum, { bound }) => sum + bound, 0),
        seconds: Math.max(...connected.map(({ seconds }) => seconds)),
      };
    },
    async run(measuring, sent) {
      const allMeasuring = Promise.all(workers.map((worker) => worker.next('measuring'))).then(measuring);
      const allSent = Promise.all(workers.map((worker) => worker.next('sent'))).then(sent);
      const results = Promise.all(workers.map((worker) => worker.next('result')));
      for (const worker of workers) worker.tell({ do: 'run' });
      // All together: each of them rejects where a load process cannot go on.
      const [all] = await Promise.all([results, allMeasuring, allSent]);
      return all.map(({ result }) => result);
    },
    progress() {
      const all = workers.map((worker) => worker.progress);
      const sum = (pick: (progress: LoadProgress) => number): number => all.reduce((total, one) => total + pick(one), 0);
      return {
        bound: sum((one) => one.bound),
        sent: sum((one) => one.sent),
        acked: sum((one) => one.acked),
        delivered: sum((one) => one.delivered),
      };
    },
    stop() {
      for (const worker of workers) worker.stop();
    },
  };
}

type Saying<Is> = Extract<WorkerMessage, { is: Is }>;

class Worker {
  progress: LoadProgress = { bound: 0, sent: 0, acked: 0, delivered: 0 };
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<WorkerMessage['is'], { resolve(message: WorkerMessage): void; reject(error: Error): void }>();
  #stopped = false;
  #gone: Error | undefined;

  constructor(child: ChildProcess) {
    this.#child = child;
    if (child.pid === undefined) throw new Error('the load process could not be started');
    this.pid = child.pid;
    child.on('message', (message: WorkerMessage) => {
      if (message.is === 'progress') this.progress = message.progress;
      if (message.is === 'failed') this.#fail(new Error(`a load process could not go on: ${message.why}`));
      this.#waiting.get(message.is)?.resolve(message);
      this.#waiting.delete(message.is);
    });
    child.on('exit', (code, signal) => {
      if (!this.#stopped) this.#fail(new Error(`a load process ended early (${code ?? signal})`));
    });
  }

  /** Nothing more is to be expected of it. */
  #fail(error: Error): void {
    this.#gone = error;
    for (const { reject } of this.#waiting.values()) reject(error);
  }

  tell(message: WorkerCommand): void {
    this.#child.send(message);
  }

  /** Resolves with the next message of that kind; rejects when the process ends first. */
  next<Is extends WorkerMessage['is']>(is: Is): Promise<Saying<Is>> {
    if (this.#gone) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#waiting.set(is, { resolve: (message) => resolve(message as Saying<Is>), reject });
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#child.kill('SIGKILL');
  }
}
