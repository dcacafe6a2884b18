// Port: the store of a service, which makes the effects of each command happen exactly once.
import type { PartitionRange } from './bus.ts';

/**
 * How long the last pack number of a producer is remembered. A producer sends a pack again for hours at most. Somebody else can
 * copy a record of the log, which keeps it for 7 days: until then the copy must be recognised as well.
 */
export const PRODUCER_TTL_MS = 8 * 24 * 60 * 60 * 1000;

/** The progress of a consumer group in one partition. */
export interface Position {
  /** The effects of all records below this offset are stored. */
  readonly next: number;
  /** The outcomes of all records below this offset are published. */
  readonly published: number;
  /** Producer → the number of its last pack in this partition whose effects are stored. */
  readonly producers: ReadonlyMap<string, number>;
}

/** The records that one batch takes from a partition: offsets start ≤ offset < end. */
export interface Claim {
  readonly partition: number;
  readonly start: number;
  readonly end: number;
  /** Stored with the batch: see `Position.published`. */
  readonly published: number;
  /** Packs of this batch: producer → highest number. */
  readonly producers: ReadonlyMap<string, number>;
}

/** An outcome that is kept until it is published. It belongs to envelope number `index` of the record at `offset`. */
export interface OutboxRow {
  readonly partition: number;
  readonly offset: number;
  readonly index: number;
  /** An encoded im.Outcome. */
  readonly outcome: Uint8Array;
}

/** One transaction per batch, together with the positions of the records it takes. `Store` is the service's own set of tables. */
export interface Batches<Store> {
  /** Reads the positions of these partitions of (group, topic). Creates a missing row at `earliest`. */
  loadPositions(group: string, topic: string, partitions: readonly PartitionRange[]): Promise<ReadonlyMap<number, Position>>;
  /** Reads the kept outcomes of a partition with from ≤ offset < to, ordered by offset and index. */
  readOutbox(group: string, topic: string, partition: number, from: number, to: number): Promise<OutboxRow[]>;
  /** Advances `published` without a batch, and deletes the outbox rows below it. `published` never moves back. */
  advancePublished(group: string, topic: string, offsets: ReadonlyMap<number, number>): Promise<void>;
  /**
   * Opens a batch. It sends nothing to the store before the first read or `commit`. The first round trip locks the position rows
   * and compares them with the claims. A batch without claims cannot write.
   * `isolated`: commands must run one after the other; each has its own savepoint. `onRoundTrip` hears of each round trip to the
   * store, of stores that make some.
   */
  open(
    group: string,
    topic: string,
    claims: readonly Claim[],
    options?: { readonly isolated?: boolean; readonly onRoundTrip?: OnRoundTrip | undefined },
  ): Batch<Store>;
  /**
   * Opens a batch that only reads committed data. It may run beside a batch of `open`, one at a time. End it with `rollback`.
   */
  openReads(): Omit<Batch<Store>, 'commit'>;
}

/** What it was for, and its begin and end by `performance.now()`. */
export type OnRoundTrip = (step: string, startMs: number, endMs: number) => void;

export interface Batch<Store> {
  /** Begins one command: a scope for its reads and writes. */
  beginCommand(): CommandScope<Store>;
  /**
   * Sends the writes of the kept commands, the outbox rows and the positions, and commits. If the reply to COMMIT is lost, the
   * position rows tell whether it succeeded. Throws PositionMoved, DataError or StoreFailed: nothing is stored then.
   */
  commit(outbox: readonly OutboxRow[]): Promise<void>;
  /** Ends the batch without storing anything. Never throws. */
  rollback(): Promise<void>;
}

export interface CommandScope<Store> {
  /** The tables, bound to the batch's transaction. */
  readonly tx: Store;
  /**
   * Call it when the handler has returned: adds its writes to the batch. An isolated batch sends them now, and throws DataError
   * if the store refuses one.
   */
  keep(): Promise<void> | void;
  /**
   * Call it when the handler has thrown: discards its writes. Returns false if that leaves a gap because the command took a seq:
   * the batch must then run again without the command.
   */
  discard(): boolean | Promise<boolean>;
}

/** A position row is not where the batch starts: another instance has advanced the partition. */
export class PositionMoved extends Error {
  override readonly name = 'PositionMoved';
  readonly partitions: readonly number[];
  constructor(partitions: readonly number[]) {
    super(`another instance has already processed commands of partition ${partitions.join(', ')}`);
    this.partitions = partitions;
  }
}

/** The store failed for a reason that passes (connection lost, lock wait, deadlock): the same batch may succeed later. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';
  /** Set when the store only asks the caller to wait this long: a planned wait, not a failure. */
  readonly retryInMs: number | undefined;
  constructor(message: string, options: ErrorOptions & { readonly retryInMs?: number } = {}) {
    super(message, options);
    this.retryInMs = options.retryInMs;
  }
}

/**
 * The store refuses a row because of its content (a value too long, a key that exists): other commands of the batch may
 * succeed.
 */
export class DataError extends Error {
  override readonly name = 'DataError';
}
