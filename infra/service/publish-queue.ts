// Publishing beside the loop: answers go out in the order of the batches, and what is out is marked so.
import type { im } from '../../proto/rpc.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { type OutcomePublishing, publishOutcomes } from './publish-outcomes.ts';

// Batches whose answers are not published yet: one being published while the next one runs, and one ready behind it.
const MAX_UNPUBLISHED_BATCHES = 2;

/** Up to where a partition is published when the outcomes are. */
export interface PublishedEnd<Stored> {
  readonly queue: PartitionQueue<Stored>;
  readonly offset: number;
}

export interface PublishQueue<Stored> {
  /** True where nothing more is to be run before something is published. */
  readonly isFull: boolean;
  /** Behind everything that was given before. */
  publish(outcomes: readonly im.Outcome.$Properties[], ends: readonly PublishedEnd<Stored>[]): void;
  /** Resolves when everything given so far is published and marked. */
  flush(): Promise<void>;
}

export interface PublishQueueOptions<Stored> {
  readonly outcomes: OutcomePublishing;
  /** Called between the commit of a batch and its answers. */
  readonly afterCommit: (() => Promise<void> | void) | undefined;
  /** Outcomes up to here are out, what has happened included. */
  onPublished(ends: readonly PublishedEnd<Stored>[]): void;
  /** There is room again. */
  onReady(): void;
  onFailed(error: unknown): void;
}

export function publishQueue<Stored>(options: PublishQueueOptions<Stored>): PublishQueue<Stored> {
  let unpublished = 0;
  let last: Promise<void> = Promise.resolve();
  /** Ends when all that is published is marked so. */
  let marking: Promise<void> = Promise.resolve();

  async function publishNext(outcomes: readonly im.Outcome.$Properties[], ends: readonly PublishedEnd<Stored>[]): Promise<void> {
    await options.afterCommit?.();
    const { domainEventsFlushed } = await publishOutcomes(options.outcomes, outcomes);
    marking = Promise.all([domainEventsFlushed, marking]).then(
      () => options.onPublished(ends),
      (error) => options.onFailed(error),
    );
  }

  return {
    get isFull() {
      return unpublished >= MAX_UNPUBLISHED_BATCHES;
    },
    publish(outcomes, ends) {
      unpublished++;
      last = last
        .then(() => publishNext(outcomes, ends))
        // Whoever takes over answers again. Going on here would mark as published what is not.
        .catch((error) => options.onFailed(error))
        .finally(() => {
          unpublished--;
          options.onReady();
        });
    },
    async flush() {
      await last;
      await marking;
    },
  };
}
