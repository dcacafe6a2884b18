// The partitioned log of one process: records in SQLite beside the tables whose positions point into it, or in memory only.
import type { DatabaseSync } from 'node:sqlite';
import type { LogRecord, OutgoingRecord, PartitionRange, TopicSpec } from '../ports/index.ts';

// One step of truncation is one short transaction.
const TRUNCATE_AT_ONCE = 1000;
// What a partition in memory keeps although all its readers have it: enough for one that is being started again.
const KEPT_IN_MEMORY_BYTES = 4 * 1024 * 1024;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS bus_topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, partitions INTEGER NOT NULL, retention_ms INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS bus_partition (topic INTEGER NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL, PRIMARY KEY (topic, partition)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bus_record (topic INTEGER NOT NULL, partition INTEGER NOT NULL, record_offset INTEGER NOT NULL, time INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY (topic, partition, record_offset)) STRICT;
`;

/** A partition of the log; also the identity its readers wait on. */
export interface LogPartition {
  readonly topic: string;
  readonly partition: number;
  /** The offset the next record will get. */
  readonly end: number;
}

/** All calls are synchronous; those that write are one transaction and must not be made inside another one. */
export interface RecordLog {
  /** Creates or checks topics. Throws where one exists with another partition count. */
  ensureTopics(specs: readonly TopicSpec[]): void;
  findPartitions(topic: string): readonly LogPartition[] | undefined;
  /** Appends all or nothing, and gives the partitions that grew. Throws where a topic or partition does not exist. */
  append(records: readonly OutgoingRecord[]): ReadonlySet<LogPartition>;
  /** Records from `from` on, or from the first one there is when that is later; at least one if there is any. */
  read(partition: LogPartition, from: number, maxRecords: number, maxBytes: number): LogRecord[];
  range(partition: LogPartition): PartitionRange;
  /** Forgets some of what is older than its topic's retention, and tells whether more may be left. */
  truncate(now: number): boolean;
  /** All readers have the records below `offset`: of a partition in memory only the last of them are kept. */
  trimMemory(partition: LogPartition, offset: number): void;
}

interface StoredPartition extends LogPartition {
  readonly topicId: number;
  readonly retentionMs: number;
  end: number;
  /** The records themselves where the topic is not in the database. */
  readonly memory: { offset: number; time: number; value: Uint8Array }[] | undefined;
  memoryBytes: number;
}

/** A log in `database`; the topics of `volatile` are kept in memory, start empty, and lose their records with the process. */
export function recordLog(database: DatabaseSync, volatile: ReadonlySet<string>): RecordLog {
  database.exec(SCHEMA);
  const topics = new Map<string, StoredPartition[]>();
  const sql = {
    topic: database.prepare('SELECT id, partitions FROM bus_topic WHERE name = ?'),
    putTopic: database.prepare(
      'INSERT INTO bus_topic (name, partitions, retention_ms) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET retention_ms = excluded.retention_ms RETURNING id',
    ),
    ends: database.prepare('SELECT partition, next_offset FROM bus_partition WHERE topic = ?'),
    putEnd: database.prepare(
      'INSERT INTO bus_partition (topic, partition, next_offset) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET next_offset = excluded.next_offset',
    ),
    insert: database.prepare('INSERT INTO bus_record (topic, partition, record_offset, time, value) VALUES (?, ?, ?, ?, ?)'),
    read: database.prepare(
      'SELECT record_offset AS offset, value FROM bus_record WHERE topic = ? AND partition = ? AND record_offset >= ? ORDER BY record_offset LIMIT ?',
    ),
    earliest: database.prepare('SELECT MIN(record_offset) AS offset FROM bus_record WHERE topic = ? AND partition = ?'),
    fresh: database.prepare(
      'SELECT record_offset AS offset FROM bus_record WHERE topic = ? AND partition = ? AND time >= ? ORDER BY record_offset LIMIT 1',
    ),
    forget: database.prepare('DELETE FROM bus_record WHERE topic = ? AND partition = ? AND record_offset < ?'),
  };

  function transaction<T>(work: () => T): T {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  function ensureStored({ name, partitions, retentionMs }: TopicSpec): StoredPartition[] {
    const known = sql.topic.get(name) as { partitions: number } | undefined;
    if (known && known.partitions !== partitions) throw wrongCount(name, known.partitions, partitions);
    const { id } = sql.putTopic.get(name, partitions, retentionMs) as { id: number };
    const ends = new Map(
      (sql.ends.all(id) as { partition: number; next_offset: number }[]).map((r) => [r.partition, r.next_offset]),
    );
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

  function find(topic: string, partition: number): StoredPartition {
    const found = topics.get(topic)?.[partition];
    if (!found) throw new Error(`there is no partition ${partition} of topic ${topic}`);
    return found;
  }

  const earliestOf = (at: StoredPartition): number => {
    if (at.memory) return at.memory[0]?.offset ?? at.end;
    return (sql.earliest.get(at.topicId, at.partition) as { offset: number | null }).offset ?? at.end;
  };

  function truncatePartition(at: StoredPartition, before: number): boolean {
    const earliest = earliestOf(at);
    if (earliest === at.end) return false;
    if (at.memory) {
      const fresh = at.memory.findIndex((record) => record.time >= before);
      dropOldest(at, at.memory, fresh < 0 ? at.memory.length : fresh);
      return false;
    }
    const fresh = (sql.fresh.get(at.topicId, at.partition, before) as { offset: number } | undefined)?.offset ?? at.end;
    const upTo = Math.min(fresh, earliest + TRUNCATE_AT_ONCE);
    if (upTo > earliest) sql.forget.run(at.topicId, at.partition, upTo);
    return upTo < fresh;
  }

  return {
    ensureTopics(specs) {
      const made = transaction(() =>
        specs.map((spec): [string, StoredPartition[]] => {
          const known = topics.get(spec.name);
          if (known && known.length !== spec.partitions) throw wrongCount(spec.name, known.length, spec.partitions);
          if (known) return [spec.name, known];
          return [spec.name, volatile.has(spec.name) ? inMemory(spec) : ensureStored(spec)];
        }),
      );
      for (const [name, partitions] of made) topics.set(name, partitions);
    },

    findPartitions: (topic) => topics.get(topic),

    append(records) {
      const now = Date.now();
      const ends = new Map<StoredPartition, number>();
      for (const { topic, partition } of records) {
        const at = find(topic, partition);
        ends.set(at, at.end);
      }
      const next = (at: StoredPartition): number => {
        const offset = ends.get(at) ?? at.end;
        ends.set(at, offset + 1);
        return offset;
      };
      const stored = records.filter(({ topic }) => !volatile.has(topic));
      if (stored.length > 0)
        transaction(() => {
          for (const { topic, partition, value } of stored) {
            const at = find(topic, partition);
            sql.insert.run(at.topicId, partition, next(at), now, value);
          }
          for (const [at, end] of ends) if (!at.memory) sql.putEnd.run(at.topicId, at.partition, end);
        });
      for (const { topic, partition, value } of records) {
        const at = find(topic, partition);
        if (!at.memory) continue;
        at.memory.push({ offset: next(at), time: now, value });
        at.memoryBytes += value.length;
      }
      for (const [at, end] of ends) at.end = end;
      return new Set(ends.keys());
    },

    read(partition, from, maxRecords, maxBytes) {
      const at = find(partition.topic, partition.partition);
      const start = Math.max(0, from - (at.memory?.[0]?.offset ?? 0));
      const found: LogRecord[] = at.memory
        ? at.memory.slice(start, start + maxRecords)
        : (sql.read.all(at.topicId, at.partition, from, maxRecords) as unknown as LogRecord[]);
      let count = 0;
      let bytes = 0;
      for (const { value } of found) {
        bytes += value.length;
        if (count > 0 && bytes > maxBytes) break;
        count++;
      }
      return found.slice(0, count);
    },

    range(partition) {
      const at = find(partition.topic, partition.partition);
      return { partition: at.partition, earliest: earliestOf(at), end: at.end };
    },

    truncate(now) {
      let more = false;
      for (const at of [...topics.values()].flat()) more = truncatePartition(at, now - at.retentionMs) || more;
      return more;
    },

    trimMemory(partition, offset) {
      const at = find(partition.topic, partition.partition);
      // Twice as much, so that it is not done at each hand-over.
      if (!at.memory || at.memoryBytes < 2 * KEPT_IN_MEMORY_BYTES) return;
      let bytes = at.memoryBytes;
      let count = 0;
      for (const record of at.memory) {
        if (record.offset >= offset || bytes <= KEPT_IN_MEMORY_BYTES) break;
        bytes -= record.value.length;
        count++;
      }
      dropOldest(at, at.memory, count);
    },
  };
}

function dropOldest(at: StoredPartition, memory: NonNullable<StoredPartition['memory']>, count: number): void {
  for (const { value } of memory.splice(0, count)) at.memoryBytes -= value.length;
}

function inMemory({ name, partitions, retentionMs }: TopicSpec): StoredPartition[] {
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

function wrongCount(topic: string, has: number, wanted: number): Error {
  return new Error(`topic ${topic} exists with ${has} partitions instead of ${wanted}: raise the topics' generation`);
}
