// One batch: a transaction shared by many commands. Concurrent reads of its commands become one statement per kind, and writes
// wait until their command is kept. So a batch needs few round trips: (1) positions and first reads, (2) writes, positions,
// COMMIT.
import { cacheKeyName } from '../cache/cache-keys.ts';
import type { CachedQueries } from '../cache/cached-queries.ts';
import { type VersionCache, versionCache } from '../cache/version-cache.ts';
import { noMetrics } from '../memory/no-metrics.ts';
import {
  type Batch,
  type Batches,
  type CacheKey,
  type Claim,
  DataError,
  type Metrics,
  type OutboxRow,
  StoreFailed,
} from '../ports/index.ts';
import type { Row, SqlConnection, SqlStatement, SqlTransaction } from './connection.ts';
import { InvalidatedKeys } from './invalidated-keys.ts';
import { measuredConnection } from './measured-connection.ts';
import { PendingQueries } from './pending-queries.ts';
import { PendingWrites } from './pending-writes.ts';
import { Positions } from './positions.ts';
import type { BatchedQuery, CachedQuery, StoreFactory } from './query.ts';
import { type BatchEngine, SqlScope } from './scope.ts';

/** Entries of the version cache, over all lists: about 10 MB. */
const MAX_VERSIONED_ENTRIES = 100_000;
/** Characters of the writes in one round trip: MySQL accepts 16 MB, and a character takes up to four bytes. */
const MAX_TEXT_LENGTH = 3 * 1024 * 1024;

/**
 * The port Batches on one connection. `makeStore` makes the table adapters of each command. Without `cachedQueries` every query
 * goes to the database.
 */
export function sqlBatches<Store>(
  unmeasured: SqlConnection,
  makeStore: StoreFactory<Store>,
  cachedQueries?: CachedQueries,
  metrics: Metrics = noMetrics,
): Batches<Store> {
  const connection = measuredConnection(unmeasured, metrics);
  const positions = new Positions(connection);
  const versions = versionCache(MAX_VERSIONED_ENTRIES, metrics);
  return {
    loadPositions: (group, topic, partitions) => positions.loadPositions(group, topic, partitions),
    readOutbox: (group, topic, partition, from, to) => positions.readOutbox(group, topic, partition, from, to),
    advancePublished: (group, topic, offsets) => positions.advancePublished(group, topic, offsets),
    openReads: () => {
      const options = { connection, positions, cachedQueries, versions, group: '', topic: '', claims: [], isolated: false };
      const batch = new SqlBatch({ ...options, transaction: connection.reads() });
      return { beginCommand: () => new SqlScope(batch, makeStore, connection.clock), rollback: () => batch.rollback() };
    },
    open: (group, topic, claims, { isolated = false, onRoundTrip } = {}) => {
      const transaction = connection.transaction(
        claims.length > 0 ? positions.guard(group, topic, claims) : undefined,
        onRoundTrip,
      );
      const batch = new SqlBatch({ connection, transaction, positions, cachedQueries, versions, group, topic, claims, isolated });
      return {
        beginCommand: () => new SqlScope(batch, makeStore, connection.clock),
        commit: (outbox) => batch.commit(outbox),
        rollback: () => batch.rollback(),
      };
    },
  };
}

interface BatchOptions {
  readonly connection: SqlConnection;
  readonly transaction: SqlTransaction;
  readonly positions: Positions;
  readonly cachedQueries: CachedQueries | undefined;
  readonly versions: VersionCache;
  readonly group: string;
  readonly topic: string;
  readonly claims: readonly Claim[];
  /** Commands run one after the other, each within a savepoint. */
  readonly isolated: boolean;
}

class SqlBatch implements Omit<Batch<unknown>, 'beginCommand'>, BatchEngine {
  readonly #options: BatchOptions;
  readonly #transaction: SqlTransaction;
  /** The results of `oncePerBatch`, by its factory. */
  readonly #shared = new Map<unknown, unknown>();
  readonly #queries: PendingQueries;
  readonly #writes: PendingWrites;
  readonly #invalidated = new InvalidatedKeys();
  /** Commands that wrote and are neither kept nor discarded. */
  readonly #undecided = new Set<unknown>();
  /** True when a discarded command could not undo its changes of shared state. */
  #hasGap = false;
  #hasBegun = false;
  /** The error of every further call; undefined while the batch takes calls. */
  #failure: unknown;
  #flushing: Promise<void> | undefined;

  constructor(options: BatchOptions) {
    const { connection, transaction } = options;
    this.#options = options;
    this.#transaction = transaction;
    this.#queries = new PendingQueries(connection.dialect);
    this.#writes = new PendingWrites(connection.dialect);
  }

  get hasCache(): boolean {
    return this.#options.cachedQueries !== undefined;
  }

  oncePerBatch<T>(make: () => T): T {
    const existing = this.#shared.get(make) as T | undefined;
    if (existing !== undefined) return existing;
    const made = make();
    this.#shared.set(make, made);
    return made;
  }

  addWriter(command: object): void {
    this.#assertClaims();
    this.#undecided.add(command);
  }

  keep(command: SqlScope<unknown>): Promise<void> | void {
    if (this.#options.isolated) return this.#writeIsolated(command);
    this.#undecided.delete(command);
    this.#invalidated.add(command.writes);
    this.#writes.add(command.writes);
    command.settle();
  }

  discard(command: object, isUndone: boolean): void {
    this.#undecided.delete(command);
    this.#hasGap ||= !isUndone;
  }

  async commit(outbox: readonly OutboxRow[]): Promise<void> {
    this.#assertClaims();
    const { positions, group, topic, claims } = this.#options;
    let statements: readonly string[];
    try {
      if (!this.#hasBegun && !this.#failure) await this.#flush();
      if (this.#flushing) await this.#flushing;
      this.#assertComplete();
      const advance = positions.advanceSql(group, topic, claims, outbox);
      statements = await this.#sendExcess([...this.#writes.take(), ...advance]);
    } catch (error) {
      await this.rollback();
      throw error;
    }
    const endInvalidation = this.#invalidated.isEmpty ? undefined : await this.#invalidate();
    this.#failure = new StoreFailed('the batch has ended');
    try {
      await this.#transaction.commit(statements);
    } catch (error) {
      // After StoreFailed the commit may still succeed. The tombstones stay until they expire, so that no reader caches an old
      // value before that.
      if (!(error instanceof StoreFailed)) endInvalidation?.();
      throw error;
    }
    endInvalidation?.();
    positions.onCommitted(group, topic, claims, outbox);
  }

  async rollback(): Promise<void> {
    this.#failure ??= new StoreFailed('the batch was rolled back');
    await this.#transaction.rollback();
  }

  readCached<Value extends object>(query: CachedQuery<Value>, id: string): Promise<Value | undefined> {
    const { cachedQueries } = this.#options;
    if (!cachedQueries || this.#invalidated.has({ kind: query.kind, id })) return this.read(query, id);
    if (this.#failure) return Promise.reject(this.#failure);
    return cachedQueries.read(query, id);
  }

  async readVersioned(
    query: BatchedQuery<string, readonly string[]>,
    key: CacheKey,
    version: number,
  ): Promise<readonly string[]> {
    const name = cacheKeyName(key);
    // Do not cache: if this batch rolls back, another batch gives the same version to a different list.
    if (this.#invalidated.has(key)) return this.read(query, key.id);
    const cached = this.#options.versions.get(name, version);
    if (cached) return cached;
    const list = await this.read(query, key.id);
    if (!this.#invalidated.has(key)) this.#options.versions.set(name, version, list);
    return list;
  }

  read<Key, Value>(query: BatchedQuery<Key, Value>, key: Key): Promise<Value> {
    if (this.#failure) return Promise.reject(this.#failure);
    const wasEmpty = this.#queries.isEmpty;
    const answer = this.#queries.add(query, key);
    // Wait until no command can continue without an answer: all their queries then share one round trip.
    if (wasEmpty && !this.#flushing) setImmediate(() => this.#startFlush());
    return answer;
  }

  #startFlush(): void {
    if (this.#flushing || this.#queries.isEmpty) return;
    if (this.#failure) {
      this.#queries.rejectAll(this.#failure);
      return;
    }
    this.#flushing = this.#flush()
      .catch(() => undefined)
      .finally(() => {
        this.#flushing = undefined;
        if (!this.#queries.isEmpty) setImmediate(() => this.#startFlush());
      });
  }

  /** One round trip: the kept writes, then all pending queries; queries that lock or write come first. */
  async #flush(): Promise<void> {
    const queries = this.#queries.take();
    const writes = this.#writes.take();
    this.#hasBegun = true;
    let results: Row[][];
    try {
      const statements = writes.map((sql): SqlStatement => ({ sql, writes: true }));
      results = await this.#transaction.run([...statements, ...queries.flatMap((query) => query.statements)]);
    } catch (error) {
      this.#failure ??= error;
      for (const query of queries) query.reject(error);
      throw error;
    }
    let next = writes.length;
    for (const query of queries) {
      query.resolve(results.slice(next, next + query.statements.length));
      next += query.statements.length;
    }
  }

  /** Sends the statements that do not fit into the last round trip; returns the rest. */
  async #sendExcess(statements: readonly string[]): Promise<readonly string[]> {
    const chunks = splitByLength(statements);
    const rest = chunks.pop() ?? [];
    for (const chunk of chunks) await this.#transaction.run(chunk.map((sql) => ({ sql, writes: true })));
    return rest;
  }

  async #writeIsolated(command: SqlScope<unknown>): Promise<void> {
    this.#undecided.delete(command);
    if (command.writes.length > 0) {
      this.#invalidated.add(command.writes);
      try {
        if (!this.#hasBegun) await this.#flush();
        const writes = new PendingWrites(this.#options.connection.dialect);
        writes.add(command.writes);
        await this.#transaction.runInSavepoint(writes.take());
      } catch (error) {
        if (error instanceof DataError) command.discard();
        else this.#failure ??= error;
        throw error;
      }
    }
    command.settle();
  }

  /** Runs before the commit, so that no process reads an old value after it. If it fails, the batch rolls back. */
  async #invalidate(): Promise<(() => void) | undefined> {
    try {
      return await this.#options.cachedQueries?.invalidate(this.#invalidated.list());
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  #assertComplete(): void {
    if (this.#failure) throw this.#failure;
    if (this.#hasGap) throw new Error('a discarded command has left a gap: run the batch again without it');
    if (this.#undecided.size > 0) throw new Error('a command that wrote is neither kept nor discarded');
  }

  #assertClaims(): void {
    if (this.#options.claims.length === 0) throw new Error('a batch without claims cannot write');
  }
}

/** Splits statements into texts of one round trip each. */
function splitByLength(statements: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let length = 0;
  for (const sql of statements) {
    if (chunks.length === 0 || length + sql.length > MAX_TEXT_LENGTH) {
      chunks.push([]);
      length = 0;
    }
    chunks.at(-1)?.push(sql);
    length += sql.length;
  }
  return chunks;
}
