// What every CodeStore promises.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { im } from '../../proto/contract.ts';
import type { CodeStore } from '../../verify/ports.ts';
import { triesContract } from './codes-tries.ts';
import { type CodesWorld, expectAbout, fresh, granted, hex, RULES, refused, request } from './codes-world.ts';

const { REGISTER, RESET_PASSWORD, CHANGE_ADDRESS } = im.CodePurpose;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The suite. Each world is empty. */
export function codesContract(name: string, makeWorld: () => Promise<CodesWorld>): void {
  describe(`${name} keeps the promises of CodeStore:`, () => {
    let world: CodesWorld | undefined;
    let codes: CodeStore;
    beforeEach(async () => {
      world = await makeWorld();
      codes = world.codes;
    });
    afterEach(() => world?.release());

    describe('a code', () => {
      test('is the one given while none lives, with its whole time before it', async () => {
        const given = fresh();
        const { livesMs, ...code } = await granted(request(codes, { fresh: given }));
        expect({ ...code, nonce: hex(code) }).toEqual({ granted: true, keyId: 7, nonce: hex(given) });
        expectAbout(livesMs, RULES.livesMs);
      });

      test('is granted again as long as it lives; its time falls, and asking does not prolong it', async () => {
        const first = await granted(request(codes));
        const again = () =>
          granted(request(codes, { fresh: { ...fresh(), keyId: 8 } }, { livesMs: 9_000_000, mailsPerDay: 1e6 }));
        expect(await again()).toMatchObject({ keyId: 7 });
        await expect.poll(async () => (await again()).livesMs, { interval: 5 }).toBeLessThan(first.livesMs);
        expect(hex(await again())).toBe(hex(first));
      });

      test('that has expired is good for nothing, and the next one is another', async () => {
        const first = await granted(request(codes, {}, { livesMs: 30 }));
        const attempt = () => codes.attempt({ address: 'alice@example.org', purpose: REGISTER, caller: 'a', use: 'u' }, RULES);
        await expect.poll(async () => (await attempt()).state, { interval: 5 }).toBe('none');
        const used = { address: 'alice@example.org', purpose: REGISTER, nonce: first.nonce, use: 'u' };
        expect(await codes.use(used, RULES)).toBe(false);
        const next = fresh();
        expect(hex(await granted(request(codes, { fresh: next })))).toBe(hex(next));
      });

      test('that was used up is not granted again: the next one is another', async () => {
        const { nonce } = await granted(request(codes));
        await codes.use({ address: 'alice@example.org', purpose: REGISTER, nonce, use: 'u' }, RULES);
        const next = fresh();
        const { livesMs, ...code } = await granted(request(codes, { fresh: next }));
        expect(hex(code)).toBe(hex(next));
        expectAbout(livesMs, RULES.livesMs);
      });

      test('is its address and its purpose alone', async () => {
        const given = [
          { address: 'alice@example.org', purpose: REGISTER },
          { address: 'alice@example.org', purpose: RESET_PASSWORD },
          { address: 'alice@example.org', purpose: CHANGE_ADDRESS },
          { address: 'bob@example.org', purpose: REGISTER },
          { address: 'bob@example.org:1', purpose: REGISTER },
          { address: '1:bob@example.org', purpose: REGISTER },
          { address: 'jürgen 梅@example.org', purpose: REGISTER },
        ].map((of) => ({ ...of, fresh: fresh() }));
        for (const ask of given) expect(hex(await granted(request(codes, ask)))).toBe(hex(ask.fresh));
        const [first] = given;
        const { nonce } = first?.fresh ?? fresh();
        for (const { address, purpose } of given.slice(1))
          expect(await codes.use({ address, purpose, nonce, use: 'u' }, RULES)).toBe(false);
        for (const { address, purpose, fresh } of given) {
          const attempt = await codes.attempt({ address, purpose, caller: 'a', use: 'u' }, RULES);
          expect(attempt).toMatchObject({ state: 'alive' });
          expect(await codes.use({ address, purpose, nonce: fresh.nonce, use: 'u' }, RULES)).toBe(true);
        }
      });
    });

    describe('mails', () => {
      test('to one address go out one at a time, over all purposes, and who asks too soon is told how long to wait', async () => {
        const rules = { mailEveryMs: 60_000 };
        await granted(request(codes, {}, rules));
        expectAbout(await refused(request(codes, {}, rules)), 60_000);
        expectAbout(await refused(request(codes, { purpose: RESET_PASSWORD }, rules)), 60_000);
        await granted(request(codes, { address: 'bob@example.org' }, rules));
      });

      test('may go out again when that time has passed, however often it was asked meanwhile', async () => {
        const rules = { mailEveryMs: 100 };
        const first = await granted(request(codes, {}, rules));
        const outcome = () => request(codes, {}, rules);
        await expect.poll(async () => (await outcome()).granted, { interval: 5 }).toBe(true);
        expect(hex(await granted(request(codes)))).toBe(hex(first));
      });

      test('asked for at once by many go out once', async () => {
        const asked = await Promise.all(Array.from({ length: 20 }, () => request(codes, {}, { mailEveryMs: 60_000 })));
        expect(asked.filter((answer) => answer.granted)).toHaveLength(1);
      });

      test('to one address are so many a day, over all purposes, and who asks for more is told how long to wait', async () => {
        for (let i = 0; i < RULES.mailsPerDay; i++) await granted(request(codes, { purpose: i % 2 ? REGISTER : RESET_PASSWORD }));
        expectAbout(await refused(request(codes)), DAY_MS);
        expectAbout(await refused(request(codes, { purpose: CHANGE_ADDRESS })), DAY_MS);
        await granted(request(codes, { address: 'bob@example.org' }));
      });
    });

    describe('the same command', () => {
      const rules = { mailEveryMs: 60_000, mailsPerDay: 2 };

      test('is granted the same again, uncounted, however often and be it all at once', async () => {
        const ask = { command: 'again', fresh: fresh() };
        const first = await granted(request(codes, ask, rules));
        const more = await Promise.all(Array.from({ length: 10 }, () => granted(request(codes, ask, rules))));
        expect(more.map(hex)).toEqual(more.map(() => hex(first)));
        expect(hex(await granted(request(codes, ask, { mailsPerDay: 1 })))).toBe(hex(first));
        expectAbout(await refused(request(codes, {}, rules)), 60_000);
        await granted(request(codes, {}, { mailsPerDay: 2 }));
      });

      test('is granted the same again also where that was an earlier one’s code', async () => {
        const first = await granted(request(codes));
        const ask = { command: 'again', fresh: fresh() };
        for (let i = 0; i < 3; i++) expect(hex(await granted(request(codes, ask, { mailsPerDay: 2 })))).toBe(hex(first));
      });

      test('asked in vain is no mail: it is granted as any other when its time has come', async () => {
        await granted(request(codes));
        const ask = { command: 'again', fresh: fresh() };
        await refused(request(codes, ask, rules));
        await refused(request(codes, ask, rules));
        await granted(request(codes, ask, { mailsPerDay: 2 }));
      });

      test('is not granted a later one in place of its own', async () => {
        const ask = { command: 'again', fresh: fresh() };
        const { nonce } = await granted(request(codes, ask));
        await codes.use({ address: 'alice@example.org', purpose: REGISTER, nonce, use: 'u' }, RULES);
        await granted(request(codes));
        expect(await refused(request(codes, ask))).toBeGreaterThan(0);
      });

      test('never brings back a code that was used up', async () => {
        const ask = { command: 'again', fresh: fresh() };
        const { nonce } = await granted(request(codes, ask));
        await codes.use({ address: 'alice@example.org', purpose: REGISTER, nonce, use: 'u' }, RULES);
        expectAbout(await refused(request(codes, ask, { mailEveryMs: 60_000 })), 60_000);
        expect(await refused(request(codes, ask))).toBeGreaterThan(0);
        expect(await codes.attempt({ address: 'alice@example.org', purpose: REGISTER, caller: 'a', use: 'v' }, RULES)).toEqual({
          state: 'none',
        });
      });
    });

    describe('a mail that did not go out', () => {
      test('counts neither against the minute nor against the day, and leaves the code', async () => {
        const rules = { mailEveryMs: 60_000, mailsPerDay: 1 };
        const first = await granted(request(codes, { command: 'failed' }, rules));
        await codes.notMailed('alice@example.org', REGISTER, 'failed');
        expect(hex(await granted(request(codes, {}, rules)))).toBe(hex(first));
        expectAbout(await refused(request(codes, {}, rules)), DAY_MS);
      });

      test('takes back itself alone, once', async () => {
        await granted(request(codes, { command: 'mailed' }));
        await granted(request(codes, { command: 'failed' }));
        for (let i = 0; i < 3; i++) await codes.notMailed('alice@example.org', REGISTER, 'failed');
        await codes.notMailed('alice@example.org', REGISTER, 'never asked');
        await codes.notMailed('bob@example.org', REGISTER, 'mailed');
        expectAbout(await refused(request(codes, {}, { mailEveryMs: 60_000 })), 60_000);
        await granted(request(codes, { command: 'second' }, { mailsPerDay: 2 }));
        expectAbout(await refused(request(codes, {}, { mailsPerDay: 2 })), DAY_MS);
      });

      test('goes out with the same code when the same command asks again, and counts then', async () => {
        const rules = { mailEveryMs: 60_000 };
        const ask = { command: 'failed', fresh: fresh() };
        const first = await granted(request(codes, ask, rules));
        await codes.notMailed('alice@example.org', REGISTER, 'failed');
        expect(hex(await granted(request(codes, ask, rules)))).toBe(hex(first));
        expectAbout(await refused(request(codes, {}, rules)), 60_000);
      });
    });

    triesContract(() => codes);
  });
}
