import { afterEach, expect, test } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { type FaultyGate, type GateFaults, startFaultyGate } from '../testing/faulty-gate.ts';
import { LogInStorm, type LogInStormPlan, type LogInStormResult } from './log-in-storm.ts';

let gate: FaultyGate | undefined;
let storm: LogInStorm | undefined;

afterEach(async () => {
  storm?.stop();
  await gate?.close();
});

/** 20 log-ins within 0.2 s. */
async function stormAgainst(faults: GateFaults, plan: Partial<LogInStormPlan> = {}): Promise<LogInStormResult> {
  gate = await startFaultyGate(faults);
  const accounts = Array.from({ length: 20 }, (_, index) => ({ name: `s${index}`, password: 'correct horse' }));
  storm = new LogInStorm({ urls: [`tcp://127.0.0.1:${gate.port}`], accounts, rate: 100, seconds: 0.2, ...plan });
  return await storm.run();
}

test('every account logs in once, on a connection that is closed afterwards', async () => {
  const result = await stormAgainst({});
  expect(result).toMatchObject({ offered: 20, succeeded: 20, busy: 0, failed: {}, succeededMs: { samples: 20 } });
  expect([...(gate?.logInNames ?? [])].sort()).toEqual(Array.from({ length: 20 }, (_, index) => `s${index}`).sort());
  await expect.poll(() => gate?.connectionCount()).toBe(0);
});

test('every log-in has one outcome: succeeded, BUSY, or failed for a reason', async () => {
  const busy = { code: im.Code.BUSY, retry: im.Retry.RESEND, retryAfterMs: 700 };
  const result = await stormAgainst(
    {
      logIns: new Map<number, im.Failure.$Properties | im.Close.$Properties | 'silence' | 'cut'>([
        [2, busy],
        [3, { ...busy, retryAfterMs: 1500 }],
        [5, { code: im.Code.WRONG_CREDENTIALS }],
        [6, { code: im.Code.WRONG_CREDENTIALS }],
        [8, 'silence'],
        [9, 'cut'],
        [11, { reason: im.CloseReason.GATE_FULL }],
      ]),
    },
    { answerWithinMs: 400 },
  );
  expect(result).toMatchObject({ offered: 20, succeeded: 13, busy: 2 });
  expect(result.failed).toEqual({ WRONG_CREDENTIALS: 2, 'no answer': 1, 'connection closed': 1, 'closed: GATE_FULL': 1 });
  expect(result.retryAfterMs).toMatchObject({ samples: 2, maxMs: 1500 });
  expect(result.busyMs.samples).toBe(2);
  // A log-in rejected with BUSY is not repeated.
  expect(gate?.logInNames).toHaveLength(20);
});

test('a slow target gets the same load, and its delay shows as latency from the due time', async () => {
  const startedMs = performance.now();
  const result = await stormAgainst({ logInTakesMs: 300 });
  expect(result).toMatchObject({ offered: 20, succeeded: 20 });
  // One after the other the log-ins would take 6 s.
  expect(performance.now() - startedMs).toBeLessThan(2_000);
  expect(result.succeededMs.maxMs).toBeGreaterThanOrEqual(299);
  // None succeeded while log-ins were offered.
  expect(result.succeededPerSecond).toBe(0);
});

test('a log-in that is offered late counts its latency from its due time', async () => {
  gate = await startFaultyGate();
  const accounts = Array.from({ length: 20 }, (_, index) => ({ name: `s${index}`, password: 'correct horse' }));
  storm = new LogInStorm({ urls: [`tcp://127.0.0.1:${gate.port}`], accounts, rate: 100, seconds: 0.2 });
  const running = storm.run();
  const startedMs = performance.now();
  while (performance.now() - startedMs < 300);
  const result = await running;
  expect(result).toMatchObject({ offered: 20, succeeded: 20 });
  expect(result.succeededMs.maxMs).toBeGreaterThanOrEqual(290);
});

test('without a listening gate all log-ins fail', async () => {
  const result = await stormAgainst({}, { urls: ['tcp://127.0.0.1:1'] });
  expect(result).toMatchObject({ offered: 20, succeeded: 0, failed: { 'connection closed': 20 } });
});

test('a storm without an account for each log-in is rejected', async () => {
  await expect(stormAgainst({}, { seconds: 1 })).rejects.toThrow('one account for each log-in');
});
