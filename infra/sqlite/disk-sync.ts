// Makes committed transactions durable without stopping the event loop. SQLite's own way (synchronous=FULL) waits for the disk
// inside COMMIT: with 500 messages/s the process stood still for a third of the time, and everybody's messages with it.
import { close, fdatasync, fsync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

const [flushFile, flushFolder, closeFile] = [promisify(fdatasync), promisify(fsync), promisify(close)];

/**
 * A thread copies the write-ahead log into the database after this many commits: that waits for the disk, too. SQLite itself
 * does it when the thread cannot keep up (AUTO_CHECKPOINT_PAGES).
 */
const COMMITS_PER_CHECKPOINT = 500;
/** Pages of 4 KiB in the write-ahead log. */
export const AUTO_CHECKPOINT_PAGES = 4000;

/** What a store in memory has: nothing to wait for. */
export interface DiskSync {
  /** Resolves when all that was committed before the call survives a power cut. */
  sync(): Promise<void>;
  /** As `sync`, but only of commits for which somebody waits: resolves at once where there are none. */
  settled(): Promise<void>;
  close(): void;
}

export const nothingToSync: DiskSync = {
  sync: () => Promise.resolve(),
  settled: () => Promise.resolve(),
  close: () => undefined,
};

/** The write-ahead log of one database file, which has to be open with synchronous=NORMAL. */
export class WalSync implements DiskSync {
  readonly #file: string;
  #wal: number | undefined;
  #current: Promise<void> | undefined;
  /** Begins when the current one has ended: it covers what was committed meanwhile. */
  #next: Promise<void> | undefined;
  #commits = 0;
  #checkpointer: Worker | undefined;
  #isClosed = false;

  constructor(file: string) {
    this.#file = file;
  }

  sync(): Promise<void> {
    if (++this.#commits >= COMMITS_PER_CHECKPOINT) this.#checkpoint();
    if (!this.#current) return this.#start();
    this.#next ??= this.#current.then(() => {
      this.#next = undefined;
      return this.#start();
    });
    return this.#next;
  }

  settled(): Promise<void> {
    return this.#next ?? this.#current ?? Promise.resolve();
  }

  /** A flush that runs goes on: its callers are answered. */
  close(): void {
    this.#isClosed = true;
    const file = this.#wal;
    if (file !== undefined) void this.settled().then(() => closeFile(file));
    void this.#checkpointer?.terminate();
    this.#checkpointer = undefined;
  }

  #start(): Promise<void> {
    const current = this.#flush().then(() => {
      this.#current = undefined;
    });
    this.#current = current;
    return current;
  }

  async #flush(): Promise<void> {
    try {
      if (this.#wal === undefined) {
        // SQLite keeps the file, and writes it from the start again, for as long as the database is open.
        this.#wal = openSync(`${this.#file}-wal`, 'r');
        const folder = openSync(dirname(this.#file), 'r');
        await flushFolder(folder).finally(() => closeFile(folder));
      }
      await flushFile(this.#wal);
    } catch (error) {
      // What the disk has refused may be gone from the cache of the system: only a restart reads what is really there.
      setImmediate(() => {
        throw new Error(`the disk does not keep ${this.#file}-wal`, { cause: error });
      });
      await new Promise(() => undefined);
    }
  }

  #checkpoint(): void {
    this.#commits = 0;
    if (this.#isClosed) return;
    if (!this.#checkpointer) {
      const checkpointer = new Worker(new URL('./checkpointer.ts', import.meta.url));
      checkpointer.unref();
      // SQLite copies the log itself then, and another thread is made after the next commits.
      checkpointer.once('error', () => {
        if (this.#checkpointer === checkpointer) this.#checkpointer = undefined;
      });
      this.#checkpointer = checkpointer;
    }
    this.#checkpointer.postMessage(this.#file);
  }
}
