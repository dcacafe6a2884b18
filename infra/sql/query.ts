// The parts of a table adapter: queries and writes. batch.ts merges the calls of concurrent commands into one statement per
// query or write.
import type { CacheKey } from '../ports/index.ts';
import type { Row } from './connection.ts';
import type { Dialect } from './dialect.ts';

/** A kind of read: one statement serves many keys. Declared once, at module level: calls are merged by the object's identity. */
export interface BatchedQuery<Key, Value> {
  /** The query takes locks. It runs before the other queries of its round trip, so that those read under the locks. */
  readonly locks?: true;
  /**
   * The query writes at once, not with the kept writes, and cannot be undone. It runs together with the queries that lock, and
   * returns no rows.
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
 * Rows that several kinds of writes change. Two batches could each wait for a row that the other has locked (a deadlock). So a
 * round trip with several of these kinds first locks all existing rows, in one order.
 */
export interface SharedRows {
  /** The entry of LOCK_ORDER, which must come after the write that creates the rows. */
  readonly lockOrder: number;
  /** One statement for at most 500 keys. A key is a tuple of literals. The keys are sorted and have no duplicates. */
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

/** The batch as one command's table adapters see it: reads are merged with other commands, writes count when it is kept. */
export interface Scope {
  /** The store's clock, in milliseconds since 1970. */
  now(): number;
  /**
   * Sees the writes of kept commands of this batch. Does not see the writes of this command or of undecided ones, except those
   * of queries with `writes`.
   */
  read<Key, Value>(query: BatchedQuery<Key, Value>, key: Key): Promise<Value>;
  /** Whether `readCached` uses a cache. Without one it does what `read` does. */
  readonly hasCache: boolean;
  /**
   * The cached value, or the stored one if this batch has changed it. Use it for displayed values, not for decisions: it is not
   * read under the locks of the batch.
   */
  readCached<Value extends object>(query: CachedQuery<Value>, id: string): Promise<Value | undefined>;
  /**
   * A list that changes only together with its `version`, which the caller has read in this batch. The process keeps such lists
   * in memory. Writes that change the list and its version must name `key` in `invalidates`.
   */
  readVersioned(query: BatchedQuery<string, readonly string[]>, key: CacheKey, version: number): Promise<readonly string[]>;
  write<R>(write: BatchedWrite<R>, row: R): void;
  /** State that all commands of the batch share (locked rows, given numbers). `make` runs once per batch. */
  oncePerBatch<T>(make: () => T): T;
  /** Registers how to undo the command's changes of shared state. `undo` returns false when that is no longer possible. */
  onDiscard(undo: () => boolean): void;
  /** Registers a callback for the moment when the command is kept or discarded, for example to let other commands continue. */
  onSettled(then: () => void): void;
}

/** Makes a service's tables for one command. */
export type StoreFactory<Store> = (scope: Scope) => Store;
