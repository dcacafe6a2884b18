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

test('every account logs in once, on a connection that is closed again', async () => {
  const result = await stormAgainst({});
  expect(result).toMatchObject({ offered: 20, succeeded: 20, busy: 0, failed: {}, succeededMs: { samples: 20 } });
  expect([...(gate?.logInNames ?? [])].sort()).toEqual(Array.from({ length: 20 }, (_, index) => `s${index}`).sort());
  await expect.poll(() => gate?.connectionCount()).toBe(0);
});

test('every log-in has one end: succeeded, told BUSY, or failed for a reason', async () => {
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
  // Who was told BUSY does not come back: what is offered is what arrives.
  expect(gate?.logInNames).toHaveLength(20);
});

test('a slow target gets the same load, and shows as latency from the moment each log-in was due', async () => {
  const startedMs = performance.now();
  const result = await stormAgainst({ logInTakesMs: 300 });
  expect(result).toMatchObject({ offered: 20, succeeded: 20 });
  // One after the other they would have taken 6 s.
  expect(performance.now() - startedMs).toBeLessThan(2_000);
  expect(result.succeededMs.maxMs).toBeGreaterThanOrEqual(299);
  // None was done while they were offered.
  expect(result.succeededPerSecond).toBe(0);
});

test('a log-in that could not be offered in time has waited all the same', async () => {
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

test('where nobody listens all fail', async () => {
  const result = await stormAgainst({}, { urls: ['tcp://127.0.0.1:1'] });
  expect(result).toMatchObject({ offered: 20, succeeded: 0, failed: { 'connection closed': 20 } });
});

test('without an account for each log-in nothing is begun', async () => {
  await expect(stormAgainst({}, { seconds: 1 })).rejects.toThrow('one account for each log-in');
});
