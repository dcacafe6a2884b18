// A batch on MySQL: concurrent reads of its commands become one statement a kind, writes wait until their command is kept, and everything goes to the
// server as text in few round trips: (1) positions FOR UPDATE and the first reads, (2) writes, positions, COMMIT.
import {
  type Batch,
  type Batches,
  type Claim,
  type CommandStore,
  DataError,
  type Log,
  type OutboxRow,
  type PartitionRange,
  type Position,
  PositionMoved,
  StoreFailed,
} from '../ports.ts';
import { BatchConnection, errnoOf, isDataError, type Row } from './connection.ts';
import { Positions } from './positions.ts';

/** A kind of read: one statement answers many keys. `answer` gives the value of each key, in their order. Its identity groups the calls. */
export interface Reading<Key, Value> {
  /** Takes locks: stands before all other reads of its round trip, so that those see what the lock protects. */
  readonly locks?: true;
  sql(keys: readonly Key[]): string;
  answer(rows: readonly Row[], keys: readonly Key[]): Value[];
}

/** A kind of write: one statement writes many rows. `order` is the table's place in the lock order (lower first). */
export interface Writing<R> {
  readonly order: number;
  sql(rows: readonly R[]): string;
}

/** What a table adapter gets for one command: reads that are coalesced, writes that count when the command is kept. */
export interface Scope {
  read<Key, Value>(reading: Reading<Key, Value>, key: Key): Promise<Value>;
  write<R>(writing: Writing<R>, row: R): void;
  /** State shared by all commands of the batch (what was locked, what was numbered); made once. */
  shared<T>(make: () => T): T;
  /** Undoes what the command did to shared state, when it is discarded. False when that cannot be done any more. */
  onDiscard(undo: () => boolean): void;
}

interface Pending {
  readonly reading: Reading<unknown, unknown>;
  readonly keys: unknown[];
  readonly waiting: { resolve(value: unknown): void; reject(error: unknown): void }[];
}

/** Makes a service's tables for one command. */
export type Tables<Stored> = (scope: Scope) => Stored;

/** The port Batches on one MySQL connection of its own. Tables are made with `tables` for each command. */
export function mysqlBatches<Stored>(url: string, log: Log, tables: Tables<Stored>): Batches<Stored> & { close(): void } {
  const connection = new BatchConnection(url, log);
  const positions = new Positions(connection);
  return {
    load: (group: string, topic: string, partitions: readonly PartitionRange[]): Promise<ReadonlyMap<number, Position>> =>
      positions.load(group, topic, partitions),
    outbox: (group: string, topic: string, partition: number, from: number, to: number): Promise<OutboxRow[]> =>
      positions.outbox(group, topic, partition, from, to),
    published: (group: string, topic: string, offsets: ReadonlyMap<number, number>): Promise<void> =>
      positions.published(group, topic, offsets),
    open: (group: string, topic: string, claims: readonly Claim[], options: { isolated?: boolean } = {}): Batch<Stored> =>
      new MysqlBatch(connection, positions, tables, group, topic, claims, options.isolated ?? false),
    close: () => connection.close(),
  };
}

type Writes = Map<Writing<unknown>, unknown[]>;

class MysqlBatch<Stored> implements Batch<Stored> {
  private readonly connection: BatchConnection;
  private readonly positions: Positions;
  private readonly tables: Tables<Stored>;
  private readonly group: string;
  private readonly topic: string;
  private readonly claims: readonly Claim[];
  private readonly isolated: boolean;
  private readonly state = new Map<unknown, unknown>();
  private pending = new Map<unknown, Pending>();
  private kept: Writes = new Map();
  private begun = false;
  /** The connection that this batch's transaction is on. */
  private generation: number | undefined;
  private failed: unknown;
  private flushing: Promise<void> | undefined;

  constructor(
    connection: BatchConnection,
    positions: Positions,
    tables: Tables<Stored>,
    group: string,
    topic: string,
    claims: readonly Claim[],
    isolated: boolean,
  ) {
    this.connection = connection;
    this.positions = positions;
    this.tables = tables;
    this.group = group;
    this.topic = topic;
    this.claims = claims;
    this.isolated = isolated;
  }

  command(): CommandStore<Stored> {
    const writes: Writes = new Map();
    const undos: (() => boolean)[] = [];
    const scope: Scope = {
      read: (reading, key) => this.read(reading, key),
      write: (writing, row) => {
        if (this.claims.length === 0) throw new Error('a batch without claims cannot write');
        add(writes, writing as Writing<unknown>, [row]);
      },
      shared: (make) => {
        if (!this.state.has(make)) this.state.set(make, make());
        return this.state.get(make) as ReturnType<typeof make>;
      },
      onDiscard: (undo) => undos.push(undo),
    };
    const undo = (): boolean => undos.reverse().every((step) => step());
    return {
      stored: this.tables(scope),
      keep: () => {
        if (this.isolated) return this.writeIsolated(writes, undo);
        for (const [writing, rows] of writes) add(this.kept, writing, rows);
      },
      discard: undo,
    };
  }

  async commit(outbox: readonly OutboxRow[]): Promise<void> {
    if (this.claims.length === 0) throw new Error('a batch without claims cannot write');
    if (!this.begun) await this.flush();
    if (this.flushing) await this.flushing;
    if (this.failed) throw this.failed;
    const statements = [
      ...statementsOf(this.kept),
      ...this.positions.advanceSql(this.group, this.topic, this.claims, outbox),
      'COMMIT',
    ];
    try {
      await this.connection.query(statements.join(';'), this.generation);
    } catch (error) {
      await this.rollback();
      if (errnoOf(error) !== 0 || !(await this.committedAfterAll())) throw storeError(error);
    }
    this.positions.advanced(this.group, this.topic, this.claims, outbox);
  }

  async rollback(): Promise<void> {
    this.failed ??= new StoreFailed('the batch was rolled back');
    if (!this.begun) return;
    try {
      await this.connection.query('ROLLBACK', this.generation);
    } catch {
      // Destroying the connection rolls back as well.
      this.connection.reset();
    }
  }

  private async committedAfterAll(): Promise<boolean> {
    try {
      return await this.positions.committed(this.group, this.topic, this.claims);
    } catch (error) {
      throw storeError(error);
    }
  }

  private read<Key, Value>(reading: Reading<Key, Value>, key: Key): Promise<Value> {
    if (this.failed) return Promise.reject(this.failed);
    return new Promise<Value>((resolve, reject) => {
      let pending = this.pending.get(reading);
      if (!pending) {
        pending = { reading: reading as Reading<unknown, unknown>, keys: [], waiting: [] };
        this.pending.set(reading, pending);
        // After all commands that can go on have gone on: their reads travel together.
        if (this.pending.size === 1 && !this.flushing) setImmediate(() => this.startFlush());
      }
      pending.keys.push(key);
      pending.waiting.push({ resolve: resolve as (value: unknown) => void, reject });
    });
  }

  private startFlush(): void {
    if (this.flushing || this.pending.size === 0) return;
    if (this.failed) {
      for (const pending of this.pending.values()) rejectAll(pending, this.failed);
      this.pending = new Map();
      return;
    }
    this.flushing = this.flush()
      .catch(() => undefined)
      .finally(() => {
        this.flushing = undefined;
        if (this.pending.size > 0) setImmediate(() => this.startFlush());
      });
  }

  /** One round trip: BEGIN and the positions when it is the first, the writes kept so far, then every pending read, those that lock first. */
  private async flush(): Promise<void> {
    const reads = this.takeReads();
    const locks = !this.begun && this.claims.length > 0;
    const before = this.begun ? [] : ['BEGIN', ...(locks ? [this.positions.lockSql(this.group, this.topic, this.claims)] : [])];
    const writes = statementsOf(this.kept);
    this.kept = new Map();
    this.begun = true;
    let results: Row[][];
    try {
      const sql = [...before, ...writes, ...reads.map((read) => read.sql)].join(';');
      results = await this.connection.query(sql, this.generation);
      this.generation = this.connection.generation;
      const moved = locks ? this.positions.moved(results[1] ?? [], this.claims) : [];
      if (moved.length > 0) throw new PositionMoved(moved);
    } catch (error) {
      this.failed = storeError(error);
      for (const { pending } of reads) rejectAll(pending, this.failed);
      throw this.failed;
    }
    for (const [i, { pending }] of reads.entries()) answerAll(pending, results[before.length + writes.length + i] ?? []);
  }

  /** A read whose statement cannot be made is its commands' own fault: they get the error, the others go on. */
  private takeReads(): { pending: Pending; sql: string }[] {
    const all = [...this.pending.values()].sort((a, b) => Number(b.reading.locks ?? false) - Number(a.reading.locks ?? false));
    this.pending = new Map();
    return all.flatMap((pending) => {
      try {
        return [{ pending, sql: pending.reading.sql(pending.keys) }];
      } catch (error) {
        rejectAll(pending, error);
        return [];
      }
    });
  }

  private async writeIsolated(writes: Writes, undo: () => boolean): Promise<void> {
    if (writes.size === 0) return;
    if (!this.begun) await this.flush();
    try {
      await this.connection.query(
        ['SAVEPOINT command', ...statementsOf(writes), 'RELEASE SAVEPOINT command'].join(';'),
        this.generation,
      );
    } catch (error) {
      if (!isDataError(error)) {
        this.failed = storeError(error);
        throw this.failed;
      }
      await this.connection.query('ROLLBACK TO SAVEPOINT command', this.generation);
      undo();
      throw new DataError('the store refuses a row', { cause: error });
    }
  }
}

function rejectAll({ waiting }: Pending, error: unknown): void {
  for (const { reject } of waiting) reject(error);
}

function answerAll(pending: Pending, rows: readonly Row[]): void {
  try {
    const values = pending.reading.answer(rows, pending.keys);
    for (const [i, { resolve }] of pending.waiting.entries()) resolve(values[i]);
  } catch (error) {
    rejectAll(pending, error);
  }
}

/** The port's own errors stay; a row the server refuses is a DataError; everything else means that the store failed. */
function storeError(error: unknown): Error {
  if (error instanceof PositionMoved || error instanceof DataError || error instanceof StoreFailed) return error;
  if (isDataError(error)) return new DataError('the store refuses a row', { cause: error });
  return new StoreFailed('MySQL failed', { cause: error });
}

function add(writes: Writes, writing: Writing<unknown>, rows: readonly unknown[]): void {
  const there = writes.get(writing);
  if (there) there.push(...rows);
  else writes.set(writing, [...rows]);
}

function statementsOf(writes: Writes): string[] {
  return [...writes].sort(([a], [b]) => a.order - b.order).map(([writing, rows]) => writing.sql(rows));
}
