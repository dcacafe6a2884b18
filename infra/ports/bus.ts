// Port: the partitioned log between gates and services.
import type { im } from '../../proto/rpc.ts';

/** One record of a partition. Offsets rise by one within a partition. */
export interface LogRecord {
  readonly offset: number;
  /** A view that may share memory with other records of the same fetch: copy what you keep. */
  readonly value: Uint8Array;
}

/** The largest value of a record. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;

export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly value: Uint8Array;
}

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** How long records are kept, whether they are read or not. */
  readonly retentionMs: number;
}

/** What the log holds of a partition. */
export interface PartitionRange {
  readonly partition: number;
  /** The first offset that the log still holds. */
  readonly earliest: number;
  /** The offset of the next record to be published. */
  readonly end: number;
}

/**
 * A partitioned, durable, ordered log with consumer groups. Delivers at least once; position rows (see Batches) make it exactly
 * once.
 */
export interface Bus {
  /**
   * Appends records, those of one partition in the given order, and calls one after the other in call order. Resolves when all
   * are durable on every in-sync replica. Retries the same records while the log is unavailable, so a record may stand in the
   * log twice in a row. Rejects only after `close`. Drops a record over MAX_RECORD_BYTES with an error in the application log:
   * it could never be stored, and everything behind it would wait for ever.
   */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  /**
   * Joins a consumer group: each partition of the topic has exactly one owner. Resolves at the first assignment, which may be
   * empty; waits while the log is unavailable.
   */
  consume(options: ConsumeOptions): Promise<Consumption>;
  /**
   * Reads one partition from its end, outside any group. Misses nothing that is published after it resolves. Waits for the log.
   */
  follow(options: FollowOptions): Promise<Following>;
  /**
   * Creates missing topics; waits while the log is unavailable. Throws where a topic exists with another partition count, or
   * where `replication` cannot be had.
   */
  ensureTopics(specs: readonly TopicSpec[]): Promise<void>;
  /** False while the last attempt to reach the log failed. */
  readonly reachable: boolean;
  /** Ends every consumption, following and pending publish. */
  close(): Promise<void>;
}

export interface ConsumeOptions {
  /** The members that share the topic's partitions. The same name on another topic is another group. */
  readonly group: string;
  readonly topic: string;
  /**
   * Called after each (re)assignment with all partitions now owned, before their first record. Returns the start offset of each.
   * A partition without a start, or with one that is out of range, stays paused until the next assignment. Called again when it
   * throws; never called while `onRevoked` runs.
   */
  onAssigned(partitions: readonly PartitionRange[]): Promise<ReadonlyMap<number, number>>;
  /**
   * Called before partitions may move to another member. Once it resolves, no work on the old assignment is going on. Bounded by
   * the group's session time-out (3 s): after that the partitions move all the same.
   */
  onRevoked(): Promise<void>;
  /**
   * Records of one partition, in order, without a gap since the last call or the assignment. Must return at once and not throw.
   */
  onRecords(partition: number, records: readonly LogRecord[]): void;
}

export interface Consumption {
  /** Stores the next offset of each partition, to display the lag only: `onAssigned` decides where to start. Never throws. */
  commit(offsets: ReadonlyMap<number, number>): void;
  /** Stops the records of a partition, also over reassignments; records that are already fetched may still come. */
  pause(partition: number): void;
  resume(partition: number): void;
  /** Calls `onRevoked`, then leaves the group. */
  close(): Promise<void>;
}

export interface FollowOptions {
  readonly topic: string;
  readonly partition: number;
  onRecords(records: readonly LogRecord[]): void;
  /** Records may have been missed: tell everyone who depends on them to sync. */
  onGap(): void;
}

export interface Following {
  close(): Promise<void>;
}

/** Publishes envelopes in the order given, packed by partition. Made of a Bus by infra/messaging/publisher.ts. */
export interface Publisher {
  /** Queues an envelope. Never throws and never drops. */
  send(topic: string, partition: number, envelope: im.Envelope.$Properties): void;
  /** Resolves when everything sent so far is durable; rejects only when the bus is closed. */
  flush(): Promise<void>;
  /** Bytes that wait or are in flight. */
  readonly queuedBytes: number;
}
