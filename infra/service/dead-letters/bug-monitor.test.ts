import { expect, test } from 'vitest';
import type { Caller } from '../../../proto/rpc.ts';
import { BugMonitor, TooManyBugs } from './bug-monitor.ts';

const caller = (clientIp: string, userId = ''): Caller => ({ clientIp, userId }) as Caller;
function monitor() {
  let now = 0;
  const bugs = new BugMonitor(() => now);
  const run = (clientIp: string, isBug: boolean): void => {
    bugs.countCommand(caller(clientIp));
    if (isBug) bugs.countBug(caller(clientIp));
  };
  return { bugs, run, pass: (ms: number) => (now += ms) };
}
const times = (count: number, run: (i: number) => void): void => Array.from({ length: count }, (_, i) => i).forEach(run);

test('a bug that most callers meet stops the instance', () => {
  const { bugs, run } = monitor();
  times(19, (i) => run(`10.0.0.${i}`, true));
  expect(() => bugs.check()).not.toThrow();
  run('10.0.0.19', true);
  expect(() => bugs.check()).toThrow(TooManyBugs);
});

test('a bug that few of many callers meet does not', () => {
  const { bugs, run } = monitor();
  times(500, (i) => run(`10.0.0.${i % 30}`, true));
  times(31, (i) => run(`10.1.0.${i}`, false));
  expect(() => bugs.check()).not.toThrow();
});

test('one network counts as one caller, however many addresses and commands it has', () => {
  const { bugs, run } = monitor();
  times(1000, (i) => run(`2001:db8:0:1::${i.toString(16)}`, true));
  expect(() => bugs.check()).not.toThrow();
});

test('bugs of an hour ago do not count', () => {
  const { bugs, run, pass } = monitor();
  times(19, (i) => run(`10.0.0.${i}`, true));
  bugs.check();
  pass(3_600_000);
  run('10.0.0.19', true);
  expect(() => bugs.check()).not.toThrow();
});

test('each minute is counted anew', () => {
  const { bugs, run, pass } = monitor();
  for (let minute = 0; minute < 5; minute++) {
    times(19, (i) => run(`10.0.0.${i}`, true));
    pass(60_000);
    expect(() => bugs.check()).not.toThrow();
  }
});
