// Runs the reads whose reply is a page (Sync, PullMessages, lists) beside the batches, so that the batches that store messages
// stay short. Each user has a lane: at most two of its reads run at once, and its bytes per second are limited.
import { setImmediate } from 'node:timers/promises';
import { ImError } from '../../../proto/errors.ts';
import { MemoryAllowances } from '../../memory/allowances.ts';
import { runInsideBatch } from '../../messaging/batch-context.ts';
import { type Batches, DataError, type Log, type Rate, StoreFailed } from '../../ports/index.ts';
import { asError } from '../../process/errors.ts';
import { type ExecutedCommand, PoisonCommand, runCommand } from '../command-runner.ts';
import type { BugMonitor } from '../dead-letters/bug-monitor.ts';
import type { DeadLetters } from '../dead-letters/dead-letters.ts';
import { traceCommands } from '../monitoring/batch-traces.ts';
import type { ServiceMetrics } from '../monitoring/service-metrics.ts';
import { type OutcomePublishing, publishOutcomes } from '../outcomes/publish-outcomes.ts';
import { closeRead, openRead, type PartitionQueue } from '../partition-queue.ts';
import { prepareCommand } from '../prepare.ts';
import { isExpired, type QueuedCommand } from '../record-decoder.ts';

const MAX_RUNNING_PER_USER = 2;
// A user's devices have max_pending_commands (64) each. More only wait for their deadline.
const MAX_WAITING_PER_USER = 256;
/** Requests of all users that wait in memory. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
/** At most 200 rows each, and 128 KiB of reply: the process does nothing else while it decodes them. */
const MAX_READS_AT_ONCE = 16;
/** What a read costs besides its reply. */
const BYTES_PER_READ = 2 * 1024;
const RETRY_MS = 200;
/** Reads that took longer are followed by a pause of the same length: they take at most half of the thread. */
const HEAVY_AFTER_MS = 5;

export interface PagedReadsOptions<Store> {
  readonly batches: Pick<Batches<Store>, 'openReads'>;
  readonly outcomes: OutcomePublishing;
  readonly deadLetters: DeadLetters;
  readonly bugs: BugMonitor;
  readonly log: Log;
  readonly metrics: ServiceMetrics;
  /** Bytes of replies per user; undefined = no limit. */
  readonly rate: Rate | undefined;
  sleep(ms: number): Promise<void>;
  /** Reads of this partition are answered. */
  onAnswered(queue: PartitionQueue<Store>): void;
  onFailed(error: unknown): void;
}

interface Lane<Store> {
  readonly key: string;
  readonly waiting: PagedRead<Store>[];
  running: number;
  timer: NodeJS.Timeout | undefined;
}

interface PagedRead<Store> {
  readonly queue: PartitionQueue<Store>;
  readonly command: QueuedCommand<Store>;
  readonly lane: Lane<Store>;
}

export class PagedReads<Store> {
  readonly #options: PagedReadsOptions<Store>;
  readonly #allowances: MemoryAllowances | undefined;
  #lanes = new Map<string, Lane<Store>>();
  /** Prepared reads of all lanes, in the order of their turns. */
  #ready: PagedRead<Store>[] = [];
  #waitingBytes = 0;
  #running = 0;
  /** Rises with `clear`: reads of before are dropped. */
  #generation = 0;
  #loop: Promise<void> | undefined;

  constructor(options: PagedReadsOptions<Store>) {
    this.#options = options;
    this.#allowances = options.rate && new MemoryAllowances(options.rate);
  }

  /** Runs these reads after all earlier ones of their users. Until they are answered, `published` stays below them. */
  enqueue(queue: PartitionQueue<Store>, commands: readonly QueuedCommand<Store>[]): void {
    for (const command of commands) {
      openRead(queue, command.offset);
      const lane = this.#laneOf(command.key);
      const read = { queue, command, lane };
      this.#waitingBytes += command.envelope.payload.length;
      if (lane.waiting.length >= MAX_WAITING_PER_USER || this.#waitingBytes > MAX_WAITING_BYTES) {
        command.rejection = new ImError('BUSY', 'too many reads of this user wait');
        this.#start(read);
      } else {
        lane.waiting.push(read);
        this.#startWaiting(lane);
      }
    }
  }

  /** Drops everything that waits. The instance that takes over runs it again. */
  clear(): void {
    this.#generation++;
    for (const { timer } of this.#lanes.values()) clearTimeout(timer);
    this.#lanes = new Map();
    this.#ready = [];
    this.#waitingBytes = 0;
  }

  counts(): { readonly waiting: number; readonly running: number } {
    let waiting = this.#ready.length;
    for (const lane of this.#lanes.values()) waiting += lane.waiting.length;
    return { waiting, running: this.#running };
  }

  /** Drops everything that waits. Resolves when nothing runs any more. */
  async close(): Promise<void> {
    this.clear();
    await this.#loop;
  }

  #laneOf(key: string): Lane<Store> {
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = { key, waiting: [], running: 0, timer: undefined };
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  #startWaiting(lane: Lane<Store>): void {
    while (lane.running < MAX_RUNNING_PER_USER) {
      const next = lane.waiting[0];
      if (!next) break;
      const waitMs = this.#msUntilAllowed(lane);
      if (waitMs > 0 && !isExpired(next.command)) {
        lane.timer ??= setTimeout(() => {
          lane.timer = undefined;
          this.#startWaiting(lane);
        }, waitMs);
        return;
      }
      lane.waiting.shift();
      this.#start(next);
    }
    if (lane.running === 0 && lane.waiting.length === 0) this.#lanes.delete(lane.key);
  }

  #msUntilAllowed({ key }: Lane<Store>): number {
    return this.#allowances ? this.#allowances.msUntil(this.#allowances.balance(key), 0) : 0;
  }

  #start(read: PagedRead<Store>): void {
    const { command, lane } = read;
    lane.running++;
    if (command.rejection || !command.handler?.prepare) {
      this.#becomeReady(read);
      return;
    }
    const { log, deadLetters, sleep, onFailed } = this.#options;
    const generation = this.#generation;
    const isAbandoned = (): boolean => generation !== this.#generation;
    prepareCommand(command, { log, deadLetters, sleep, isAbandoned }).then(() => {
      if (!isAbandoned()) this.#becomeReady(read);
    }, onFailed);
  }

  #becomeReady(read: PagedRead<Store>): void {
    this.#ready.push(read);
    this.#loop ??= this.#runLoop()
      .catch((error) => this.#options.onFailed(error))
      .finally(() => {
        this.#loop = undefined;
      });
  }

  async #runLoop(): Promise<void> {
    while (this.#ready.length > 0) {
      // Batches and sockets get their turn, and reads of one moment share their round trips.
      await setImmediate();
      const generation = this.#generation;
      const reads = this.#ready.splice(0, MAX_READS_AT_ONCE);
      const startedAt = performance.now();
      this.#running = reads.length;
      const results = await this.#run(reads);
      this.#running = 0;
      if (results && generation === this.#generation) {
        traceCommands(results, 'read', { startMs: startedAt, endMs: performance.now(), roundTrips: [] }, this.#options.log);
        this.#publish(reads, results);
      }
      const tookMs = performance.now() - startedAt;
      if (tookMs > HEAVY_AFTER_MS) await this.#options.sleep(tookMs);
    }
  }

  /** Runs reads in one batch; one after the other where one of them is at fault. Undefined when the reads were dropped. */
  async #run(reads: readonly PagedRead<Store>[]): Promise<ExecutedCommand<Store>[] | undefined> {
    const generation = this.#generation;
    while (generation === this.#generation) {
      const batch = this.#options.batches.openReads();
      const attempts = await runInsideBatch(() => Promise.allSettled(reads.map(({ command }) => runCommand(batch, command))));
      await batch.rollback();
      const failures = attempts.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
      const unavailable = failures.find((error) => error instanceof StoreFailed);
      if (failures.length === 0) {
        const results = attempts.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
        for (const { command, bug } of results) if (bug) await this.#options.deadLetters.deadLetter(command, bug);
        return results;
      }
      if (!unavailable && reads.length > 1) return this.#runOneByOne(reads);
      if (unavailable) {
        this.#options.log.warn({ err: unavailable, reads: reads.length }, 'reads failed, retrying after a pause');
        await this.#options.sleep(RETRY_MS);
      } else for (const { command } of reads) await this.#deadLetter(command, failures[0]);
    }
    return undefined;
  }

  async #runOneByOne(reads: readonly PagedRead<Store>[]): Promise<ExecutedCommand<Store>[] | undefined> {
    const results: ExecutedCommand<Store>[] = [];
    for (const read of reads) {
      const result = await this.#run([read]);
      if (!result) return undefined;
      results.push(...result);
    }
    return results;
  }

  /** The next attempt replies with INTERNAL_ERROR. */
  #deadLetter(command: QueuedCommand<Store>, error: unknown): Promise<void> {
    const cause = error instanceof PoisonCommand || error instanceof DataError ? error : asError(error);
    return this.#options.deadLetters.deadLetter(command, asError(cause.cause ?? cause));
  }

  #publish(reads: readonly PagedRead<Store>[], results: readonly ExecutedCommand<Store>[]): void {
    const { outcomes, bugs, metrics, onAnswered, onFailed } = this.#options;
    const generation = this.#generation;
    metrics.countReads(results);
    for (const { command, outcome } of results) {
      bugs.countCommand(command.caller);
      this.#waitingBytes = Math.max(0, this.#waitingBytes - command.envelope.payload.length);
      this.#allowances?.charge(command.key, BYTES_PER_READ + (outcome.reply?.payload?.length ?? 0));
    }
    publishOutcomes(
      outcomes,
      results.map(({ outcome }) => outcome),
    ).then(() => {
      if (generation !== this.#generation) return;
      for (const { queue, command, lane } of reads) {
        closeRead(queue, command.offset);
        lane.running--;
        this.#startWaiting(lane);
      }
      for (const queue of new Set(reads.map((read) => read.queue))) onAnswered(queue);
    }, onFailed);
  }
}
