// What has come from the log and waits: a queue for each partition, and how a batch is cut from their heads.
import type { Claim, PartitionRange, Position } from '../ports/index.ts';
import type { DecodedRecord, QueuedCommand } from './record-decoder.ts';

// One batch holds the locks of its conversations until it commits: 500 commands keep that around 30 ms at full load.
const MAX_BATCH_COMMANDS = 500;
const MAX_BATCH_BYTES = 2 * 1024 * 1024;

/** A record in its queue. It is taken when nothing of it is being prepared any more. */
export interface QueuedRecord<Stored> {
  readonly record: DecodedRecord<Stored>;
  pendingPreparations: number;
}

export interface PartitionQueue<Stored> {
  readonly partition: number;
  /** Effects of records below are stored. */
  next: number;
  /** Answers of records below are published … */
  published: number;
  /** … and so it stands in the store. */
  storedPublished: number;
  /** The offset of the next record to arrive. */
  nextArrival: number;
  producers: Map<string, number>;
  queue: QueuedRecord<Stored>[];
  queuedBytes: number;
  congested: boolean;
  /** Why nothing of it runs any more; undefined while all is well. */
  pauseReason: string | undefined;
}

/** One partition's share of a batch. */
export interface PartitionSlice<Stored> {
  readonly queue: PartitionQueue<Stored>;
  readonly records: readonly QueuedRecord<Stored>[];
  readonly claim: Claim;
  /** What runs: commands of packs that are no repetition. */
  readonly commands: readonly QueuedCommand<Stored>[];
}

export function partitionQueue<Stored>(range: PartitionRange, position: Position): PartitionQueue<Stored> {
  return {
    partition: range.partition,
    next: position.next,
    published: position.published,
    storedPublished: position.published,
    nextArrival: position.published,
    producers: new Map(position.producers),
    queue: [],
    queuedBytes: 0,
    congested: false,
    pauseReason: undefined,
  };
}

/** True where the partition's head had its effects before, and nothing of it is being prepared any more: only its answers are wanted. */
export function awaitsReplay<Stored>(partition: PartitionQueue<Stored>): boolean {
  return !partition.pauseReason && answeredAt(partition, 0);
}

function answeredAt<Stored>({ queue, next }: PartitionQueue<Stored>, at: number): boolean {
  const entry = queue[at];
  return entry !== undefined && entry.record.offset < next && entry.pendingPreparations === 0;
}

/** True where the row lags behind what is published. */
export function isPublishedBehind<Stored>(partition: PartitionQueue<Stored>): boolean {
  return partition.published > partition.storedPublished;
}

/** Takes the head records whose effects are stored already. */
export function takeForReplay<Stored>(partition: PartitionQueue<Stored>): QueuedRecord<Stored>[] {
  let count = 0;
  while (answeredAt(partition, count)) count++;
  return removeHead(partition, count);
}

/** Cuts the next batch, beginning with another partition each time so that none waits behind a busy one. Undefined when nothing is ready. */
export function takeBatch<Stored>(
  partitions: readonly PartitionQueue<Stored>[],
  turn: number,
): PartitionSlice<Stored>[] | undefined {
  const shares: PartitionSlice<Stored>[] = [];
  let commands = 0;
  let bytes = 0;
  for (let i = 0; i < partitions.length; i++) {
    const partition = partitions[(turn + i) % partitions.length];
    if (!partition || partition.pauseReason) continue;
    let count = 0;
    for (const entry of partition.queue) {
      if (entry.pendingPreparations > 0 || commands >= MAX_BATCH_COMMANDS || bytes >= MAX_BATCH_BYTES) break;
      commands += entry.record.commands.length;
      bytes += entry.record.bytes;
      count++;
    }
    if (count > 0) shares.push(shareOf(partition, removeHead(partition, count)));
  }
  return shares.length > 0 ? shares.sort((a, b) => a.claim.partition - b.claim.partition) : undefined;
}

/** Puts a share back: its partition has moved, or the batch is given up. */
export function requeue<Stored>(share: PartitionSlice<Stored>): void {
  share.queue.queue.unshift(...share.records);
  for (const entry of share.records) share.queue.queuedBytes += entry.record.bytes;
}

/** The position row stands elsewhere than thought: what others have published is dropped, what they have stored is answered again. */
export function moveToPosition<Stored>(partition: PartitionQueue<Stored>, position: Position): void {
  partition.next = position.next;
  partition.published = Math.max(partition.published, position.published);
  partition.storedPublished = position.published;
  partition.producers = new Map(position.producers);
  let done = 0;
  while (done < partition.queue.length && (partition.queue[done]?.record.offset ?? Infinity) < position.published) done++;
  removeHead(partition, done);
}

/** The batch is committed. */
export function markCommitted<Stored>(share: PartitionSlice<Stored>): void {
  share.queue.next = share.claim.end;
  share.queue.storedPublished = Math.max(share.queue.storedPublished, share.claim.published);
  for (const [producer, number] of share.claim.producers) share.queue.producers.set(producer, number);
}

function shareOf<Stored>(queue: PartitionQueue<Stored>, records: QueuedRecord<Stored>[]): PartitionSlice<Stored> {
  const producers = new Map<string, number>();
  const commands: QueuedCommand<Stored>[] = [];
  for (const { record } of records) {
    if (record.decodeError) continue;
    const last = producers.get(record.producer) ?? queue.producers.get(record.producer) ?? 0;
    // Sent again because its acknowledgement was lost: it stands in the log twice and counts once.
    if (record.packNumber <= last) continue;
    producers.set(record.producer, record.packNumber);
    commands.push(...record.commands);
  }
  const start = queue.next;
  const end = (records.at(-1)?.record.offset ?? start - 1) + 1;
  return {
    queue,
    records,
    commands,
    claim: { partition: queue.partition, start, end, published: queue.published, producers },
  };
}

function removeHead<Stored>(partition: PartitionQueue<Stored>, count: number): QueuedRecord<Stored>[] {
  const head = partition.queue.splice(0, count);
  for (const entry of head) partition.queuedBytes -= entry.record.bytes;
  return head;
}
