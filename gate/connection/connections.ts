// All connections of a gate: the live ones, and the closing ones whose sockets are still open.
import { im } from '../../proto/rpc.ts';
import type { OutgoingFrame } from '../transport/outgoing-frame.ts';
import type { Connection } from './connection.ts';

export class Connections {
  readonly #live = new Map<number, Connection>();
  readonly #closing = new Set<Connection>();
  #lastNumber = 0;
  #writtenBefore = 0;

  /** Live connections. */
  get count(): number {
    return this.#live.size;
  }

  /** Open sockets, including those of closing connections. */
  get socketCount(): number {
    return this.#live.size + this.#closing.size;
  }

  /** Live connections that are bound to a session. */
  get sessionCount(): number {
    let count = 0;
    for (const { session } of this.#live.values()) if (session) count++;
    return count;
  }

  /** Bytes that the operating system has taken for all connections since the start. */
  get writtenBytes(): number {
    let bytes = this.#writtenBefore;
    for (const { socket } of this.#live.values()) bytes += socket.writtenBytes;
    for (const { socket } of this.#closing) bytes += socket.writtenBytes;
    return bytes;
  }

  nextNumber(): number {
    return ++this.#lastNumber;
  }

  add(connection: Connection): void {
    this.#live.set(connection.number, connection);
  }

  get(number: number): Connection | undefined {
    return this.#live.get(number);
  }

  all(): IterableIterator<Connection> {
    return this.#live.values();
  }

  /** Moves a connection from live to closing. */
  startClosing(connection: Connection): void {
    this.#live.delete(connection.number);
    this.#closing.add(connection);
  }

  remove(connection: Connection): void {
    const isKnown = this.#live.delete(connection.number) || this.#closing.delete(connection);
    if (isKnown) this.#writtenBefore += connection.socket.writtenBytes;
  }

  /** Closes the connections with most unsent bytes until all together have at most so many. Call it regularly. */
  closeSlowest(maxUnsentBytes: number): void {
    let unsentBytes = 0;
    for (const { socket } of this.#live.values()) unsentBytes += socket.queuedBytes;
    if (unsentBytes <= maxUnsentBytes) return;
    const slowest = [...this.#live.values()].sort((a, b) => b.socket.queuedBytes - a.socket.queuedBytes);
    for (const connection of slowest) {
      if (unsentBytes <= maxUnsentBytes) return;
      unsentBytes -= connection.socket.queuedBytes;
      connection.close(im.CloseReason.SLOW_READER);
    }
  }

  sendToBound(frame: OutgoingFrame): void {
    for (const connection of this.#live.values()) if (connection.session) connection.send(frame);
  }

  /** Destroys the sockets of closing connections whose grace time is over; all of them with `Infinity`. */
  destroyClosing(now: number): void {
    for (const connection of this.#closing) if (connection.isCloseOverdue(now)) connection.socket.destroy();
  }
}
