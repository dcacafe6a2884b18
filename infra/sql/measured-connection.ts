// Measures the round trips of a connection, by what they are for.
import { type HistogramMetric, LATENCY_BUCKETS_S, type Metrics, type OnRoundTrip } from '../ports/index.ts';
import type { Row, SqlConnection, SqlStatement, SqlTransaction, TransactionGuard } from './connection.ts';

export interface MeasuredConnection extends SqlConnection {
  transaction(guard: TransactionGuard | undefined, onRoundTrip?: OnRoundTrip): SqlTransaction;
}

/** The same connection. `begin` is the round trip that locks the positions, `commit` the one that makes a batch durable. */
export function measuredConnection(connection: SqlConnection, metrics: Metrics): MeasuredConnection {
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
    transaction: (guard, onRoundTrip) => new MeasuredTransaction(connection.transaction(guard), steps, onRoundTrip),
    reads: () => new MeasuredTransaction(connection.reads(), { ...steps, begin: read, run: read }, undefined),
  };
}

type Steps = Readonly<Record<'begin' | 'run' | 'savepoint' | 'commit', HistogramMetric>>;

class MeasuredTransaction implements SqlTransaction {
  readonly #transaction: SqlTransaction;
  readonly #steps: Steps;
  readonly #onRoundTrip: OnRoundTrip | undefined;
  #hasBegun = false;

  constructor(transaction: SqlTransaction, steps: Steps, onRoundTrip: OnRoundTrip | undefined) {
    this.#transaction = transaction;
    this.#steps = steps;
    this.#onRoundTrip = onRoundTrip;
  }

  run(statements: readonly SqlStatement[]): Promise<Row[][]> {
    const step = this.#hasBegun ? 'run' : 'begin';
    this.#hasBegun = true;
    return this.#measure(step, () => this.#transaction.run(statements));
  }

  runInSavepoint(statements: readonly string[]): Promise<void> {
    return this.#measure('savepoint', () => this.#transaction.runInSavepoint(statements));
  }

  commit(statements: readonly string[]): Promise<void> {
    return this.#measure('commit', () => this.#transaction.commit(statements));
  }

  rollback(): Promise<void> {
    return this.#transaction.rollback();
  }

  #measure<T>(step: keyof Steps, roundTrip: () => Promise<T>): Promise<T> {
    const onRoundTrip = this.#onRoundTrip;
    return measure(this.#steps[step], roundTrip, onRoundTrip && ((startMs, endMs) => onRoundTrip(step, startMs, endMs)));
  }
}

/** A round trip that fails counts as well: it took its time. */
async function measure<T>(
  step: HistogramMetric,
  roundTrip: () => Promise<T>,
  onEnd?: (startMs: number, endMs: number) => void,
): Promise<T> {
  const startMs = performance.now();
  try {
    return await roundTrip();
  } finally {
    const endMs = performance.now();
    step.observe((endMs - startMs) / 1000);
    onEnd?.(startMs, endMs);
  }
}
