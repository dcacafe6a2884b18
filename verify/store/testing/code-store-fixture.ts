// Where the suite of CodeStore runs, and how it asks.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { newId } from '../../../proto/ids.ts';
import { im } from '../../../proto/rpc.ts';
import type { CodeGrant, CodeNonce, CodeRules, CodeStore } from '../../ports.ts';

export interface CodeStoreFixture {
  readonly codes: CodeStore;
  release(): Promise<void>;
}

/** As in life, but that mails may follow each other at once, and that uses are not known longer than their codes. */
export const RULES: CodeRules = {
  lifetimeMs: 600_000,
  mailEveryMs: 0,
  mailsPerDay: 10,
  triesPerCaller: 5,
  triesPerCode: 100,
  useKeptMs: 0,
};

export function newNonce(): CodeNonce {
  return { nonce: randomBytes(16), keyId: 7 };
}

/** Asks for a code, with a command and a nonce of its own unless told otherwise. */
export function requestGrant(
  codes: CodeStore,
  ask: Partial<Parameters<CodeStore['grant']>[0]> = {},
  rules: Partial<CodeRules> = {},
): Promise<CodeGrant> {
  const whole = { emailKey: 'alice@example.org', purpose: im.CodePurpose.REGISTER, command: newId(), fresh: newNonce(), ...ask };
  return codes.grant(whole, { ...RULES, ...rules });
}

/** The code that was granted; fails the test where none was. */
export async function expectGranted(asked: Promise<CodeGrant>): Promise<CodeNonce & { lifetimeMs: number }> {
  const answer = await asked;
  if (!answer.granted) throw new Error(`refused for ${answer.waitMs} ms`);
  return answer;
}

/** How long who asked is to wait; fails the test where a code was granted. */
export async function expectRefused(asked: Promise<CodeGrant>): Promise<number> {
  const answer = await asked;
  if (answer.granted) throw new Error('granted');
  return answer.waitMs;
}

export const nonceHex = ({ nonce }: CodeNonce): string => Buffer.from(nonce).toString('hex');

/** Just now, or as long ago as a slow machine takes. */
export function expectAbout(ms: number, wholeMs: number): void {
  expect(ms).toBeGreaterThan(wholeMs - 10_000);
  expect(ms).toBeLessThanOrEqual(wholeMs);
}
