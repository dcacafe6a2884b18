// The log between gate and services.
import type { im } from '../../proto/rpc.ts';

/** One record of a partitioned log. Offsets rise by one within a partition. */
export interface LogRecord {
  readonly offset: number;
  /** A view that may share memory with other records of the same fetch: copy what you keep. */
  readonly value: Uint8Array;
}

/** The largest value a record may have. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;

export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly value: Uint8Array;
}

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** How long records are kept, whether read or not. */
  readonly retentionMs: number;
}

/** What the log holds of a partition: `earliest` is the first offset still there, `end` the offset the next record will get. */
export interface PartitionRange {
  readonly partition: number;
  readonly earliest: number;
  readonly end: number;
}

/** A partitioned, durable, ordered log with consumer groups. Delivers at least once; exactly-once is made by the position rows (see Batches). */
export interface Bus {
  /**
   * Appends records; those of one partition in the given order. Resolves when all are durable on every in-sync replica. Calls are
   * carried out one after the other, in call order. While the log is away it keeps trying, the same records unchanged (so a record
   * may stand in the log twice in a row); rejects only after `close`. A record over MAX_RECORD_BYTES is dropped,
   * with an error in the log: it could never be stored, and everything behind it would wait for ever.
   */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  /** Joins a consumer group: each partition of the topic belongs to exactly one member. Resolves when first partitions (possibly none) are assigned; waits while the log is away. */
  consume(options: ConsumeOptions): Promise<Consumption>;
  /** Reads one partition from its end, in no group. Nothing published after it resolved is missed. Waits while the log is away. */
  follow(options: FollowOptions): Promise<Following>;
  /** Creates the topics that are missing. Throws where one exists with another partition count, or where `replication` cannot be had. Waits while the log is away. */
  ensureTopics(specs: readonly TopicSpec[]): Promise<void>;
  /** False while the last attempt to reach the log failed. */
  readonly reachable: boolean;
  /** Ends every consumption, following and pending publish. */
  close(): Promise<void>;
}

export interface ConsumeOptions {
  /** Of those who share the topic's partitions. The same name on another topic is another group. */
  readonly group: string;
  readonly topic: string;
  /**
   * Called after each (re)assignment, before the first record of it, with all partitions now owned: returns the offset each one starts at. A partition
   * without an answer, or with one that is not in the log, stands still until the next assignment. Asked again when it throws; never while `drain` runs.
   */
  onAssigned(partitions: readonly PartitionRange[]): Promise<ReadonlyMap<number, number>>;
  /** Called before partitions may move to another member. When it resolves, nothing taken from the old assignment is being worked on. Bounded by the group's session time-out (3 s): then they move all the same. */
  onRevoked(): Promise<void>;
  /** Records of one partition, in order, without a gap since the last call or the assignment. Must not throw and returns at once. */
  onRecords(partition: number, records: readonly LogRecord[]): void;
}

export interface Consumption {
  /** The next offset of each partition, for lag display only: where to start is what `assigned` says. Never throws. */
  commit(offsets: ReadonlyMap<number, number>): void;
  /** Stops and restarts the flow of a partition; records already fetched may still come. A pause holds over reassignments until it is resumed. */
  pause(partition: number): void;
  resume(partition: number): void;
  /** Drains, then leaves the group. */
  close(): Promise<void>;
}

export interface FollowOptions {
  readonly topic: string;
  readonly partition: number;
  onRecords(records: readonly LogRecord[]): void;
  /** Records may have been missed: whoever depends on them must be told to sync. */
  onGap(): void;
}

export interface Following {
  close(): Promise<void>;
}

/** Publishes envelopes, packed by partition, in the order given. Made of a Bus by infra/messaging/publisher.ts. */
export interface Publisher {
  /** Queues an envelope. Never throws and never drops. */
  send(topic: string, partition: number, envelope: im.Envelope.$Properties): void;
  /** Resolves when everything sent until now is durable; rejects only when the bus is closed. */
  flush(): Promise<void>;
  /** What waits or is under way. */
  readonly queuedBytes: number;
}
