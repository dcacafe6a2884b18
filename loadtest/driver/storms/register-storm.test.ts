import { afterEach, expect, test } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import { NO_SECTIONS, type RegistrationReport } from '../../report/sections.ts';
import { registerStorm } from '../../scenarios/register-storm.ts';
import { type FaultyGate, type GateFaults, startFaultyGate } from '../../testing/faulty-gate.ts';
import { RegisterStorm, type RegisterStormResult } from './register-storm.ts';

let gate: FaultyGate | undefined;
afterEach(() => gate?.close());

/** Newcomers of one second. */
async function run(rate: number, faults: GateFaults, deliverWithinMs = 20_000): Promise<RegisterStormResult> {
  gate = await startFaultyGate(faults);
  return await new RegisterStorm({ urls: [`tcp://127.0.0.1:${gate.port}`], rate, seconds: 1, deliverWithinMs }).run();
}

test('newcomers register, log in on another connection, and write to each other in pairs; the odd one to itself', async () => {
  const result = await run(21, {});
  expect(result).toMatchObject({ offered: 21, chatted: 21, busy: 0, failed: {} });
  expect(result.registeredMs.samples).toBe(21);
  expect(result.chattedMs.maxMs).toBeGreaterThanOrEqual(result.loggedInMs.maxMs);
  expect(gate?.logInNames).toHaveLength(21);
  expect(new Set(gate?.logInNames).size).toBe(21);
});

test('BUSY, a refusal of Register and one of LogIn are counted apart', async () => {
  const busy = await run(9, { commands: new Map([['Auth.Register', { code: im.Code.BUSY }]]) });
  expect(busy).toMatchObject({ offered: 9, chatted: 6, busy: 3, failed: {} });
  await gate?.close();
  const refused = await run(9, {
    commands: new Map([['Auth.Register', { code: im.Code.NAME_TAKEN }]]),
    logIns: new Map([[2, { code: im.Code.TOO_MANY_TRIES }]]),
  });
  expect(refused).toMatchObject({ chatted: 5, failed: { 'register: NAME_TAKEN': 3, 'log-in: TOO_MANY_TRIES': 1 } });
});

test('a message to a newcomer that does not arrive breaks a promise', async () => {
  const result = await run(2, { forgetPush: [1] }, 300);
  expect(result).toMatchObject({ chatted: 1, failed: { 'chat: no message arrived': 1 } });
  const verdict = (changes: Partial<RegistrationReport>) =>
    registerStorm.verdict?.({
      ...NO_SECTIONS,
      registrations: { chatted: 0, busy: 0, failed: {}, ...changes } as RegistrationReport,
    });
  expect(verdict({ chatted: 1, failed: result.failed })).toBe('broken');
  expect(verdict({ chatted: 1 })).toBe('fine');
  expect(verdict({ failed: { 'register: BAD_ADDRESS': 3 } })).toBe('nothing');
});
