// One command of a batch: what its tables read and write, and what becomes of it. Thousands are made in a second: it is a class, and what few commands need is made when it is needed.
import type { CacheKey, CommandScope } from '../ports/index.ts';
import type { BatchedQuery, BatchedWrite, CachedQuery, Scope, StoreFactory } from './query.ts';

/** A row on its way to the database. */
export interface QueuedWrite {
  readonly write: BatchedWrite<unknown>;
  readonly row: unknown;
}

/** What a command needs of its batch. */
export interface BatchEngine {
  read<Key, Value>(reading: BatchedQuery<Key, Value>, key: Key): Promise<Value>;
  readonly hasCache: boolean;
  readCached<Value extends object>(reading: CachedQuery<Value>, id: string): Promise<Value | undefined>;
  readVersioned(reading: BatchedQuery<string, readonly string[]>, name: CacheKey, version: number): Promise<readonly string[]>;
  oncePerBatch<T>(make: () => T): T;
  /** Throws where the batch cannot write. */
  addWriter(command: object): void;
  /** The command's rows are part of the batch; in an isolated one they are sent now. */
  keep(command: SqlScope<unknown>): Promise<void> | void;
  discard(command: object, isUndone: boolean): void;
}

export class SqlScope<Stored> implements CommandScope<Stored>, Scope {
  readonly tx: Stored;
  /** In the order they were written in. */
  readonly writes: QueuedWrite[] = [];
  readonly #batch: BatchEngine;
  #undos: (() => boolean)[] | undefined;
  #settled: (() => void)[] | undefined;

  constructor(batch: BatchEngine, tables: StoreFactory<Stored>) {
    this.#batch = batch;
    this.tx = tables(this);
  }

  read<Key, Value>(reading: BatchedQuery<Key, Value>, key: Key): Promise<Value> {
    return this.#batch.read(reading, key);
  }

  get hasCache(): boolean {
    return this.#batch.hasCache;
  }

  readCached<Value extends object>(reading: CachedQuery<Value>, id: string): Promise<Value | undefined> {
    return this.#batch.readCached(reading, id);
  }

  readVersioned(reading: BatchedQuery<string, readonly string[]>, name: CacheKey, version: number): Promise<readonly string[]> {
    return this.#batch.readVersioned(reading, name, version);
  }

  write<R>(writing: BatchedWrite<R>, row: R): void {
    this.#batch.addWriter(this);
    this.writes.push({ write: writing as BatchedWrite<unknown>, row });
  }

  oncePerBatch<T>(make: () => T): T {
    return this.#batch.oncePerBatch(make);
  }

  onDiscard(undo: () => boolean): void {
    this.#undos ??= [];
    this.#undos.push(undo);
  }

  onSettled(then: () => void): void {
    this.#settled ??= [];
    this.#settled.push(then);
  }

  keep(): Promise<void> | void {
    return this.#batch.keep(this);
  }

  discard(): boolean {
    const isUndone = this.#undos?.reverse().every((step) => step()) ?? true;
    this.#batch.discard(this, isUndone);
    this.settle();
    return isUndone;
  }

  /** It is kept or discarded. */
  settle(): void {
    if (this.#settled) for (const then of this.#settled) then();
  }
}
