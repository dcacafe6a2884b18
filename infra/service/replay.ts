// Runs after a takeover. Some commands are stored, but their outcomes may not be published: publishes these outcomes again.
// No command runs again.
import { im } from '../../proto/rpc.ts';
import { runInsideBatch } from '../messaging/batch-context.ts';
import type { Batch, Batches, Log, PartitionRange, Position } from '../ports/index.ts';
import { PoisonCommand, runCommand } from './command-runner.ts';
import { isPagedRead, type QueuedRecord } from './partition-queue.ts';
import type { QueuedCommand } from './record-decoder.ts';

const RETRY_MS = 500;

/** The batches of one consumer group on one topic. */
interface GroupBatches<Store> {
  readonly batches: Batches<Store>;
  readonly group: string;
  readonly topic: string;
}

export interface Replay<Store> extends GroupBatches<Store> {
  readonly log: Log;
  sleep(ms: number): Promise<void>;
  /** False when the partition was revoked: nobody needs the outcomes any more. */
  isCurrent(): boolean;
}

/** As `replayOutcomes`. Retries while the store is unavailable; undefined when the partition was revoked meanwhile. */
export async function replayWhileCurrent<Store>(
  options: Replay<Store>,
  partition: number,
  records: readonly QueuedRecord<Store>[],
): Promise<im.Outcome.$Properties[] | undefined> {
  const { group, log, sleep, isCurrent } = options;
  for (;;) {
    try {
      return await replayOutcomes(options, partition, records);
    } catch (error) {
      log.warn({ err: error, group }, 'replay after a takeover waits: stored outcomes not readable, retrying');
      if (!isCurrent()) return undefined;
      await sleep(RETRY_MS);
    }
  }
}

/**
 * The outcomes of these records of one partition, from the outbox, or from the tables if the handler can find them there. Leaves
 * out paged reads: they run again. Throws when the store is unavailable.
 */
export async function replayOutcomes<Store>(
  options: GroupBatches<Store> & { readonly log: Log },
  partition: number,
  records: readonly QueuedRecord<Store>[],
): Promise<im.Outcome.$Properties[]> {
  const { batches, group, topic, log } = options;
  const start = records[0]?.record.offset ?? 0;
  const end = (records.at(-1)?.record.offset ?? -1) + 1;
  const outbox = new Map<string, Uint8Array>();
  for (const { offset, index, outcome } of await batches.readOutbox(group, topic, partition, start, end))
    outbox.set(`${offset} ${index}`, outcome);
  // Read this after the outbox: the previous instance may publish in the meantime, and then deletes the outbox rows.
  const published = await readPublished(options, { partition, earliest: start, end });
  const all = records.flatMap(({ record }) => (record.offset < published ? [] : record.commands));
  const commands = all.filter((command) => !isPagedRead(command));
  const batch = batches.open(group, topic, []);
  try {
    const found = await runInsideBatch(() =>
      Promise.all(
        commands.map(async (command) => {
          const outcome = outbox.get(`${command.offset} ${command.index}`);
          return outcome ? im.Outcome.decode(outcome) : findOutcome(batch, command, log);
        }),
      ),
    );
    const outcomes = found.filter((outcome) => outcome !== undefined);
    log.info({ group, partition, from: start, to: end, outcomes: outcomes.length }, 'outcomes replayed after a takeover');
    return outcomes;
  } finally {
    await batch.rollback();
  }
}

/** Outcomes of records that are deleted from the log: the outbox still holds them. Undefined if all outcomes are published. */
export async function readUnpublishedOutcomes(
  { batches, group, topic }: GroupBatches<unknown>,
  { partition, earliest }: PartitionRange,
  { next, published }: Position,
): Promise<{ outcomes: im.Outcome.$Properties[]; to: number } | undefined> {
  const to = Math.min(earliest, next);
  if (published >= to) return undefined;
  const rows = await batches.readOutbox(group, topic, partition, published, to);
  return { outcomes: rows.map(({ outcome }) => im.Outcome.decode(outcome)), to };
}

/** The outcome that the handler finds in the store; undefined if it cannot find one. */
async function findOutcome<Store>(
  batch: Batch<Store>,
  command: QueuedCommand<Store>,
  log: Log,
): Promise<im.Outcome.$Properties | undefined> {
  if (!command.rpc?.reads) {
    if (!command.handler?.isIdempotent || !command.request) return undefined;
    // A refused command has an outbox row. This one has none, so it succeeded: ignore the rejection that this instance computed.
    command.rejection = undefined;
  }
  try {
    return (await runCommand(batch, command, true)).outcome;
  } catch (error) {
    if (!(error instanceof PoisonCommand)) throw error;
    const { partition, offset, rpc } = command;
    log.error(
      { err: error, rpc: rpc?.name, partition, offset },
      'outcome of a stored command not found after a takeover, its caller gets no reply',
    );
    return undefined;
  }
}

async function readPublished({ batches, group, topic }: GroupBatches<unknown>, range: PartitionRange): Promise<number> {
  const positions = await batches.loadPositions(group, topic, [range]);
  return positions.get(range.partition)?.published ?? 0;
}
