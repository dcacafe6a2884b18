// The commands of one connection that have no reply yet.
import type { Rpc } from '../proto/rpc.ts';

export interface PendingCommand {
  /** The client's own id. */
  readonly requestId: number;
  readonly rpc: Rpc;
  /** By the gate's monotonic clock. */
  readonly deadline: number;
  /** Its place in everything this gate has sent to the log. */
  readonly sequence: number;
}

/** How many commands of all connections wait for their reply: the gate stops reading when there are too many. */
export interface InFlightCount {
  count: number;
}

/**
 * Commands by a number of the gate's own, which is what travels as Envelope.request_id: a client may use its request id again
 * once it has been told UNAVAILABLE, and the late answer to the first use must not pass for one to the second.
 */
export class PendingCommands {
  readonly #byNumber = new Map<number, PendingCommand>();
  readonly #underWay: InFlightCount;
  #lastNumber = 0;

  constructor(underWay: InFlightCount) {
    this.#underWay = underWay;
  }

  get size(): number {
    return this.#byNumber.size;
  }

  has(requestId: number): boolean {
    for (const pending of this.#byNumber.values()) if (pending.requestId === requestId) return true;
    return false;
  }

  /** The number for the next command; `add` it after it was sent. */
  next(): number {
    return ++this.#lastNumber;
  }

  add(number: number, pending: PendingCommand): void {
    this.#byNumber.set(number, pending);
    this.#underWay.count++;
  }

  peek(number: number, rpc: number): PendingCommand | undefined {
    const pending = this.#byNumber.get(number);
    return pending?.rpc.number === rpc ? pending : undefined;
  }

  remove(number: number): void {
    if (this.#byNumber.delete(number)) this.#underWay.count--;
  }

  /** The connection is gone, nobody waits any more. */
  clear(): void {
    this.#underWay.count -= this.#byNumber.size;
    this.#byNumber.clear();
  }

  /** Takes out a command whose deadline has passed. They all wait equally long, so the oldest is the first to expire. */
  takeExpired(now: number): PendingCommand | undefined {
    for (const [number, pending] of this.#byNumber) {
      if (pending.deadline > now) return undefined;
      this.remove(number);
      return pending;
    }
    return undefined;
  }
}
