// A connection that asks the database for the plan of each statement before it, and for the number of examined rows after it.
import type { Row, SqlConnection, SqlReader, SqlStatement, SqlTransaction } from '../../../infra/sql/connection.ts';

/** How to ask a database for plans and counts. */
export interface PlanWatch {
  /** The prefix of a statement that returns its plan. */
  readonly explain: string;
  /** A statement that returns how many rows were examined so far. Without it, rows are not counted. */
  readonly counters?: string;
  countRows?(rows: readonly Row[]): number;
  /** The faults of a plan. */
  findFaults(plan: readonly Row[]): string[];
}

export interface ObservedStatement {
  readonly sql: string;
  readonly faults: readonly string[];
  /** The number of examined rows and of returned rows. */
  readonly examined: number;
  readonly rows: number;
}

/** Calls `seen` with every statement of the connection. */
export function watchedConnection(
  connection: SqlConnection,
  watch: PlanWatch,
  seen: (statement: ObservedStatement) => void,
): SqlConnection {
  /** The statements, each surrounded by the statements that ask for its plan and count. */
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

  function watched(inner: SqlTransaction, guard?: Parameters<SqlConnection['transaction']>[0]): SqlTransaction {
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
    clock: connection.clock,
    query: async (statements) => {
      const all = statements.map(writing);
      return own(all, await connection.query(among(all).map(({ sql }) => sql)));
    },
    transaction: (guard) => watched(connection.transaction(guard), guard),
    reads: () => watched(connection.reads()),
  };
}

/** The same for reads outside of batches, without counting rows. */
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
