// Runs one batch until it is stored: runs its commands and commits. If that fails, it finds the command that is at fault.
import { im } from '../../proto/rpc.ts';
import { runInsideBatch } from '../messaging/batch-context.ts';
import { type Batch, type Batches, DataError, type Log, type OutboxRow, PositionMoved, StoreFailed } from '../ports/index.ts';
import { asError } from '../process/errors.ts';
import { type ExecutedCommand, PoisonCommand, RerunWithout, runCommand } from './command-runner.ts';
import type { BugMonitor } from './dead-letters/bug-monitor.ts';
import type { DeadLetters } from './dead-letters/dead-letters.ts';
import type { PushBudget } from './fairness/push-budget.ts';
import { observeRoundTrips, type RoundTrip } from './monitoring/batch-traces.ts';
import type { RetryReason, ServiceMetrics } from './monitoring/service-metrics.ts';
import { markCommitted, moveToPosition, type PartitionSlice, requeue } from './partition-queue.ts';
import type { QueuedCommand } from './record-decoder.ts';

const MIN_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 2000;
const POSITIONS_RETRY_MS = 500;

export interface BatchRunner<Store> {
  readonly batches: Batches<Store>;
  readonly group: string;
  readonly topic: string;
  readonly deadLetters: DeadLetters;
  readonly bugs: BugMonitor;
  /** Undefined = users have no limit. */
  readonly pushBudget: PushBudget | undefined;
  readonly log: Log;
  readonly metrics: ServiceMetrics;
  /** True when the partitions are being revoked: a batch that fails is then abandoned instead of retried. */
  isLeaving(): boolean;
  sleep(ms: number): Promise<void>;
  /** Called when a position row has an impossible value. */
  pausePartition(partition: number, reason: string): void;
}

/** What was stored. Slices whose partition moved to another instance are left out. */
interface StoredBatch<Store> {
  readonly slices: readonly PartitionSlice<Store>[];
  readonly results: readonly ExecutedCommand<Store>[];
  /** Of the attempt that was stored, as far as somebody wants to know. */
  readonly roundTrips: readonly RoundTrip[];
}

const NOTHING_STORED = { slices: [], results: [], roundTrips: [] };

/** Runs the slices as one transaction. Retries until it is stored or the partitions are revoked. */
export async function runBatch<Store>(
  runner: BatchRunner<Store>,
  slices: readonly PartitionSlice<Store>[],
): Promise<StoredBatch<Store>> {
  for (const { records } of slices) {
    for (const { record } of records)
      if (record.decodeError || record.malformed.length > 0) await runner.deadLetters.deadLetterMalformed(record);
  }
  const { group, topic } = runner;
  let remaining = slices;
  let isolated = false;
  let backoffMs = MIN_BACKOFF_MS;
  while (remaining.length > 0) {
    const claims = remaining.map(({ claim }) => claim);
    const commands = remaining.flatMap((slice) => slice.commands);
    const roundTrips: RoundTrip[] = [];
    const batch = runner.batches.open(group, topic, claims, { isolated, onRoundTrip: observeRoundTrips(commands, roundTrips) });
    try {
      const results = await runInsideBatch(() => (isolated ? runOneByOne : runTogether)(batch, commands, runner.pushBudget));
      if (results.some(({ bug }) => bug)) {
        // Before it is published: the transaction holds locks, and the log may be slow, or share the store's file.
        await batch.rollback();
        await putAside(runner.deadLetters, results);
        runner.metrics.countRetry('bug');
        continue;
      }
      await batch.commit(outboxRows(results));
      for (const { command } of results) runner.bugs.countCommand(command.caller);
      for (const slice of remaining) markCommitted(slice);
      return { slices: remaining, results, roundTrips };
    } catch (error) {
      await batch.rollback();
      runner.metrics.countRetry(retryReasonOf(error));
      if (error instanceof PositionMoved) {
        remaining = await dropMovedSlices(runner, remaining, error.partitions);
      } else if (error instanceof PoisonCommand) {
        await runner.deadLetters.deadLetter(error.command, asError(error.cause));
      } else if (error instanceof DataError && !isolated) {
        isolated = true;
      } else if (!(error instanceof RerunWithout)) {
        const isBackoff = await waitForStore(runner, error, backoffMs);
        if (isBackoff) backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
        if (runner.isLeaving()) {
          for (const slice of remaining) requeue(slice);
          return NOTHING_STORED;
        }
      }
    }
  }
  return NOTHING_STORED;
}

function retryReasonOf(error: unknown): RetryReason {
  if (error instanceof PositionMoved) return 'position moved';
  if (error instanceof PoisonCommand) return 'poison command';
  if (error instanceof RerunWithout) return 'command refused';
  return error instanceof DataError ? 'data error' : 'store failed';
}

/** Dead-letters the commands that failed because of a bug. They are rejected when their batch runs again. */
async function putAside(deadLetters: DeadLetters, results: readonly ExecutedCommand<unknown>[]): Promise<void> {
  for (const { command, bug } of results) if (bug) await deadLetters.deadLetter(command, bug);
}

/** Waits before the batch runs again. Returns false if the store itself named the time, true if it is a back-off. */
async function waitForStore<Store>(runner: BatchRunner<Store>, error: unknown, backoffMs: number): Promise<boolean> {
  const { group, log } = runner;
  const knownMs = error instanceof StoreFailed ? error.retryInMs : undefined;
  const retryInMs = knownMs ?? backoffMs;
  if (knownMs === undefined) log.warn({ err: error, group, retryInMs }, 'batch not stored, retrying after a back-off');
  else log.info({ reason: asError(error).message, group, retryInMs }, 'batch not stored yet, the store asks to wait');
  if (!runner.isLeaving()) await runner.sleep(retryInMs);
  return knownMs === undefined;
}

/** Runs commands with the same key in order, commands with different keys concurrently. */
async function runTogether<Store>(
  batch: Batch<Store>,
  commands: readonly QueuedCommand<Store>[],
  pushBudget: PushBudget | undefined,
): Promise<ExecutedCommand<Store>[]> {
  const lanes = new Map<string, number[]>();
  commands.forEach(({ key }, i) => {
    const lane = lanes.get(key);
    if (lane) lane.push(i);
    else lanes.set(key, [i]);
  });
  const results = new Array<ExecutedCommand<Store>>(commands.length);
  const errors: unknown[] = [];
  const runLane = async (lane: readonly number[]): Promise<void> => {
    try {
      for (const i of lane) results[i] = await runWithinBudget(batch, commands[i] as QueuedCommand<Store>, pushBudget);
    } catch (error) {
      errors.push(error);
    }
  };
  // Wait for all lanes, also after an error: the caller may roll back only when no command is running.
  await Promise.all([...lanes.values()].map(runLane));
  if (errors.length > 0) throw mostDecisive(errors);
  return results;
}

/** Runs a command unless its user is far above their pushBudget. */
async function runWithinBudget<Store>(
  batch: Batch<Store>,
  command: QueuedCommand<Store>,
  pushBudget: PushBudget | undefined,
): Promise<ExecutedCommand<Store>> {
  if (!pushBudget) return runCommand(batch, command);
  command.rejection ??= pushBudget.findRefusal(command);
  const executed = await runCommand(batch, command);
  pushBudget.charge(executed);
  return executed;
}

/** Runs each command in a savepoint of its own. */
async function runOneByOne<Store>(
  batch: Batch<Store>,
  commands: readonly QueuedCommand<Store>[],
  pushBudget: PushBudget | undefined,
): Promise<ExecutedCommand<Store>[]> {
  const results: ExecutedCommand<Store>[] = [];
  for (const command of commands) {
    try {
      results.push(await runWithinBudget(batch, command, pushBudget));
    } catch (error) {
      throw error instanceof DataError ? new PoisonCommand(command, error) : error;
    }
  }
  return results;
}

/** Picks the error that decides what happens to the batch. A failure of the store comes first: it may have caused the others. */
function mostDecisive(errors: readonly unknown[]): unknown {
  const rank = (error: unknown): number => {
    if (error instanceof PositionMoved) return 0;
    if (error instanceof RerunWithout || error instanceof PoisonCommand) return 3;
    return error instanceof DataError ? 2 : 1;
  };
  return [...errors].sort((a, b) => rank(a) - rank(b))[0];
}

/**
 * Requeues the slices of partitions that another instance has advanced, and moves their queues to the stored position. Returns
 * the other slices.
 */
async function dropMovedSlices<Store>(
  runner: BatchRunner<Store>,
  slices: readonly PartitionSlice<Store>[],
  partitions: readonly number[],
): Promise<readonly PartitionSlice<Store>[]> {
  const { group, topic, log } = runner;
  const moved = slices.filter(({ claim }) => partitions.includes(claim.partition));
  const others = slices.filter((slice) => !moved.includes(slice));
  log.warn({ group, partitions }, 'another instance has processed commands of these partitions, skipping them');
  for (const slice of moved) requeue(slice);
  const ranges = moved.map(({ claim }) => ({ partition: claim.partition, earliest: claim.start, end: claim.end }));
  while (!runner.isLeaving()) {
    try {
      const positions = await runner.batches.loadPositions(group, topic, ranges);
      for (const { queue, claim } of moved) {
        const position = positions.get(claim.partition);
        if (!position) continue;
        if (position.next < claim.start)
          runner.pausePartition(claim.partition, `its stored position moved back from ${claim.start} to ${position.next}`);
        else moveToPosition(queue, position);
      }
      break;
    } catch (error) {
      log.warn({ err: error, group }, 'positions not readable, retrying');
      await runner.sleep(POSITIONS_RETRY_MS);
    }
  }
  return others;
}

function outboxRows<Store>(results: readonly ExecutedCommand<Store>[]): OutboxRow[] {
  const rows: OutboxRow[] = [];
  for (const { command, outcome, needsOutbox } of results) {
    if (!needsOutbox) continue;
    const { partition, offset, index } = command;
    rows.push({ partition, offset, index, outcome: im.Outcome.encode(outcome).finish() });
  }
  return rows;
}
