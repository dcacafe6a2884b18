import { plansContract } from '../contract/test-plans.ts';
import type { Row } from '../sql/connection.ts';
import { embeddedConnection, embeddedReader } from './batches.ts';
import { openStore } from './store.ts';

/** https://sqlite.org/eqp.html: what it scans is read from its first row on, unless it is a list in the statement itself or the result of a part of it. */
function faultsOf(plan: readonly Row[]): string[] {
  const lines = plan.map((row) => String(row[3]));
  const parts = new Set(lines.flatMap((line) => /^(?:CO-ROUTINE|MATERIALIZE) (\S+)/.exec(line)?.[1] ?? []));
  return lines.filter((line) => {
    const scanned = /^SCAN (\S+)/.exec(line)?.[1];
    if (line.includes('AUTOMATIC')) return true;
    return scanned !== undefined && !/CONSTANT ROW|VALUES CLAUSE/.test(line) && !scanned.startsWith('(') && !parts.has(scanned);
  });
}

plansContract('The embedded store', async () => {
  const store = openStore(':memory:');
  return {
    watch: { explain: 'EXPLAIN QUERY PLAN ', faultsOf },
    connection: () => embeddedConnection(store),
    reader: embeddedReader(store),
    // As it runs: nothing is ever analysed.
    filled: async () => undefined,
    close: async () => store.close(),
  };
});
