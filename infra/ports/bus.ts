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
  /** No other topic may exist whose name begins with `prefix`. */
  readonly onlyOne?: { readonly prefix: string; describeOther(name: string): string };
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
 * A partitioned, durable, ordered log with consumer groups. It delivers at least once. Position rows (see Batches) make the
 * effects happen exactly once.
 */
export interface Bus {
  /**
   * Appends records. Keeps the order of the records of one partition and the order of the calls. Resolves when all records are
   * durable on every in-sync replica. Retries the same records while the log is unavailable, so a record may appear twice in a
   * row. Rejects only after `close`. Drops a record over MAX_RECORD_BYTES and logs an error: it could never be stored and would
   * block all later records.
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
   * Creates missing topics; waits while the log is unavailable. Throws a SetupError if a topic exists with fewer partitions, or
   * with records in further ones, if there are too few brokers for `replication`, or if a topic exists that `onlyOne` rules out.
   * Further partitions are never read.
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
   * Called after each (re)assignment with all partitions now owned, before their first record. Returns their start offsets. A
   * partition whose start is missing or out of range stays paused until the next assignment. If it throws, it is called again.
   * Never called while `onRevoked` runs.
   */
  onAssigned(partitions: readonly PartitionRange[]): Promise<ReadonlyMap<number, number>>;
  /**
   * Called before partitions may move to another member. Must resolve only when all work on the old assignment has ended. After
   * the group's session time-out (3 s) the partitions move even if it has not resolved.
   */
  onRevoked(): Promise<void>;
  /**
   * Records of one partition, in order, without a gap since the last call or the assignment. `end`: where the partition ended
   * when they were read. Must return at once and not throw.
   */
  onRecords(partition: number, records: readonly LogRecord[], end: number): void;
}

export interface Consumption {
  /** Stores the next offset of each partition, only to display the lag: `onAssigned` decides where to start. Never throws. */
  commit(offsets: ReadonlyMap<number, number>): void;
  /** Stops the records of a partition until `resume`, also over reassignments. Already fetched records may still arrive. */
  pause(partition: number): void;
  resume(partition: number): void;
  /** Calls `onRevoked`, then leaves the group. */
  close(): Promise<void>;
}

export interface FollowOptions {
  readonly topic: string;
  readonly partition: number;
  onRecords(records: readonly LogRecord[]): void;
  /** Records may have been missed: the reader must make its dependents sync. */
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
