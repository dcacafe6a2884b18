// The queue of one partition: records that arrived from the log and wait, and how a batch is cut from the heads of all queues.
import type { Claim, PartitionRange, Position } from '../ports/index.ts';
import type { DecodedRecord, QueuedCommand } from './record-decoder.ts';

// One batch holds the locks of its conversations until it commits: 500 commands keep that around 30 ms at full load.
const MAX_BATCH_COMMANDS = 500;
const MAX_BATCH_BYTES = 2 * 1024 * 1024;

/** A record in its queue. It can be taken when no preparation of its commands is pending. */
export interface QueuedRecord<Store> {
  readonly record: DecodedRecord<Store>;
  pendingPreparations: number;
}

export interface PartitionQueue<Store> {
  readonly partition: number;
  /** Effects of records below are stored. */
  next: number;
  /** Outcomes of records below are published … */
  published: number;
  /** … and this much of it stands in the position row. */
  storedPublished: number;
  /** The offset of the next record to arrive. */
  nextArrival: number;
  /** Producer → the number of its last pack whose effects are stored. */
  producers: Map<string, number>;
  records: QueuedRecord<Store>[];
  queuedBytes: number;
  /** The consumption is paused until the queue is shorter. */
  congested: boolean;
  /** Why the partition cannot go on; undefined while all is well. */
  pauseReason: string | undefined;
}

/** What one batch takes from one partition. */
export interface PartitionSlice<Store> {
  readonly queue: PartitionQueue<Store>;
  readonly records: readonly QueuedRecord<Store>[];
  readonly claim: Claim;
  /** The commands to run: those of packs that are no repetition. */
  readonly commands: readonly QueuedCommand<Store>[];
}

/** An empty queue that starts at `position`. */
export function partitionQueue<Store>(range: PartitionRange, position: Position): PartitionQueue<Store> {
  return {
    partition: range.partition,
    next: position.next,
    published: position.published,
    storedPublished: position.published,
    nextArrival: position.published,
    producers: new Map(position.producers),
    records: [],
    queuedBytes: 0,
    congested: false,
    pauseReason: undefined,
  };
}

/** True where the effects of the queue's head are stored and its preparation is done: only its outcomes must be published. */
export function awaitsReplay<Store>(queue: PartitionQueue<Store>): boolean {
  return !queue.pauseReason && isReplayableAt(queue, 0);
}

function isReplayableAt<Store>({ records, next }: PartitionQueue<Store>, index: number): boolean {
  const queued = records[index];
  return queued !== undefined && queued.record.offset < next && queued.pendingPreparations === 0;
}

/** True where the position row lags behind what is published. */
export function isPublishedBehind<Store>(queue: PartitionQueue<Store>): boolean {
  return queue.published > queue.storedPublished;
}

/** Takes the head records whose effects are stored already. */
export function takeForReplay<Store>(queue: PartitionQueue<Store>): QueuedRecord<Store>[] {
  let count = 0;
  while (isReplayableAt(queue, count)) count++;
  return removeHead(queue, count);
}

/** Cuts the next batch, ordered by partition; undefined when nothing is ready. `turn` rotates which partition comes first. */
export function takeBatch<Store>(queues: readonly PartitionQueue<Store>[], turn: number): PartitionSlice<Store>[] | undefined {
  const slices: PartitionSlice<Store>[] = [];
  let commands = 0;
  let bytes = 0;
  for (let i = 0; i < queues.length; i++) {
    const queue = queues[(turn + i) % queues.length];
    if (!queue || queue.pauseReason) continue;
    let count = 0;
    for (const { record, pendingPreparations } of queue.records) {
      if (pendingPreparations > 0 || commands >= MAX_BATCH_COMMANDS || bytes >= MAX_BATCH_BYTES) break;
      commands += record.commands.length;
      bytes += record.bytes;
      count++;
    }
    if (count > 0) slices.push(partitionSlice(queue, removeHead(queue, count)));
  }
  return slices.length > 0 ? slices.sort((a, b) => a.claim.partition - b.claim.partition) : undefined;
}

/** Puts a slice back at the head of its queue: its partition has moved, or the batch is abandoned. */
export function requeue<Store>({ queue, records }: PartitionSlice<Store>): void {
  queue.records.unshift(...records);
  for (const { record } of records) queue.queuedBytes += record.bytes;
}

/** Continues from another position than expected: drops what others have published. What they have only stored awaits replay. */
export function moveToPosition<Store>(queue: PartitionQueue<Store>, position: Position): void {
  queue.next = position.next;
  queue.published = Math.max(queue.published, position.published);
  queue.storedPublished = position.published;
  queue.producers = new Map(position.producers);
  let count = 0;
  while (count < queue.records.length && (queue.records[count]?.record.offset ?? Infinity) < position.published) count++;
  removeHead(queue, count);
}

/** Advances the queue past a slice whose batch is committed. */
export function markCommitted<Store>({ queue, claim }: PartitionSlice<Store>): void {
  queue.next = claim.end;
  queue.storedPublished = Math.max(queue.storedPublished, claim.published);
  for (const [producer, packNumber] of claim.producers) queue.producers.set(producer, packNumber);
}

function partitionSlice<Store>(queue: PartitionQueue<Store>, records: QueuedRecord<Store>[]): PartitionSlice<Store> {
  const producers = new Map<string, number>();
  const commands: QueuedCommand<Store>[] = [];
  for (const { record } of records) {
    if (record.decodeError) continue;
    const last = producers.get(record.producer) ?? queue.producers.get(record.producer) ?? 0;
    // A producer that misses an acknowledgement sends again: the pack stands in the log twice and counts once.
    if (record.packNumber <= last) continue;
    producers.set(record.producer, record.packNumber);
    commands.push(...record.commands);
  }
  const start = queue.next;
  const end = (records.at(-1)?.record.offset ?? start - 1) + 1;
  const claim = { partition: queue.partition, start, end, published: queue.published, producers };
  return { queue, records, commands, claim };
}

function removeHead<Store>(queue: PartitionQueue<Store>, count: number): QueuedRecord<Store>[] {
  const head = queue.records.splice(0, count);
  for (const { record } of head) queue.queuedBytes -= record.bytes;
  return head;
}
