// A service: commands come from its topic, run in batches on its store, and their answers go out. The rules of delivery live here and below serve/.
//
// One loop: take what waits on all partitions → one transaction (serve/run-batch.ts) → publish the outcomes (serve/answers.ts) while the next batch runs.
import { setTimeout as sleep } from 'node:timers/promises';
import { routesOf } from '../proto/contract.ts';
import type { Batches, Consumption, LogRecord, PartitionRange } from './ports.ts';
import { answersOf, owedAnswers } from './serve/answer-again.ts';
import { type DeadLetters, deadLetters } from './serve/dead-letters.ts';
import { asError, type Decoder, decodeRecord, stepsOf } from './serve/decode.ts';
import type { ServeOptions, Serving } from './serve/options.ts';
import {
  awaitsAnswers,
  type Entry,
  isBehind,
  type Partition,
  partitionAt,
  type Share,
  takeAnswered,
  takeBatch,
} from './serve/partitions.ts';
import { type Preparing, prepareEntries, prepareReads } from './serve/prepare.ts';
import { type End, type Publishing, publishing } from './serve/publishing.ts';
import { type BatchRunner, runBatch } from './serve/run-batch.ts';
import { Waker } from './serve/waker.ts';

export type { ServeOptions, Serving } from './serve/options.ts';

// Records wait in memory up to here for each partition; beyond, the partition is paused.
const PAUSE_ABOVE_BYTES = 2 * 1024 * 1024;
const RESUME_BELOW_BYTES = 512 * 1024;
// How long the row of a partition without new commands may lag behind what is published.
const STORE_PUBLISHED_AFTER_MS = 250;
const RETRY_MS = 500;

/** Serves one service's rpcs as a member of its consumer group (named like the service) until closed. Resolves when it has joined. */
export async function serve<Stored>(options: ServeOptions<Stored>): Promise<Serving> {
  const runtime = new Runtime(options);
  await runtime.start();
  return { halted: () => runtime.halted(), close: () => runtime.close() };
}

/** The partitions this instance has, from `assigned` to `drain`. Replaced as a whole: late work of an old one never touches the next. */
interface Assignment<Stored> {
  readonly partitions: Partition<Stored>[];
  /** Nothing new is begun on them. */
  leaving: boolean;
}

class Runtime<Stored> {
  private readonly options: ServeOptions<Stored>;
  readonly group: string;
  readonly topic: string;
  private readonly decoder: Decoder<Stored>;
  private readonly publishing: Publishing<Stored>;
  private readonly deadLetters: DeadLetters;
  private readonly runner: Omit<BatchRunner<Stored>, 'leaving'>;
  private assignment: Assignment<Stored> = { partitions: [], leaving: true };
  private consumption: Consumption | undefined;
  private turn = 0;
  private closed = false;
  /** It cannot go on: nothing is begun any more, and what was not finished is somebody else's. */
  private failed = false;
  private working: Promise<void> = Promise.resolve();
  private readonly waker = new Waker();

  constructor(options: ServeOptions<Stored>) {
    this.options = options;
    const routes = routesOf([options.service]);
    const service = [...routes.values()][0]?.service ?? '';
    this.group = service.toLowerCase();
    this.topic = options.topics.service(service);
    const { bus, log, instance, topics } = options;
    this.decoder = {
      source: {
        topic: this.topic,
        tellsEvents: options.events !== undefined,
        tellsServices: options.commandPartitions !== undefined,
      },
      routes,
      steps: stepsOf(routes, options.handlers),
      opener: options.opener,
    };
    this.publishing = publishing({
      answering: {
        publisher: options.publisher,
        routes: options.routes,
        gateTopic: topics.gate,
        services:
          options.commandPartitions === undefined ? undefined : { partitions: options.commandPartitions, topic: topics.service },
        events: options.events && { ...options.events, topic: topics.events },
        log,
      },
      afterCommit: options.afterCommit,
      published: (ends) => this.markPublished(ends),
      ready: () => this.waker.wake(),
      failed: (error) => this.fail(error),
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
      halt: (partition, why) => this.halt(partition, why),
    };
  }

  async start(): Promise<void> {
    const loop = this.loop();
    loop.catch((error) => this.fail(error));
    this.consumption = await this.options.bus.consume({
      group: this.group,
      topic: this.topic,
      assigned: (ranges) => this.assigned(ranges),
      drain: () => this.drain(),
      records: (partition, records) => this.arrive(partition, records),
    });
    for (const partition of this.halted().keys()) this.consumption.pause(partition);
  }

  halted(): ReadonlyMap<number, string> {
    const halted = new Map<number, string>();
    for (const { partition, halted: why } of this.assignment.partitions) if (why) halted.set(partition, why);
    return halted;
  }

  async close(): Promise<void> {
    await this.consumption?.close();
    this.closed = true;
    this.waker.wake();
    await this.working;
    await this.publishing.settled();
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
      const partition = partitionAt<Stored>(range, position);
      mine.partitions.push(partition);
      // A pause outlives the assignment it was made in.
      this.consumption?.resume(range.partition);
      this.checkRange(partition, range);
      const owed = await owedAnswers(this.options.batches, this, range, position);
      if (owed) this.publishing.publish(owed.outcomes, [{ partition, offset: owed.to }]);
      starts.set(range.partition, partition.arriving);
    }
    this.waker.wake();
    return starts;
  }

  private isCurrent(assignment: Assignment<Stored>): boolean {
    return assignment === this.assignment && !assignment.leaving && !this.closed;
  }

  private async loadPositions(ranges: readonly PartitionRange[], mine: Assignment<Stored>): ReturnType<Batches<Stored>['load']> {
    for (;;) {
      try {
        return await this.options.batches.load(this.group, this.topic, ranges);
      } catch (error) {
        this.options.log.warn({ err: error, group: this.group }, 'positions could not be read, trying again');
        if (!this.isCurrent(mine)) return new Map();
        await sleep(RETRY_MS);
      }
    }
  }

  /** The log may have forgotten what is still to be run, or know less than was run already. */
  private checkRange(partition: Partition<Stored>, { earliest, end }: PartitionRange): void {
    if (end < partition.next) {
      this.halt(
        partition.partition,
        `the log ends at ${end}, but effects up to ${partition.next} are stored: records were lost or the topic was made anew`,
      );
      partition.arriving = end;
    } else if (earliest > partition.next) {
      const why = `commands from ${partition.next} to ${earliest} left the log before they were run`;
      if (this.options.lostCommands === 'halt') this.halt(partition.partition, why);
      else this.options.log.error({ group: this.group, partition: partition.partition }, `${why}; going on behind them`);
      partition.arriving = earliest;
    } else {
      partition.arriving = Math.max(earliest, partition.published);
    }
  }

  private halt(partition: number, why: string): void {
    const found = this.assignment.partitions.find((p) => p.partition === partition);
    if (found) found.halted = why;
    this.options.log.error({ group: this.group, topic: this.topic, partition }, `partition halted: ${why}`);
    this.consumption?.pause(partition);
  }

  private async drain(): Promise<void> {
    const mine = this.assignment;
    mine.leaving = true;
    this.waker.wake();
    await this.working;
    await this.publishing.settled();
    await this.storePublished(mine).catch((error) => {
      // Whoever takes over answers again what is not marked; receivers drop the doubles.
      this.options.log.warn({ err: error, group: this.group }, 'published offsets could not be stored');
    });
  }

  // ---------------------------------------------------------------- arrival

  private arrive(number: number, records: readonly LogRecord[]): void {
    const { partitions, leaving } = this.assignment;
    const partition = partitions.find((p) => p.partition === number);
    if (!partition || partition.halted || leaving || this.failed) return;
    const unprepared: Entry<Stored>[] = [];
    const answered: Entry<Stored>[] = [];
    for (const record of records) {
      if (record.offset < partition.arriving) continue;
      if (record.offset > partition.arriving && this.options.lostCommands === 'halt') {
        this.halt(number, `records from ${partition.arriving} to ${record.offset} left the log before they were run`);
        break;
      }
      partition.arriving = record.offset + 1;
      const intake = decodeRecord(this.decoder, number, record);
      const entry: Entry<Stored> = { intake, preparing: 0 };
      (record.offset < partition.next ? answered : unprepared).push(entry);
      partition.queue.push(entry);
      partition.queuedBytes += intake.bytes;
    }
    const preparing = this.preparing();
    prepareEntries(unprepared, preparing);
    prepareReads(answered, preparing);
    if (!partition.paused && partition.queuedBytes > PAUSE_ABOVE_BYTES) {
      partition.paused = true;
      this.consumption?.pause(number);
    }
    this.waker.wake();
  }

  /** What must not happen inside a transaction happens as it arrives, for all that waits at once. */
  private preparing(): Preparing {
    const mine = this.assignment;
    return {
      admission: this.options.admission,
      log: this.options.log,
      deadLetters: this.deadLetters,
      abandoned: () => this.failed || !this.isCurrent(mine),
      sleep,
      ready: () => this.waker.wake(),
      failed: (error) => this.fail(error),
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
      } else if (await this.waker.sleep(mine.partitions.some(isBehind) ? STORE_PUBLISHED_AFTER_MS : undefined)) {
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
    this.waker.wake();
    this.options.fatal(asError(error));
  }

  private nextStep(mine: Assignment<Stored>): (() => Promise<void>) | undefined {
    if (this.publishing.isFull) return undefined;
    const taken = mine.partitions.find(awaitsAnswers);
    if (taken) return () => this.answerAgain(mine, taken);
    const shares = takeBatch(mine.partitions, this.turn++);
    return shares && (() => this.runShares(mine, shares));
  }

  private async runShares(mine: Assignment<Stored>, shares: readonly Share<Stored>[]): Promise<void> {
    const leaving = (): boolean => this.failed || !this.isCurrent(mine);
    const { shares: stored, results } = await runBatch({ ...this.runner, leaving }, shares);
    this.resumeDrained(mine);
    if (stored.length === 0) return;
    const ends = stored.map((share) => ({ partition: share.partition, offset: share.claim.end }));
    const outcomes = results.map((result) => result.outcome);
    this.publishing.publish(outcomes, ends);
  }

  private markPublished(ends: readonly End<Stored>[]): void {
    if (this.failed) return;
    for (const { partition, offset } of ends) partition.published = Math.max(partition.published, offset);
    this.consumption?.commit(new Map(ends.map(({ partition, offset }) => [partition.partition, offset])));
    this.waker.wake();
  }

  private async answerAgain(mine: Assignment<Stored>, partition: Partition<Stored>): Promise<void> {
    const entries = takeAnswered(partition);
    this.resumeDrained(mine);
    for (;;) {
      try {
        const { batches, log } = this.options;
        const outcomes = await answersOf({ batches, group: this.group, topic: this.topic, log }, partition.partition, entries);
        this.publishing.publish(outcomes, [{ partition, offset: (entries.at(-1)?.intake.offset ?? -1) + 1 }]);
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
      if (!partition.paused || partition.halted || partition.queuedBytes > RESUME_BELOW_BYTES) continue;
      partition.paused = false;
      this.consumption?.resume(partition.partition);
    }
  }

  private async storePublished({ partitions }: Assignment<Stored>): Promise<void> {
    const behind = partitions.filter(isBehind);
    if (behind.length === 0) return;
    const offsets = new Map(behind.map((partition) => [partition.partition, partition.published]));
    await this.options.batches.published(this.group, this.topic, offsets);
    for (const partition of behind) partition.publishedStored = offsets.get(partition.partition) ?? partition.publishedStored;
  }
}
