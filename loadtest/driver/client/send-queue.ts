// The messages of one client that have no answer yet: in order, and again where that is asked for.
const RESEND_MIN_MS = 50;
const RESEND_MAX_MS = 10_000;

export interface SendQueueOptions {
  readonly isBound: () => boolean;
  write(message: number, nowMs: number): void;
}

export class SendQueue {
  readonly #options: SendQueueOptions;
  /** In send order; true = on the wire of this connection. */
  readonly #unanswered = new Map<number, boolean>();
  /** Some of them are not on the wire: what comes now waits behind them. */
  #backlog = false;
  /** Nothing is sent before, on performance.now()'s clock. */
  #heldUntilMs = 0;
  /** How often in a row it was told to send again: then it tries one message, and the rest only when that one is answered. */
  #setbacks = 0;

  constructor(options: SendQueueOptions) {
    this.#options = options;
  }

  /** Writes it now, or when the connection is back. */
  send(message: number, nowMs: number): void {
    const now = this.#options.isBound() && !this.#backlog;
    this.#unanswered.set(message, now);
    if (now) this.#options.write(message, nowMs);
    else this.#backlog = true;
  }

  has(message: number): boolean {
    return this.#unanswered.has(message);
  }

  /** It has its answer, whatever that was. */
  settle(message: number): void {
    this.#unanswered.delete(message);
    this.#recovered();
  }

  /** The connection is gone, and with it everything that was on the wire. */
  requeueAll(): void {
    this.#heldUntilMs = 0;
    this.#setbacks = 0;
    for (const message of this.#unanswered.keys()) this.#unanswered.set(message, false);
    this.#backlog = this.#unanswered.size > 0;
  }

  /** Sends what is not on the wire, in order. */
  flush(): void {
    const nowMs = performance.now();
    if (!this.#options.isBound() || nowMs < this.#heldUntilMs) return;
    this.#backlog = false;
    for (const [message, onWire] of this.#unanswered) {
      if (!onWire) {
        this.#unanswered.set(message, true);
        this.#options.write(message, nowMs);
      }
      if (this.#setbacks === 0) continue;
      this.#backlog = true;
      return;
    }
  }

  /**
   * Nothing overtakes a message that must be sent again: what follows waits as well. Waiting longer each time, with jitter, and trying one message
   * first keeps thousands of clients from burying a gate that is behind under resends whose answers come too late again.
   */
  scheduleResend(message: number, afterMs: number): void {
    // What was on the wire together fails together: that is one setback.
    if (performance.now() >= this.#heldUntilMs) this.#setbacks++;
    const waitMs =
      Math.min(RESEND_MAX_MS, Math.max(RESEND_MIN_MS, afterMs) * 2 ** (this.#setbacks - 1)) * (1 + Math.random() / 2);
    this.#unanswered.set(message, false);
    this.#backlog = true;
    // A timer may fire a moment early.
    this.#heldUntilMs = performance.now() + waitMs - 2;
    setTimeout(() => this.flush(), waitMs);
  }

  /** An answer came: whatever was wrong is over. */
  #recovered(): void {
    if (this.#setbacks === 0 || performance.now() < this.#heldUntilMs) return;
    this.#setbacks = 0;
    this.flush();
  }
}
