// Joins what is written to one socket within one tick: a system call costs more than all the rest of sending a frame.
import type { Socket } from 'node:net';

/** The writers that have something to write when this tick ends. */
export class WriteBatcher {
  #writers: BatchedWriter[] = [];

  add(writer: BatchedWriter): void {
    if (this.#writers.push(writer) === 1) process.nextTick(() => this.#end());
  }

  #end(): void {
    const writers = this.#writers;
    this.#writers = [];
    for (const writer of writers) writer.flush();
  }
}

export class BatchedWriter {
  readonly #socket: Socket;
  readonly #tick: WriteBatcher;
  // Mostly one frame a tick: a list only when there are more.
  #first: Buffer | undefined;
  #more: Buffer[] | undefined;
  #bytes = 0;

  constructor(socket: Socket, tick: WriteBatcher) {
    this.#socket = socket;
    this.#tick = tick;
  }

  get queuedBytes(): number {
    return this.#bytes + this.#socket.writableLength;
  }

  write(bytes: Buffer): void {
    this.#bytes += bytes.length;
    if (!this.#first) {
      this.#first = bytes;
      this.#tick.add(this);
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
