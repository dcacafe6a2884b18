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

// A write that is large enough to cost no more than its bytes. What is handed to a socket cannot be taken back.
const MAX_JOINED_BYTES = 64 * 1024;

/**
 * Collects the writes to one socket until its batcher flushes them. While the socket takes no more, they wait here and not in the
 * socket, because only here whole frames can be discarded.
 */
export class BatchedWriter {
  readonly #socket: Socket;
  readonly #batcher: WriteBatcher;
  // Most ticks write one frame to a socket: an array is allocated only when there are more.
  #first: Buffer | undefined;
  #more: Buffer[] | undefined;
  #bytes = 0;
  #waitsForDrain = false;

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

  /** Hands the socket as much as it takes. */
  flush(): void {
    if (!this.#first || this.#waitsForDrain) return;
    if (this.#isFull) this.#flushOnDrain();
    else if (this.#bytes <= MAX_JOINED_BYTES || !this.#more) this.flushAll();
    else this.#flushPart([this.#first, ...this.#more]);
  }

  /** Hands the socket everything, for what must follow it. */
  flushAll(): void {
    const first = this.#first;
    if (!first) return;
    const joined = this.#more ? Buffer.concat([first, ...this.#more], this.#bytes) : first;
    this.discard();
    if (this.#socket.writable) this.#socket.write(joined);
  }

  /** Drops what the socket has not got yet. It has got whole frames only. */
  discard(): void {
    this.#first = undefined;
    this.#more = undefined;
    this.#bytes = 0;
  }

  get #isFull(): boolean {
    return this.#socket.writableLength >= this.#socket.writableHighWaterMark;
  }

  #flushPart(frames: readonly Buffer[]): void {
    let at = 0;
    while (at < frames.length && !this.#isFull) {
      const from = at;
      let bytes = 0;
      do bytes += frames[at++]?.length ?? 0;
      while (bytes + (frames[at]?.length ?? MAX_JOINED_BYTES) <= MAX_JOINED_BYTES);
      this.#bytes -= bytes;
      if (this.#socket.writable) this.#socket.write(Buffer.concat(frames.slice(from, at), bytes));
    }
    this.#first = frames[at];
    this.#more = at + 1 < frames.length ? frames.slice(at + 1) : undefined;
    if (this.#first) this.#flushOnDrain();
  }

  #flushOnDrain(): void {
    this.#waitsForDrain = true;
    this.#socket.once('drain', () => {
      this.#waitsForDrain = false;
      this.flush();
    });
  }
}
