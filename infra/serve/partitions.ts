// What has come from the log and waits: a queue for each partition, and how a batch is cut from their heads.
import type { Claim, PartitionRange, Position } from '../ports.ts';
import type { Intake, Task } from './decode.ts';

// One batch holds the locks of its conversations until it commits: 500 commands keep that around 30 ms at full load.
const MAX_BATCH_COMMANDS = 500;
const MAX_BATCH_BYTES = 2 * 1024 * 1024;

/** A record in its queue. It is taken when nothing of it is being prepared any more. */
export interface Entry<Stored> {
  readonly intake: Intake<Stored>;
  preparing: number;
}

export interface Partition<Stored> {
  readonly partition: number;
  /** Effects of records below are stored. */
  next: number;
  /** Answers of records below are published … */
  published: number;
  /** … and so it stands in the store. */
  publishedStored: number;
  /** The offset of the next record to arrive. */
  arriving: number;
  producers: Map<string, number>;
  queue: Entry<Stored>[];
  queuedBytes: number;
  paused: boolean;
  /** Why nothing of it runs any more; undefined while all is well. */
  halted: string | undefined;
}

/** One partition's share of a batch. */
export interface Share<Stored> {
  readonly partition: Partition<Stored>;
  readonly entries: readonly Entry<Stored>[];
  readonly claim: Claim;
  /** What runs: commands of packs that are no repetition. */
  readonly tasks: readonly Task<Stored>[];
}

export function partitionAt<Stored>(range: PartitionRange, position: Position): Partition<Stored> {
  return {
    partition: range.partition,
    next: position.next,
    published: position.published,
    publishedStored: position.published,
    arriving: position.published,
    producers: new Map(position.producers),
    queue: [],
    queuedBytes: 0,
    paused: false,
    halted: undefined,
  };
}

/** True where the partition's head had its effects before, and nothing of it is being prepared any more: only its answers are wanted. */
export function awaitsAnswers<Stored>(partition: Partition<Stored>): boolean {
  return !partition.halted && answeredAt(partition, 0);
}

function answeredAt<Stored>({ queue, next }: Partition<Stored>, at: number): boolean {
  const entry = queue[at];
  return entry !== undefined && entry.intake.offset < next && entry.preparing === 0;
}

/** True where the row lags behind what is published. */
export function isBehind<Stored>(partition: Partition<Stored>): boolean {
  return partition.published > partition.publishedStored;
}

/** Takes the head records whose effects are stored already. */
export function takeAnswered<Stored>(partition: Partition<Stored>): Entry<Stored>[] {
  let count = 0;
  while (answeredAt(partition, count)) count++;
  return removeHead(partition, count);
}

/** Cuts the next batch, beginning with another partition each time so that none waits behind a busy one. Undefined when nothing is ready. */
export function takeBatch<Stored>(partitions: readonly Partition<Stored>[], turn: number): Share<Stored>[] | undefined {
  const shares: Share<Stored>[] = [];
  let commands = 0;
  let bytes = 0;
  for (let i = 0; i < partitions.length; i++) {
    const partition = partitions[(turn + i) % partitions.length];
    if (!partition || partition.halted) continue;
    let count = 0;
    for (const entry of partition.queue) {
      if (entry.preparing > 0 || commands >= MAX_BATCH_COMMANDS || bytes >= MAX_BATCH_BYTES) break;
      commands += entry.intake.tasks.length;
      bytes += entry.intake.bytes;
      count++;
    }
    if (count > 0) shares.push(shareOf(partition, removeHead(partition, count)));
  }
  return shares.length > 0 ? shares.sort((a, b) => a.claim.partition - b.claim.partition) : undefined;
}

/** Puts a share back: its partition has moved, or the batch is given up. */
export function putBack<Stored>(share: Share<Stored>): void {
  share.partition.queue.unshift(...share.entries);
  for (const entry of share.entries) share.partition.queuedBytes += entry.intake.bytes;
}

/** The position row stands elsewhere than thought: what others have published is dropped, what they have stored is answered again. */
export function moveTo<Stored>(partition: Partition<Stored>, position: Position): void {
  partition.next = position.next;
  partition.published = Math.max(partition.published, position.published);
  partition.publishedStored = position.published;
  partition.producers = new Map(position.producers);
  let done = 0;
  while (done < partition.queue.length && (partition.queue[done]?.intake.offset ?? Infinity) < position.published) done++;
  removeHead(partition, done);
}

/** The batch is committed. */
export function committed<Stored>(share: Share<Stored>): void {
  share.partition.next = share.claim.end;
  share.partition.publishedStored = Math.max(share.partition.publishedStored, share.claim.published);
  for (const [producer, number] of share.claim.producers) share.partition.producers.set(producer, number);
}

function shareOf<Stored>(partition: Partition<Stored>, entries: Entry<Stored>[]): Share<Stored> {
  const producers = new Map<string, number>();
  const tasks: Task<Stored>[] = [];
  for (const { intake } of entries) {
    if (intake.unreadable) continue;
    const last = producers.get(intake.producer) ?? partition.producers.get(intake.producer) ?? 0;
    // Sent again because its acknowledgement was lost: it stands in the log twice and counts once.
    if (intake.number <= last) continue;
    producers.set(intake.producer, intake.number);
    tasks.push(...intake.tasks);
  }
  const start = partition.next;
  const end = (entries.at(-1)?.intake.offset ?? start - 1) + 1;
  return {
    partition,
    entries,
    tasks,
    claim: { partition: partition.partition, start, end, published: partition.published, producers },
  };
}

function removeHead<Stored>(partition: Partition<Stored>, count: number): Entry<Stored>[] {
  const head = partition.queue.splice(0, count);
  for (const entry of head) partition.queuedBytes -= entry.intake.bytes;
  return head;
}
