import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mysqlDialect } from '../../infra/mysql/dialect.ts';
import { inTurn, sqlAuditLog } from './sql-audit.ts';

function hangingStore(turnWithinMs: number) {
  const made: string[] = [];
  const held: (() => void)[] = [];
  const query = async ([statement = '']: readonly string[]) => {
    made.push(statement);
    await new Promise<void>((resolve) => held.push(resolve));
    return [[]];
  };
  return { made, free: () => held.shift()?.(), connection: inTurn({ dialect: mysqlDialect, query }, turnWithinMs) };
}

const act = { actor: 'ann', address: '10.0.0.1', act: 'disable', target: '{}' };

test('a call that does not get its turn in time is refused and never made, and those after it get theirs', async () => {
  const { made, free, connection } = hangingStore(500);
  const first = connection.query(['first']);
  await expect(connection.query(['late'])).rejects.toThrow('the store has not come to this call within 0.5 s');
  const next = connection.query(['next']);
  free();
  await first;
  await expect.poll(() => made).toEqual(['first', 'next']);
  free();
  await next;
});

test('calls take turns, also behind one that fails', async () => {
  const running: string[] = [];
  const query = async ([statement = '']: readonly string[]) => {
    running.push(statement);
    expect(running).toHaveLength(1);
    await sleep(5);
    running.pop();
    if (statement === 'bad') throw new Error('no such table');
    return [[[statement]]];
  };
  const connection = inTurn({ query });
  const results = await Promise.allSettled(['one', 'bad', 'two'].map((statement) => connection.query([statement])));
  expect(results).toMatchObject([{ value: [[['one']]] }, { reason: { message: 'no such table' } }, { value: [[['two']]] }]);
});

test('of too many calls the last ones are refused at once', async () => {
  const { made, free, connection } = hangingStore(300);
  const calls = Array.from({ length: 150 }, (_, n) => connection.query([`call ${n}`]));
  const others = await Promise.allSettled(calls.slice(1));
  const reasons = others.map((one) => (one.status === 'rejected' ? String(one.reason) : ''));
  expect(reasons.filter((reason) => reason.includes('the store has not come'))).toHaveLength(99);
  expect(reasons.filter((reason) => reason.includes('100 calls wait'))).toHaveLength(50);
  free();
  await calls[0];
  expect(made).toEqual(['call 0']);
});

test('an act does not wait for those who read the audit log', async () => {
  const reads = hangingStore(60_000);
  const begun: string[] = [];
  const acts = inTurn({ dialect: mysqlDialect, query: async ([statement = '']) => [[[begun.push(statement)]]] });
  const audit = sqlAuditLog(acts, reads.connection);
  for (let i = 0; i < 20; i++) void audit.list(1, 1).catch(() => undefined);
  await audit.begin(act);
  expect(begun).toHaveLength(1);
  expect(reads.made).toHaveLength(1);
});
