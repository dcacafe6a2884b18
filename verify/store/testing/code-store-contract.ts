// The contract of CodeStore, as tests.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import type { CodeStore } from '../../ports.ts';
import { codeAttemptsContract } from './code-attempts-contract.ts';
import {
  type CodeStoreFixture,
  expectAbout,
  expectGranted,
  expectRefused,
  newNonce,
  nonceHex,
  RULES,
  requestGrant,
} from './code-store-fixture.ts';

const { REGISTER, RESET_PASSWORD, CHANGE_EMAIL } = im.CodePurpose;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Declares the tests. Each fixture starts empty. */
export function codeStoreContract(name: string, openFixture: () => Promise<CodeStoreFixture>): void {
  describe(`${name} implements CodeStore:`, () => {
    let fixture: CodeStoreFixture | undefined;
    let codes: CodeStore;
    beforeEach(async () => {
      fixture = await openFixture();
      codes = fixture.codes;
    });
    afterEach(() => fixture?.release());

    describe('a granted code', () => {
      test('a request is granted its own new code if none is alive, with its whole lifetime', async () => {
        const given = newNonce();
        const { lifetimeMs, ...code } = await expectGranted(requestGrant(codes, { fresh: given }));
        expect({ ...code, nonce: nonceHex(code) }).toEqual({ granted: true, keyId: 7, nonce: nonceHex(given) });
        expectAbout(lifetimeMs, RULES.lifetimeMs);
      });

      test('a living code is granted again with its remaining lifetime, which repeated requests do not extend', async () => {
        const first = await expectGranted(requestGrant(codes));
        const again = () =>
          expectGranted(requestGrant(codes, { fresh: { ...newNonce(), keyId: 8 } }, { lifetimeMs: 9_000_000, mailsPerDay: 1e6 }));
        expect(await again()).toMatchObject({ keyId: 7 });
        await expect.poll(async () => (await again()).lifetimeMs, { interval: 5 }).toBeLessThan(first.lifetimeMs);
        expect(nonceHex(await again())).toBe(nonceHex(first));
      });

      test('an expired code is no longer valid, and the next one differs', async () => {
        const first = await expectGranted(requestGrant(codes, {}, { lifetimeMs: 30 }));
        const attempt = () => codes.attempt({ owner: 'alice@example.org', purpose: REGISTER, useId: 'u' }, RULES);
        await expect.poll(async () => (await attempt()).state, { interval: 5 }).toBe('none');
        const used = { owner: 'alice@example.org', purpose: REGISTER, nonce: first.nonce, useId: 'u' };
        expect(await codes.consume(used, RULES)).toBe(false);
        const next = newNonce();
        expect(nonceHex(await expectGranted(requestGrant(codes, { fresh: next })))).toBe(nonceHex(next));
      });

      test('a used code is not granted again: the next one differs', async () => {
        const { nonce } = await expectGranted(requestGrant(codes));
        await codes.consume({ owner: 'alice@example.org', purpose: REGISTER, nonce, useId: 'u' }, RULES);
        const next = newNonce();
        const { lifetimeMs, ...code } = await expectGranted(requestGrant(codes, { fresh: next }));
        expect(nonceHex(code)).toBe(nonceHex(next));
        expectAbout(lifetimeMs, RULES.lifetimeMs);
      });

      test('a code belongs to one e-mail address and one purpose', async () => {
        const given = [
          { owner: 'alice@example.org', purpose: REGISTER },
          { owner: 'alice@example.org', purpose: RESET_PASSWORD },
          { owner: 'alice@example.org', purpose: CHANGE_EMAIL },
          { owner: 'bob@example.org', purpose: REGISTER },
          { owner: 'bob@example.org:1', purpose: REGISTER },
          { owner: '1:bob@example.org', purpose: REGISTER },
          { owner: 'jürgen 梅@example.org', purpose: REGISTER },
        ].map((of) => ({ ...of, fresh: newNonce() }));
        for (const ask of given) expect(nonceHex(await expectGranted(requestGrant(codes, ask)))).toBe(nonceHex(ask.fresh));
        const [first] = given;
        const { nonce } = first?.fresh ?? newNonce();
        for (const { owner, purpose } of given.slice(1))
          expect(await codes.consume({ owner, purpose, nonce, useId: 'u' }, RULES)).toBe(false);
        for (const { owner, purpose, fresh } of given) {
          const attempt = await codes.attempt({ owner, purpose, useId: 'u' }, RULES);
          expect(attempt).toMatchObject({ state: 'alive' });
          expect(await codes.consume({ owner, purpose, nonce: fresh.nonce, useId: 'u' }, RULES)).toBe(true);
        }
      });
    });

    describe('mail limits', () => {
      test('an e-mail address gets one mail per interval, and an early request returns how long to wait', async () => {
        const rules = { mailEveryMs: 60_000 };
        await expectGranted(requestGrant(codes, {}, rules));
        expectAbout(await expectRefused(requestGrant(codes, {}, rules)), 60_000);
        expectAbout(await expectRefused(requestGrant(codes, { purpose: RESET_PASSWORD }, rules)), 60_000);
        await expectGranted(requestGrant(codes, { owner: 'bob@example.org' }, rules));
      });

      test('the next mail is granted when the interval has passed, however often it was requested meanwhile', async () => {
        const rules = { mailEveryMs: 100 };
        const first = await expectGranted(requestGrant(codes, {}, rules));
        const outcome = () => requestGrant(codes, {}, rules);
        await expect.poll(async () => (await outcome()).granted, { interval: 5 }).toBe(true);
        expect(nonceHex(await expectGranted(requestGrant(codes)))).toBe(nonceHex(first));
      });

      test('of many concurrent requests one mail is granted', async () => {
        const grants = await Promise.all(Array.from({ length: 20 }, () => requestGrant(codes, {}, { mailEveryMs: 60_000 })));
        expect(grants.filter(({ granted }) => granted)).toHaveLength(1);
      });

      test('an e-mail address gets a limited number of mails a day, and a further request returns how long to wait', async () => {
        for (let i = 0; i < RULES.mailsPerDay; i++)
          await expectGranted(requestGrant(codes, { purpose: i % 2 ? REGISTER : RESET_PASSWORD }));
        expectAbout(await expectRefused(requestGrant(codes)), DAY_MS);
        expectAbout(await expectRefused(requestGrant(codes, { purpose: CHANGE_EMAIL })), DAY_MS);
        await expectGranted(requestGrant(codes, { owner: 'bob@example.org' }));
      });
    });

    describe('a repeated command', () => {
      const rules = { mailEveryMs: 60_000, mailsPerDay: 2 };

      test('a repeated command is granted the same code, uncounted, however often and concurrently', async () => {
        const ask = { command: 'again', fresh: newNonce() };
        const first = await expectGranted(requestGrant(codes, ask, rules));
        const more = await Promise.all(Array.from({ length: 10 }, () => expectGranted(requestGrant(codes, ask, rules))));
        expect(more.map(nonceHex)).toEqual(more.map(() => nonceHex(first)));
        expect(nonceHex(await expectGranted(requestGrant(codes, ask, { mailsPerDay: 1 })))).toBe(nonceHex(first));
        expectAbout(await expectRefused(requestGrant(codes, {}, rules)), 60_000);
        await expectGranted(requestGrant(codes, {}, { mailsPerDay: 2 }));
      });

      test('a repeated command is granted the same code even if an earlier command created it', async () => {
        const first = await expectGranted(requestGrant(codes));
        const ask = { command: 'again', fresh: newNonce() };
        for (let i = 0; i < 3; i++)
          expect(nonceHex(await expectGranted(requestGrant(codes, ask, { mailsPerDay: 2 })))).toBe(nonceHex(first));
      });

      test('a rejected command counts as no mail, and is granted once the interval has passed', async () => {
        await expectGranted(requestGrant(codes));
        const ask = { command: 'again', fresh: newNonce() };
        await expectRefused(requestGrant(codes, ask, rules));
        await expectRefused(requestGrant(codes, ask, rules));
        await expectGranted(requestGrant(codes, ask, { mailsPerDay: 2 }));
      });

      test('a repeated command is not granted a later code in place of its own', async () => {
        const ask = { command: 'again', fresh: newNonce() };
        const { nonce } = await expectGranted(requestGrant(codes, ask));
        await codes.consume({ owner: 'alice@example.org', purpose: REGISTER, nonce, useId: 'u' }, RULES);
        await expectGranted(requestGrant(codes));
        expect(await expectRefused(requestGrant(codes, ask))).toBeGreaterThan(0);
      });

      test('a repeated command never revives a used code', async () => {
        const ask = { command: 'again', fresh: newNonce() };
        const { nonce } = await expectGranted(requestGrant(codes, ask));
        await codes.consume({ owner: 'alice@example.org', purpose: REGISTER, nonce, useId: 'u' }, RULES);
        expectAbout(await expectRefused(requestGrant(codes, ask, { mailEveryMs: 60_000 })), 60_000);
        expect(await expectRefused(requestGrant(codes, ask))).toBeGreaterThan(0);
        expect(await codes.attempt({ owner: 'alice@example.org', purpose: REGISTER, useId: 'v' }, RULES)).toEqual({
          state: 'none',
        });
      });
    });

    describe('a revoked mail', () => {
      test('a revoked mail counts against neither the interval nor the day, and leaves the code', async () => {
        const rules = { mailEveryMs: 60_000, mailsPerDay: 1 };
        const first = await expectGranted(requestGrant(codes, { command: 'failed' }, rules));
        await codes.revokeMail('alice@example.org', 'failed');
        expect(nonceHex(await expectGranted(requestGrant(codes, {}, rules)))).toBe(nonceHex(first));
        expectAbout(await expectRefused(requestGrant(codes, {}, rules)), DAY_MS);
      });

      test('revokeMail revokes only its own mail, once', async () => {
        await expectGranted(requestGrant(codes, { command: 'mailed' }));
        await expectGranted(requestGrant(codes, { command: 'failed' }));
        for (let i = 0; i < 3; i++) await codes.revokeMail('alice@example.org', 'failed');
        await codes.revokeMail('alice@example.org', 'never asked');
        await codes.revokeMail('bob@example.org', 'mailed');
        expectAbout(await expectRefused(requestGrant(codes, {}, { mailEveryMs: 60_000 })), 60_000);
        await expectGranted(requestGrant(codes, { command: 'second' }, { mailsPerDay: 2 }));
        expectAbout(await expectRefused(requestGrant(codes, {}, { mailsPerDay: 2 })), DAY_MS);
      });

      test('a revoked mail goes out with the same code when the same command asks again, and then counts', async () => {
        const rules = { mailEveryMs: 60_000 };
        const ask = { command: 'failed', fresh: newNonce() };
        const first = await expectGranted(requestGrant(codes, ask, rules));
        await codes.revokeMail('alice@example.org', 'failed');
        expect(nonceHex(await expectGranted(requestGrant(codes, ask, rules)))).toBe(nonceHex(first));
        expectAbout(await expectRefused(requestGrant(codes, {}, rules)), 60_000);
      });
    });

    codeAttemptsContract(() => codes);
  });
}
