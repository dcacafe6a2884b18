import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { CHANGE_EMAIL, CODE_MS, differentCode, RESET_PASSWORD, verifyFixture } from '../testing/verify-fixture.ts';

const MINUTE_MS = 60_000;
const ALICE = 'alice@example.org';

async function repeat(count: number, attempt: (i: number) => Promise<string>): Promise<string[]> {
  const outcomes: string[] = [];
  for (let i = 0; i < count; i++) outcomes.push(await attempt(i));
  return outcomes;
}

test('a code is accepted once', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  expect(await fixture.check(code)).toBe('OK');
  expect(await fixture.check(code)).toBe('WRONG_CODE');
});

test('the request that consumed a code is accepted each time it asks, and another request never', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  const useId = randomBytes(16);
  expect(await repeat(20, () => fixture.check(code, { useId }))).toEqual(Array(20).fill('OK'));
  expect(await fixture.check(differentCode(code), { useId })).toBe('WRONG_CODE');
  expect(await fixture.check(code)).toBe('WRONG_CODE');
  expect(await fixture.check(code, { useId })).toBe('OK');
});

test('of two requests that use one code at once, one is accepted', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  const outcomes = await Promise.all([fixture.check(code), fixture.check(code), fixture.check(code)]);
  expect(outcomes.toSorted()).toEqual(['OK', 'WRONG_CODE', 'WRONG_CODE']);
});

test('a request delivered twice at once is accepted twice', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  const useId = randomBytes(16);
  expect(await Promise.all([fixture.check(code, { useId }), fixture.check(code, { useId })])).toEqual(['OK', 'OK']);
});

test('a check whose store reply was lost is accepted when it runs again', async () => {
  let lost = false;
  const fixture = verifyFixture({
    codes: (real) => ({
      ...real,
      consume: async (...used) => {
        const answer = await real.consume(...used);
        if (lost) return answer;
        lost = true;
        throw new Error('the connection was lost');
      },
    }),
  });
  const code = await fixture.mailedCode(ALICE);
  const useId = randomBytes(16);
  expect(await fixture.check(code, { useId })).toContain('the connection was lost');
  expect(await fixture.check(code, { useId })).toBe('OK');
});

test('the resend of a request that used a code in its last second gets the same answer', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  const useId = randomBytes(16);
  fixture.advanceTime(CODE_MS - 1000);
  expect(await fixture.check(code, { useId })).toBe('OK');
  fixture.advanceTime(MINUTE_MS);
  expect(await fixture.check(code, { useId })).toBe('OK');
  expect(await fixture.check(differentCode(code), { useId })).toBe('WRONG_CODE');
  expect(await fixture.check(code)).toBe('WRONG_CODE');
  fixture.advanceTime(MINUTE_MS);
  expect(await fixture.check(code, { useId })).toBe('WRONG_CODE');
});

test('a code that was replaced between read and consume is not consumed', async () => {
  const fixture = verifyFixture({ codes: (real) => ({ ...real, consume: async () => false }) });
  expect(await fixture.check(await fixture.mailedCode(ALICE))).toBe('WRONG_CODE');
});

test('a code has four wrong attempts, after which the correct code fails too, and another one can be requested', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  expect(await repeat(4, () => fixture.check(differentCode(code)))).toEqual(Array(4).fill('WRONG_CODE'));
  fixture.advanceTime(MINUTE_MS);
  await expect(fixture.call('checkCode', { email: ALICE, purpose: 1, useId: randomBytes(16), code })).rejects.toMatchObject({
    code: 'TOO_MANY_TRIES',
    retryAfterMs: CODE_MS - MINUTE_MS,
  });
  const next = await fixture.mailedCode(ALICE);
  expect(await fixture.check(next)).toBe('OK');
});

test('guesses of strangers at a code do not use up the code that its requester asked for', async () => {
  const fixture = verifyFixture();
  const [owner, stranger] = [randomBytes(16), randomBytes(16)];
  const code = await fixture.mailedCode(ALICE, RESET_PASSWORD, undefined, owner);
  const use = (typed: string, requester?: Uint8Array) =>
    fixture.check(typed, { purpose: RESET_PASSWORD, ...(requester && { requester }) });
  // Without knowing the requester not even the right code is of use.
  expect(await repeat(100, (i) => use(i % 2 ? code : differentCode(code), i % 3 ? stranger : undefined))).toEqual(
    Array(100).fill('WRONG_CODE'),
  );
  // A stranger who asks for a code gets another one mailed to the owner, and four guesses at that.
  fixture.advanceTime(MINUTE_MS);
  const others = await fixture.mailedCode(ALICE, RESET_PASSWORD, undefined, stranger);
  expect(others).not.toBe(code);
  const guesses = await repeat(100, () => use(differentCode(others), stranger));
  expect(guesses.filter((outcome) => outcome === 'WRONG_CODE')).toHaveLength(4);
  expect(await use(code, owner)).toBe('OK');
});

test.each([1, 15, 17])('a requester of %j bytes is rejected with BAD_ARGUMENT', async (bytes) => {
  const fixture = verifyFixture();
  const requester = randomBytes(bytes);
  expect(await fixture.outcome('requestCode', { email: ALICE, purpose: RESET_PASSWORD, requester })).toBe('BAD_ARGUMENT');
  expect(await fixture.check('123456', { requester })).toBe('BAD_ARGUMENT');
});

test('of many concurrent attempts no more are compared than the limit allows', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => fixture.check(differentCode(code))));
  expect(outcomes.filter((outcome) => outcome === 'WRONG_CODE')).toHaveLength(4);
});

test('a code is valid only for its e-mail address and its purpose', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  await fixture.mailedCode('bob@example.org');
  expect(await fixture.check(code, { email: 'bob@example.org' })).toBe('WRONG_CODE');
  expect(await fixture.check(code, { email: 'carol@example.org' })).toBe('WRONG_CODE');
  expect(await fixture.check(code, { purpose: RESET_PASSWORD })).toBe('WRONG_CODE');
  expect(await fixture.check(code, { purpose: CHANGE_EMAIL })).toBe('WRONG_CODE');
  expect(await fixture.check(code, { email: ' ALICE@Example.ORG ' })).toBe('OK');
});

test('a code is accepted with spaces and full-width digits', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  const wide = [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
  const useId = randomBytes(16);
  expect(await fixture.check(` ${wide.slice(0, 3)}　${wide.slice(3)} `, { useId })).toBe('OK');
  expect(await fixture.check(`${code.slice(0, 3)} ${code.slice(3)}`, { useId })).toBe('OK');
});

test('CheckCode answers WRONG_CODE to text that is not a code, and counts no attempt', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  for (const typed of ['', '12345', '1234567', 'abcdef', `${code}0`, `x${code}`])
    expect(await repeat(3, () => fixture.check(typed))).toEqual(Array(3).fill('WRONG_CODE'));
  expect(await fixture.check(code)).toBe('OK');
});

test('CheckCode answers WRONG_CODE if no code was requested', async () => {
  expect(await repeat(20, () => verifyFixture().check('123456'))).toEqual(Array(20).fill('WRONG_CODE'));
});

test.each([0, 15, 17])('CheckCode rejects a use of %j bytes with BAD_ARGUMENT', async (bytes) => {
  expect(await verifyFixture().check('123456', { useId: randomBytes(bytes) })).toBe('BAD_ARGUMENT');
});

test('CheckCode throws the store’s error while the store is unavailable, so the runtime runs it again', async () => {
  const fixture = verifyFixture({ codes: (real) => ({ ...real, attempt: () => Promise.reject(new Error('away')) }) });
  expect(await fixture.check('123456')).toBe('Error: away');
});

test('no error of CheckCode contains a code', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  const request = { email: ALICE, purpose: 1, useId: randomBytes(16) };
  for (const typed of [differentCode(code), code, code, `${code}1`]) {
    const error = await fixture.call('checkCode', { ...request, code: typed, useId: randomBytes(16) }).catch((caught) => caught);
    const all = `${error.message} ${error.stack} ${JSON.stringify(error)}`;
    for (const secret of [code, differentCode(code)]) expect(all).not.toContain(secret);
  }
  expect(fixture.lines.join()).not.toContain(code);
});
