// What tables are made of: readings and writings, each one statement for many commands. The engine in batch.ts coalesces the calls of concurrent commands.
import type { CacheKey } from '../ports/index.ts';
import type { Row } from './connection.ts';
import type { Dialect } from './dialect.ts';

/** A kind of read: one statement answers many keys. Made once, at module level: its identity groups the calls. */
export interface BatchedQuery<Key, Value> {
  /** Takes locks: stands before all other reads of its round trip, so that those see what the lock protects. */
  readonly locks?: true;
  /** Writes at once, instead of with what is kept, and cannot be taken back; stands with those that lock. Its rows are none. */
  readonly writes?: true;
  /** One statement. At most 500 keys at a time. */
  sql(keys: readonly Key[], dialect: Dialect): string;
  /** The value of each key, in their order. Blobs come as Uint8Array or Buffer. */
  decode(rows: readonly Row[], keys: readonly Key[]): Value[];
}

/** A Reading by one id of what there are copies of in the cache, under `kind`. Values are JSON, and a few kilobytes. Another shape is another kind: processes of two versions share the cache. */
export interface CachedQuery<Value extends object> extends BatchedQuery<string, Value | undefined> {
  readonly kind: string;
}

/**
 * Rows that several kinds of writes change. Two batches whose statements meet crosswise (each has changed what the other one changes next) would wait for each other, and the database would end one of them:
 * so a round trip with more than one kind first locks all rows that are there, in one order.
 */
export interface SharedRows {
  /** Where in ORDER they are locked: behind what makes them. */
  readonly lockOrder: number;
  /** One statement. `keys` are tuples of literals, each once and sorted, at most 500. */
  lock(keys: readonly string[], dialect: Dialect): string;
}

/** A kind of write: one statement writes many rows. `order` is the table's place in the lock order (lower first): see ORDER. */
export interface BatchedWrite<R> {
  readonly lockOrder: number;
  sql(rows: readonly R[], dialect: Dialect): string;
  /** Whether other kinds change these rows too: the tuple of literals that is the row's primary key. */
  readonly shares?: { readonly rows: SharedRows; key(row: R): string };
  /** What the row makes stale of what there are copies of: see CopiedReading. */
  invalidates?(row: R): readonly CacheKey[];
}

/** What a table adapter gets for one command: reads that are coalesced, writes that count when the command is kept. */
export interface Scope {
  /** Sees what kept commands of the batch have written, and nothing of this one's or another's until it is kept, but for Readings that write. */
  read<Key, Value>(reading: BatchedQuery<Key, Value>, key: Key): Promise<Value>;
  /** Whether there is a cache that `copied` reads from; without one it does what `read` does. */
  readonly hasCache: boolean;
  /**
   * The same from a copy where there are any and it is as good: what the batch itself has changed is read in it. For what is shown, not for what is decided on: it is not read under the locks of the batch.
   */
  readCached<Value extends object>(reading: CachedQuery<Value>, id: string): Promise<Value | undefined>;
  /**
   * A list that never changes as long as its `version`, read before in this batch, is the same: from the memory of the process, or read. `name` is what a Writing that changes the list, and with it the version,
   * names as stale.
   */
  readVersioned(reading: BatchedQuery<string, readonly string[]>, name: CacheKey, version: number): Promise<readonly string[]>;
  write<R>(writing: BatchedWrite<R>, row: R): void;
  /** State shared by all commands of the batch (what was locked, what was numbered); made once. */
  oncePerBatch<T>(make: () => T): T;
  /** Undoes what the command did to shared state, when it is discarded. False when that cannot be done any more. */
  onDiscard(undo: () => boolean): void;
  /** Called when the command is kept or discarded: others may go on. */
  onSettled(then: () => void): void;
}

/** Makes a service's tables for one command. */
export type StoreFactory<Stored> = (scope: Scope) => Stored;
