// The fixture and the helpers of the CodeStore contract.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { newId } from '../../../proto/ids.ts';
import { im } from '../../../proto/rpc.ts';
import type { CodeGrant, CodeNonce, CodeRules, CodeStore } from '../../ports.ts';

export interface CodeStoreFixture {
  readonly codes: CodeStore;
  release(): Promise<void>;
}

/** The production rules, except that mails have no interval, and that a consume is forgotten with the expiry of its code. */
export const RULES: CodeRules = {
  lifetimeMs: 600_000,
  mailEveryMs: 0,
  mailsPerDay: 10,
  attemptsPerCode: 4,
  useKeptMs: 0,
};

export function newNonce(): CodeNonce {
  return { nonce: randomBytes(16), keyId: 7 };
}

/** Requests a code. By default with a new command and a new nonce. */
export function requestGrant(
  codes: CodeStore,
  ask: Partial<Parameters<CodeStore['grant']>[0]> = {},
  rules: Partial<CodeRules> = {},
): Promise<CodeGrant> {
  const request = {
    owner: 'alice@example.org',
    purpose: im.CodePurpose.REGISTER,
    mailbox: ask.owner ?? 'alice@example.org',
    command: newId(),
    fresh: newNonce(),
    ...ask,
  };
  return codes.grant(request, { ...RULES, ...rules });
}

/** Returns the granted code. Fails the test if the request is refused. */
export async function expectGranted(outcome: Promise<CodeGrant>): Promise<CodeNonce & { lifetimeMs: number }> {
  const grant = await outcome;
  if (!grant.granted) throw new Error(`refused for ${grant.waitMs} ms`);
  return grant;
}

/** Returns the time to wait. Fails the test if the request is granted. */
export async function expectRefused(outcome: Promise<CodeGrant>): Promise<number> {
  const grant = await outcome;
  if (grant.granted) throw new Error('granted');
  return grant.waitMs;
}

export const nonceHex = ({ nonce }: CodeNonce): string => Buffer.from(nonce).toString('hex');

/** Expects `wholeMs`, less the time that a slow machine takes. */
export function expectAbout(ms: number, wholeMs: number): void {
  expect(ms).toBeGreaterThan(wholeMs - 10_000);
  expect(ms).toBeLessThanOrEqual(wholeMs);
}
