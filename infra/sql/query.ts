// What a table adapter is made of: queries and writes, each one statement for many commands. batch.ts merges the calls of
// concurrent commands.
import type { CacheKey } from '../ports/index.ts';
import type { Row } from './connection.ts';
import type { Dialect } from './dialect.ts';

/** A kind of read: one statement serves many keys. Declared once, at module level: calls are merged by the object's identity. */
export interface BatchedQuery<Key, Value> {
  /** The query takes locks. It runs before the other queries of its round trip, so that those see what the lock protects. */
  readonly locks?: true;
  /**
   * The query writes at once instead of with the kept writes, and cannot be undone. It runs with those that lock, and returns
   * no rows.
   */
  readonly writes?: true;
  /** One statement for at most 500 keys. */
  sql(keys: readonly Key[], dialect: Dialect): string;
  /** The value of each key, in the order of the keys. Blobs are Uint8Array or Buffer. */
  decode(rows: readonly Row[], keys: readonly Key[]): Value[];
}

/**
 * A query by one id whose values are cached under `kind`. Values are JSON of a few kilobytes.
 * A new shape needs a new kind: processes of two versions share the cache.
 */
export interface CachedQuery<Value extends object> extends BatchedQuery<string, Value | undefined> {
  readonly kind: string;
}

/**
 * Rows that several kinds of writes change. Two batches whose statements interleave could each wait for a row that the other
 * holds (a deadlock): a round trip with more than one of these kinds therefore locks all existing rows first, in one order.
 */
export interface SharedRows {
  /** The entry of LOCK_ORDER: after the write that creates the rows. */
  readonly lockOrder: number;
  /** One statement for at most 500 keys: tuples of literals, each once and sorted. */
  lock(keys: readonly string[], dialect: Dialect): string;
}

/** A kind of write: one statement writes many rows. */
export interface BatchedWrite<R> {
  /** The entry of LOCK_ORDER. */
  readonly lockOrder: number;
  sql(rows: readonly R[], dialect: Dialect): string;
  /** Set when other kinds change the same rows. `key` is the row's primary key as a tuple of literals. */
  readonly shares?: { readonly rows: SharedRows; key(row: R): string };
  /** The cached values (see CachedQuery) that this row makes invalid. */
  invalidates?(row: R): readonly CacheKey[];
}

/** What a table adapter gets for one command: queries that are merged, and writes that count when the command is kept. */
export interface Scope {
  /**
   * Sees the writes of kept commands of this batch. Does not see the writes of this command or of undecided ones, except those
   * of queries with `writes`.
   */
  read<Key, Value>(query: BatchedQuery<Key, Value>, key: Key): Promise<Value>;
  /** Whether `readCached` uses a cache. Without one it does what `read` does. */
  readonly hasCache: boolean;
  /**
   * The cached value, or the stored one where this batch has changed it. For what is displayed, not for decisions:
   * the value is not read under the locks of the batch.
   */
  readCached<Value extends object>(query: CachedQuery<Value>, id: string): Promise<Value | undefined>;
  /**
   * A list that changes only together with its `version`, which the caller has read in this batch. Comes from the memory of the
   * process when it has this version. `key` is what the writes that change the list and its version name in `invalidates`.
   */
  readVersioned(query: BatchedQuery<string, readonly string[]>, key: CacheKey, version: number): Promise<readonly string[]>;
  write<R>(write: BatchedWrite<R>, row: R): void;
  /** State that all commands of the batch share (locked rows, given numbers). `make` runs once per batch. */
  oncePerBatch<T>(make: () => T): T;
  /** Registers how to undo the command's changes of shared state. `undo` returns false when that is no longer possible. */
  onDiscard(undo: () => boolean): void;
  /** Registers a call for when the command is kept or discarded, and others can continue. */
  onSettled(then: () => void): void;
}

/** Makes a service's tables for one command. */
export type StoreFactory<Store> = (scope: Scope) => Store;
