import { expect, test } from 'vitest';
import { LOCK_ORDER } from '../../infra/sql/lock-order.ts';
import { findLockOrderProblems, findNumberProblems } from './lock-order.ts';
import { parseSource, projectSources } from './source.ts';

test('the lock order is a list of whole numbers, each used once and in ascending order', () => {
  expect(findNumberProblems(LOCK_ORDER)).toEqual([]);
});

test('every write of a store names one entry of the lock order, and every entry has a write', () => {
  expect(findLockOrderProblems(LOCK_ORDER, projectSources())).toEqual([]);
});

test.each([
  ['a fraction', { accounts: 1, sessions: 1.5 }, 'sessions is 1.5, not 2'],
  ['a number used twice', { accounts: 1, sessions: 1 }, 'sessions is 1, not 2'],
  ['a descending number', { accounts: 2, sessions: 1 }, 'accounts is 2, not 1'],
])('a planted violation is found: %s', (_, order, problem) => {
  expect(findNumberProblems(order)).toContain(problem);
});

test.each([
  ['arithmetic', 'lockOrder: LOCK_ORDER.accounts + 0.5,', 'lockOrder is LOCK_ORDER.accounts + 0.5,'],
  ['a literal', 'lockOrder: 7,', 'lockOrder is 7,'],
  ['an unknown entry', 'lockOrder: LOCK_ORDER.friends,', 'lockOrder is LOCK_ORDER.friends,'],
])('a planted violation is found: %s', (_, line, problem) => {
  const source = parseSource('auth/store/a.ts', `const insert = {\n${line}\n};`);
  expect(findLockOrderProblems({}, [source])).toEqual([expect.stringContaining(problem)]);
});

test('a planted violation is found: an entry that no write names', () => {
  expect(findLockOrderProblems({ friends: 1 }, [])).toEqual(['no write names friends']);
});
