import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { CHANGE_ADDRESS, CODE_MS, differentCode, RESET_PASSWORD, verifyFixture } from '../testing/verify-fixture.ts';

const MINUTE_MS = 60_000;
const ALICE = 'alice@example.org';
const OWNER = '192.0.2.1';

async function times(count: number, one: (i: number) => Promise<string>): Promise<string[]> {
  const outcomes: string[] = [];
  for (let i = 0; i < count; i++) outcomes.push(await one(i));
  return outcomes;
}

test('a code is accepted once', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  expect(await world.check(code)).toBe('OK');
  expect(await world.check(code)).toBe('WRONG_CODE');
});

test('the request that consumed a code is accepted each time it asks, and another request never', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  const use = randomBytes(16);
  expect(await times(20, () => world.check(code, { use }))).toEqual(Array(20).fill('OK'));
  expect(await world.check(differentCode(code), { use })).toBe('WRONG_CODE');
  expect(await world.check(code)).toBe('WRONG_CODE');
  expect(await world.check(code, { use })).toBe('OK');
});

test('of two requests that use one code at once, one is accepted', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  const outcomes = await Promise.all([world.check(code), world.check(code), world.check(code)]);
  expect(outcomes.toSorted()).toEqual(['OK', 'WRONG_CODE', 'WRONG_CODE']);
});

test('a request delivered twice at once is accepted twice', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  const use = randomBytes(16);
  expect(await Promise.all([world.check(code, { use }), world.check(code, { use })])).toEqual(['OK', 'OK']);
});

test('a check whose store reply was lost is accepted when it runs again', async () => {
  let lost = false;
  const world = verifyFixture({
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
  const code = await world.mailedCode(ALICE);
  const use = randomBytes(16);
  expect(await world.check(code, { use })).toContain('the connection was lost');
  expect(await world.check(code, { use })).toBe('OK');
});

test('the resend of a request that used a code in its last second gets the same answer', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  const use = randomBytes(16);
  world.pass(CODE_MS - 1000);
  expect(await world.check(code, { use })).toBe('OK');
  world.pass(MINUTE_MS);
  expect(await world.check(code, { use })).toBe('OK');
  expect(await world.check(differentCode(code), { use })).toBe('WRONG_CODE');
  expect(await world.check(code)).toBe('WRONG_CODE');
  world.pass(MINUTE_MS);
  expect(await world.check(code, { use })).toBe('WRONG_CODE');
});

test('a code that was replaced between read and consume is not consumed', async () => {
  const world = verifyFixture({ codes: (real) => ({ ...real, consume: async () => false }) });
  expect(await world.check(await world.mailedCode(ALICE))).toBe('WRONG_CODE');
});

test('a caller has five wrong attempts per code, after which the correct code fails too; a new code starts over', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  expect(await times(5, () => world.check(differentCode(code)))).toEqual(Array(5).fill('WRONG_CODE'));
  world.pass(MINUTE_MS);
  const request = { email: ALICE, purpose: 1, use: randomBytes(16), clientIp: OWNER, code };
  await expect(world.call('checkCode', request)).rejects.toMatchObject({
    code: 'TOO_MANY_TRIES',
    retryAfterMs: CODE_MS - MINUTE_MS,
  });
  // The same code again, and no more tries with it.
  expect(await world.mailedCode(ALICE)).toBe(code);
  expect(await world.check(code)).toBe('TOO_MANY_TRIES');
  world.pass(CODE_MS);
  expect(await world.check(await world.mailedCode(ALICE))).toBe('OK');
});

test.each([
  ['an IPv4 address', (_i: number) => '203.0.113.9'],
  ['an IPv6 network', (i: number) => `2001:db8::${i}`],
])('the wrong attempts of a stranger at %s lock out the stranger, not the owner', async (_name, stranger) => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  const tries = await times(20, (i) => world.check(differentCode(code), { clientIp: stranger(i) }));
  expect(tries).toEqual([...Array(5).fill('WRONG_CODE'), ...Array(15).fill('TOO_MANY_TRIES')]);
  expect(await world.check(code, { clientIp: OWNER })).toBe('OK');
});

test('of many concurrent attempts no more are compared than the limit allows', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => world.check(differentCode(code))));
  expect(outcomes.filter((outcome) => outcome === 'WRONG_CODE')).toHaveLength(5);
});

test('a hundred wrong attempts from everywhere end the code, and no other is mailed before it would have expired', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  await times(100, (i) => world.check(differentCode(code), { clientIp: `203.0.113.${i}` }));
  expect(await world.check(code, { clientIp: OWNER })).toBe('TOO_MANY_TRIES');
  world.pass(MINUTE_MS);
  const refused = world.requestCode(ALICE);
  await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: CODE_MS - MINUTE_MS });
  world.pass(CODE_MS - MINUTE_MS);
  expect(await world.check(await world.mailedCode(ALICE))).toBe('OK');
});

test('a code is valid only for its e-mail address and its purpose', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  await world.mailedCode('bob@example.org');
  expect(await world.check(code, { email: 'bob@example.org' })).toBe('WRONG_CODE');
  expect(await world.check(code, { email: 'carol@example.org' })).toBe('WRONG_CODE');
  expect(await world.check(code, { purpose: RESET_PASSWORD })).toBe('WRONG_CODE');
  expect(await world.check(code, { purpose: CHANGE_ADDRESS })).toBe('WRONG_CODE');
  expect(await world.check(code, { email: ' ALICE@Example.ORG ' })).toBe('OK');
});

test('a code is accepted with spaces and full-width digits', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  const wide = [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
  const use = randomBytes(16);
  expect(await world.check(` ${wide.slice(0, 3)}　${wide.slice(3)} `, { use })).toBe('OK');
  expect(await world.check(`${code.slice(0, 3)} ${code.slice(3)}`, { use })).toBe('OK');
});

test('text that is not a code is wrong and counts as no attempt', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  for (const typed of ['', '12345', '1234567', 'abcdef', `${code}0`, `x${code}`])
    expect(await times(3, () => world.check(typed))).toEqual(Array(3).fill('WRONG_CODE'));
  expect(await world.check(code)).toBe('OK');
});

test('a code that was never requested is wrong like any other', async () => {
  expect(await times(20, () => verifyFixture().check('123456'))).toEqual(Array(20).fill('WRONG_CODE'));
});

test.each([0, 15, 17])('CheckCode rejects a use of %j bytes with BAD_ARGUMENT', async (bytes) => {
  expect(await verifyFixture().check('123456', { use: randomBytes(bytes) })).toBe('BAD_ARGUMENT');
});

test('CheckCode throws the store’s error while the store is unavailable, so the runtime runs it again', async () => {
  const world = verifyFixture({ codes: (real) => ({ ...real, attempt: () => Promise.reject(new Error('away')) }) });
  expect(await world.check('123456')).toBe('Error: away');
});

test('no error of CheckCode contains a code', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  const request = { email: ALICE, purpose: 1, use: randomBytes(16), clientIp: OWNER };
  for (const typed of [differentCode(code), code, code, `${code}1`]) {
    const error = await world.call('checkCode', { ...request, code: typed, use: randomBytes(16) }).catch((caught) => caught);
    const all = `${error.message} ${error.stack} ${JSON.stringify(error)}`;
    for (const secret of [code, differentCode(code)]) expect(all).not.toContain(secret);
  }
  expect(world.lines.join()).not.toContain(code);
});
