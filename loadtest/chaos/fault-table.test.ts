import { expect, test } from 'vitest';
import type { EventReport } from '../report/events.ts';
import { renderFaultTable, TABLE_HEADER } from './fault-table.ts';

const OPTIONS = { command: 'npm run chaos -- --seed 1', date: '2026-12-01', broken: [] };

const event = (kind: EventReport['kind'], process: string, backMs: number): EventReport => ({
  ...{ kind, process, second: 1, readyMs: 10, stallMs: 2 * backMs, slowestMs: 9, backMs, lost: 1, duplicated: 0, outOfOrder: 2 },
});

test('the table has a line for each fault and what it was done to, with sums, the middle time and the worst', () => {
  const events = [
    ...[event('kill', 'logic-0', 400), event('kill', 'logic-1', 3000), event('kill', 'logic-0', 0)],
    ...[event('one-way', 'mysql:logic-1', 100), event('one-way', 'services:mysql', 0), event('cut', 'clients:gate-1', 0)],
  ];
  const table = renderFaultTable({ events, clients: 20, rate: 10, seconds: 60 }, OPTIONS);
  expect(table).toContain(TABLE_HEADER);
  expect(table).toContain('| killed logic | 3 | 3 | 0 | 6 | 0.4 s | 3.0 s | 6.0 s |');
  expect(table).toContain('| let one way through of links from mysql | 1 | 1 | 0 | 2 | 0.1 s | 0.1 s | 0.2 s |');
  expect(table).toContain('| let one way through of links to mysql | 1 |');
  expect(table).toContain('| cut the network of links to gate | 1 |');
  expect(table).toContain('6 faults');
  expect(table).toContain('Every promise held.');
  const broken = renderFaultTable({ events, clients: 20, rate: 10, seconds: 60 }, { ...OPTIONS, broken: ['lost 2'] });
  expect(broken).toContain('Broken: lost 2.');
});
