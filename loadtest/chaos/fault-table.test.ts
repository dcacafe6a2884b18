import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHAOS_KINDS, FAULT_KINDS } from '../cli/planned-faults.ts';
import { describeEvent, type EventReport } from '../report/events.ts';
import { renderFaultTable, TABLE_HEADER } from './fault-table.ts';

const document = readFileSync(join(import.meta.dirname, '../../docs/faults.md'), 'utf8');
const RUN = {
  ...{ clients: 20, rate: 10, seconds: 60 },
  machineCpu: { idle: 40.2, softIrq: 0, steal: 0 },
};
const OPTIONS = { command: 'npm run chaos -- --seed 1', date: '2026-12-01', broken: [] };

const event = (kind: EventReport['kind'], process: string, backMs: number | null): EventReport => ({
  ...{ kind, process, second: 1, readyMs: 10, stallMs: 2 * (backMs ?? 10_000), slowestMs: 9, lost: 1, duplicated: 0 },
  ...{ partitionStallMs: 3 * (backMs ?? 10_000), backMs, outOfOrder: 2 },
});

test('the table has a line for each fault and what it was done to, with sums, the middle time and the worst', () => {
  const events = [
    ...[event('kill', 'logic-0', 400), event('kill', 'logic-1', 3000), event('kill', 'logic-0', 0)],
    ...[event('one-way', 'mysql:logic-1', 100), event('one-way', 'services:mysql', 0), event('cut', 'clients:gate-1', 0)],
  ];
  const table = renderFaultTable({ ...RUN, events }, OPTIONS);
  expect(table).toContain(TABLE_HEADER);
  expect(table).toContain('| killed logic | 3 | 3 | 0 | 6 | 0.4 s | 3.0 s | 6.0 s |');
  expect(table).toContain('| let one way through of links from mysql | 1 | 1 | 0 | 2 | 0.1 s | 0.1 s | 0.2 s |');
  expect(table).toContain('| let one way through of links to mysql | 1 |');
  expect(table).toContain('| cut the network of links to gate | 1 |');
  expect(table).toContain('6 faults in 60 s, under 10 messages/s of 20 clients');
  expect(table).toContain('idle for 40 % of the time');
  expect(table).toContain('Every promise held.');
  const broken = renderFaultTable({ ...RUN, events }, { ...OPTIONS, broken: ['lost 2'] });
  expect(broken).toContain('Broken: lost 2.');
});

test('docs/faults.md has the columns that the program writes, and only faults that it knows', () => {
  const lines = document.split('\n');
  expect(lines).toContain(TABLE_HEADER);
  const rows = lines.slice(lines.indexOf(TABLE_HEADER) + 2).filter((line) => line.startsWith('| '));
  const known = [...FAULT_KINDS, ...CHAOS_KINDS].map((kind) => `| ${describeEvent({ kind, process: '' })}`);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter((line) => !known.some((begin) => line.startsWith(begin)))).toEqual([]);
});

test('a fault after which a partition never delivered again is the worst', () => {
  const events = [event('kill', 'logic-0', null), event('kill', 'logic-1', 400), event('kill', 'logic-1', 0)];
  const table = renderFaultTable({ ...RUN, events }, OPTIONS);
  expect(table).toContain('| killed logic | 3 | 3 | 0 | 6 | 0.4 s | never | 20.0 s |');
});
