// Measures the round trips of a connection, by what they are for.
import { type HistogramMetric, LATENCY_BUCKETS_S, type Metrics } from '../ports/index.ts';
import type { Row, SqlConnection, SqlStatement, SqlTransaction, TransactionGuard } from './connection.ts';

/** The same connection. `begin` is the round trip that locks the positions, `commit` the one that makes a batch durable. */
export function measuredConnection(connection: SqlConnection, metrics: Metrics): SqlConnection {
  const help = 'Round trips to the database, by what they are for.';
  const seconds = metrics.histograms('im_sql_seconds', help, 'step', LATENCY_BUCKETS_S);
  const steps = {
    begin: seconds.of('begin'),
    run: seconds.of('run'),
    savepoint: seconds.of('savepoint'),
    commit: seconds.of('commit'),
  };
  const read = seconds.of('read');
  const query = seconds.of('query');
  return {
    dialect: connection.dialect,
    clock: connection.clock,
    query: (statements) => measure(query, () => connection.query(statements)),
    transaction: (guard: TransactionGuard | undefined) => new MeasuredTransaction(connection.transaction(guard), steps),
    reads: () => new MeasuredTransaction(connection.reads(), { ...steps, begin: read, run: read }),
  };
}

type Steps = Readonly<Record<'begin' | 'run' | 'savepoint' | 'commit', HistogramMetric>>;

class MeasuredTransaction implements SqlTransaction {
  readonly #transaction: SqlTransaction;
  readonly #steps: Steps;
  #hasBegun = false;

  constructor(transaction: SqlTransaction, steps: Steps) {
    this.#transaction = transaction;
    this.#steps = steps;
  }

  run(statements: readonly SqlStatement[]): Promise<Row[][]> {
    const { begin, run } = this.#steps;
    const step = this.#hasBegun ? run : begin;
    this.#hasBegun = true;
    return measure(step, () => this.#transaction.run(statements));
  }

  runInSavepoint(statements: readonly string[]): Promise<void> {
    return measure(this.#steps.savepoint, () => this.#transaction.runInSavepoint(statements));
  }

  commit(statements: readonly string[]): Promise<void> {
    return measure(this.#steps.commit, () => this.#transaction.commit(statements));
  }

  rollback(): Promise<void> {
    return this.#transaction.rollback();
  }
}

/** A round trip that fails counts as well: it took its time. */
async function measure<T>(step: HistogramMetric, roundTrip: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  try {
    return await roundTrip();
  } finally {
    step.observe((performance.now() - startedMs) / 1000);
  }
}
