// For tests: a connection that asks the database, before each statement, how it will carry it out, and after it what that took.
import type { Connection, Reader, Row, Statement, Transaction } from '../sql/connection.ts';

/** How a database is asked. */
export interface Watch {
  /** Before a statement: what its plan is. */
  readonly explain: string;
  /** A statement that tells how many rows were looked at so far; without it nobody counts. */
  readonly counters?: string;
  counted?(rows: readonly Row[]): number;
  /** What is wrong with a plan. */
  faultsOf(plan: readonly Row[]): string[];
}

export interface Seen {
  readonly sql: string;
  readonly faults: readonly string[];
  /** Rows it has looked at, and those it has returned. */
  readonly looked: number;
  readonly rows: number;
}

/** Calls `seen` with every statement of the connection. */
export function watchedConnection(connection: Connection, watch: Watch, seen: (statement: Seen) => void): Connection {
  /** With each statement those that look at it. */
  const among = (statements: readonly Statement[]): Statement[] =>
    statements.flatMap((statement) => {
      const counters = watch.counters ? [{ sql: watch.counters, writes: false }] : [];
      return [{ sql: watch.explain + statement.sql, writes: false }, ...counters, statement, ...counters];
    });
  /** The statements' own results. */
  function own(statements: readonly Statement[], results: readonly Row[][]): Row[][] {
    const each = watch.counters ? 4 : 2;
    return statements.map(({ sql }, i) => {
      const [plan = [], ...rest] = results.slice(i * each, (i + 1) * each);
      const [before, rows = [], after] = watch.counters ? rest : [undefined, ...rest];
      const looked = before && after && watch.counted ? watch.counted(after) - watch.counted(before) : 0;
      seen({ sql, faults: watch.faultsOf(plan), looked, rows: rows.length });
      return rows;
    });
  }
  const writing = (sql: string): Statement => ({ sql, writes: true });
  const reading = (sql: string): Statement => ({ sql, writes: false });

  function transaction(guard: Parameters<Connection['transaction']>[0]): Transaction {
    const inner = connection.transaction(guard);
    let isGuardSeen = guard === undefined;
    async function run(statements: readonly Statement[]): Promise<Row[][]> {
      const all = isGuardSeen || !guard ? statements : [reading(guard.sql), ...statements];
      const results = own(all, await inner.run(among(all)));
      const own_ = all.length > statements.length ? results.slice(1) : results;
      isGuardSeen = true;
      return own_;
    }
    return {
      run,
      attempt: async (statements) => {
        await inner.attempt(statements);
      },
      commit: async (statements) => {
        await run(statements.map(writing));
        await inner.commit([]);
      },
      rollback: () => inner.rollback(),
    };
  }

  return {
    dialect: connection.dialect,
    query: async (statements) => {
      const all = statements.map(writing);
      return own(all, await connection.query(among(all).map(({ sql }) => sql)));
    },
    transaction,
  };
}

/** The same for what is read outside of batches, without counting. */
export function watchedReader(reader: Reader, watch: Watch, seen: (statement: Seen) => void): Reader {
  return {
    dialect: reader.dialect,
    read: async (sql) => {
      const faults = watch.faultsOf(await reader.read(watch.explain + sql));
      const rows = await reader.read(sql);
      seen({ sql, faults, looked: 0, rows: rows.length });
      return rows;
    },
  };
}
