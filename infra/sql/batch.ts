// A batch: concurrent reads of its commands become one statement a kind, writes wait until their command is kept, and everything goes to the
// database in few round trips: (1) positions and the first reads, (2) writes, positions, COMMIT.

import { type CachedQueries, cacheKeyName } from '../cache/cached-queries.ts';
import { type VersionCache, versionCache } from '../cache/version-cache.ts';
import { type Batch, type Batches, type CacheKey, type Claim, DataError, type OutboxRow, StoreFailed } from '../ports/index.ts';
import type { Row, SqlConnection, SqlStatement, SqlTransaction } from './connection.ts';
import { Positions } from './positions.ts';
import type { BatchedQuery, BatchedWrite, CachedQuery, SharedRows, StoreFactory } from './query.ts';
import { type BatchEngine, type QueuedWrite, SqlScope } from './scope.ts';

/** Keys of one statement: what a batch of commands that read one row each has at most, and SQLite takes no more SELECTs in one. */
const MAX_KEYS = 500;
/** Of all lists kept by their version: some 10 MB. */
const MAX_KEPT = 100_000;
/** Of one round trip of writes: servers take 16 MB, and a character has up to four bytes. */
const MAX_TEXT_LENGTH = 3 * 1024 * 1024;

/** The port Batches on one connection. Tables are made with `tables` for each command; without `copies` all is read from the database. */
export function sqlBatches<Stored>(
  connection: SqlConnection,
  tables: StoreFactory<Stored>,
  copies?: CachedQueries,
): Batches<Stored> {
  const positions = new Positions(connection);
  const versions = versionCache(MAX_KEPT);
  return {
    loadPositions: (group, topic, partitions) => positions.loadPositions(group, topic, partitions),
    readOutbox: (group, topic, partition, from, to) => positions.readOutbox(group, topic, partition, from, to),
    advancePublished: (group, topic, offsets) => positions.advancePublished(group, topic, offsets),
    open: (group, topic, claims, { isolated = false } = {}) => {
      const batch = new SqlBatch({ connection, positions, copies, versions, group, topic, claims, isolated });
      return {
        beginCommand: () => new SqlScope(batch, tables),
        commit: (outbox) => batch.commit(outbox),
        rollback: () => batch.rollback(),
      };
    },
  };
}

interface Opened {
  readonly connection: SqlConnection;
  readonly positions: Positions;
  readonly copies: CachedQueries | undefined;
  readonly versions: VersionCache;
  readonly group: string;
  readonly topic: string;
  readonly claims: readonly Claim[];
  /** Commands run one after the other, each within a savepoint. */
  readonly isolated: boolean;
}

/** The calls of one Reading that wait for the next round trip. */
interface Pending {
  readonly reading: BatchedQuery<unknown, unknown>;
  readonly keys: unknown[];
  readonly waiting: { resolve(value: unknown): void; reject(error: unknown): void }[];
}

type Writes = Map<BatchedWrite<unknown>, unknown[]>;

class SqlBatch implements Omit<Batch<unknown>, 'beginCommand'>, BatchEngine {
  private readonly opened: Opened;
  private readonly transaction: SqlTransaction;
  private readonly state = new Map<unknown, unknown>();
  private pending = new Map<unknown, Pending>();
  private kept: Writes = new Map();
  /** What kept commands have changed of what there are copies of. */
  private readonly stale = new Map<string, CacheKey>();
  /** Commands that wrote and are neither kept nor discarded. */
  private readonly undecided = new Set<unknown>();
  /** A discarded command could not take back what it did. */
  private hasGap = false;
  private begun = false;
  private failed: unknown;
  private flushing: Promise<void> | undefined;

  constructor(opened: Opened) {
    const { connection, positions, group, topic, claims } = opened;
    this.opened = opened;
    this.transaction = connection.transaction(claims.length > 0 ? positions.guard(group, topic, claims) : undefined);
  }

  get hasCache(): boolean {
    return this.opened.copies !== undefined;
  }

  oncePerBatch<T>(make: () => T): T {
    const there = this.state.get(make) as T | undefined;
    if (there !== undefined) return there;
    const made = make();
    this.state.set(make, made);
    return made;
  }

  addWriter(command: object): void {
    this.assertClaims();
    this.undecided.add(command);
  }

  keep(command: SqlScope<unknown>): Promise<void> | void {
    if (this.opened.isolated) return this.writeIsolated(command);
    this.undecided.delete(command);
    this.addStale(command.writes);
    add(this.kept, command.writes);
    command.settle();
  }

  discard(command: object, isUndone: boolean): void {
    this.undecided.delete(command);
    this.hasGap ||= !isUndone;
  }

  async commit(outbox: readonly OutboxRow[]): Promise<void> {
    this.assertClaims();
    const { copies, positions, group, topic, claims } = this.opened;
    let statements: readonly string[];
    try {
      if (!this.begun && !this.failed) await this.flush();
      if (this.flushing) await this.flushing;
      this.assertWhole();
      const advance = positions.advanceSql(group, topic, claims, outbox);
      statements = await this.shorten([...this.statementsOf(this.kept), ...advance]);
    } catch (error) {
      await this.rollback();
      throw error;
    }
    const changed = this.stale.size > 0 ? await this.changing(copies) : undefined;
    this.failed = new StoreFailed('the batch has ended');
    try {
      await this.transaction.commit(statements);
    } catch (error) {
      // It may still be carried out where no answer came: until it has ended one way or the other, nothing is to be copied. What was said to be changing runs out by itself.
      if (!(error instanceof StoreFailed)) changed?.();
      throw error;
    }
    changed?.();
    positions.onCommitted(group, topic, claims, outbox);
  }

  /** Sends ahead what is too much for one round trip; returns the rest. */
  private async shorten(statements: readonly string[]): Promise<readonly string[]> {
    let rest: string[] = [];
    let length = 0;
    for (const sql of statements) {
      if (rest.length > 0 && length + sql.length > MAX_TEXT_LENGTH) {
        await this.transaction.run(rest.map((early) => ({ sql: early, writes: true })));
        rest = [];
        length = 0;
      }
      rest.push(sql);
      length += sql.length;
    }
    return rest;
  }

  async rollback(): Promise<void> {
    this.failed ??= new StoreFailed('the batch was rolled back');
    await this.transaction.rollback();
  }

  /** Copies of what the batch changes are taken back before it can be seen. Where they cannot be, nothing is stored. */
  private async changing(copies: CachedQueries | undefined): Promise<(() => void) | undefined> {
    try {
      return await copies?.invalidate([...this.stale.values()]);
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  private addStale(writes: readonly QueuedWrite[]): void {
    for (const { write, row } of writes) {
      if (write.invalidates) for (const key of write.invalidates(row)) this.stale.set(cacheKeyName(key), key);
    }
  }

  readCached<Value extends object>(reading: CachedQuery<Value>, id: string): Promise<Value | undefined> {
    const { copies } = this.opened;
    if (!copies || this.stale.has(cacheKeyName({ kind: reading.kind, id }))) return this.read(reading, id);
    if (this.failed) return Promise.reject(this.failed);
    return copies.read(reading, id);
  }

  async readVersioned(
    reading: BatchedQuery<string, readonly string[]>,
    key: CacheKey,
    version: number,
  ): Promise<readonly string[]> {
    const name = cacheKeyName(key);
    // A version this batch has given may be given again, to something else, when it is not stored.
    if (this.stale.has(name)) return this.read(reading, key.id);
    const { versions } = this.opened;
    const kept = versions.get(name, version);
    if (kept) return kept;
    const list = await this.read(reading, key.id);
    if (!this.stale.has(name)) versions.set(name, version, list);
    return list;
  }

  private assertWhole(): void {
    if (this.failed) throw this.failed;
    if (this.hasGap) throw new Error('a discarded command has left a gap: the batch must run again without it');
    if (this.undecided.size > 0) throw new Error('a command that wrote is neither kept nor discarded');
  }

  private assertClaims(): void {
    if (this.opened.claims.length === 0) throw new Error('a batch without claims cannot write');
  }

  read<Key, Value>(reading: BatchedQuery<Key, Value>, key: Key): Promise<Value> {
    if (this.failed) return Promise.reject(this.failed);
    return new Promise<Value>((resolve, reject) => {
      let pending = this.pending.get(reading);
      if (!pending) {
        pending = { reading: reading as BatchedQuery<unknown, unknown>, keys: [], waiting: [] };
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

  /** One round trip: the writes kept so far, then every pending read, those that lock or write first. */
  private async flush(): Promise<void> {
    const reads = this.takeReads();
    const writes = this.statementsOf(this.kept);
    this.kept = new Map();
    this.begun = true;
    let results: Row[][];
    try {
      const statements = writes.map((sql): SqlStatement => ({ sql, writes: true }));
      results = await this.transaction.run([...statements, ...reads.flatMap(({ statements: own }) => own)]);
    } catch (error) {
      this.failed ??= error;
      for (const { pending } of reads) rejectAll(pending, error);
      throw error;
    }
    let next = writes.length;
    for (const { pending, statements } of reads) {
      answerAll(pending, results.slice(next, next + statements.length));
      next += statements.length;
    }
  }

  /** A read whose statement cannot be made is its commands' own fault: they get the error, the others go on. */
  private takeReads(): { pending: Pending; statements: SqlStatement[] }[] {
    const early = ({ reading: { locks, writes } }: Pending): number => Number(locks ?? writes ?? false);
    const all = [...this.pending.values()].sort((a, b) => early(b) - early(a));
    this.pending = new Map();
    return all.flatMap((pending) => {
      const { reading, keys } = pending;
      try {
        const { dialect } = this.opened.connection;
        const statements = chunks(keys).map((some) => ({ sql: reading.sql(some, dialect), writes: reading.writes ?? false }));
        return [{ pending, statements }];
      } catch (error) {
        rejectAll(pending, error);
        return [];
      }
    });
  }

  private async writeIsolated(command: SqlScope<unknown>): Promise<void> {
    this.undecided.delete(command);
    if (command.writes.length > 0) {
      this.addStale(command.writes);
      try {
        if (!this.begun) await this.flush();
        const writes: Writes = new Map();
        add(writes, command.writes);
        await this.transaction.runInSavepoint(this.statementsOf(writes));
      } catch (error) {
        if (error instanceof DataError) command.discard();
        else this.failed ??= error;
        throw error;
      }
    }
    command.settle();
  }

  private statementsOf(writes: Writes): string[] {
    const { dialect } = this.opened.connection;
    const statements = [...writes].map(([writing, rows]) => ({
      order: writing.lockOrder,
      sql: () => [writing.sql(rows, dialect)],
    }));
    // Where nothing locks rows nobody meets crosswise.
    if (dialect.forUpdate !== '')
      for (const [rows, keys] of sharedBy(writes))
        statements.push({ order: rows.lockOrder, sql: () => chunks(keys).map((some) => rows.lock(some, dialect)) });
    return statements.sort((a, b) => a.order - b.order).flatMap(({ sql }) => sql());
  }
}

function rejectAll({ waiting }: Pending, error: unknown): void {
  for (const { reject } of waiting) reject(error);
}

/** `results` are the rows for each chunk of the keys. */
function answerAll(pending: Pending, results: readonly (readonly Row[])[]): void {
  const { reading, keys, waiting } = pending;
  try {
    const values = chunks(keys).flatMap((some, i) => reading.decode(results[i] ?? [], some));
    for (const [i, { resolve }] of waiting.entries()) resolve(values[i]);
  } catch (error) {
    rejectAll(pending, error);
  }
}

/** The keys of what more than one kind of these writes changes, each once and sorted. */
function sharedBy(writes: Writes): Map<SharedRows, string[]> {
  const sharing = [...writes].flatMap(([{ shares }, rows]) => (shares ? [{ shares, rows }] : []));
  const found = new Map<SharedRows, string[]>();
  for (const [shared, kinds] of Map.groupBy(sharing, ({ shares }) => shares.rows)) {
    if (kinds.length < 2) continue;
    const keys = new Set(kinds.flatMap(({ shares, rows }) => rows.map((row) => shares.key(row))));
    found.set(shared, [...keys].sort());
  }
  return found;
}

function chunks<Key>(keys: readonly Key[]): (readonly Key[])[] {
  if (keys.length <= MAX_KEYS) return [keys];
  return Array.from({ length: Math.ceil(keys.length / MAX_KEYS) }, (_, i) => keys.slice(i * MAX_KEYS, (i + 1) * MAX_KEYS));
}

function add(writes: Writes, all: readonly QueuedWrite[]): void {
  for (const { write, row } of all) {
    const rows = writes.get(write);
    if (rows) rows.push(row);
    else writes.set(write, [row]);
  }
}
