// The Bus port within one process. Its log is in the same SQLite file as the tables.
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Bus,
  type ConsumeOptions,
  type Consumption,
  type Following,
  type FollowOptions,
  type Log,
  MAX_RECORD_BYTES,
  type OutgoingRecord,
  type TopicSpec,
} from '../ports/index.ts';
import type { StoreClock } from '../sql/store-clock.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { type LogReader, LogReaders } from './log-readers.ts';
import { type LogPartition, RecordLog } from './record-log.ts';

export interface SqliteBusOptions {
  /**
   * Shared with the tables. The bus uses it in short synchronous transactions and does not close it. A database has one bus.
   */
  readonly database: DatabaseSync;
  /** Topics that are kept only in memory: those to the gates, because no reader continues them from a stored position. */
  readonly volatileTopics?: readonly string[];
  readonly log?: Log;
  /** Decides how old records are. Default: the clock of the machine. */
  readonly clock?: StoreClock;
}

// Wait between attempts of a failed transaction (database locked, disk full), and between checks for a topic that does not exist
// yet.
const RETRY_MS = 200;
const TRUNCATE_EVERY_MS = 30_000;

interface PendingPublish {
  readonly records: readonly OutgoingRecord[];
  readonly done: PromiseWithResolvers<void>;
}

/**
 * A Bus for one process. Everything published in one turn of the event loop is one transaction, as durable as the database's
 * `synchronous` setting.
 */
export function sqliteBus(options: SqliteBusOptions): Bus {
  return new SqliteBus(options);
}

class SqliteBus implements Bus {
  readonly #log: Log | undefined;
  readonly #records: RecordLog;
  readonly #readers: LogReaders;
  readonly #groups = new Map<string, ConsumerGroup>();
  readonly #truncation: NodeJS.Timeout;
  #isReachable = true;
  #isClosing = false;
  #isClosed = false;
  #pending: PendingPublish[] = [];
  #scheduledAppend: NodeJS.Immediate | NodeJS.Timeout | undefined;
  #scheduledTruncation: NodeJS.Immediate | undefined;

  constructor({ database, volatileTopics = [], log, clock = Date }: SqliteBusOptions) {
    this.#log = log;
    this.#records = new RecordLog(database, new Set(volatileTopics), clock);
    this.#readers = new LogReaders(this.#records, {
      onRead: () => this.#markReachable(),
      onReadFailed: (error) => this.#markUnreachable(error),
    });
    this.#truncation = setInterval(() => this.#truncate(), TRUNCATE_EVERY_MS).unref();
  }

  get reachable(): boolean {
    return this.#isReachable;
  }

  publish(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.#isClosed) return Promise.reject(closedError());
    const done = Promise.withResolvers<void>();
    this.#pending.push({ records: records.filter((record) => this.#fits(record)), done });
    this.#scheduledAppend ??= setImmediate(() => this.#append());
    return done.promise;
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    const partitions = await this.#waitForTopic(options.topic);
    const key = `${options.group} ${options.topic}`;
    const known = this.#groups.get(key);
    if (known) return known.join(options);
    const group = new ConsumerGroup({
      topic: options.topic,
      partitions,
      records: this.#records,
      readers: this.#readers,
      log: this.#log,
    });
    this.#groups.set(key, group);
    return group.join(options);
  }

  async follow({ topic, partition, onRecords, onGap }: FollowOptions): Promise<Following> {
    const logPartition = (await this.#waitForTopic(topic))[partition];
    if (!logPartition) throw new RangeError(`topic ${topic} has no partition ${partition}`);
    const reader: LogReader = {
      partition: logPartition,
      next: logPartition.end,
      paused: false,
      onRecords,
      onGap: ({ earliest }) => {
        reader.next = earliest;
        onGap();
        this.#readers.start(reader);
      },
    };
    this.#readers.start(reader);
    return { close: async () => this.#readers.stop(reader) };
  }

  async ensureTopics(specs: readonly TopicSpec[]): Promise<void> {
    if (this.#isClosing) throw closedError();
    this.#records.ensureTopics(specs);
  }

  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    // Consumers close first: they still publish what they finish before they leave.
    await Promise.all([...this.#groups.values()].map((group) => group.close()));
    this.#isClosed = true;
    this.#readers.close();
    clearInterval(this.#truncation);
    clearImmediate(this.#scheduledTruncation);
    clearImmediate(this.#scheduledAppend as NodeJS.Immediate | undefined);
    clearTimeout(this.#scheduledAppend as NodeJS.Timeout | undefined);
    for (const { done } of this.#pending) done.reject(closedError());
    this.#pending = [];
  }

  #append(): void {
    const batch = this.#pending;
    const records = batch.flatMap((publish) => publish.records);
    if (!this.#records.requestAppend(records)) {
      this.#scheduledAppend = setImmediate(() => this.#append());
      return;
    }
    this.#scheduledAppend = undefined;
    try {
      const grown = this.#records.append(records);
      this.#pending = [];
      this.#markReachable();
      this.#readers.notifyGrown(grown);
      for (const { done } of batch) done.resolve();
    } catch (error) {
      this.#markUnreachable(error);
      this.#scheduledAppend = setTimeout(() => this.#append(), RETRY_MS);
    }
  }

  /** False for a record that Kafka would refuse as well: it is dropped. */
  #fits({ topic, partition, value }: OutgoingRecord): boolean {
    const bytes = value.length;
    if (bytes <= MAX_RECORD_BYTES) return true;
    this.#log?.error({ topic, partition, bytes, maxBytes: MAX_RECORD_BYTES }, 'record too large, dropped');
    return false;
  }

  #truncate(): void {
    this.#scheduledTruncation = undefined;
    try {
      if (this.#records.truncate((partition) => this.#firstNeeded(partition)))
        this.#scheduledTruncation = setImmediate(() => this.#truncate());
    } catch (error) {
      this.#markUnreachable(error);
    }
  }

  /** The age of a record decides nothing while a group still needs it: a clock that was set forward makes all records old. */
  #firstNeeded({ topic, partition }: LogPartition): number {
    const groups = [...this.#groups.values()].filter((group) => group.topic === topic && group.hasMembers);
    return Math.min(...groups.map((group) => group.firstNeeded(partition)));
  }

  async #waitForTopic(topic: string): Promise<readonly LogPartition[]> {
    for (let isReported = false; ; isReported = true) {
      if (this.#isClosing) throw closedError();
      const partitions = this.#records.findPartitions(topic);
      if (partitions) return partitions;
      if (!isReported) this.#log?.warn({ topic }, 'waiting for a topic that does not exist yet');
      await sleep(RETRY_MS);
    }
  }

  #markReachable(): void {
    if (!this.#isReachable) this.#log?.info({}, 'the embedded log is available again');
    this.#isReachable = true;
  }

  #markUnreachable(error: unknown): void {
    if (this.#isReachable) this.#log?.warn({ err: error }, 'the embedded log is unavailable, retrying');
    this.#isReachable = false;
  }
}

function closedError(): Error {
  return new Error('the bus is closed');
}
