// What every CodeStore promises of tries and of using a code up, as tests; part of the suite in codes.ts.
import { describe, expect, test } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import type { CodeAttempt, CodeNonce, CodeRules, CodeStore } from '../../ports.ts';
import { expectAbout, expectGranted, expectRefused, newNonce, nonceHex, RULES, requestGrant } from './code-store-fixture.ts';

const of = { address: 'alice@example.org', purpose: im.CodePurpose.REGISTER };

/** Adds its tests to the suite around it, whose store is there once its `beforeEach` has run. */
export function codeAttemptsContract(suite: () => CodeStore): void {
  const attempt = (by: { caller?: string; use?: string } = {}, rules: Partial<CodeRules> = {}): Promise<CodeAttempt> =>
    suite().attempt({ ...of, caller: 'a', use: 'u', ...by }, { ...RULES, ...rules });
  const use = ({ nonce }: CodeNonce, by = 'u', rules: Partial<CodeRules> = {}): Promise<boolean> =>
    suite().consume({ ...of, nonce, use: by }, { ...RULES, ...rules });
  const many = (count: number, one: (i: number) => Promise<CodeAttempt>): Promise<CodeAttempt[]> =>
    Promise.all(Array.from({ length: count }, (_, i) => one(i)));
  const alive = (attempts: readonly CodeAttempt[]) => attempts.filter(({ state }) => state === 'alive').length;

  describe('tries', () => {
    test('give the living code to compare with', async () => {
      const code = await expectGranted(requestGrant(suite()));
      const found = await attempt();
      expect(found).toMatchObject({ state: 'alive', keyId: 7 });
      expect('nonce' in found && nonceHex(found)).toBe(nonceHex(code));
    });

    test('where there is no code find none, and are not counted', async () => {
      for (let i = 0; i < 10; i++) expect(await attempt()).toEqual({ state: 'none' });
      await expectGranted(requestGrant(suite()));
      expect(alive(await many(10, () => attempt()))).toBe(RULES.triesPerCaller);
    });

    test('of one caller, a hundred at once: exactly as many as it has get through', async () => {
      await expectGranted(requestGrant(suite()));
      const attempts = await many(100, () => attempt());
      expect(alive(attempts)).toBe(RULES.triesPerCaller);
      for (const refusal of attempts.filter(({ state }) => state !== 'alive')) {
        expect(refusal.state).toBe('too-many');
        expectAbout('waitMs' in refusal ? refusal.waitMs : 0, RULES.livesMs);
      }
    });

    test('of a stranger do not take the owner’s, and those he has too many do not count against the code', async () => {
      await expectGranted(requestGrant(suite()));
      await many(50, () => attempt({ caller: 'stranger' }, { triesPerCode: 10 }));
      expect(alive(await many(50, () => attempt({ caller: 'owner' }, { triesPerCode: 10 })))).toBe(5);
    });

    test('of all callers together are so many, and end the code until it would have expired', async () => {
      await expectGranted(requestGrant(suite()));
      const attempts = await many(30, (i) => attempt({ caller: `caller ${i}` }, { triesPerCode: 20 }));
      expect(alive(attempts)).toBe(20);
      const refusal = await attempt({ caller: 'owner' }, { triesPerCode: 20 });
      expect(refusal.state).toBe('too-many');
      expectAbout('waitMs' in refusal ? refusal.waitMs : 0, RULES.livesMs);
      expectAbout(await expectRefused(requestGrant(suite(), {}, { triesPerCode: 20 })), RULES.livesMs);
      await expectGranted(requestGrant(suite(), { purpose: im.CodePurpose.RESET_PASSWORD }, { triesPerCode: 20 }));
    });

    test('start anew with the next code', async () => {
      const rules = { livesMs: 100, triesPerCode: 0 };
      const dead = await expectGranted(requestGrant(suite(), {}, rules));
      expect(await expectRefused(requestGrant(suite(), {}, rules))).toBeLessThanOrEqual(100);
      const next = () => requestGrant(suite(), {}, { triesPerCode: 0 });
      await expect.poll(async () => (await next()).granted, { interval: 5 }).toBe(true);
      const found = await attempt();
      expect(found.state).toBe('alive');
      expect('nonce' in found && nonceHex(found)).not.toBe(nonceHex(dead));
    });

    test('go on where they were when the same code is mailed again', async () => {
      await expectGranted(requestGrant(suite()));
      await many(4, () => attempt());
      await expectGranted(requestGrant(suite()));
      expect(alive(await many(4, () => attempt()))).toBe(1);
    });
  });

  describe('using a code up', () => {
    test('works for exactly one of many at once', async () => {
      const code = await expectGranted(requestGrant(suite()));
      const used = await Promise.all(Array.from({ length: 10 }, (_, i) => use(code, `use ${i}`)));
      expect(used.filter(Boolean)).toHaveLength(1);
      expect(await attempt({ use: 'another' })).toEqual({ state: 'none' });
      expect(await use(code, 'another')).toBe(false);
    });

    test('does not work with another nonce, which leaves the code alive', async () => {
      const code = await expectGranted(requestGrant(suite()));
      expect(await use(newNonce())).toBe(false);
      expect(await use(code)).toBe(true);
    });

    test('does not work where there is none', async () => {
      expect(await use(newNonce())).toBe(false);
    });

    test('can be said again by the request that did it, whose answer was lost', async () => {
      const code = await expectGranted(requestGrant(suite()));
      expect(await use(code)).toBe(true);
      expect(await use(code)).toBe(true);
      expect(await use(newNonce())).toBe(false);
    });

    test('is known to the request that did it, as often as it asks: its tries are not counted', async () => {
      const code = await expectGranted(requestGrant(suite()));
      await many(4, () => attempt());
      await use(code);
      const attempts = await many(20, () => attempt());
      expect(attempts.map(({ state }) => state)).toEqual(Array(20).fill('used-by-this'));
      expect(attempts.map((found) => 'nonce' in found && nonceHex(found))).toEqual(Array(20).fill(nonceHex(code)));
      expect(attempts[0]).toMatchObject({ keyId: 7 });
      expect(await attempt({ use: 'another' })).toEqual({ state: 'none' });
    });

    test('stays known to the request that did it when the next code lives, which is another’s to use', async () => {
      const first = await expectGranted(requestGrant(suite()));
      await use(first);
      const next = await expectGranted(requestGrant(suite()));
      const known = await attempt();
      expect(known.state).toBe('used-by-this');
      expect('nonce' in known && nonceHex(known)).toBe(nonceHex(first));
      expect(await use(first, 'another')).toBe(false);
      expect(alive(await many(10, () => attempt({ use: 'another' })))).toBe(RULES.triesPerCaller);
      expect(await use(next, 'another')).toBe(true);
    });

    test('is known for its time to the request that did it, also where the code would have expired before', async () => {
      const code = await expectGranted(requestGrant(suite(), {}, { livesMs: 300 }));
      await expectGranted(requestGrant(suite(), { purpose: im.CodePurpose.RESET_PASSWORD }, { livesMs: 300 }));
      const unused = () => suite().attempt({ ...of, purpose: im.CodePurpose.RESET_PASSWORD, caller: 'a', use: 'u' }, RULES);
      expect(await use(code, 'u', { useKeptMs: 60_000 })).toBe(true);
      await expect.poll(async () => (await unused()).state, { interval: 10 }).toBe('none');
      const known = await attempt();
      expect(known.state).toBe('used-by-this');
      expect('nonce' in known && nonceHex(known)).toBe(nonceHex(code));
      expect(await attempt({ use: 'another' })).toEqual({ state: 'none' });
    });

    test('is forgotten then', async () => {
      const code = await expectGranted(requestGrant(suite(), {}, { livesMs: 300 }));
      expect(await use(code)).toBe(true);
      expect((await attempt()).state).toBe('used-by-this');
      await expect.poll(async () => (await attempt()).state, { interval: 10 }).toBe('none');
      expect(await use(code)).toBe(false);
    });
  });
}
