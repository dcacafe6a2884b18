// Publishes outcomes beside the loop that runs batches: in the order of the batches, and marks what is published.
import type { im } from '../../proto/rpc.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { type OutcomePublishing, publishOutcomes } from './publish-outcomes.ts';

// One batch whose outcomes are being published while the next one runs, and one that is ready behind it.
const MAX_UNPUBLISHED_BATCHES = 2;

/** Up to where a partition is published once the outcomes are. */
export interface PublishedEnd<Store> {
  readonly queue: PartitionQueue<Store>;
  readonly offset: number;
}

export interface PublishQueueOptions<Store> {
  readonly outcomes: OutcomePublishing;
  /** Called between the commit of a batch and the publishing of its outcomes. */
  readonly afterCommit: (() => Promise<void> | void) | undefined;
  /** Outcomes up to these ends are published, their domain events included. */
  onPublished(ends: readonly PublishedEnd<Store>[]): void;
  /** The queue has room again. */
  onReady(): void;
  onFailed(error: unknown): void;
}

export class PublishQueue<Store> {
  readonly #options: PublishQueueOptions<Store>;
  #unpublishedBatches = 0;
  #publishing: Promise<void> = Promise.resolve();
  /** Ends when all that is published is marked as such. */
  #marking: Promise<void> = Promise.resolve();

  constructor(options: PublishQueueOptions<Store>) {
    this.#options = options;
  }

  /** True where no further batch may run before some outcomes are published. */
  get isFull(): boolean {
    return this.#unpublishedBatches >= MAX_UNPUBLISHED_BATCHES;
  }

  /** Publishes after everything that was queued before. */
  publish(outcomes: readonly im.Outcome.$Properties[], ends: readonly PublishedEnd<Store>[]): void {
    this.#unpublishedBatches++;
    this.#publishing = this.#publishing
      .then(() => this.#publishNext(outcomes, ends))
      // Going on would mark as published what is not. The instance that takes over replays these outcomes.
      .catch((error) => this.#options.onFailed(error))
      .finally(() => {
        this.#unpublishedBatches--;
        this.#options.onReady();
      });
  }

  /** Resolves when everything queued so far is published and marked. */
  async flush(): Promise<void> {
    await this.#publishing;
    await this.#marking;
  }

  async #publishNext(outcomes: readonly im.Outcome.$Properties[], ends: readonly PublishedEnd<Store>[]): Promise<void> {
    await this.#options.afterCommit?.();
    const { domainEventsFlushed } = await publishOutcomes(this.#options.outcomes, outcomes);
    this.#marking = Promise.all([domainEventsFlushed, this.#marking]).then(
      () => this.#options.onPublished(ends),
      (error) => this.#options.onFailed(error),
    );
  }
}
