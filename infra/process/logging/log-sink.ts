// Writes finished log lines, in their order and off the event loop. Its queue is bounded: a slow reader costs lines, not memory.
import { setTimeout as sleep } from 'node:timers/promises';

/** Above this, debug lines are dropped. */
const DROP_DEBUG_ABOVE_BYTES = 4 << 20;
/** Above this, all lines are dropped. */
const DROP_ALL_ABOVE_BYTES = 8 << 20;
/** One write. Lines that come meanwhile share the next one. */
const MAX_CHUNK_BYTES = 256 << 10;
/** At the end, the process waits this long for the reader; a slower reader misses the last lines. */
const FLUSH_MS = 1000;
/** Where lines go: stdout, or a file. */
export interface LogOutput {
  /** Resolves when the operating system has all bytes. */
  write(bytes: Buffer): Promise<void>;
  /** For the end of the process: waits, as far as it can tell, for a write that runs in another thread. */
  settleSync(): void;
  /** For the end of the process. May throw. */
  writeSync(bytes: Buffer): void;
}

export interface DroppedLines {
  debug: number;
  others: number;
}

export class LogSink {
  /** Lines that nobody will read. */
  readonly dropped: DroppedLines = { debug: 0, others: 0 };
  readonly #output: LogOutput;
  #lines: string[] = [];
  #queuedBytes = 0;
  #writing: Promise<void> | undefined;

  constructor(output: LogOutput) {
    this.#output = output;
  }

  /** Queues a line. Returns false if it is dropped. */
  write(line: string, isDebug: boolean): boolean {
    if (this.#queuedBytes > (isDebug ? DROP_DEBUG_ABOVE_BYTES : DROP_ALL_ABOVE_BYTES)) {
      if (isDebug) this.dropped.debug++;
      else this.dropped.others++;
      return false;
    }
    this.#lines.push(line);
    this.#queuedBytes += line.length;
    this.#writing ??= this.#writeAll();
    return true;
  }

  /** Resolves when all lines are written, or after a second. */
  async flush(): Promise<void> {
    await Promise.race([this.#writing, sleep(FLUSH_MS, undefined, { ref: false })]);
  }

  /** Writes what is queued before it returns. For a process that ends without a flush. */
  flushSync(): void {
    if (!this.#writing) return;
    try {
      this.#output.settleSync();
      while (this.#lines.length > 0) this.#output.writeSync(this.#takeChunk().bytes);
    } catch {
      // The reader is gone, and the process ends.
      this.#lines = [];
    }
  }

  async #writeAll(): Promise<void> {
    // Lines of the same turn of the event loop go together.
    await undefined;
    while (this.#lines.length > 0) {
      const { bytes, count } = this.#takeChunk();
      // Without a reader its lines are lost, and the process goes on.
      await this.#output.write(bytes).catch(() => {
        this.dropped.others += count;
      });
    }
    this.#writing = undefined;
  }

  #takeChunk(): { bytes: Buffer; count: number } {
    let count = 0;
    let length = 0;
    while (count < this.#lines.length && length < MAX_CHUNK_BYTES) length += this.#lines[count++]?.length ?? 0;
    this.#queuedBytes -= length;
    return { bytes: Buffer.from(this.#lines.splice(0, count).join('')), count };
  }
}
