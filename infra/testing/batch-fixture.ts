// Runs commands in batches for the tests of stores, as the service runtime does, but without Kafka.
import { newId } from '../../proto/ids.ts';
import { type Batch, type Batches, type Claim, type OutboxRow, type Position, StoreFailed } from '../ports/index.ts';

/** One store, as several processes see it. */
export interface StoreFixture<Store> {
  /** Opens the store as one more process does. */
  connect(): Batches<Store>;
  close(): Promise<void>;
}

/** Replaces one partition of a topic in tests. Each batch claims the next record. No other test uses its consumer group. */
export interface TestPartition {
  readonly group: string;
  readonly topic: string;
  claim(options?: Partial<Claim>): Claim;
  /** The offset in the position row. */
  next: number;
}

/** Creates a partition with a position row at offset 0. */
export async function testPartition(batches: Batches<unknown>, topic = 'test.topic'): Promise<TestPartition> {
  const group = `group-${newId()}`;
  await batches.loadPositions(group, topic, [{ partition: 0, earliest: 0, end: 0 }]);
  const created: TestPartition = {
    group,
    topic,
    next: 0,
    claim: (options) => ({
      partition: 0,
      start: created.next,
      end: created.next + 1,
      published: 0,
      producers: new Map(),
      ...options,
    }),
  };
  return created;
}

/** Runs one batch that takes the next record and commits it. Runs it again after each transient failure of the store. */
export async function commitBatch<T, Store>(
  batches: Batches<Store>,
  partition: TestPartition,
  work: (batch: Batch<Store>) => Promise<T>,
  options: { isolated?: boolean; outbox?: readonly OutboxRow[]; claim?: Partial<Claim> } = {},
): Promise<T> {
  for (;;) {
    const claim = partition.claim(options.claim);
    const batch = batches.open(partition.group, partition.topic, [claim], { isolated: options.isolated ?? false });
    try {
      const result = await work(batch);
      await batch.commit(options.outbox ?? []);
      partition.next = options.claim?.end ?? partition.next + 1;
      return result;
    } catch (error) {
      await batch.rollback();
      if (!(error instanceof StoreFailed)) throw error;
    }
  }
}

/** Runs one command of a batch and keeps it. */
export async function keepCommand<T, Store>(batch: Batch<Store>, handle: (tx: Store) => Promise<T>): Promise<T> {
  const command = batch.beginCommand();
  const result = await handle(command.tx);
  await command.keep();
  return result;
}

/** Reads in a batch that takes no record and commits nothing. */
export async function readOnly<T, Store>(batches: Batches<Store>, read: (tx: Store) => Promise<T>): Promise<T> {
  const batch = batches.open('nobody', 'nothing', []);
  try {
    return await read(batch.beginCommand().tx);
  } finally {
    await batch.rollback();
  }
}

/** An outbox row of partition 0. */
export function outboxRow(offset: number, index: number, text: string): OutboxRow {
  return { partition: 0, offset, index, outcome: Buffer.from(text) };
}

/** The outbox of the partition as lines of "offset.index text". */
export async function outboxTexts(batches: Batches<unknown>, { group, topic }: TestPartition): Promise<string[]> {
  const rows = await batches.readOutbox(group, topic, 0, 0, 1000);
  return rows.map(({ offset, index, outcome }) => `${offset}.${index} ${Buffer.from(outcome)}`);
}

/** The position row of the partition. */
export async function readPosition(batches: Batches<unknown>, { group, topic }: TestPartition): Promise<Position | undefined> {
  return (await batches.loadPositions(group, topic, [{ partition: 0, earliest: 0, end: 0 }])).get(0);
}
