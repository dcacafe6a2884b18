// A service: commands come from its topic, run in batches on its store, and their answers go out. The rules of delivery live here and below serve/.
//
// One loop: take what waits on all partitions → one transaction (serve/run-batch.ts) → publish the outcomes (serve/answers.ts) while the next batch runs.
import { setTimeout as sleep } from 'node:timers/promises';
import { rpcsByNumber } from '../../proto/rpc.ts';
import type { Batches, Consumption, LogRecord, PartitionRange } from '../ports/index.ts';
import { type BatchRunner, runBatch } from './batch-runner.ts';
import { type DeadLetters, deadLetters } from './dead-letters.ts';
import type { RunningService, ServeOptions } from './options.ts';
import {
  awaitsReplay,
  isPublishedBehind,
  type PartitionQueue,
  type PartitionSlice,
  partitionQueue,
  type QueuedRecord,
  takeBatch,
  takeForReplay,
} from './partition-queue.ts';
import { type PreparationContext, prepareRecords, prepareReplayedReads } from './prepare.ts';
import { type PublishedEnd, type PublishQueue, publishQueue } from './publish-queue.ts';
import { asError, decodeRecord, handlersByNumber, type RecordDecoder } from './record-decoder.ts';
import { readUnpublishedOutcomes, replayOutcomes } from './replay.ts';
import { Signal } from './signal.ts';

export type { RunningService, ServeOptions } from './options.ts';

// Records wait in memory up to here for each partition; beyond, the partition is paused.
const PAUSE_ABOVE_BYTES = 2 * 1024 * 1024;
const RESUME_BELOW_BYTES = 512 * 1024;
// How long the row of a partition without new commands may lag behind what is published.
const STORE_PUBLISHED_AFTER_MS = 250;
const RETRY_MS = 500;

/** Serves one service's rpcs as a member of its consumer group (named like the service) until closed. Resolves when it has joined. */
export async function serve<Stored>(options: ServeOptions<Stored>): Promise<RunningService> {
  const runtime = new Runtime(options);
  await runtime.start();
  return { pausedPartitions: () => runtime.halted(), close: () => runtime.close() };
}

/** The partitions this instance has, from `assigned` to `drain`. Replaced as a whole: late work of an old one never touches the next. */
interface Assignment<Stored> {
  readonly partitions: PartitionQueue<Stored>[];
  /** Nothing new is begun on them. */
  leaving: boolean;
}

class Runtime<Stored> {
  private readonly options: ServeOptions<Stored>;
  readonly group: string;
  readonly topic: string;
  private readonly decoder: RecordDecoder<Stored>;
  private readonly publishing: PublishQueue<Stored>;
  private readonly deadLetters: DeadLetters;
  private readonly runner: Omit<BatchRunner<Stored>, 'isLeaving'>;
  private assignment: Assignment<Stored> = { partitions: [], leaving: true };
  private consumption: Consumption | undefined;
  private turn = 0;
  private closed = false;
  /** It cannot go on: nothing is begun any more, and what was not finished is somebody else's. */
  private failed = false;
  private working: Promise<void> = Promise.resolve();
  private readonly waker = new Signal();

  constructor(options: ServeOptions<Stored>) {
    this.options = options;
    const rpcs = rpcsByNumber([options.service]);
    const service = [...rpcs.values()][0]?.service ?? '';
    this.group = service.toLowerCase();
    this.topic = options.topics.service(service);
    const { bus, log, instance, topics } = options;
    this.decoder = {
      source: {
        topic: this.topic,
        domainEventsEnabled: options.domainEvents !== undefined,
        serviceCommandsEnabled: options.commandPartitions !== undefined,
      },
      rpcs,
      handlers: handlersByNumber(rpcs, options.handlers),
      opener: options.opener,
    };
    this.publishing = publishQueue({
      outcomes: {
        publisher: options.publisher,
        routes: options.routes,
        gateTopic: topics.gate,
        serviceCommands:
          options.commandPartitions === undefined ? undefined : { partitions: options.commandPartitions, topic: topics.service },
        domainEvents: options.domainEvents && { ...options.domainEvents, topic: topics.events },
        log,
      },
      afterCommit: options.afterCommit,
      onPublished: (ends) => this.markPublished(ends),
      onReady: () => this.waker.notify(),
      onFailed: (error) => this.fail(error),
    });
    this.deadLetters = deadLetters({
      bus,
      log,
      group: this.group,
      topic: this.topic,
      deadLetterTopic: topics.deadLetter,
      instance,
    });
    this.runner = {
      batches: options.batches,
      group: this.group,
      topic: this.topic,
      deadLetters: this.deadLetters,
      log,
      sleep,
      pausePartition: (partition, why) => this.halt(partition, why),
    };
  }

  async start(): Promise<void> {
    const loop = this.loop();
    loop.catch((error) => this.fail(error));
    this.consumption = await this.options.bus.consume({
      group: this.group,
      topic: this.topic,
      onAssigned: (ranges) => this.assigned(ranges),
      onRevoked: () => this.drain(),
      onRecords: (partition, records) => this.arrive(partition, records),
    });
    for (const partition of this.halted().keys()) this.consumption.pause(partition);
  }

  halted(): ReadonlyMap<number, string> {
    const halted = new Map<number, string>();
    for (const { partition, pauseReason: why } of this.assignment.partitions) if (why) halted.set(partition, why);
    return halted;
  }

  async close(): Promise<void> {
    await this.consumption?.close();
    this.closed = true;
    this.waker.notify();
    await this.working;
    await this.publishing.flush();
  }

  // ---------------------------------------------------------------- assignment

  private async assigned(ranges: readonly PartitionRange[]): Promise<ReadonlyMap<number, number>> {
    const mine: Assignment<Stored> = { partitions: [], leaving: false };
    this.assignment = mine;
    const positions = await this.loadPositions(ranges, mine);
    const starts = new Map<number, number>();
    if (!this.isCurrent(mine)) return starts;
    for (const range of ranges) {
      const position = positions.get(range.partition);
      if (!position) throw new Error(`the store gave no position for partition ${range.partition}`);
      const queue = partitionQueue<Stored>(range, position);
      mine.partitions.push(queue);
      // A pause outlives the assignment it was made in.
      this.consumption?.resume(range.partition);
      this.checkRange(queue, range);
      const owed = await readUnpublishedOutcomes(this.options.batches, this, range, position);
      if (owed) this.publishing.publish(owed.outcomes, [{ queue, offset: owed.to }]);
      starts.set(range.partition, queue.nextArrival);
    }
    this.waker.notify();
    return starts;
  }

  private isCurrent(assignment: Assignment<Stored>): boolean {
    return assignment === this.assignment && !assignment.leaving && !this.closed;
  }

  private async loadPositions(
    ranges: readonly PartitionRange[],
    mine: Assignment<Stored>,
  ): ReturnType<Batches<Stored>['loadPositions']> {
    for (;;) {
      try {
        return await this.options.batches.loadPositions(this.group, this.topic, ranges);
      } catch (error) {
        this.options.log.warn({ err: error, group: this.group }, 'positions could not be read, trying again');
        if (!this.isCurrent(mine)) return new Map();
        await sleep(RETRY_MS);
      }
    }
  }

  /** The log may have forgotten what is still to be run, or know less than was run already. */
  private checkRange(partition: PartitionQueue<Stored>, { earliest, end }: PartitionRange): void {
    if (end < partition.next) {
      this.halt(
        partition.partition,
        `the log ends at ${end}, but effects up to ${partition.next} are stored: records were lost or the topic was made anew`,
      );
      partition.nextArrival = end;
    } else if (earliest > partition.next) {
      const why = `commands from ${partition.next} to ${earliest} left the log before they were run`;
      if (this.options.lostCommands === 'halt') this.halt(partition.partition, why);
      else this.options.log.error({ group: this.group, partition: partition.partition }, `${why}; going on behind them`);
      partition.nextArrival = earliest;
    } else {
      partition.nextArrival = Math.max(earliest, partition.published);
    }
  }

  private halt(partition: number, why: string): void {
    const found = this.assignment.partitions.find((p) => p.partition === partition);
    if (found) found.pauseReason = why;
    this.options.log.error({ group: this.group, topic: this.topic, partition }, `partition halted: ${why}`);
    this.consumption?.pause(partition);
  }

  private async drain(): Promise<void> {
    const mine = this.assignment;
    mine.leaving = true;
    this.waker.notify();
    await this.working;
    await this.publishing.flush();
    await this.storePublished(mine).catch((error) => {
      // Whoever takes over answers again what is not marked; receivers drop the doubles.
      this.options.log.warn({ err: error, group: this.group }, 'published offsets could not be stored');
    });
  }

  // ---------------------------------------------------------------- arrival

  private arrive(number: number, records: readonly LogRecord[]): void {
    const { partitions, leaving } = this.assignment;
    const partition = partitions.find((p) => p.partition === number);
    if (!partition || partition.pauseReason || leaving || this.failed) return;
    const unprepared: QueuedRecord<Stored>[] = [];
    const answered: QueuedRecord<Stored>[] = [];
    for (const record of records) {
      if (record.offset < partition.nextArrival) continue;
      if (record.offset > partition.nextArrival && this.options.lostCommands === 'halt') {
        this.halt(number, `records from ${partition.nextArrival} to ${record.offset} left the log before they were run`);
        break;
      }
      partition.nextArrival = record.offset + 1;
      const intake = decodeRecord(this.decoder, number, record);
      const entry: QueuedRecord<Stored> = { record: intake, pendingPreparations: 0 };
      (record.offset < partition.next ? answered : unprepared).push(entry);
      partition.queue.push(entry);
      partition.queuedBytes += intake.bytes;
    }
    const preparing = this.preparing();
    prepareRecords(unprepared, preparing);
    prepareReplayedReads(answered, preparing);
    if (!partition.congested && partition.queuedBytes > PAUSE_ABOVE_BYTES) {
      partition.congested = true;
      this.consumption?.pause(number);
    }
    this.waker.notify();
  }

  /** What must not happen inside a transaction happens as it arrives, for all that waits at once. */
  private preparing(): PreparationContext {
    const mine = this.assignment;
    return {
      admission: this.options.admission,
      log: this.options.log,
      deadLetters: this.deadLetters,
      isAbandoned: () => this.failed || !this.isCurrent(mine),
      sleep,
      onReady: () => this.waker.notify(),
      onFailed: (error) => this.fail(error),
    };
  }

  // ---------------------------------------------------------------- the loop

  private async loop(): Promise<void> {
    while (!this.closed && !this.failed) {
      const mine = this.assignment;
      const step = mine.leaving ? undefined : this.nextStep(mine);
      if (step) {
        this.working = step().catch((error) => this.fail(error));
        await this.working;
      } else if (await this.waker.wait(mine.partitions.some(isPublishedBehind) ? STORE_PUBLISHED_AFTER_MS : undefined)) {
        if (!this.isCurrent(mine)) continue;
        this.working = this.storePublished(mine).catch((error) => {
          this.options.log.warn({ err: error, group: this.group }, 'published offsets could not be stored');
        });
        await this.working;
      }
    }
  }

  /** What was taken and not stored must not be passed by what comes behind it: nothing runs any more. */
  private fail(error: unknown): void {
    if (this.failed) return;
    this.failed = true;
    this.waker.notify();
    this.options.onFatal(asError(error));
  }

  private nextStep(mine: Assignment<Stored>): (() => Promise<void>) | undefined {
    if (this.publishing.isFull) return undefined;
    const taken = mine.partitions.find(awaitsReplay);
    if (taken) return () => this.answerAgain(mine, taken);
    const shares = takeBatch(mine.partitions, this.turn++);
    return shares && (() => this.runShares(mine, shares));
  }

  private async runShares(mine: Assignment<Stored>, shares: readonly PartitionSlice<Stored>[]): Promise<void> {
    const isLeaving = (): boolean => this.failed || !this.isCurrent(mine);
    const { slices: stored, results } = await runBatch({ ...this.runner, isLeaving }, shares);
    this.resumeDrained(mine);
    if (stored.length === 0) return;
    const ends = stored.map((share) => ({ queue: share.queue, offset: share.claim.end }));
    const outcomes = results.map((result) => result.outcome);
    this.publishing.publish(outcomes, ends);
  }

  private markPublished(ends: readonly PublishedEnd<Stored>[]): void {
    if (this.failed) return;
    for (const { queue, offset } of ends) queue.published = Math.max(queue.published, offset);
    this.consumption?.commit(new Map(ends.map(({ queue, offset }) => [queue.partition, offset])));
    this.waker.notify();
  }

  private async answerAgain(mine: Assignment<Stored>, queue: PartitionQueue<Stored>): Promise<void> {
    const entries = takeForReplay(queue);
    this.resumeDrained(mine);
    for (;;) {
      try {
        const { batches, log } = this.options;
        const outcomes = await replayOutcomes({ batches, group: this.group, topic: this.topic, log }, queue.partition, entries);
        this.publishing.publish(outcomes, [{ queue, offset: (entries.at(-1)?.record.offset ?? -1) + 1 }]);
        return;
      } catch (error) {
        this.options.log.warn({ err: error, group: this.group }, 'stored answers could not be read, trying again');
        if (!this.isCurrent(mine)) return;
        await sleep(RETRY_MS);
      }
    }
  }

  private resumeDrained(mine: Assignment<Stored>): void {
    if (!this.isCurrent(mine)) return;
    for (const partition of mine.partitions) {
      if (!partition.congested || partition.pauseReason || partition.queuedBytes > RESUME_BELOW_BYTES) continue;
      partition.congested = false;
      this.consumption?.resume(partition.partition);
    }
  }

  private async storePublished({ partitions }: Assignment<Stored>): Promise<void> {
    const behind = partitions.filter(isPublishedBehind);
    if (behind.length === 0) return;
    const offsets = new Map(behind.map((partition) => [partition.partition, partition.published]));
    await this.options.batches.advancePublished(this.group, this.topic, offsets);
    for (const partition of behind) partition.storedPublished = offsets.get(partition.partition) ?? partition.storedPublished;
  }
}
