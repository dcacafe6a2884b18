// For tests: a connection that asks the database, before each statement, how it will carry it out, and after it what that took.
import type { Row, SqlConnection, SqlReader, SqlStatement, SqlTransaction } from '../../../infra/sql/connection.ts';

/** How a database is asked. */
export interface PlanWatch {
  /** Before a statement: what its plan is. */
  readonly explain: string;
  /** A statement that tells how many rows were looked at so far; without it nobody counts. */
  readonly counters?: string;
  countRows?(rows: readonly Row[]): number;
  /** What is wrong with a plan. */
  findFaults(plan: readonly Row[]): string[];
}

export interface ObservedStatement {
  readonly sql: string;
  readonly faults: readonly string[];
  /** Rows it has looked at, and those it has returned. */
  readonly examined: number;
  readonly rows: number;
}

/** Calls `seen` with every statement of the connection. */
export function watchedConnection(
  connection: SqlConnection,
  watch: PlanWatch,
  seen: (statement: ObservedStatement) => void,
): SqlConnection {
  /** With each statement those that look at it. */
  const among = (statements: readonly SqlStatement[]): SqlStatement[] =>
    statements.flatMap((statement) => {
      const counters = watch.counters ? [{ sql: watch.counters, writes: false }] : [];
      return [{ sql: watch.explain + statement.sql, writes: false }, ...counters, statement, ...counters];
    });
  /** The statements' own results. */
  function own(statements: readonly SqlStatement[], results: readonly Row[][]): Row[][] {
    const each = watch.counters ? 4 : 2;
    return statements.map(({ sql }, i) => {
      const [plan = [], ...rest] = results.slice(i * each, (i + 1) * each);
      const [before, rows = [], after] = watch.counters ? rest : [undefined, ...rest];
      const examined = before && after && watch.countRows ? watch.countRows(after) - watch.countRows(before) : 0;
      seen({ sql, faults: watch.findFaults(plan), examined, rows: rows.length });
      return rows;
    });
  }
  const writing = (sql: string): SqlStatement => ({ sql, writes: true });
  const reading = (sql: string): SqlStatement => ({ sql, writes: false });

  function transaction(guard: Parameters<SqlConnection['transaction']>[0]): SqlTransaction {
    const inner = connection.transaction(guard);
    let isGuardSeen = guard === undefined;
    async function run(statements: readonly SqlStatement[]): Promise<Row[][]> {
      const all = isGuardSeen || !guard ? statements : [reading(guard.sql), ...statements];
      const results = own(all, await inner.run(among(all)));
      const own_ = all.length > statements.length ? results.slice(1) : results;
      isGuardSeen = true;
      return own_;
    }
    return {
      run,
      runInSavepoint: async (statements) => {
        await inner.runInSavepoint(statements);
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
export function watchedReader(reader: SqlReader, watch: PlanWatch, seen: (statement: ObservedStatement) => void): SqlReader {
  return {
    dialect: reader.dialect,
    read: async (sql) => {
      const faults = watch.findFaults(await reader.read(watch.explain + sql));
      const rows = await reader.read(sql);
      seen({ sql, faults, examined: 0, rows: rows.length });
      return rows;
    },
  };
}
