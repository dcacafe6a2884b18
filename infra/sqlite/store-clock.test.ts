import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStore } from './store.ts';
import { SqliteClock } from './store-clock.ts';

const HOUR_MS = 3_600_000;
const WALL = 1_700_000_000_000;

let database: DatabaseSync;
let wall: number;
let monotonic: number;
beforeEach(() => {
  database = new DatabaseSync(':memory:');
  wall = WALL;
  monotonic = 5000;
});
afterEach(() => database.close());

const open = (): SqliteClock => new SqliteClock(database, { wallMs: () => wall, monotonicMs: () => monotonic });
const pass = (ms: number): void => {
  wall += ms;
  monotonic += ms;
};

test('the clock of the store follows the clock of the machine forward', () => {
  const clock = open();
  pass(1000);
  expect(clock.now()).toBe(WALL + 1000);
  wall += HOUR_MS;
  expect(clock.now()).toBe(WALL + 1000 + HOUR_MS);
});

test('while the machine is set back, the clock of the store goes on until the machine has caught up', () => {
  const clock = open();
  clock.now();
  wall -= HOUR_MS;
  pass(1000);
  expect(clock.now()).toBe(WALL + 1000);
  pass(2 * HOUR_MS);
  expect(clock.now()).toBe(WALL + 1000 + 2 * HOUR_MS);
  wall += 2 * HOUR_MS;
  expect(clock.now()).toBe(wall);
});

test('after a restart with a clock that was set back, the clock of the store goes on from where it was, and says so', () => {
  const before = open();
  expect(before.setBackMs).toBe(0);
  before.saveWhenDue();
  wall -= HOUR_MS;
  monotonic = 0;
  const after = open();
  expect(after.setBackMs).toBe(HOUR_MS);
  // Nothing is stored after that, even where the process died just before it would have saved its clock again.
  expect(after.now()).toBe(WALL + 10_000);
  pass(1000);
  expect(after.now()).toBe(WALL + 11_000);
});

test('a clock that was ahead by more than a day was wrong: the store follows the machine again', () => {
  open().saveWhenDue();
  wall -= 25 * HOUR_MS;
  const after = open();
  expect(after.setBackMs).toBe(25 * HOUR_MS);
  expect(after.now()).toBe(wall);
});

test('a kept transaction saves the clock of the store', () => {
  const store = openSqliteStore(':memory:');
  store.batch.begin({}, () => []);
  store.batch.interrupt();
  expect(store.query('SELECT time FROM store_clock')).toEqual([]);
  store.transaction(() => undefined);
  expect(Math.abs(Number(store.query('SELECT time FROM store_clock')[0]?.[0]) - Date.now())).toBeLessThan(1000);
  store.close();
});
