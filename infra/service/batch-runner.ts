// One batch, until it is stored: run its commands, commit, and when that fails find out whose fault it is.

import { im } from '../../proto/rpc.ts';
import { runInsideBatch } from '../messaging/batch-context.ts';
import { type Batch, type Batches, DataError, type Log, type OutboxRow, PositionMoved, StoreFailed } from '../ports/index.ts';
import { type ExecutedCommand, PoisonCommand, RerunWithout, runCommand } from './command-runner.ts';
import type { DeadLetters } from './dead-letters.ts';
import { markCommitted, moveToPosition, type PartitionSlice, requeue } from './partition-queue.ts';
import { asError, type QueuedCommand } from './record-decoder.ts';

const MIN_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 2000;

export interface BatchRunner<Stored> {
  readonly batches: Batches<Stored>;
  readonly group: string;
  readonly topic: string;
  readonly deadLetters: DeadLetters;
  readonly log: Log;
  /** True when the partitions are about to go elsewhere: a batch that does not succeed at once is given up. */
  isLeaving(): boolean;
  sleep(ms: number): Promise<void>;
  /** A position row stands where it cannot stand: alarm. */
  pausePartition(partition: number, why: string): void;
}

/** Runs the shares as one transaction, again and again until it is stored. Returns what was stored: their results, and the shares that are left (others may have moved away). */
export async function runBatch<Stored>(
  runner: BatchRunner<Stored>,
  shares: readonly PartitionSlice<Stored>[],
): Promise<{ slices: readonly PartitionSlice<Stored>[]; results: ExecutedCommand<Stored>[] }> {
  const nothing = { slices: [], results: [] };
  let left = shares;
  let isolated = false;
  let backoffMs = MIN_BACKOFF_MS;
  for (const share of left) {
    for (const { record } of share.records) if (record.decodeError) await runner.deadLetters.deadLetterRecord(record);
  }
  while (left.length > 0) {
    const batch = runner.batches.open(
      runner.group,
      runner.topic,
      left.map((share) => share.claim),
      { isolated },
    );
    try {
      const tasks = left.flatMap((share) => share.commands);
      const results = await runInsideBatch(() => (isolated ? runOneByOne(batch, tasks) : runTogether(batch, tasks)));
      await batch.commit(outboxOf(results));
      for (const share of left) markCommitted(share);
      return { slices: left, results };
    } catch (error) {
      await batch.rollback();
      if (error instanceof PositionMoved) {
        left = await moved(runner, left, error.partitions);
      } else if (error instanceof PoisonCommand) {
        await runner.deadLetters.deadLetter(error.command, asError(error.cause));
      } else if (error instanceof DataError && !isolated) {
        isolated = true;
      } else if (!(error instanceof RerunWithout)) {
        const knownMs = error instanceof StoreFailed ? error.retryInMs : undefined;
        const retryInMs = knownMs ?? backoffMs;
        if (knownMs === undefined) {
          runner.log.warn({ err: error, group: runner.group, retryInMs }, 'a batch could not be stored and will run again');
          backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
        } else {
          runner.log.info({ why: asError(error).message, group: runner.group, retryInMs }, 'a batch has to wait');
        }
        if (!runner.isLeaving()) await runner.sleep(retryInMs);
        if (runner.isLeaving()) {
          for (const share of left) requeue(share);
          return nothing;
        }
      }
    }
  }
  return nothing;
}

/** Commands of one user in order, different users at the same time. */
async function runTogether<Stored>(
  batch: Batch<Stored>,
  tasks: readonly QueuedCommand<Stored>[],
): Promise<ExecutedCommand<Stored>[]> {
  const lanes = new Map<string, number[]>();
  tasks.forEach((task, i) => {
    const lane = lanes.get(task.key);
    if (lane) lane.push(i);
    else lanes.set(task.key, [i]);
  });
  const results = new Array<ExecutedCommand<Stored>>(tasks.length);
  const errors: unknown[] = [];
  const runLane = async (lane: readonly number[]): Promise<void> => {
    try {
      for (const i of lane) results[i] = await runCommand(batch, tasks[i] as QueuedCommand<Stored>);
    } catch (error) {
      errors.push(error);
    }
  };
  // All lanes end before anything else happens to the batch.
  await Promise.all([...lanes.values()].map(runLane));
  if (errors.length > 0) throw worst(errors);
  return results;
}

async function runOneByOne<Stored>(
  batch: Batch<Stored>,
  tasks: readonly QueuedCommand<Stored>[],
): Promise<ExecutedCommand<Stored>[]> {
  const results: ExecutedCommand<Stored>[] = [];
  for (const task of tasks) {
    try {
      results.push(await runCommand(batch, task));
    } catch (error) {
      // Alone in its savepoint, the fault is its own.
      throw error instanceof DataError ? new PoisonCommand(task, error) : error;
    }
  }
  return results;
}

/** What decides how the batch goes on, when several commands failed: the store's own failures come first, they explain the others. */
function worst(errors: readonly unknown[]): unknown {
  const rank = (error: unknown): number => {
    if (error instanceof PositionMoved) return 0;
    if (error instanceof RerunWithout || error instanceof PoisonCommand) return 3;
    return error instanceof DataError ? 2 : 1;
  };
  return [...errors].sort((a, b) => rank(a) - rank(b))[0];
}

/** Shares whose partition others have gone on with are put back, to be answered or run from where the row stands now. */
async function moved<Stored>(
  runner: BatchRunner<Stored>,
  shares: readonly PartitionSlice<Stored>[],
  partitions: readonly number[],
): Promise<readonly PartitionSlice<Stored>[]> {
  const gone = shares.filter((share) => partitions.includes(share.claim.partition));
  runner.log.warn({ group: runner.group, partitions }, 'another instance has gone on with these partitions');
  for (const share of gone) requeue(share);
  for (;;) {
    if (runner.isLeaving()) return shares.filter((share) => !gone.includes(share));
    try {
      const ranges = gone.map((share) => ({
        partition: share.claim.partition,
        earliest: share.claim.start,
        end: share.claim.end,
      }));
      const positions = await runner.batches.loadPositions(runner.group, runner.topic, ranges);
      for (const { queue, claim } of gone) {
        const position = positions.get(claim.partition);
        if (!position) continue;
        if (position.next < claim.start)
          runner.pausePartition(claim.partition, `its position went back from ${claim.start} to ${position.next}`);
        else moveToPosition(queue, position);
      }
      return shares.filter((share) => !gone.includes(share));
    } catch (error) {
      runner.log.warn({ err: error, group: runner.group }, 'positions could not be read');
      await runner.sleep(MAX_BACKOFF_MS / 4);
    }
  }
}

function outboxOf<Stored>(results: readonly ExecutedCommand<Stored>[]): OutboxRow[] {
  const rows: OutboxRow[] = [];
  for (const { command, outcome, needsOutbox } of results) {
    if (!needsOutbox) continue;
    rows.push({
      partition: command.partition,
      offset: command.offset,
      index: command.index,
      outcome: im.Outcome.encode(outcome).finish(),
    });
  }
  return rows;
}
