// The way into the log and back: how much waits to go in, how far that is durable, how much waits for its reply.
import type { Publisher } from '../infra/ports/index.ts';
import type { im } from '../proto/rpc.ts';
import type { InFlightCount } from './pending-commands.ts';

export class Backpressure {
  readonly inFlight: InFlightCount = { count: 0 };
  readonly #publisher: Publisher;
  readonly #maxQueuedBytes: number;
  readonly #maxCommandsInFlight: number;
  #sent = 0;
  #durable = 0;
  #watching = false;

  constructor(publisher: Publisher, limits: { readonly maxQueuedBytes: number; readonly maxCommandsInFlight: number }) {
    this.#publisher = publisher;
    this.#maxQueuedBytes = limits.maxQueuedBytes;
    this.#maxCommandsInFlight = limits.maxCommandsInFlight;
  }

  /** Sends an envelope; returns its place in everything sent, from 1. */
  send(topic: string, partition: number, envelope: im.Envelope.$Properties): number {
    this.#publisher.send(topic, partition, envelope);
    this.#sent++;
    if (!this.#watching) this.#watch();
    return this.#sent;
  }

  /** True once what was sent at that place stands in the log. */
  isDurable(sent: number): boolean {
    return sent <= this.#durable;
  }

  /**
   * Nothing more should be read from clients. What is read beyond what the services keep up with would wait past its deadline: its clients would send it
   * again, and the work done for it would be for nothing.
   */
  get isCongested(): boolean {
    return this.#publisher.queuedBytes > this.#maxQueuedBytes || this.inFlight.count >= this.#maxCommandsInFlight;
  }

  /** Reading may begin again: well below the limit, so that it does not stop with the next frame. */
  get isDrained(): boolean {
    return this.#publisher.queuedBytes <= this.#maxQueuedBytes / 2 && this.inFlight.count <= this.#maxCommandsInFlight / 2;
  }

  /** Resolves when everything sent is durable or the time is over. */
  async flush(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#publisher.flush(), timeout]).finally(() => clearTimeout(timer));
  }

  #watch(): void {
    const upTo = this.#sent;
    this.#watching = true;
    this.#publisher.flush().then(
      () => {
        this.#durable = upTo;
        this.#watching = false;
        if (this.#sent > upTo) this.#watch();
      },
      // Only a closed bus rejects: nothing sent from now on becomes durable, so there is nothing left to watch.
      () => undefined,
    );
  }
}
