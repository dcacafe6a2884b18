// The live connections, and those that are hung up and not yet gone.

import type { Connection } from './connection.ts';
import type { OutgoingFrame } from './outgoing-frame.ts';

export class Connections {
  readonly #live = new Map<number, Connection>();
  readonly #ending = new Set<Connection>();
  #lastNumber = 0;

  get count(): number {
    return this.#live.size;
  }

  /** Sockets, with those of connections that are hung up. */
  get socketCount(): number {
    return this.#live.size + this.#ending.size;
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

  /** From live to ending. */
  startClosing(connection: Connection): void {
    this.#live.delete(connection.number);
    this.#ending.add(connection);
  }

  remove(connection: Connection): void {
    this.#live.delete(connection.number);
    this.#ending.delete(connection);
  }

  sendToBound(frame: OutgoingFrame): void {
    for (const connection of this.#live.values()) if (connection.session) connection.send(frame);
  }

  /** Destroys the sockets of ending connections whose time is over; all of them with `Infinity`. */
  destroyClosing(now: number): void {
    for (const connection of this.#ending) if (connection.destroyAt <= now) connection.socket.destroy();
  }
}
