// Publishing beside the loop: answers go out in the order of the batches, and what is out is marked so.
import type { im } from '../../proto/contract.ts';
import { type Answering, publishOutcomes } from './answers.ts';
import type { Partition } from './partitions.ts';

// Batches whose answers are not published yet: one being published while the next one runs, and one ready behind it.
const MAX_UNPUBLISHED_BATCHES = 2;

/** Up to where a partition is published when the outcomes are. */
export interface End<Stored> {
  readonly partition: Partition<Stored>;
  readonly offset: number;
}

export interface Publishing<Stored> {
  /** True where nothing more is to be run before something is published. */
  readonly isFull: boolean;
  /** Behind everything that was given before. */
  publish(outcomes: readonly im.Outcome.$Properties[], ends: readonly End<Stored>[]): void;
  /** Resolves when everything given so far is published and marked. */
  settled(): Promise<void>;
}

export interface PublishingOptions<Stored> {
  readonly answering: Answering;
  /** Called between the commit of a batch and its answers. */
  readonly afterCommit: (() => Promise<void> | void) | undefined;
  /** Outcomes up to here are out, what has happened included. */
  published(ends: readonly End<Stored>[]): void;
  /** There is room again. */
  ready(): void;
  failed(error: unknown): void;
}

export function publishing<Stored>(options: PublishingOptions<Stored>): Publishing<Stored> {
  let unpublished = 0;
  let last: Promise<void> = Promise.resolve();
  /** Ends when all that is published is marked so. */
  let marking: Promise<void> = Promise.resolve();

  async function publishNext(outcomes: readonly im.Outcome.$Properties[], ends: readonly End<Stored>[]): Promise<void> {
    await options.afterCommit?.();
    const { told } = await publishOutcomes(options.answering, outcomes);
    marking = Promise.all([told, marking]).then(
      () => options.published(ends),
      (error) => options.failed(error),
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
        .catch((error) => options.failed(error))
        .finally(() => {
          unpublished--;
          options.ready();
        });
    },
    async settled() {
      await last;
      await marking;
    },
  };
}
