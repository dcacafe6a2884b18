import { expect, test } from 'vitest';
import type { im } from '../../../proto/rpc.ts';
import { MemoryAllowances } from '../../memory/allowances.ts';
import type { ExecutedCommand } from '../command-runner.ts';
import type { QueuedCommand } from '../record-decoder.ts';
import { PushBudget } from './push-budget.ts';

const RATE = { perSecond: 500, burst: 5000 };

function budgetOf(rate = RATE) {
  let now = 1000;
  const budget = new PushBudget(rate, () => now);
  const command = (userId = 'alice', rpc: object = { reads: false, access: 'USER' }): QueuedCommand<unknown> =>
    ({ key: userId, rpc, chargedPushes: 0 }) as unknown as QueuedCommand<unknown>;
  const run = (members: number, of = command()): im.Envelope.$Properties => {
    const outcome = { reply: {} as im.Envelope.$Properties, pushes: [{ userIds: new Array<string>(members).fill('x') }] };
    budget.charge({ command: of, outcome } as unknown as ExecutedCommand<unknown>);
    return outcome.reply;
  };
  return {
    budget,
    command,
    run,
    pass: (ms: number) => {
      now += ms;
    },
    isRefused: (userId?: string, rpc?: object) => budget.findRefusal(command(userId, rpc)) !== undefined,
  };
}

test('a message costs as much as it has receivers: a large group is slower than a small one', () => {
  for (const [members, perSecond] of [
    [2, 250],
    [100, 5],
    [2000, 0.25],
  ] as const) {
    const { run, pass } = budgetOf();
    let free = 0;
    while (!run(members).pauseMs) free++;
    expect(free).toBe(Math.floor(RATE.burst / members));
    // A client that obeys the pauses goes on at the budget.
    let ms = 0;
    for (let sent = 0; sent < 50; sent++) {
      const pauseMs = run(members).pauseMs ?? 0;
      pass(pauseMs);
      ms += pauseMs;
    }
    expect(50_000 / ms).toBeGreaterThan(perSecond * 0.9);
    expect(50_000 / ms).toBeLessThan(perSecond * 1.2);
  }
});

test('a user who owes a whole burst is refused until nothing is owed, and so is everything they send meanwhile', () => {
  const { budget, command, run, pass, isRefused } = budgetOf();
  for (let i = 0; i < 5; i++) run(2000);
  const refusal = budget.findRefusal(command());
  expect(refusal).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 10_000 });
  expect(isRefused('bob')).toBe(false);
  pass(9900);
  expect(isRefused()).toBe(true);
  // What a client had sent before it learned of the refusal does not run after an earlier command was refused.
  pass(200);
  expect(isRefused()).toBe(true);
  pass(1000);
  expect(isRefused()).toBe(false);
});

test('reads and commands of other services are never refused', () => {
  const { run, isRefused } = budgetOf();
  for (let i = 0; i < 5; i++) run(2000);
  expect(isRefused('alice', { reads: true, access: 'USER' })).toBe(false);
  expect(isRefused('alice', { reads: false, access: 'INTERNAL' })).toBe(false);
});

test('a command whose batch runs again is counted once', () => {
  const { run, command } = budgetOf();
  const message = command();
  for (let i = 0; i < 10; i++) expect(run(3000, message).pauseMs).toBeUndefined();
  expect(run(3000).pauseMs).toBe(2000);
});

test('allowances refill at their rate, up to the burst, and forget users who have it all', () => {
  let now = 0;
  const allowances = new MemoryAllowances({ perSecond: 10, burst: 100 }, () => now);
  expect(allowances.charge('alice', 150)).toBe(-50);
  expect(allowances.msUntil(-50, 0)).toBe(5000);
  now = 4000;
  expect(allowances.balance('alice')).toBe(-10);
  now = 100_000;
  expect(allowances.balance('alice')).toBe(100);
  expect(allowances.charge('alice', -20)).toBe(100);
});
