// The partitioned log of one process. Its records are in the same SQLite file as the tables, or only in memory.
import type { DatabaseSync } from 'node:sqlite';
import { assertOnlyOne } from '../messaging/topics.ts';
import { type LogRecord, type OutgoingRecord, type PartitionRange, SetupError, type TopicSpec } from '../ports/index.ts';
import type { StoreClock } from '../sql/store-clock.ts';
import { type OpenTransaction, openTransactionOf } from './open-transaction.ts';

// One step of truncation is one short transaction.
const MAX_TRUNCATED_RECORDS = 1000;
// A partition in memory keeps this much that all readers have already received: enough for a reader that restarts.
const MEMORY_BYTES = 4 * 1024 * 1024;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS bus_topic (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  partitions INTEGER NOT NULL,
  retention_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS bus_partition (
  topic INTEGER NOT NULL,
  partition INTEGER NOT NULL,
  next_offset INTEGER NOT NULL,
  PRIMARY KEY (topic, partition)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bus_record (
  topic INTEGER NOT NULL,
  partition INTEGER NOT NULL,
  record_offset INTEGER NOT NULL,
  time INTEGER NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (topic, partition, record_offset)
) STRICT;
`;

/** A partition of the log. Readers compare partitions by object identity. */
export interface LogPartition {
  readonly topic: string;
  readonly partition: number;
  /** The offset of the next record. */
  readonly end: number;
}

interface StoredPartition extends LogPartition {
  readonly topicId: number;
  readonly retentionMs: number;
  end: number;
  /** The records of a volatile topic; undefined if they are in the database. */
  readonly memory: { offset: number; time: number; value: Uint8Array }[] | undefined;
  memoryBytes: number;
}

/** All calls are synchronous. A call that writes is one transaction and must not run inside another one. */
export class RecordLog {
  readonly #database: DatabaseSync;
  readonly #batch: OpenTransaction;
  readonly #volatileTopics: ReadonlySet<string>;
  readonly #clock: StoreClock;
  readonly #statements: ReturnType<typeof prepareStatements>;
  readonly #topics = new Map<string, StoredPartition[]>();

  /** `volatileTopics` are kept in memory, start empty, and lose their records with the process. */
  constructor(database: DatabaseSync, volatileTopics: ReadonlySet<string>, clock: StoreClock) {
    database.exec(SCHEMA);
    this.#database = database;
    this.#batch = openTransactionOf(database);
    this.#volatileTopics = volatileTopics;
    this.#clock = clock;
    this.#statements = prepareStatements(database);
  }

  /** Creates or checks topics. Throws where one exists with another partition count. */
  ensureTopics(specs: readonly TopicSpec[]): void {
    const ensured = this.#transaction(() => {
      const existing = specs.flatMap(({ onlyOne }) => (onlyOne ? this.#findNames(onlyOne.prefix) : []));
      assertOnlyOne(specs, [...existing, ...this.#topics.keys()]);
      return specs.map((spec): [string, StoredPartition[]] => {
        const known = this.#topics.get(spec.name);
        if (known && known.length !== spec.partitions) throw wrongPartitionCount(spec, known.length);
        if (known) return [spec.name, known];
        return [spec.name, this.#volatileTopics.has(spec.name) ? partitionsInMemory(spec) : this.#ensureStored(spec)];
      });
    });
    for (const [name, partitions] of ensured) this.#topics.set(name, partitions);
  }

  /** False while a batch should do more of its work before `append`: then ask again in the next turn of the event loop. */
  requestAppend(records: readonly OutgoingRecord[]): boolean {
    return records.every(({ topic }) => this.#volatileTopics.has(topic)) || this.#batch.requestInterruption();
  }

  findPartitions(topic: string): readonly LogPartition[] | undefined {
    return this.#topics.get(topic);
  }

  /** Appends all records or none. Returns the partitions that grew. Throws where a topic or partition does not exist. */
  append(records: readonly OutgoingRecord[]): ReadonlySet<LogPartition> {
    const now = this.#clock.now();
    const ends = new Map<StoredPartition, number>();
    for (const { topic, partition } of records) {
      const target = this.#find(topic, partition);
      ends.set(target, target.end);
    }
    const nextOffset = (partition: StoredPartition): number => {
      const offset = ends.get(partition) ?? partition.end;
      ends.set(partition, offset + 1);
      return offset;
    };
    const durable = records.filter(({ topic }) => !this.#volatileTopics.has(topic));
    if (durable.length > 0)
      this.#transaction(() => {
        const { insertRecord, upsertEnd } = this.#statements;
        for (const { topic, partition, value } of durable) {
          const target = this.#find(topic, partition);
          insertRecord.run(target.topicId, partition, nextOffset(target), now, value);
        }
        for (const [target, end] of ends) if (!target.memory) upsertEnd.run(target.topicId, target.partition, end);
      });
    for (const { topic, partition, value } of records) {
      const target = this.#find(topic, partition);
      if (!target.memory) continue;
      target.memory.push({ offset: nextOffset(target), time: now, value });
      target.memoryBytes += value.length;
    }
    for (const [target, end] of ends) target.end = end;
    return new Set(ends.keys());
  }

  /** Records from offset `from` on, or from the earliest one when that is later; at least one if there is any. */
  read({ topic, partition }: LogPartition, from: number, maxRecords: number, maxBytes: number): LogRecord[] {
    const target = this.#find(topic, partition);
    const start = Math.max(0, from - (target.memory?.[0]?.offset ?? 0));
    const records: LogRecord[] = target.memory
      ? target.memory.slice(start, start + maxRecords)
      : (this.#statements.selectRecords.all(target.topicId, partition, from, maxRecords) as unknown as LogRecord[]);
    let count = 0;
    let bytes = 0;
    for (const { value } of records) {
      bytes += value.length;
      if (count > 0 && bytes > maxBytes) break;
      count++;
    }
    return records.slice(0, count);
  }

  range({ topic, partition }: LogPartition): PartitionRange {
    const target = this.#find(topic, partition);
    return { partition, earliest: this.#earliest(target), end: target.end };
  }

  /**
   * Deletes some of the records that are older than their topic's retention, but none from the offset on that `keepFrom` gives
   * for a partition. True where more may be left.
   */
  truncate(keepFrom: (partition: LogPartition) => number): boolean {
    const now = this.#clock.now();
    let hasMore = false;
    for (const target of [...this.#topics.values()].flat())
      hasMore = this.#truncatePartition(target, now - target.retentionMs, keepFrom(target)) || hasMore;
    return hasMore;
  }

  /** Call it when all readers have received the records below `offset`: a partition in memory then drops most of them. */
  trimMemory({ topic, partition }: LogPartition, offset: number): void {
    const target = this.#find(topic, partition);
    // Wait until twice as much is in memory, so that not every call copies the array.
    if (!target.memory || target.memoryBytes < 2 * MEMORY_BYTES) return;
    let bytes = target.memoryBytes;
    let count = 0;
    for (const record of target.memory) {
      if (record.offset >= offset || bytes <= MEMORY_BYTES) break;
      bytes -= record.value.length;
      count++;
    }
    dropOldest(target, target.memory, count);
  }

  #ensureStored(spec: TopicSpec): StoredPartition[] {
    const { name, partitions, retentionMs } = spec;
    const { selectTopic, upsertTopic, selectEnds } = this.#statements;
    const known = selectTopic.get(name) as { partitions: number } | undefined;
    if (known && known.partitions !== partitions) throw wrongPartitionCount(spec, known.partitions);
    const { id } = upsertTopic.get(name, partitions, retentionMs) as { id: number };
    const rows = selectEnds.all(id) as { partition: number; next_offset: number }[];
    const ends = new Map(rows.map((row) => [row.partition, row.next_offset]));
    return Array.from({ length: partitions }, (_, partition) => ({
      topic: name,
      topicId: id,
      partition,
      retentionMs,
      end: ends.get(partition) ?? 0,
      memory: undefined,
      memoryBytes: 0,
    }));
  }

  #findNames(prefix: string): string[] {
    return this.#statements.selectNames.all(prefix, `${prefix}\u{10ffff}`).map(({ name }) => String(name));
  }

  #find(topic: string, partition: number): StoredPartition {
    const found = this.#topics.get(topic)?.[partition];
    if (!found) throw new Error(`topic ${topic} has no partition ${partition}`);
    return found;
  }

  #earliest({ memory, topicId, partition, end }: StoredPartition): number {
    if (memory) return memory[0]?.offset ?? end;
    return (this.#statements.selectEarliest.get(topicId, partition) as { offset: number | null }).offset ?? end;
  }

  #truncatePartition(target: StoredPartition, before: number, keepFrom: number): boolean {
    const { memory, topicId, partition, end } = target;
    const earliest = this.#earliest(target);
    if (earliest === end) return false;
    if (memory) {
      const firstKept = memory.findIndex(({ time }) => time >= before);
      dropOldest(target, memory, firstKept < 0 ? memory.length : firstKept);
      return false;
    }
    const row = this.#statements.selectFirstSince.get(topicId, partition, before) as { offset: number } | undefined;
    const firstKept = Math.min(row?.offset ?? end, keepFrom);
    const to = Math.min(firstKept, earliest + MAX_TRUNCATED_RECORDS);
    if (to > earliest) this.#transaction(() => this.#statements.deleteBelow.run(topicId, partition, to));
    return to < firstKept;
  }

  #transaction<T>(work: () => T): T {
    this.#batch.interrupt();
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function prepareStatements(database: DatabaseSync) {
  return {
    selectNames: database.prepare('SELECT name FROM bus_topic WHERE name >= ? AND name < ?'),
    selectTopic: database.prepare('SELECT id, partitions FROM bus_topic WHERE name = ?'),
    upsertTopic: database.prepare(
      `INSERT INTO bus_topic (name, partitions, retention_ms) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET retention_ms = excluded.retention_ms RETURNING id`,
    ),
    selectEnds: database.prepare('SELECT partition, next_offset FROM bus_partition WHERE topic = ?'),
    upsertEnd: database.prepare(
      `INSERT INTO bus_partition (topic, partition, next_offset) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET next_offset = excluded.next_offset`,
    ),
    insertRecord: database.prepare(
      'INSERT INTO bus_record (topic, partition, record_offset, time, value) VALUES (?, ?, ?, ?, ?)',
    ),
    selectRecords: database.prepare(
      `SELECT record_offset AS offset, value FROM bus_record
       WHERE topic = ? AND partition = ? AND record_offset >= ? ORDER BY record_offset LIMIT ?`,
    ),
    selectEarliest: database.prepare('SELECT MIN(record_offset) AS offset FROM bus_record WHERE topic = ? AND partition = ?'),
    selectFirstSince: database.prepare(
      `SELECT record_offset AS offset FROM bus_record
       WHERE topic = ? AND partition = ? AND time >= ? ORDER BY record_offset LIMIT 1`,
    ),
    deleteBelow: database.prepare('DELETE FROM bus_record WHERE topic = ? AND partition = ? AND record_offset < ?'),
  };
}

function dropOldest(target: StoredPartition, memory: NonNullable<StoredPartition['memory']>, count: number): void {
  for (const { value } of memory.splice(0, count)) target.memoryBytes -= value.length;
}

function partitionsInMemory({ name, partitions, retentionMs }: TopicSpec): StoredPartition[] {
  return Array.from({ length: partitions }, (_, partition) => ({
    topic: name,
    topicId: 0,
    partition,
    retentionMs,
    end: 0,
    memory: [],
    memoryBytes: 0,
  }));
}

function wrongPartitionCount({ name, partitions }: TopicSpec, existing: number): SetupError {
  return new SetupError(`topic ${name} exists with ${existing} partitions instead of ${partitions}: raise IM_TOPIC_GENERATION`);
}
