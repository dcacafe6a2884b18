// The scope of one command in a batch: its reads and writes, and whether it was kept or discarded.
import type { CacheKey, CommandScope } from '../ports/index.ts';
import type { BatchedQuery, BatchedWrite, CachedQuery, Scope, StoreFactory } from './query.ts';
import type { StoreClock } from './store-clock.ts';

/** A row on its way to the database. */
export interface QueuedWrite {
  readonly write: BatchedWrite<unknown>;
  readonly row: unknown;
}

/** The batch as the scope of a command sees it. Methods that Scope also has are described there. */
export interface BatchEngine {
  read<Key, Value>(query: BatchedQuery<Key, Value>, key: Key): Promise<Value>;
  readonly hasCache: boolean;
  readCached<Value extends object>(query: CachedQuery<Value>, id: string): Promise<Value | undefined>;
  readVersioned(query: BatchedQuery<string, readonly string[]>, key: CacheKey, version: number): Promise<readonly string[]>;
  oncePerBatch<T>(make: () => T): T;
  /** The command wrote: it must be kept or discarded before the commit. Throws when the batch cannot write. */
  addWriter(command: object): void;
  /** Makes the command's rows part of the batch. An isolated batch sends them now. */
  keep(command: SqlScope<unknown>): Promise<void> | void;
  /** `isUndone`: all changes of the command to shared state are undone. */
  discard(command: object, isUndone: boolean): void;
}

/** A class with lazy members instead of closures: a busy process makes thousands of these per second. */
export class SqlScope<Store> implements CommandScope<Store>, Scope {
  readonly tx: Store;
  /** In the order of the `write` calls. */
  readonly writes: QueuedWrite[] = [];
  readonly #batch: BatchEngine;
  readonly #clock: StoreClock;
  #undoSteps: (() => boolean)[] | undefined;
  #settleCallbacks: (() => void)[] | undefined;
  /** Set once the command is discarded. */
  #isUndone: boolean | undefined;

  constructor(batch: BatchEngine, makeStore: StoreFactory<Store>, clock: StoreClock) {
    this.#batch = batch;
    this.#clock = clock;
    this.tx = makeStore(this);
  }

  now(): number {
    return this.#clock.now();
  }

  read<Key, Value>(query: BatchedQuery<Key, Value>, key: Key): Promise<Value> {
    return this.#batch.read(query, key);
  }

  get hasCache(): boolean {
    return this.#batch.hasCache;
  }

  readCached<Value extends object>(query: CachedQuery<Value>, id: string): Promise<Value | undefined> {
    return this.#batch.readCached(query, id);
  }

  readVersioned(query: BatchedQuery<string, readonly string[]>, key: CacheKey, version: number): Promise<readonly string[]> {
    return this.#batch.readVersioned(query, key, version);
  }

  write<R>(write: BatchedWrite<R>, row: R): void {
    this.#batch.addWriter(this);
    this.writes.push({ write: write as BatchedWrite<unknown>, row });
  }

  oncePerBatch<T>(make: () => T): T {
    return this.#batch.oncePerBatch(make);
  }

  onDiscard(undo: () => boolean): void {
    this.#undoSteps ??= [];
    this.#undoSteps.push(undo);
  }

  onSettled(then: () => void): void {
    this.#settleCallbacks ??= [];
    this.#settleCallbacks.push(then);
  }

  keep(): Promise<void> | void {
    return this.#batch.keep(this);
  }

  discard(): boolean {
    if (this.#isUndone !== undefined) return this.#isUndone;
    this.#isUndone = this.#undoSteps?.reverse().every((undo) => undo()) ?? true;
    this.#batch.discard(this, this.#isUndone);
    this.settle();
    return this.#isUndone;
  }

  /** Called by the batch when the command was kept. */
  settle(): void {
    if (this.#settleCallbacks) for (const callback of this.#settleCallbacks) callback();
  }
}
