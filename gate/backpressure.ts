// Backpressure: counts the bytes that wait for the log and the commands that wait for a reply, and knows which are durable.
import type { Publisher } from '../infra/ports/index.ts';
import type { im } from '../proto/rpc.ts';
import { InFlightCount } from './connection/pending-commands.ts';

/** The share of all commands in flight that connections without a session may have. */
const ANONYMOUS_SHARE = 1 / 20;

export class Backpressure {
  readonly inFlight = new InFlightCount();
  /**
   * The same for connections without a session. They get a small share: while auth does not answer, strangers must not take what
   * logged-in users need.
   */
  readonly anonymous = new AnonymousBackpressure(this);
  readonly #publisher: Publisher;
  readonly #maxQueuedBytes: number;
  readonly #maxCommandsInFlight: number;
  readonly maxAnonymous: number;
  #sent = 0;
  #durable = 0;
  #isWatching = false;

  constructor(publisher: Publisher, limits: { readonly maxQueuedBytes: number; readonly maxCommandsInFlight: number }) {
    this.#publisher = publisher;
    this.#maxQueuedBytes = limits.maxQueuedBytes;
    this.#maxCommandsInFlight = limits.maxCommandsInFlight;
    this.maxAnonymous = Math.max(1, limits.maxCommandsInFlight * ANONYMOUS_SHARE);
  }

  /** Sends an envelope. Returns its position among all envelopes sent, from 1. */
  send(topic: string, partition: number, envelope: im.Envelope.$Properties): number {
    this.#publisher.send(topic, partition, envelope);
    this.#sent++;
    if (!this.#isWatching) this.#watch();
    return this.#sent;
  }

  /** Calls back when everything sent so far is durable. */
  whenDurable(callback: () => void): void {
    // It rejects only when the bus is closed: then nothing becomes durable any more.
    this.#publisher.flush().then(callback, () => undefined);
  }

  /** True once the envelope at this position is durable in the log. */
  isDurable(sequence: number): boolean {
    return sequence <= this.#durable;
  }

  /** True while the gate should not read from clients, because too much waits on its way into the log. */
  get isCongested(): boolean {
    return this.#publisher.queuedBytes > this.#maxQueuedBytes;
  }

  /** True when reading may begin again: well below the limit, so that the next frame does not stop it. */
  get isDrained(): boolean {
    return this.#publisher.queuedBytes <= this.#maxQueuedBytes / 2;
  }

  /**
   * True while the gate should not read commands for this service. If it cannot keep up, further commands would wait until after
   * their deadline. Clients would then resend them, and the service would do the work twice. Each service has an allowance of its
   * own: one that does not answer stops no command for the others.
   */
  isServiceCongested(service: string): boolean {
    return this.inFlight.ofService(service) >= this.#maxCommandsInFlight;
  }

  /** What a scheduler of commands for this service asks. */
  ofService(service: string): { readonly isDrained: boolean } {
    const isServiceDrained = (): boolean => this.inFlight.ofService(service) <= this.#maxCommandsInFlight / 2;
    const isDrained = (): boolean => this.isDrained && isServiceDrained();
    return {
      get isDrained() {
        return isDrained();
      },
    };
  }

  /** Resolves when everything sent is durable, or after the time-out. */
  async flush(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#publisher.flush(), timeout]).finally(() => clearTimeout(timer));
  }

  #watch(): void {
    const upTo = this.#sent;
    this.#isWatching = true;
    this.#publisher.flush().then(
      () => {
        this.#durable = upTo;
        this.#isWatching = false;
        if (this.#sent > upTo) this.#watch();
      },
      // Only a closed bus rejects. Later envelopes never become durable, so stop watching.
      () => undefined,
    );
  }
}

class AnonymousBackpressure {
  readonly #all: Backpressure;

  constructor(all: Backpressure) {
    this.#all = all;
  }

  get isCongested(): boolean {
    return this.#all.inFlight.anonymous >= this.#all.maxAnonymous;
  }

  get isDrained(): boolean {
    return this.#all.isDrained && this.#all.inFlight.anonymous <= this.#all.maxAnonymous / 2;
  }
}
