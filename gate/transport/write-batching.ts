// Write batching: joins everything written to one socket within one tick. A system call costs more than the rest of sending a
// frame.
import type { Socket } from 'node:net';

/** Flushes the writers that have data when the current tick ends. */
export class WriteBatcher {
  #writers: BatchedWriter[] = [];

  add(writer: BatchedWriter): void {
    if (this.#writers.push(writer) === 1) process.nextTick(() => this.#flushAll());
  }

  #flushAll(): void {
    const writers = this.#writers;
    this.#writers = [];
    for (const writer of writers) writer.flush();
  }
}

/** Collects the writes to one socket until its batcher flushes them. */
export class BatchedWriter {
  readonly #socket: Socket;
  readonly #batcher: WriteBatcher;
  // Most ticks write one frame to a socket: an array is allocated only when there are more.
  #first: Buffer | undefined;
  #more: Buffer[] | undefined;
  #bytes = 0;

  constructor(socket: Socket, batcher: WriteBatcher) {
    this.#socket = socket;
    this.#batcher = batcher;
  }

  get queuedBytes(): number {
    return this.#bytes + this.#socket.writableLength;
  }

  /** Bytes that the operating system has taken. */
  get writtenBytes(): number {
    return this.#socket.bytesWritten - this.#socket.writableLength;
  }

  write(bytes: Buffer): void {
    this.#bytes += bytes.length;
    if (!this.#first) {
      this.#first = bytes;
      this.#batcher.add(this);
    } else if (this.#more) {
      this.#more.push(bytes);
    } else {
      this.#more = [bytes];
    }
  }

  flush(): void {
    const first = this.#first;
    if (!first) return;
    const joined = this.#more ? Buffer.concat([first, ...this.#more], this.#bytes) : first;
    this.#first = undefined;
    this.#more = undefined;
    this.#bytes = 0;
    if (this.#socket.writable) this.#socket.write(joined);
  }
}
