// One command of a batch: what its tables read and write, and what becomes of it. Thousands are made in a second: it is a class, and what few commands need is made when it is needed.
import type { CacheKey, CommandStore } from '../ports.ts';
import type { CopiedReading, Reading, Scope, Tables, Writing } from './tables.ts';

/** A row on its way to the database. */
export interface Written {
  readonly writing: Writing<unknown>;
  readonly row: unknown;
}

/** What a command needs of its batch. */
export interface Engine {
  read<Key, Value>(reading: Reading<Key, Value>, key: Key): Promise<Value>;
  readonly hasCopies: boolean;
  copied<Value extends object>(reading: CopiedReading<Value>, id: string): Promise<Value | undefined>;
  listed(reading: Reading<string, readonly string[]>, name: CacheKey, version: number): Promise<readonly string[]>;
  shared<T>(make: () => T): T;
  /** Throws where the batch cannot write. */
  wrote(command: object): void;
  /** The command's rows are part of the batch; in an isolated one they are sent now. */
  keep(command: SqlCommand<unknown>): Promise<void> | void;
  discarded(command: object, isUndone: boolean): void;
}

export class SqlCommand<Stored> implements CommandStore<Stored>, Scope {
  readonly stored: Stored;
  /** In the order they were written in. */
  readonly writes: Written[] = [];
  readonly #batch: Engine;
  #undos: (() => boolean)[] | undefined;
  #settled: (() => void)[] | undefined;

  constructor(batch: Engine, tables: Tables<Stored>) {
    this.#batch = batch;
    this.stored = tables(this);
  }

  read<Key, Value>(reading: Reading<Key, Value>, key: Key): Promise<Value> {
    return this.#batch.read(reading, key);
  }

  get hasCopies(): boolean {
    return this.#batch.hasCopies;
  }

  copied<Value extends object>(reading: CopiedReading<Value>, id: string): Promise<Value | undefined> {
    return this.#batch.copied(reading, id);
  }

  listed(reading: Reading<string, readonly string[]>, name: CacheKey, version: number): Promise<readonly string[]> {
    return this.#batch.listed(reading, name, version);
  }

  write<R>(writing: Writing<R>, row: R): void {
    this.#batch.wrote(this);
    this.writes.push({ writing: writing as Writing<unknown>, row });
  }

  shared<T>(make: () => T): T {
    return this.#batch.shared(make);
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
    this.#batch.discarded(this, isUndone);
    this.settle();
    return isUndone;
  }

  /** It is kept or discarded. */
  settle(): void {
    if (this.#settled) for (const then of this.#settled) then();
  }
}
