// The store's side of the runtime: effects exactly once.
import type { PartitionRange } from './bus.ts';

/** How far a group has come in a partition. Effects of records below `next` are stored; answers of records below `published` are published. */
export interface Position {
  readonly next: number;
  readonly published: number;
  /** Producer → the number of its last pack in this partition whose effects are stored. */
  readonly producers: ReadonlyMap<string, number>;
}

/** What one batch takes from a partition: records [start, end). `published` rides along. */
export interface Claim {
  readonly partition: number;
  readonly start: number;
  readonly end: number;
  readonly published: number;
  /** Packs of this batch: producer → highest number. */
  readonly producers: ReadonlyMap<string, number>;
}

/** An outcome kept until it is published: the `index`-th envelope of the record at `offset`. `outcome` is an encoded im.Outcome. */
export interface OutboxRow {
  readonly partition: number;
  readonly offset: number;
  readonly index: number;
  readonly outcome: Uint8Array;
}

/** The store's side of the runtime: one transaction per batch, with the positions of the records it takes. `Stored` are the service's tables. */
export interface Batches<Stored> {
  /** The positions of these partitions of (group, topic); rows that are missing are made, at `earliest`. */
  loadPositions(group: string, topic: string, partitions: readonly PartitionRange[]): Promise<ReadonlyMap<number, Position>>;
  /** Kept outcomes of a partition with from ≤ offset < to, in order. */
  readOutbox(group: string, topic: string, partition: number, from: number, to: number): Promise<OutboxRow[]>;
  /** Advances `published` and forgets outbox rows below it, outside of a batch (when nothing follows that it could ride on). Never moves back. */
  advancePublished(group: string, topic: string, offsets: ReadonlyMap<number, number>): Promise<void>;
  /**
   * Opens a batch. Nothing is sent to the store before a command reads, or `commit`; the first round trip locks the position rows and compares them with
   * the claims. `isolated`: commands run one after the other, each within a savepoint. Without claims the batch cannot write.
   */
  open(group: string, topic: string, claims: readonly Claim[], options?: { isolated?: boolean }): Batch<Stored>;
}

export interface Batch<Stored> {
  /** A place for one command's reads and writes. */
  beginCommand(): CommandScope<Stored>;
  /**
   * Writes what the kept commands wrote, the outbox rows and the positions, and commits. When the answer to the commit is lost it finds out from the position rows.
   * Throws PositionMoved, DataError or StoreFailed; then nothing was stored.
   */
  commit(outbox: readonly OutboxRow[]): Promise<void>;
  /** Gives up: nothing is stored. Never throws. */
  rollback(): Promise<void>;
}

export interface CommandScope<Stored> {
  readonly tx: Stored;
  /** The handler returned: its writes are part of the batch. In an isolated batch they are sent now; throws DataError when they cannot be stored. */
  keep(): Promise<void> | void;
  /** The handler threw: its writes are forgotten. False when that is impossible without leaving a gap (it took a seq): the batch must run again without it. */
  discard(): boolean | Promise<boolean>;
}

/** A position row does not stand where the batch starts: somebody else has gone on with the partition. */
export class PositionMoved extends Error {
  override readonly name = 'PositionMoved';
  readonly partitions: readonly number[];
  constructor(partitions: readonly number[]) {
    super(`another instance has gone on with partition ${partitions.join(', ')}`);
    this.partitions = partitions;
  }
}

/** The store did not do what it was asked, for reasons that pass (connection lost, lock wait, deadlock): the same batch may work later. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';
  /** When it is known to work again: nothing is wrong, it only has to wait. */
  readonly retryInMs: number | undefined;
  constructor(message: string, options: ErrorOptions & { readonly retryInMs?: number } = {}) {
    super(message, options);
    this.retryInMs = options.retryInMs;
  }
}

/** The store refuses a row for what is in it (a value too long, a key that exists): the batch as a whole cannot work, its commands singly may. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
