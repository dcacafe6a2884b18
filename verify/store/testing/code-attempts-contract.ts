// The contract of CodeStore for attempts and consumes, as tests. A part of code-store-contract.ts.
import { describe, expect, test } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import type { CodeAttempt, CodeNonce, CodeRules, CodeStore } from '../../ports.ts';
import { expectAbout, expectGranted, expectRefused, newNonce, nonceHex, RULES, requestGrant } from './code-store-fixture.ts';

const of = { owner: 'alice@example.org', purpose: im.CodePurpose.REGISTER };

/** Adds its tests to the surrounding suite. That suite's `beforeEach` creates the store. */
export function codeAttemptsContract(suite: () => CodeStore): void {
  const attempt = (by: { owner?: string; useId?: string } = {}, rules: Partial<CodeRules> = {}): Promise<CodeAttempt> =>
    suite().attempt({ ...of, useId: 'u', ...by }, { ...RULES, ...rules });
  const use = ({ nonce }: CodeNonce, by = 'u', rules: Partial<CodeRules> = {}): Promise<boolean> =>
    suite().consume({ ...of, nonce, useId: by }, { ...RULES, ...rules });
  const many = (count: number, one: (i: number) => Promise<CodeAttempt>): Promise<CodeAttempt[]> =>
    Promise.all(Array.from({ length: count }, (_, i) => one(i)));
  const alive = (attempts: readonly CodeAttempt[]) => attempts.filter(({ state }) => state === 'alive').length;

  describe('attempts', () => {
    test('an attempt returns the living code to compare with', async () => {
      const code = await expectGranted(requestGrant(suite()));
      const found = await attempt();
      expect(found).toMatchObject({ state: 'alive', keyId: 7 });
      expect('nonce' in found && nonceHex(found)).toBe(nonceHex(code));
    });

    test('an attempt without a code finds none and is not counted', async () => {
      for (let i = 0; i < 10; i++) expect(await attempt()).toEqual({ state: 'none' });
      await expectGranted(requestGrant(suite()));
      expect(alive(await many(10, () => attempt()))).toBe(RULES.attemptsPerCode);
    });

    test('of a hundred concurrent attempts exactly as many pass as the limit allows', async () => {
      await expectGranted(requestGrant(suite()));
      const attempts = await many(100, () => attempt());
      expect(alive(attempts)).toBe(RULES.attemptsPerCode);
      for (const refusal of attempts.filter(({ state }) => state !== 'alive')) {
        expect(refusal.state).toBe('too-many');
        expectAbout('waitMs' in refusal ? refusal.waitMs : 0, RULES.lifetimeMs);
      }
    });

    test('attempts of another requester are at a code of their own, and do not count for this one', async () => {
      const own = await expectGranted(requestGrant(suite()));
      expect(await attempt({ owner: 'stranger' })).toEqual({ state: 'none' });
      const other = await expectGranted(requestGrant(suite(), { owner: 'stranger' }));
      expect(alive(await many(50, () => attempt({ owner: 'stranger' })))).toBe(RULES.attemptsPerCode);
      expect(nonceHex(own)).not.toBe(nonceHex(other));
      expect(await suite().consume({ ...of, nonce: other.nonce, useId: 'u' }, RULES)).toBe(false);
      expect(alive(await many(50, () => attempt()))).toBe(RULES.attemptsPerCode);
    });

    test('requesters of one mailbox share its mails', async () => {
      const rules = { mailsPerDay: 2 };
      const ask = (owner: string) => requestGrant(suite(), { owner, mailbox: 'alice@example.org' }, rules);
      await expectGranted(ask('one'));
      await expectGranted(ask('two'));
      expectAbout(await expectRefused(ask('three')), 24 * 60 * 60 * 1000);
    });

    test('a code that has had too many attempts is dead, and the next request makes another one', async () => {
      const dead = await expectGranted(requestGrant(suite()));
      await many(10, () => attempt());
      const next = await expectGranted(requestGrant(suite()));
      expect(nonceHex(next)).not.toBe(nonceHex(dead));
      expectAbout(next.lifetimeMs, RULES.lifetimeMs);
      expect(await use(dead)).toBe(false);
      expect(alive(await many(10, () => attempt()))).toBe(RULES.attemptsPerCode);
      expect(await use(next)).toBe(true);
    });

    test('attempts continue where they were when the same code is mailed again', async () => {
      await expectGranted(requestGrant(suite()));
      await many(3, () => attempt());
      await expectGranted(requestGrant(suite()));
      expect(alive(await many(4, () => attempt()))).toBe(1);
    });
  });

  describe('consuming a code', () => {
    test('of many concurrent consumes exactly one succeeds', async () => {
      const code = await expectGranted(requestGrant(suite()));
      const used = await Promise.all(Array.from({ length: 10 }, (_, i) => use(code, `use ${i}`)));
      expect(used.filter(Boolean)).toHaveLength(1);
      expect(await attempt({ useId: 'another' })).toEqual({ state: 'none' });
      expect(await use(code, 'another')).toBe(false);
    });

    test('a consume with another nonce fails and leaves the code alive', async () => {
      const code = await expectGranted(requestGrant(suite()));
      expect(await use(newNonce())).toBe(false);
      expect(await use(code)).toBe(true);
    });

    test('a consume without a code fails', async () => {
      expect(await use(newNonce())).toBe(false);
    });

    test('the request that consumed a code may repeat the consume after a lost reply', async () => {
      const code = await expectGranted(requestGrant(suite()));
      expect(await use(code)).toBe(true);
      expect(await use(code)).toBe(true);
      expect(await use(newNonce())).toBe(false);
    });

    test('the request that consumed a code is recognized as often as it asks, and its attempts are not counted', async () => {
      const code = await expectGranted(requestGrant(suite()));
      await many(3, () => attempt());
      await use(code);
      const attempts = await many(20, () => attempt());
      expect(attempts.map(({ state }) => state)).toEqual(Array(20).fill('used-by-this'));
      expect(attempts.map((found) => 'nonce' in found && nonceHex(found))).toEqual(Array(20).fill(nonceHex(code)));
      expect(attempts[0]).toMatchObject({ keyId: 7 });
      expect(await attempt({ useId: 'another' })).toEqual({ state: 'none' });
    });

    test('the request that consumed a code stays recognized while another request may consume the next code', async () => {
      const first = await expectGranted(requestGrant(suite()));
      await use(first);
      const next = await expectGranted(requestGrant(suite()));
      const known = await attempt();
      expect(known.state).toBe('used-by-this');
      expect('nonce' in known && nonceHex(known)).toBe(nonceHex(first));
      expect(await use(first, 'another')).toBe(false);
      expect(alive(await many(10, () => attempt({ useId: 'another' })))).toBe(RULES.attemptsPerCode);
      expect(await use(next, 'another')).toBe(true);
    });

    test('the request that consumed a code is recognized for the retention time, even past the code’s expiry', async () => {
      const code = await expectGranted(requestGrant(suite(), {}, { lifetimeMs: 300 }));
      await expectGranted(requestGrant(suite(), { purpose: im.CodePurpose.RESET_PASSWORD }, { lifetimeMs: 300 }));
      const unused = () => suite().attempt({ ...of, purpose: im.CodePurpose.RESET_PASSWORD, useId: 'u' }, RULES);
      expect(await use(code, 'u', { useKeptMs: 60_000 })).toBe(true);
      await expect.poll(async () => (await unused()).state, { interval: 10 }).toBe('none');
      const known = await attempt();
      expect(known.state).toBe('used-by-this');
      expect('nonce' in known && nonceHex(known)).toBe(nonceHex(code));
      expect(await attempt({ useId: 'another' })).toEqual({ state: 'none' });
    });

    test('the request that consumed a code is forgotten after the retention time', async () => {
      const code = await expectGranted(requestGrant(suite(), {}, { lifetimeMs: 300 }));
      expect(await use(code)).toBe(true);
      expect((await attempt()).state).toBe('used-by-this');
      await expect.poll(async () => (await attempt()).state, { interval: 10 }).toBe('none');
      expect(await use(code)).toBe(false);
    });
  });
}
