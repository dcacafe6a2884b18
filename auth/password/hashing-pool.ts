// Hashing on threads of its own: not on libuv's, which files and name look-ups need, and which cannot be told to yield.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ImError } from '../../proto/errors.ts';
import { type HashQueue, hashQueue } from './hash-queue.ts';

const THREAD = new URL('hashing-thread.ts', import.meta.url);

// A core is done with two hashes of 0.2 s by then; what waits longer holds up the commands behind it.
const DEFAULT_MAX_WAIT_MS = 500;

/** scrypt's parameters: N = 2^ln. */
export interface ScryptCost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

export interface HashJob {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly cost: ScryptCost;
  readonly hashBytes: number;
}

/** `error`: scrypt refused these parameters. Neither says anything of the password. */
export type HashResult = { readonly hash: Uint8Array; readonly tookMs: number } | { readonly error: unknown };

export interface HashingOptions {
  /** One less than there are cores, and at least one. */
  readonly threads?: number;
  /** How long a hash may be expected to wait for a thread (500 ms). */
  readonly maxWaitMs?: number;
  /** A thread has ended that should not have. It is replaced when it is needed; what it was doing is told BUSY. */
  readonly onThreadDeath?: (error: Error) => void;
  /** What a thread runs; tests have some that die. */
  readonly threadUrl?: URL;
}

export interface HashingPool {
  /** The hash of these parameters. BUSY when it would wait too long, or the thread died. Throws what scrypt throws at parameters that cannot be. */
  run(job: HashJob): Promise<Buffer>;
  /** Throws BUSY where a hash of this cost would be refused now. */
  assertCapacity(cost: ScryptCost): void;
  /** Ends the threads. What waits and what comes after is told BUSY; what runs may still be answered, or is told BUSY. */
  close(): Promise<void>;
}

/** Threads are started when they are first needed, and again when they died. */
export function hashingPool(options: HashingOptions = {}): HashingPool {
  const count = options.threads ?? Math.max(1, availableParallelism() - 1);
  const threads = new Threads(options.threadUrl ?? THREAD, options.onThreadDeath);
  const queue: HashQueue = hashQueue(count, options.maxWaitMs ?? DEFAULT_MAX_WAIT_MS);
  return {
    run: async (job) => {
      const answer = await queue.run(unitsOf(job.cost), () => threads.run(job));
      return Buffer.from(answer.hash);
    },
    assertCapacity: (cost) => queue.assertCapacity(unitsOf(cost)),
    close: async () => {
      queue.close();
      await threads.close();
    },
  };
}

function unitsOf({ ln, r, p }: ScryptCost): number {
  return 2 ** ln * r * p;
}

/** Workers, as many as run at once; the turns bound them. */
class Threads {
  readonly #file: URL;
  readonly #died: HashingOptions['onThreadDeath'];
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  #closed = false;

  constructor(file: URL, died: HashingOptions['onThreadDeath']) {
    this.#file = file;
    this.#died = died;
  }

  async run(job: HashJob): Promise<{ hash: Uint8Array; tookMs: number }> {
    const worker = this.#idle.pop() ?? this.#start();
    const answer = await answerOf(worker, job);
    this.#idle.push(worker);
    if ('error' in answer) throw answer.error;
    return answer;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #start(): Worker {
    // The flags and secrets of the process are none of a thread's that only hashes.
    const worker = new Worker(this.#file, { name: 'hashing', env: {}, execArgv: [] });
    this.#all.add(worker);
    let why: Error | undefined;
    // Without a listener the error of a thread would end the process.
    worker.on('error', (error) => {
      why = error instanceof Error ? error : new Error(String(error));
    });
    worker.on('exit', (code) => {
      this.#all.delete(worker);
      const at = this.#idle.indexOf(worker);
      if (at >= 0) this.#idle.splice(at, 1);
      if (!this.#closed) this.#died?.(why ?? new Error(`a hashing thread ended with exit code ${code}`));
    });
    return worker;
  }
}

/** One hash at a time on each thread. Rejects with BUSY when the thread ends before it answers. */
function answerOf(worker: Worker, job: HashJob): Promise<HashResult> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      worker.off('message', answered);
      worker.off('exit', ended);
      // An idle thread keeps no process alive.
      worker.unref();
    };
    const answered = (answer: HashResult): void => {
      done();
      resolve(answer);
    };
    const ended = (): void => {
      done();
      reject(new ImError('BUSY', 'the password could not be checked'));
    };
    worker.on('message', answered);
    worker.on('exit', ended);
    worker.ref();
    worker.postMessage(job);
  });
}
