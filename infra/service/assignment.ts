// The partitions that this instance owns: where they start, why one is paused, and what is stored of their progress.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batches, Consumption, Log, PartitionRange, Position } from '../ports/index.ts';
import type { PartitionProgress } from './monitoring/service-metrics.ts';
import type { ServeOptions } from './options.ts';
import { isPublishedBehind, lagOf, type PartitionQueue, partitionQueue } from './partition-queue.ts';

const RETRY_MS = 500;
// A congested partition resumes when its queue is this short.
const RESUME_BELOW_BYTES = 512 * 1024;

/**
 * The partitions from one (re)assignment to their revocation. Each (re)assignment makes a new object, so late work on an old
 * assignment cannot change the next one.
 */
export interface Assignment<Store> {
  readonly queues: PartitionQueue<Store>[];
  /** No new work begins on its partitions. */
  isRevoked: boolean;
}

export interface PartitionAssignmentOptions<Store> extends Pick<ServeOptions<Store>, 'batches' | 'log' | 'lostCommands'> {
  readonly group: string;
  readonly topic: string;
  /** Pauses and resumes the consumption of a partition. */
  readonly flow: Pick<Consumption, 'pause' | 'resume'>;
}

export class PartitionAssignment<Store> {
  readonly #batches: Batches<Store>;
  readonly #log: Log;
  readonly #options: PartitionAssignmentOptions<Store>;
  #current: Assignment<Store> = { queues: [], isRevoked: true };
  #isClosed = false;

  constructor(options: PartitionAssignmentOptions<Store>) {
    this.#options = options;
    this.#batches = options.batches;
    this.#log = options.log;
  }

  get current(): Assignment<Store> {
    return this.#current;
  }

  isCurrent(assignment: Assignment<Store>): boolean {
    return assignment === this.#current && !assignment.isRevoked && !this.#isClosed;
  }

  /** Starts a new assignment without queues: add them with `addQueue`. */
  begin(): Assignment<Store> {
    this.#current = { queues: [], isRevoked: false };
    return this.#current;
  }

  /** Reads the position rows; retries while the assignment is current. Returns an empty map if it is not current any more. */
  async loadPositions(assignment: Assignment<Store>, ranges: readonly PartitionRange[]): Promise<ReadonlyMap<number, Position>> {
    const { group, topic } = this.#options;
    for (;;) {
      try {
        return await this.#batches.loadPositions(group, topic, ranges);
      } catch (error) {
        this.#log.warn({ err: error, group }, 'position rows not readable, partitions wait, retrying');
        if (!this.isCurrent(assignment)) return new Map();
        await sleep(RETRY_MS);
      }
    }
  }

  /** Adds the queue of a partition. It starts at its first record whose outcome is not published. */
  addQueue(assignment: Assignment<Store>, range: PartitionRange, position: Position): PartitionQueue<Store> {
    const queue = partitionQueue<Store>(range, position);
    assignment.queues.push(queue);
    // The consumer keeps a pause over reassignments, so a pause of the previous assignment must end here.
    this.#options.flow.resume(range.partition);
    queue.nextArrival = this.#findStart(queue, range);
    return queue;
  }

  find(partition: number): PartitionQueue<Store> | undefined {
    return this.#current.queues.find((queue) => queue.partition === partition);
  }

  /** Pauses a partition that cannot continue, until the next assignment: its records still arrive, and are refused. */
  pause(partition: number, reason: string): void {
    const { group, topic, flow } = this.#options;
    this.#log.error({ group, topic, partition }, `partition paused: ${reason}`);
    const queue = this.find(partition);
    if (!queue) return;
    queue.pauseReason = reason;
    if (queue.congested) flow.resume(partition);
    queue.congested = false;
  }

  pausedPartitions(): ReadonlyMap<number, string> {
    const reasons = new Map<number, string>();
    for (const { partition, pauseReason } of this.#current.queues) if (pauseReason) reasons.set(partition, pauseReason);
    return reasons;
  }

  progress(): readonly PartitionProgress[] {
    return this.#current.queues.map((queue) => ({
      partition: queue.partition,
      position: queue.next,
      lag: lagOf(queue),
      isPaused: queue.pauseReason !== undefined,
    }));
  }

  queued(): { readonly records: number; readonly bytes: number } {
    let [records, bytes] = [0, 0];
    for (const queue of this.#current.queues) {
      records += queue.records.length;
      bytes += queue.queuedBytes;
    }
    return { records, bytes };
  }

  /** Resumes congested partitions whose queue has become short enough. */
  resumeUncongested(assignment: Assignment<Store>): void {
    if (!this.isCurrent(assignment)) return;
    for (const queue of assignment.queues) {
      if (!queue.congested || queue.pauseReason || queue.queuedBytes > RESUME_BELOW_BYTES) continue;
      queue.congested = false;
      this.#options.flow.resume(queue.partition);
    }
  }

  /** Writes published offsets to position rows that are behind. Never rejects: after a failure, a takeover only replays more. */
  async storePublished({ queues }: Assignment<Store>): Promise<void> {
    const behind = queues.filter(isPublishedBehind);
    if (behind.length === 0) return;
    const { group, topic } = this.#options;
    const offsets = new Map(behind.map((queue) => [queue.partition, queue.published]));
    try {
      await this.#batches.advancePublished(group, topic, offsets);
      for (const queue of behind) queue.storedPublished = offsets.get(queue.partition) ?? queue.storedPublished;
    } catch (error) {
      this.#log.warn({ err: error, group }, 'published offsets not stored, retrying later');
    }
  }

  close(): void {
    this.#isClosed = true;
  }

  /** Pauses the partition if the log has lost commands that did not run yet, or ends before commands whose effects are stored. */
  #findStart({ partition, next, published }: PartitionQueue<Store>, { earliest, end }: PartitionRange): number {
    if (end < next) {
      const lost = 'Kafka lost records or the topic was created again';
      this.pause(partition, `the log ends at ${end}, but effects up to ${next} are stored: ${lost}`);
      return end;
    }
    if (earliest > next) {
      const reason = `commands from ${next} to ${earliest} were deleted from the log before they ran`;
      if (this.#options.lostCommands === 'pause') {
        this.pause(partition, reason);
        return end;
      }
      this.#log.error({ group: this.#options.group, partition }, `${reason}; skipping them`);
      return earliest;
    }
    return Math.max(earliest, published);
  }
}
