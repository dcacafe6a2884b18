// The queries of a batch that wait for the next round trip: the calls of one query become one statement.
import type { Row, SqlStatement } from './connection.ts';
import type { Dialect } from './dialect.ts';
import type { BatchedQuery } from './query.ts';

/**
 * Keys in one statement: as many as a batch has commands. SQLite accepts at most 500 SELECTs in one statement.
 */
const MAX_KEYS = 500;

/** A query on its way to the database. Exactly one of `resolve` and `reject` is called. */
export interface SentQuery {
  readonly statements: readonly SqlStatement[];
  /** Decodes the rows of each statement and settles all calls. */
  resolve(results: readonly (readonly Row[])[]): void;
  reject(error: unknown): void;
}

/** Collects calls of queries until the next round trip. */
export class PendingQueries {
  readonly #dialect: Dialect;
  #pending = new Map<unknown, PendingQuery>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  get isEmpty(): boolean {
    return this.#pending.size === 0;
  }

  add<Key, Value>(query: BatchedQuery<Key, Value>, key: Key): Promise<Value> {
    let pending = this.#pending.get(query);
    if (!pending) {
      pending = new PendingQuery(query as BatchedQuery<unknown, unknown>);
      this.#pending.set(query, pending);
    }
    return pending.add(key) as Promise<Value>;
  }

  /**
   * Takes all pending queries, first those that lock or write. Rejects the calls of a query whose statement cannot be built, and
   * returns the other queries.
   */
  take(): SentQuery[] {
    const all = [...this.#pending.values()].sort((a, b) => Number(b.isFirst) - Number(a.isFirst));
    this.#pending = new Map();
    return all.flatMap((pending) => {
      try {
        return [pending.send(this.#dialect)];
      } catch (error) {
        pending.reject(error);
        return [];
      }
    });
  }

  rejectAll(error: unknown): void {
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending = new Map();
  }
}

/** The calls of one query. */
class PendingQuery {
  readonly #query: BatchedQuery<unknown, unknown>;
  readonly #keys: unknown[] = [];
  readonly #calls: { resolve(value: unknown): void; reject(error: unknown): void }[] = [];

  constructor(query: BatchedQuery<unknown, unknown>) {
    this.#query = query;
  }

  get isFirst(): boolean {
    return this.#query.locks ?? this.#query.writes ?? false;
  }

  add(key: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#keys.push(key);
      this.#calls.push({ resolve, reject });
    });
  }

  send(dialect: Dialect): SentQuery {
    const query = this.#query;
    const chunks = inChunks(this.#keys);
    return {
      statements: chunks.map((keys) => ({ sql: query.sql(keys, dialect), writes: query.writes ?? false })),
      resolve: (results) => this.#resolve(chunks, results),
      reject: (error) => this.reject(error),
    };
  }

  reject(error: unknown): void {
    for (const { reject } of this.#calls) reject(error);
  }

  #resolve(chunks: readonly (readonly unknown[])[], results: readonly (readonly Row[])[]): void {
    try {
      const values = chunks.flatMap((keys, i) => this.#query.decode(results[i] ?? [], keys));
      for (const [i, { resolve }] of this.#calls.entries()) resolve(values[i]);
    } catch (error) {
      this.reject(error);
    }
  }
}

/** Splits keys for one statement each. */
export function inChunks<Key>(keys: readonly Key[]): (readonly Key[])[] {
  if (keys.length <= MAX_KEYS) return [keys];
  return Array.from({ length: Math.ceil(keys.length / MAX_KEYS) }, (_, i) => keys.slice(i * MAX_KEYS, (i + 1) * MAX_KEYS));
}
