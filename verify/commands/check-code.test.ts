import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { CHANGE_EMAIL, CODE_MS, differentCode, RESET_PASSWORD, verifyFixture } from '../testing/verify-fixture.ts';

const MINUTE_MS = 60_000;
const ALICE = 'alice@example.org';
const OWNER = '192.0.2.1';

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

test('a caller has five wrong attempts per code, after which the correct code fails too; a new code starts over', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  expect(await repeat(5, () => fixture.check(differentCode(code)))).toEqual(Array(5).fill('WRONG_CODE'));
  fixture.advanceTime(MINUTE_MS);
  const request = { email: ALICE, purpose: 1, useId: randomBytes(16), clientIp: OWNER, code };
  await expect(fixture.call('checkCode', request)).rejects.toMatchObject({
    code: 'TOO_MANY_TRIES',
    retryAfterMs: CODE_MS - MINUTE_MS,
  });
  // The mail has the same code, and the limit of attempts still applies.
  expect(await fixture.mailedCode(ALICE)).toBe(code);
  expect(await fixture.check(code)).toBe('TOO_MANY_TRIES');
  fixture.advanceTime(CODE_MS);
  expect(await fixture.check(await fixture.mailedCode(ALICE))).toBe('OK');
});

test.each([
  ['an IPv4 address', (_i: number) => '203.0.113.9'],
  ['an IPv6 network', (i: number) => `2001:db8::${i}`],
])('the wrong attempts of a stranger at %s lock out the stranger, not the owner', async (_name, stranger) => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  const attempts = await repeat(20, (i) => fixture.check(differentCode(code), { clientIp: stranger(i) }));
  expect(attempts).toEqual([...Array(5).fill('WRONG_CODE'), ...Array(15).fill('TOO_MANY_TRIES')]);
  expect(await fixture.check(code, { clientIp: OWNER })).toBe('OK');
});

test('of many concurrent attempts no more are compared than the limit allows', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => fixture.check(differentCode(code))));
  expect(outcomes.filter((outcome) => outcome === 'WRONG_CODE')).toHaveLength(5);
});

test('a hundred wrong attempts of many clients lock the code, and no other code is mailed before it expires', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  await repeat(100, (i) => fixture.check(differentCode(code), { clientIp: `203.0.113.${i}` }));
  expect(await fixture.check(code, { clientIp: OWNER })).toBe('TOO_MANY_TRIES');
  fixture.advanceTime(MINUTE_MS);
  const refused = fixture.requestCode(ALICE);
  await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: CODE_MS - MINUTE_MS });
  fixture.advanceTime(CODE_MS - MINUTE_MS);
  expect(await fixture.check(await fixture.mailedCode(ALICE))).toBe('OK');
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
  const request = { email: ALICE, purpose: 1, useId: randomBytes(16), clientIp: OWNER };
  for (const typed of [differentCode(code), code, code, `${code}1`]) {
    const error = await fixture.call('checkCode', { ...request, code: typed, useId: randomBytes(16) }).catch((caught) => caught);
    const all = `${error.message} ${error.stack} ${JSON.stringify(error)}`;
    for (const secret of [code, differentCode(code)]) expect(all).not.toContain(secret);
  }
  expect(fixture.lines.join()).not.toContain(code);
});
