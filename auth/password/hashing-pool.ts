// A pool of hashing threads. libuv's threads serve files and DNS and cannot run at low priority.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ImError } from '../../proto/errors.ts';
import { type HashCost, unitsOf } from './hash-cost.ts';
import { type HashCounts, type HashQueue, hashQueue } from './hash-queue.ts';

const THREAD = new URL('hashing-thread.ts', import.meta.url);

// One core completes about ten hashes in this time. A longer wait would delay later commands.
const DEFAULT_MAX_WAIT_MS = 500;

export interface HashJob {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly cost: HashCost;
  readonly hashBytes: number;
}

/** `error`: the algorithm refused the parameters. Neither contains the password. */
export type HashResult = { readonly hash: Uint8Array; readonly tookMs: number } | { readonly error: unknown };

export interface HashingOptions {
  /** By default one less than there are cores, at least one. */
  readonly threads?: number;
  /** How long a hash may be expected to wait for a thread, by default 500 ms. */
  readonly maxWaitMs?: number;
  /** Called when a thread dies. The pool replaces it on demand, and its job fails with BUSY. */
  readonly onThreadDeath?: (error: Error) => void;
  /** The module a thread runs; tests use modules that die. */
  readonly threadUrl?: URL;
}

export interface HashingPool {
  /** Throws BUSY if the hash would wait too long or its thread dies, and the algorithm's error for invalid parameters. */
  run(job: HashJob, rank?: number): Promise<Buffer>;
  /** Throws BUSY if a hash of this cost and rank would be rejected now. */
  assertCapacity(cost: HashCost, rank?: number): void;
  counts(): HashCounts;
  /** Ends the threads. Waiting and later jobs throw BUSY; a running job completes or throws BUSY. */
  close(): Promise<void>;
}

/** Starts threads on demand, also to replace a dead one. */
export function hashingPool(options: HashingOptions = {}): HashingPool {
  const count = options.threads ?? Math.max(1, availableParallelism() - 1);
  const threads = new Threads(options.threadUrl ?? THREAD, options.onThreadDeath);
  const queue: HashQueue = hashQueue(count, options.maxWaitMs ?? DEFAULT_MAX_WAIT_MS);
  return {
    run: async (job, rank = 0) => {
      const answer = await queue.run({ units: unitsOf(job.cost), rank }, () => threads.run(job));
      return Buffer.from(answer.hash);
    },
    assertCapacity: (cost, rank = 0) => queue.assertCapacity({ units: unitsOf(cost), rank }),
    counts: () => queue.counts(),
    close: async () => {
      queue.close();
      await threads.close();
    },
  };
}

/** The threads of a pool. The queue bounds how many run at once. */
class Threads {
  readonly #file: URL;
  readonly #onThreadDeath: HashingOptions['onThreadDeath'];
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  #closed = false;

  constructor(file: URL, onThreadDeath: HashingOptions['onThreadDeath']) {
    this.#file = file;
    this.#onThreadDeath = onThreadDeath;
  }

  async run(job: HashJob): Promise<{ hash: Uint8Array; tookMs: number }> {
    const worker = this.#idle.pop() ?? this.#start();
    const answer = await runJob(worker, job);
    // A thread that died after its answer would never answer again.
    if (this.#all.has(worker)) this.#idle.push(worker);
    if ('error' in answer) throw answer.error;
    return answer;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #start(): Worker {
    // A hashing thread needs neither the flags nor the secrets of the process.
    const worker = new Worker(this.#file, { name: 'hashing', env: {}, execArgv: [] });
    this.#all.add(worker);
    let cause: Error | undefined;
    // Without a listener an error of the thread would end the process.
    worker.on('error', (error) => {
      cause = error instanceof Error ? error : new Error(String(error));
    });
    worker.on('exit', (code) => {
      this.#all.delete(worker);
      const at = this.#idle.indexOf(worker);
      if (at >= 0) this.#idle.splice(at, 1);
      if (!this.#closed) this.#onThreadDeath?.(cause ?? new Error(`a hashing thread ended with exit code ${code}`));
    });
    return worker;
  }
}

/** Runs one job on an idle thread. Rejects with BUSY if the thread ends first. */
function runJob(worker: Worker, job: HashJob): Promise<HashResult> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      worker.off('message', answered);
      worker.off('exit', ended);
      // An idle thread must not keep the process alive.
      worker.unref();
    };
    const answered = (answer: HashResult): void => {
      done();
      resolve(answer);
    };
    const ended = (): void => {
      done();
      reject(new ImError('BUSY', 'the password could not be checked: try again'));
    };
    worker.on('message', answered);
    worker.on('exit', ended);
    worker.ref();
    worker.postMessage(job);
  });
}
