// Publishes outcomes while the loop runs further batches: in the order of the batches. Then marks them as published.
import type { TimedOutcome } from '../command-runner.ts';
import type { PartitionQueue } from '../partition-queue.ts';
import { type OutcomePublishing, publishOutcomes } from './publish-outcomes.ts';

// One batch is being published, and one waits behind it, while the next one runs.
const MAX_UNPUBLISHED_BATCHES = 2;

/** The offset up to which a partition is published once its outcomes are. */
export interface PublishedEnd<Store> {
  readonly queue: PartitionQueue<Store>;
  readonly offset: number;
}

export interface PublishQueueOptions<Store> {
  readonly outcomes: OutcomePublishing;
  /** Called between the commit of a batch and the publishing of its outcomes. */
  readonly afterCommit: (() => Promise<void> | void) | undefined;
  /** Called when all outcomes up to these ends are published, with their domain events. */
  onPublished(ends: readonly PublishedEnd<Store>[]): void;
  /** Called when the queue has room again. */
  onReady(): void;
  onFailed(error: unknown): void;
}

export class PublishQueue<Store> {
  readonly #options: PublishQueueOptions<Store>;
  #unpublishedBatches = 0;
  #publishing: Promise<void> = Promise.resolve();
  /** Resolves when all published outcomes are marked as published. */
  #marking: Promise<void> = Promise.resolve();

  constructor(options: PublishQueueOptions<Store>) {
    this.#options = options;
  }

  /** True while no further batch may run, because too many outcomes wait for publishing. */
  get isFull(): boolean {
    return this.#unpublishedBatches >= MAX_UNPUBLISHED_BATCHES;
  }

  get unpublishedBatches(): number {
    return this.#unpublishedBatches;
  }

  /** Publishes after everything that was queued before. */
  publish(outcomes: readonly TimedOutcome[], ends: readonly PublishedEnd<Store>[]): void {
    this.#unpublishedBatches++;
    this.#publishing = this.#publishing
      .then(() => this.#publishNext(outcomes, ends))
      // Stop: later batches would mark these outcomes as published. The instance that takes over replays them.
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

  async #publishNext(outcomes: readonly TimedOutcome[], ends: readonly PublishedEnd<Store>[]): Promise<void> {
    await this.#options.afterCommit?.();
    const { domainEventsFlushed } = await publishOutcomes(this.#options.outcomes, outcomes);
    this.#marking = Promise.all([domainEventsFlushed, this.#marking]).then(
      () => this.#options.onPublished(ends),
      (error) => this.#options.onFailed(error),
    );
  }
}
