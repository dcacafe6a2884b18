// The commands of one connection that have no reply yet.
import type { TraceSpan } from '../../infra/ports/index.ts';
import type { Rpc } from '../../proto/rpc.ts';

/** The trace of one command. */
export interface CommandTrace {
  /** The trace id, and more where the command is sampled (proto/trace-context.ts). */
  readonly context: Uint8Array;
  /** From reading the command to writing its reply. */
  readonly span: TraceSpan | undefined;
}

export interface PendingCommand {
  /** The client's own id of the command. */
  readonly requestId: number;
  readonly rpc: Rpc;
  /** When the gate read it, by its monotonic clock. */
  readonly acceptedAt: number;
  /** By the gate's monotonic clock. */
  readonly deadline: number;
  /** The command's position among all envelopes that this gate has sent to the log. */
  readonly sequence: number;
  readonly trace: CommandTrace;
  /** How long its service had it, once the reply says so. */
  heldUs: number;
  /** Sent before the log-in. */
  readonly isAnonymous: boolean;
}

/**
 * How many commands of all connections wait for their reply. The gate stops reading commands for a service when too many wait
 * for it.
 */
export class InFlightCount {
  /** Those that connections without a session have sent. */
  anonymous = 0;
  readonly #byService = new Map<string, number>();

  ofService(service: string): number {
    return this.#byService.get(service) ?? 0;
  }

  /** Service in lower case, and how many. */
  byService(): [service: string, commands: number][] {
    return Array.from(this.#byService, ([service, commands]) => [service.toLowerCase(), commands]);
  }

  add({ rpc, isAnonymous }: PendingCommand, change: 1 | -1): void {
    this.#byService.set(rpc.service, this.ofService(rpc.service) + change);
    if (isAnonymous) this.anonymous += change;
  }
}

/**
 * Commands by a number that the gate chooses and sends as Envelope.request_id. A client may reuse its own request id after an
 * UNAVAILABLE. With its own number the gate can tell a late reply to the first use from the reply to the second use.
 */
export class PendingCommands {
  readonly #byNumber = new Map<number, PendingCommand>();
  readonly #inFlight: InFlightCount;
  #lastNumber = 0;

  constructor(inFlight: InFlightCount) {
    this.#inFlight = inFlight;
  }

  get size(): number {
    return this.#byNumber.size;
  }

  has(requestId: number): boolean {
    for (const pending of this.#byNumber.values()) if (pending.requestId === requestId) return true;
    return false;
  }

  /** The number for the next command. Call `add` after the command was sent. */
  next(): number {
    return ++this.#lastNumber;
  }

  add(number: number, pending: PendingCommand): void {
    this.#byNumber.set(number, pending);
    this.#inFlight.add(pending, 1);
  }

  /** The command with this number, if it called this rpc. */
  peek(number: number, rpc: number): PendingCommand | undefined {
    const pending = this.#byNumber.get(number);
    return pending?.rpc.number === rpc ? pending : undefined;
  }

  remove(number: number): void {
    const pending = this.#byNumber.get(number);
    if (!pending) return;
    this.#byNumber.delete(number);
    this.#inFlight.add(pending, -1);
  }

  /** Removes all commands: the connection is closed. */
  clear(): void {
    for (const pending of this.#byNumber.values()) this.#inFlight.add(pending, -1);
    this.#byNumber.clear();
  }

  /** Removes and returns a command whose deadline has passed. All commands wait equally long, so the oldest one expires first. */
  takeExpired(now: number): PendingCommand | undefined {
    for (const [number, pending] of this.#byNumber) {
      if (pending.deadline > now) return undefined;
      this.remove(number);
      return pending;
    }
    return undefined;
  }
}
