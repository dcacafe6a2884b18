// The messages of one client that have no reply yet: sends them in order, and again when the server asks for it.
const RESEND_MIN_MS = 50;
const RESEND_MAX_MS = 10_000;

export interface SendQueueOptions {
  readonly isBound: () => boolean;
  write(message: number, nowMs: number): void;
}

export class SendQueue {
  readonly #options: SendQueueOptions;
  /** In send order; true = sent on the current connection. */
  readonly #unanswered = new Map<number, boolean>();
  /** Some messages are not sent yet: later ones queue behind them. */
  #hasBacklog = false;
  /** Nothing is sent before this time, on the clock of performance.now(). */
  #backOffUntilMs = 0;
  /** Consecutive requests to resend. While above 0, one message is sent alone, and the others when it has a reply. */
  #resendRequests = 0;

  constructor(options: SendQueueOptions) {
    this.#options = options;
  }

  /** Sends a message now, or after the next log-in. */
  send(message: number, nowMs: number): void {
    const canSend = this.#options.isBound() && !this.#hasBacklog;
    this.#unanswered.set(message, canSend);
    if (canSend) this.#options.write(message, nowMs);
    else this.#hasBacklog = true;
  }

  has(message: number): boolean {
    return this.#unanswered.has(message);
  }

  /** Call it when the message has a reply of any kind. */
  settle(message: number): void {
    this.#unanswered.delete(message);
    this.#endBackOff();
  }

  /** Call it when the connection is lost: all messages without a reply must be sent again. */
  requeueAll(): void {
    this.#backOffUntilMs = 0;
    this.#resendRequests = 0;
    for (const message of this.#unanswered.keys()) this.#unanswered.set(message, false);
    this.#hasBacklog = this.#unanswered.size > 0;
  }

  /** Sends what is not sent yet, in order. */
  flush(): void {
    const nowMs = performance.now();
    if (!this.#options.isBound() || nowMs < this.#backOffUntilMs) return;
    this.#hasBacklog = false;
    for (const [message, isSent] of this.#unanswered) {
      if (!isSent) {
        this.#unanswered.set(message, true);
        this.#options.write(message, nowMs);
      }
      if (this.#resendRequests === 0) continue;
      this.#hasBacklog = true;
      return;
    }
  }

  /**
   * Sends a message again after a while. Later messages wait, so that none overtakes it. The back-off grows, has jitter and tries
   * one message first. Otherwise the resends of thousands of clients would overload the gate again.
   */
  scheduleResend(message: number, afterMs: number): void {
    // Messages sent together fail together: they count as one request.
    if (performance.now() >= this.#backOffUntilMs) this.#resendRequests++;
    const waitMs =
      Math.min(RESEND_MAX_MS, Math.max(RESEND_MIN_MS, afterMs) * 2 ** (this.#resendRequests - 1)) * (1 + Math.random() / 2);
    this.#unanswered.set(message, false);
    this.#hasBacklog = true;
    // A timer may fire a moment early.
    this.#backOffUntilMs = performance.now() + waitMs - 2;
    setTimeout(() => this.flush(), waitMs);
  }

  /** A reply arrived: the server accepts messages again. */
  #endBackOff(): void {
    if (this.#resendRequests === 0 || performance.now() < this.#backOffUntilMs) return;
    this.#resendRequests = 0;
    this.flush();
  }
}
