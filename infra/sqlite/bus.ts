// The Bus port within one process, its log in the same SQLite file as the tables.
import type { DatabaseSync } from 'node:sqlite';
import {
  type Bus,
  type ConsumeOptions,
  type Following,
  type FollowOptions,
  type Log,
  MAX_RECORD_BYTES,
  type OutgoingRecord,
} from '../ports/index.ts';
import { type ConsumerGroup, consumerGroup } from './consumer-group.ts';
import { type LogReader, logReaders } from './log-readers.ts';
import { recordLog } from './record-log.ts';

export interface SqliteBusOptions {
  /** Shared with the tables; the bus uses it in short synchronous transactions and does not close it. One bus a database. */
  readonly database: DatabaseSync;
  /** Topics kept in memory only, because nobody reads them from a stored position: what is on its way to the gates. */
  readonly volatileTopics?: readonly string[];
  readonly log?: Log;
}

// Between tries of a transaction the database refuses (locked, disk full), and between looks for a topic that is not there yet.
const RETRY_MS = 200;
const TRUNCATE_EVERY_MS = 30_000;

interface Publishing {
  readonly records: readonly OutgoingRecord[];
  readonly done: PromiseWithResolvers<void>;
}

/** A Bus for everything in one process. What is published in one turn of the event loop is one transaction. Durable as the database's `synchronous` says. */
export function sqliteBus({ database, volatileTopics = [], log: report }: SqliteBusOptions): Bus {
  const log = recordLog(database, new Set(volatileTopics));
  const groups = new Map<string, ConsumerGroup>();
  let reachable = true;
  let closing = false;
  let closed = false;
  let waiting: Publishing[] = [];
  let scheduled: NodeJS.Immediate | NodeJS.Timeout | undefined;
  let truncating: NodeJS.Immediate | undefined;

  const succeeded = (): void => {
    if (!reachable) report?.info({}, 'the embedded log works again');
    reachable = true;
  };
  const failed = (error: unknown): void => {
    if (reachable) report?.warn({ err: error }, 'the embedded log does not take or give records: trying again');
    reachable = false;
  };
  const reading = logReaders(log, { read: succeeded, failed });

  function append(): void {
    scheduled = undefined;
    const batch = waiting;
    try {
      const grown = log.append(batch.flatMap(({ records }) => records));
      waiting = [];
      succeeded();
      reading.notifyGrown(grown);
      for (const { done } of batch) done.resolve();
    } catch (error) {
      failed(error);
      scheduled = setTimeout(append, RETRY_MS);
    }
  }

  /** What Kafka would not take is not taken here either. */
  function fits({ topic, partition, value }: OutgoingRecord): boolean {
    const bytes = value.length;
    if (bytes <= MAX_RECORD_BYTES) return true;
    report?.error({ topic, partition, bytes, maxBytes: MAX_RECORD_BYTES }, 'a record too large for the log was dropped');
    return false;
  }

  function truncate(): void {
    truncating = undefined;
    try {
      if (log.truncate(Date.now())) truncating = setImmediate(truncate);
    } catch (error) {
      failed(error);
    }
  }
  const truncation = setInterval(truncate, TRUNCATE_EVERY_MS).unref();

  async function untilItExists(topic: string): Promise<NonNullable<ReturnType<typeof log.findPartitions>>> {
    for (let told = false; ; told = true) {
      if (closing) throw closedError();
      const partitions = log.findPartitions(topic);
      if (partitions) return partitions;
      if (!told) report?.warn({ topic }, 'the topic does not exist yet: waiting for it');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  async function consume(options: ConsumeOptions) {
    const partitions = await untilItExists(options.topic);
    const key = `${options.group} ${options.topic}`;
    const known = groups.get(key) ?? consumerGroup(partitions, log, reading, report);
    groups.set(key, known);
    return known.join(options);
  }

  async function follow({ topic, partition, onRecords, onGap }: FollowOptions): Promise<Following> {
    const at = (await untilItExists(topic))[partition];
    if (!at) throw new RangeError(`there is no partition ${partition} of topic ${topic}`);
    const reader: LogReader = {
      partition: at,
      next: at.end,
      paused: false,
      onRecords,
      onGap: ({ earliest }) => {
        reader.next = earliest;
        onGap();
        reading.start(reader);
      },
    };
    reading.start(reader);
    return { close: async () => reading.stop(reader) };
  }

  return {
    publish(records) {
      if (closed) return Promise.reject(closedError());
      const done = Promise.withResolvers<void>();
      waiting.push({ records: records.filter(fits), done });
      scheduled ??= setImmediate(append);
      return done.promise;
    },
    consume,
    follow,
    async ensureTopics(specs) {
      if (closing) throw closedError();
      log.ensureTopics(specs);
    },
    get reachable() {
      return reachable;
    },
    async close() {
      if (closing) return;
      closing = true;
      // What the consumers finish while they drain may still be published.
      await Promise.all([...groups.values()].map((one) => one.close()));
      closed = true;
      reading.close();
      clearInterval(truncation);
      clearImmediate(truncating);
      clearImmediate(scheduled as NodeJS.Immediate | undefined);
      clearTimeout(scheduled as NodeJS.Timeout | undefined);
      for (const { done } of waiting) done.reject(closedError());
      waiting = [];
    },
  };
}

function closedError(): Error {
  return new Error('the bus is closed');
}
