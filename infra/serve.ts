// A service: commands come from its topic, run in batches on its store, and their answers go out. The rules of delivery live here and below serve/.
//
// One loop: take what waits on all partitions → one transaction (serve/run-batch.ts) → publish the outcomes (serve/answers.ts) while the next batch runs.
import { type im, routesOf, type Topics } from '../proto/contract.ts';
import type { Batches, Bus, Consumption, Log, LogRecord, Opener, PartitionRange, Publisher, Routes } from './ports.ts';
import { answersOf } from './serve/answer-again.ts';
import { type Answering, publishOutcomes } from './serve/answers.ts';
import { type DeadLetters, deadLetters } from './serve/dead-letters.ts';
import { asError, type Decoder, decodeRecord, stepsOf } from './serve/decode.ts';
import {
  awaitsAnswers,
  type Entry,
  type Partition,
  partitionAt,
  type Share,
  takeAnswered,
  takeBatch,
} from './serve/partitions.ts';
import { prepareTask } from './serve/prepare.ts';
import { type BatchRunner, runBatch } from './serve/run-batch.ts';
import type { Result } from './serve/run-command.ts';

// Records wait in memory up to here for each partition; beyond, the partition is paused.
const PAUSE_ABOVE_BYTES = 2 * 1024 * 1024;
const RESUME_BELOW_BYTES = 512 * 1024;
// Batches whose answers are not published yet: one being published while the next one runs, and one ready behind it.
const MAX_UNPUBLISHED_BATCHES = 2;
// How long the row of a partition without new commands may lag behind what is published.
const STORE_PUBLISHED_AFTER_MS = 250;
const RETRY_MS = 500;

export interface ServeOptions<Stored> {
  readonly bus: Bus;
  readonly publisher: Publisher;
  readonly batches: Batches<Stored>;
  readonly routes: Routes;
  readonly log: Log;
  readonly topics: Topics;
  /** The reflected service (im.Logic) and its handlers. */
  readonly service: object;
  readonly handlers: object;
  /** Opens the payloads of sealed rpcs. */
  readonly opener?: Opener;
  /** Unique per process start. */
  readonly instance: string;
  /**
   * Commands that left the log unread (a stop longer than the topic's retention): `halt` the partition and alarm, or `skip` them, for services whose commands
   * are worthless by then anyway.
   */
  readonly lostCommands: 'halt' | 'skip';
  /** The instance cannot go on: stop the process. */
  fatal(error: Error): void;
  /** Called between the commit of a batch and its answers; tests stop the world here. */
  readonly afterCommit?: () => Promise<void> | void;
}

export interface Serving {
  /** Partitions that no longer run, and why. */
  halted(): ReadonlyMap<number, string>;
  /** Finishes the batch under way, publishes its answers and leaves the group. */
  close(): Promise<void>;
}

/** Serves one service's rpcs as a member of its consumer group (named like the service) until closed. Resolves when it has joined. */
export async function serve<Stored>(options: ServeOptions<Stored>): Promise<Serving> {
  const runtime = new Runtime(options);
  await runtime.start();
  return { halted: () => runtime.halted(), close: () => runtime.close() };
}

class Runtime<Stored> {
  private readonly options: ServeOptions<Stored>;
  private readonly group: string;
  private readonly topic: string;
  private readonly decoder: Decoder<Stored>;
  private readonly answering: Answering;
  private readonly deadLetters: DeadLetters;
  private readonly runner: BatchRunner<Stored>;
  private partitions: Partition<Stored>[] = [];
  private consumption: Consumption | undefined;
  private turn = 0;
  private closed = false;
  /** The partitions are about to go elsewhere: nothing new is begun. */
  private leaving = false;
  /** Rises with each assignment, so that late work of an old one is recognised. */
  private assignment = 0;
  private working: Promise<void> = Promise.resolve();
  private publishing: Promise<void> = Promise.resolve();
  private unpublished = 0;
  private wake: (() => void) | undefined;

  constructor(options: ServeOptions<Stored>) {
    this.options = options;
    const routes = routesOf([options.service]);
    const service = [...routes.values()][0]?.service ?? '';
    this.group = service.toLowerCase();
    this.topic = options.topics.service(service);
    const { bus, log, instance, topics } = options;
    this.decoder = { routes, steps: stepsOf(routes, options.handlers), opener: options.opener };
    this.answering = { publisher: options.publisher, routes: options.routes, gateTopic: topics.gate, log };
    const overwhelmed = (error: Error): void => options.fatal(error);
    this.deadLetters = deadLetters({
      bus,
      log,
      group: this.group,
      topic: this.topic,
      deadLetterTopic: topics.deadLetter,
      instance,
      overwhelmed,
    });
    this.runner = {
      batches: options.batches,
      group: this.group,
      topic: this.topic,
      deadLetters: this.deadLetters,
      log,
      leaving: () => this.leaving || this.closed,
      sleep: (ms) => this.sleep(ms),
      halt: (partition, why) => this.halt(partition, why),
    };
  }

  async start(): Promise<void> {
    const loop = this.loop();
    loop.catch((error) => this.options.fatal(asError(error)));
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
    for (const { partition, halted: why } of this.partitions) if (why) halted.set(partition, why);
    return halted;
  }

  async close(): Promise<void> {
    await this.consumption?.close();
    this.closed = true;
    this.wake?.();
    await this.working;
    await this.publishing;
  }

  // ---------------------------------------------------------------- assignment

  private async assigned(ranges: readonly PartitionRange[]): Promise<ReadonlyMap<number, number>> {
    const assignment = ++this.assignment;
    const positions = await this.loadPositions(ranges, assignment);
    const starts = new Map<number, number>();
    if (assignment !== this.assignment) return starts;
    this.partitions = [];
    for (const range of ranges) {
      const position = positions.get(range.partition);
      if (!position) throw new Error(`the store gave no position for partition ${range.partition}`);
      const partition = partitionAt<Stored>(range, position);
      this.partitions.push(partition);
      this.checkRange(partition, range);
      starts.set(range.partition, partition.arriving);
    }
    this.leaving = false;
    this.wake?.();
    return starts;
  }

  private async loadPositions(ranges: readonly PartitionRange[], assignment: number): ReturnType<Batches<Stored>['load']> {
    for (;;) {
      try {
        return await this.options.batches.load(this.group, this.topic, ranges);
      } catch (error) {
        this.options.log.warn({ err: error, group: this.group }, 'positions could not be read, trying again');
        if (this.closed || assignment !== this.assignment) return new Map();
        await this.sleep(RETRY_MS);
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
    const found = this.partitions.find((p) => p.partition === partition);
    if (found) found.halted = why;
    this.options.log.error({ group: this.group, topic: this.topic, partition }, `partition halted: ${why}`);
    this.consumption?.pause(partition);
  }

  private async drain(): Promise<void> {
    this.leaving = true;
    this.wake?.();
    await this.working;
    await this.publishing;
    await this.storePublished().catch((error) => {
      // Whoever takes over answers again what is not marked; receivers drop the doubles.
      this.options.log.warn({ err: error, group: this.group }, 'published offsets could not be stored');
    });
    // A pause outlives the assignment; what it was for does not.
    for (const { partition, paused, halted } of this.partitions) if (paused || halted) this.consumption?.resume(partition);
    this.partitions = [];
  }

  // ---------------------------------------------------------------- arrival

  private arrive(number: number, records: readonly LogRecord[]): void {
    const partition = this.partitions.find((p) => p.partition === number);
    if (!partition || partition.halted || this.leaving) return;
    for (const record of records) {
      if (record.offset < partition.arriving) continue;
      if (record.offset > partition.arriving && this.options.lostCommands === 'halt') {
        this.halt(number, `records from ${partition.arriving} to ${record.offset} left the log before they were run`);
        return;
      }
      partition.arriving = record.offset + 1;
      const intake = decodeRecord(this.decoder, number, record);
      const entry: Entry<Stored> = { intake, preparing: 0 };
      if (record.offset >= partition.next) this.prepare(entry);
      partition.queue.push(entry);
      partition.queuedBytes += intake.bytes;
    }
    if (!partition.paused && partition.queuedBytes > PAUSE_ABOVE_BYTES) {
      partition.paused = true;
      this.consumption?.pause(number);
    }
    this.wake?.();
  }

  /** What must not happen inside a transaction happens now, for all that waits at once. */
  private prepare(entry: Entry<Stored>): void {
    const assignment = this.assignment;
    const abandoned = (): boolean => this.closed || assignment !== this.assignment;
    const preparing = { log: this.options.log, deadLetters: this.deadLetters, abandoned, sleep: (ms: number) => this.sleep(ms) };
    for (const task of entry.intake.tasks) {
      if (task.verdict || !task.steps?.prepare) continue;
      entry.preparing++;
      void prepareTask(task, preparing).finally(() => {
        entry.preparing--;
        if (entry.preparing === 0) this.wake?.();
      });
    }
  }

  // ---------------------------------------------------------------- the loop

  private async loop(): Promise<void> {
    while (!this.closed) {
      const step = this.leaving ? undefined : this.nextStep();
      if (step) {
        this.working = step().catch((error) => this.options.fatal(asError(error)));
        await this.working;
      } else if (await this.sleepUntilWoken(this.published() ? STORE_PUBLISHED_AFTER_MS : undefined)) {
        if (this.leaving || this.closed) continue;
        this.working = this.storePublished().catch((error) => {
          this.options.log.warn({ err: error, group: this.group }, 'published offsets could not be stored');
        });
        await this.working;
      }
    }
  }

  private nextStep(): (() => Promise<void>) | undefined {
    if (this.unpublished >= MAX_UNPUBLISHED_BATCHES) return undefined;
    const taken = this.partitions.find(awaitsAnswers);
    if (taken) return () => this.answerAgain(taken);
    const shares = takeBatch(this.partitions, this.turn++);
    return shares && (() => this.runShares(shares));
  }

  private async runShares(shares: readonly Share<Stored>[]): Promise<void> {
    const { shares: stored, results } = await runBatch(this.runner, shares);
    this.resumeDrained();
    if (stored.length > 0) this.publishLater(results, stored);
  }

  private publishLater(results: readonly Result<Stored>[], shares: readonly Share<Stored>[]): void {
    const ends = shares.map((share) => ({ partition: share.partition, offset: share.claim.end }));
    const outcomes = results.map((result) => result.outcome);
    this.publish(outcomes, ends);
  }

  private publish(
    outcomes: readonly im.Outcome.$Properties[],
    ends: readonly { partition: Partition<Stored>; offset: number }[],
  ): void {
    this.unpublished++;
    this.publishing = this.publishing
      .then(async () => {
        await this.options.afterCommit?.();
        await publishOutcomes(this.answering, outcomes);
        for (const { partition, offset } of ends) partition.published = Math.max(partition.published, offset);
        this.consumption?.commit(new Map(ends.map(({ partition, offset }) => [partition.partition, offset])));
      })
      .catch((error) => {
        // Only a closed bus rejects; who takes over answers again.
        this.options.log.warn({ err: error, group: this.group }, 'answers could not be published');
      })
      .finally(() => {
        this.unpublished--;
        this.wake?.();
      });
  }

  private async answerAgain(partition: Partition<Stored>): Promise<void> {
    const entries = takeAnswered(partition);
    for (;;) {
      try {
        const { batches, log } = this.options;
        const outcomes = await answersOf({ batches, group: this.group, topic: this.topic, log }, partition.partition, entries);
        this.publish(outcomes, [{ partition, offset: (entries.at(-1)?.intake.offset ?? -1) + 1 }]);
        return;
      } catch (error) {
        this.options.log.warn({ err: error, group: this.group }, 'stored answers could not be read, trying again');
        if (this.leaving || this.closed) return;
        await this.sleep(RETRY_MS);
      }
    }
  }

  private resumeDrained(): void {
    for (const partition of this.partitions) {
      if (!partition.paused || partition.halted || partition.queuedBytes > RESUME_BELOW_BYTES) continue;
      partition.paused = false;
      this.consumption?.resume(partition.partition);
    }
  }

  /** True where rows lag behind what is published. */
  private published(): boolean {
    return this.partitions.some((partition) => partition.published > partition.publishedStored);
  }

  private async storePublished(): Promise<void> {
    const behind = this.partitions.filter((partition) => partition.published > partition.publishedStored);
    if (behind.length === 0) return;
    const offsets = new Map(behind.map((partition) => [partition.partition, partition.published]));
    await this.options.batches.published(this.group, this.topic, offsets);
    for (const partition of behind) partition.publishedStored = offsets.get(partition.partition) ?? partition.publishedStored;
  }

  /** True when the time is up, false when woken. */
  private sleepUntilWoken(ms: number | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => done(true), ms);
      const done = (timeUp: boolean): void => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve(timeUp);
      };
      this.wake = () => done(false);
    });
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }
}
