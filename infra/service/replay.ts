// After a takeover: commands that had their effects, but perhaps not their answers, are answered again. Nothing is executed again.
import { im } from '../../proto/rpc.ts';
import { runInsideBatch } from '../messaging/batch-context.ts';
import type { Batches, Log, PartitionRange, Position } from '../ports/index.ts';
import { PoisonCommand, runCommand } from './command-runner.ts';
import type { QueuedRecord } from './partition-queue.ts';
import type { QueuedCommand } from './record-decoder.ts';

/** The outcomes of these records of one partition, from the outbox or, where the handler can, from the tables. Throws when the store cannot be asked. */
export async function replayOutcomes<Stored>(
  options: { batches: Batches<Stored>; group: string; topic: string; log: Log },
  partition: number,
  entries: readonly QueuedRecord<Stored>[],
): Promise<im.Outcome.$Properties[]> {
  const first = entries[0]?.record.offset ?? 0;
  const last = entries.at(-1)?.record.offset ?? -1;
  const kept = new Map<string, Uint8Array>();
  for (const row of await options.batches.readOutbox(options.group, options.topic, partition, first, last + 1)) {
    kept.set(`${row.offset} ${row.index}`, row.outcome);
  }
  const published = await publishedNow(options, partition, first, last + 1);
  const batch = options.batches.open(options.group, options.topic, []);
  const answer = async (task: QueuedCommand<Stored>): Promise<im.Outcome.$Properties | undefined> => {
    const outcome = kept.get(`${task.offset} ${task.index}`);
    if (outcome) return im.Outcome.decode(outcome);
    if (!task.rpc?.reads) {
      if (!task.handler?.isIdempotent || !task.request) return undefined;
      // Refusals have a row, so it was not refused then. What this instance found before it knew that does not count.
      task.rejection = undefined;
    }
    try {
      return (await runCommand(batch, task, true)).outcome;
    } catch (error) {
      if (!(error instanceof PoisonCommand)) throw error;
      options.log.error(
        { err: error, rpc: task.rpc?.name, partition, offset: task.offset },
        'a stored command could not be answered again',
      );
      return undefined;
    }
  };
  let outcomes: im.Outcome.$Properties[];
  try {
    const tasks = entries.flatMap(({ record }) => (record.offset < published ? [] : record.commands));
    const answers = await runInsideBatch(() => Promise.all(tasks.map(answer)));
    outcomes = answers.filter((outcome) => outcome !== undefined);
  } finally {
    await batch.rollback();
  }
  options.log.info(
    { group: options.group, partition, from: first, to: last + 1, answers: outcomes.length },
    'answered again after a takeover',
  );
  return outcomes;
}

/** Asked behind the outbox: the instance before may have gone on to publish, and its rows are gone then. What they would have said has been said. */
async function publishedNow(
  { batches, group, topic }: { batches: Batches<unknown>; group: string; topic: string },
  partition: number,
  earliest: number,
  end: number,
): Promise<number> {
  const positions = await batches.loadPositions(group, topic, [{ partition, earliest, end }]);
  return positions.get(partition)?.published ?? 0;
}

/** What is owed for records that have left the log meanwhile: it stands in the outbox all the same. Undefined where there are none. */
export async function readUnpublishedOutcomes(
  batches: Batches<unknown>,
  { group, topic }: { group: string; topic: string },
  { partition, earliest }: PartitionRange,
  { next, published }: Position,
): Promise<{ outcomes: im.Outcome.$Properties[]; to: number } | undefined> {
  const to = Math.min(earliest, next);
  if (published >= to) return undefined;
  const rows = await batches.readOutbox(group, topic, partition, published, to);
  return { outcomes: rows.map(({ outcome }) => im.Outcome.decode(outcome)), to };
}
