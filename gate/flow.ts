// The way into the log: how much waits there, and how far it is durable.
import type { Publisher } from '../infra/ports.ts';
import type { im } from '../proto/contract.ts';

export class Flow {
  readonly #publisher: Publisher;
  readonly #maxQueuedBytes: number;
  #sent = 0;
  #durable = 0;
  #watching = false;

  constructor(publisher: Publisher, maxQueuedBytes: number) {
    this.#publisher = publisher;
    this.#maxQueuedBytes = maxQueuedBytes;
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

  /** Nothing more should be read from clients. */
  get full(): boolean {
    return this.#publisher.queuedBytes > this.#maxQueuedBytes;
  }

  /** Reading may begin again: well below the limit, so that it does not stop with the next frame. */
  get drained(): boolean {
    return this.#publisher.queuedBytes <= this.#maxQueuedBytes / 2;
  }

  /** Resolves when everything sent is durable or the time is over. */
  async flushed(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#publisher.flushed(), timeout]).finally(() => clearTimeout(timer));
  }

  #watch(): void {
    const upTo = this.#sent;
    this.#watching = true;
    this.#publisher.flushed().then(
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
