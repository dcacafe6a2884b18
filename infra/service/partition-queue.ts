// The queue of one partition holds records that arrived from the log. A batch takes records from the heads of all queues.

import { KnownEnds } from '../messaging/known-ends.ts';
import type { Claim, PartitionRange, Position } from '../ports/index.ts';
import type { DecodedRecord, QueuedCommand } from './record-decoder.ts';

// A batch holds the locks of its conversations until it commits: about 30 ms for 500 commands at full load.
const MAX_BATCH_COMMANDS = 500;
const MAX_BATCH_BYTES = 2 * 1024 * 1024;

/** A record in its queue. A batch can take it when all its commands are prepared. */
export interface QueuedRecord<Store> {
  readonly record: DecodedRecord<Store>;
  pendingPreparations: number;
}

export interface PartitionQueue<Store> {
  readonly partition: number;
  /** Effects of records below this offset are stored. */
  next: number;
  /** Outcomes of records below this offset are published, except those of open reads. */
  publishedByBatches: number;
  /** Outcomes of records below this offset are published. */
  published: number;
  /** Offset → its reads that run beside the batches and are not answered yet. In ascending order. */
  openReads: Map<number, number>;
  /** The value of `published` in the position row. */
  storedPublished: number;
  /** The offset of the next record to arrive. */
  nextArrival: number;
  /** Producer → the number of its last pack whose effects are stored. */
  producers: Map<string, number>;
  records: QueuedRecord<Store>[];
  queuedBytes: number;
  /** When this instance learned that the log holds the records that have not arrived yet. */
  readonly knownEnds: KnownEnds;
  /** The consumption is paused until the queue is shorter. */
  congested: boolean;
  /** Why the partition cannot continue; undefined while it is not paused. */
  pauseReason: string | undefined;
}

/** What one batch takes from one partition. */
export interface PartitionSlice<Store> {
  readonly queue: PartitionQueue<Store>;
  readonly records: readonly QueuedRecord<Store>[];
  readonly claim: Claim;
  /** The commands to run in the batch. Packs that the producer has sent twice are left out. */
  readonly commands: readonly QueuedCommand<Store>[];
  /** The reads to run once the batch is stored. */
  readonly reads: readonly QueuedCommand<Store>[];
}

/** An empty queue that starts at `position`. */
export function partitionQueue<Store>(range: PartitionRange, position: Position): PartitionQueue<Store> {
  return {
    partition: range.partition,
    next: position.next,
    publishedByBatches: position.published,
    published: position.published,
    openReads: new Map(),
    storedPublished: position.published,
    nextArrival: position.published,
    producers: new Map(position.producers),
    records: [],
    queuedBytes: 0,
    knownEnds: new KnownEnds(range.end),
    congested: false,
    pauseReason: undefined,
  };
}

/** Records of the log whose effects are not stored. */
export function lagOf<Store>({ next, knownEnds }: PartitionQueue<Store>): number {
  return Math.max(0, knownEnds.latest - next);
}

/** True if the effects of the queue's head are stored and only its outcomes must be published. */
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

/** Takes the records at the head whose effects are already stored. */
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

/** Puts a slice back at the head of its queue, because its partition has moved or the batch is abandoned. */
export function requeue<Store>({ queue, records }: PartitionSlice<Store>): void {
  queue.records.unshift(...records);
  for (const { record } of records) queue.queuedBytes += record.bytes;
}

/** Moves the queue to `position`: drops records that others have published. Records that others only stored await replay. */
export function moveToPosition<Store>(queue: PartitionQueue<Store>, position: Position): void {
  queue.next = position.next;
  markPublished(queue, position.published);
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

/** Outcomes of the batches up to `offset` are published. */
export function markPublished<Store>(queue: PartitionQueue<Store>, offset: number): void {
  queue.publishedByBatches = Math.max(queue.publishedByBatches, offset);
  const [firstOpen = Number.POSITIVE_INFINITY] = queue.openReads.keys();
  queue.published = Math.max(queue.published, Math.min(queue.publishedByBatches, firstOpen));
}

/** Keeps the queue unpublished at this offset until the read is closed. */
export function openRead<Store>({ openReads }: PartitionQueue<Store>, offset: number): void {
  openReads.set(offset, (openReads.get(offset) ?? 0) + 1);
}

export function closeRead<Store>(queue: PartitionQueue<Store>, offset: number): void {
  const left = (queue.openReads.get(offset) ?? 1) - 1;
  if (left > 0) queue.openReads.set(offset, left);
  else queue.openReads.delete(offset);
  markPublished(queue, queue.publishedByBatches);
}

/** Whether the command runs beside the batches. One that is refused costs nothing, and its batch answers it. */
export function isPagedRead({ rpc, rejection }: QueuedCommand<unknown>): boolean {
  return rpc?.paged === true && !rejection;
}

function partitionSlice<Store>(queue: PartitionQueue<Store>, records: QueuedRecord<Store>[]): PartitionSlice<Store> {
  const producers = new Map<string, number>();
  const commands: QueuedCommand<Store>[] = [];
  const reads: QueuedCommand<Store>[] = [];
  for (const { record } of records) {
    // Without commands nothing can run twice, so the store need not remember the pack.
    if (record.decodeError || record.commands.length === 0) continue;
    const last = producers.get(record.producer) ?? queue.producers.get(record.producer) ?? 0;
    // A producer without an acknowledgement sends again: the pack is in the log twice, and its commands run once.
    if (record.packNumber <= last) continue;
    producers.set(record.producer, record.packNumber);
    for (const command of record.commands) (isPagedRead(command) ? reads : commands).push(command);
  }
  const start = queue.next;
  const end = (records.at(-1)?.record.offset ?? start - 1) + 1;
  const claim = { partition: queue.partition, start, end, published: queue.published, producers };
  return { queue, records, commands, reads, claim };
}

function removeHead<Store>(queue: PartitionQueue<Store>, count: number): QueuedRecord<Store>[] {
  const head = queue.records.splice(0, count);
  for (const { record } of head) queue.queuedBytes -= record.bytes;
  return head;
}
