import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { codeSecrets, isSameCode, parseTypedCode } from './codes.ts';
import type { CodeNonce } from './ports.ts';
import { CHANGE_EMAIL, REGISTER, RESET_PASSWORD } from './testing/verify-fixture.ts';

const ALICE = { emailKey: 'alice@example.org', purpose: REGISTER };
// Fixed secrets with different versions: the counts below are the same in every run.
const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

test('codes have six digits, and each digit is equally frequent in every place', () => {
  const { deriveCode, deriveNonce } = codeSecrets([OLD]);
  const { keyId } = deriveNonce('');
  const counts = Array.from({ length: 6 }, () => new Array<number>(10).fill(0));
  const total = 50_000;
  for (let i = 0; i < total; i++) {
    const nonce = Buffer.alloc(16);
    nonce.writeUInt32BE(i);
    const code = deriveCode({ nonce, keyId }, ALICE) ?? '';
    expect(code).toMatch(/^[0-9]{6}$/);
    [...code].forEach((digit, place) => {
      const counted = counts[place];
      if (counted) counted[Number(digit)] = (counted[Number(digit)] ?? 0) + 1;
    });
  }
  const expected = total / 10;
  for (const counted of counts) {
    const chiSquare = counted.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 9 degrees of freedom: uniform digits exceed this value once in 1,000 runs.
    expect(chiSquare).toBeLessThan(27.9);
  }
});

test('a code depends on its nonce, its e-mail address and its purpose', () => {
  const { deriveCode, deriveNonce } = codeSecrets([OLD]);
  const nonce = deriveNonce('a');
  const others: [CodeNonce, typeof ALICE][] = [
    [deriveNonce('b'), ALICE],
    [nonce, { ...ALICE, emailKey: 'alicf@example.org' }],
    [nonce, { ...ALICE, purpose: RESET_PASSWORD }],
    [nonce, { ...ALICE, purpose: CHANGE_EMAIL }],
  ];
  const codes = [deriveCode(nonce, ALICE), ...others.map(([other, of]) => deriveCode(other, of))];
  expect(new Set(codes).size).toBe(codes.length);
  expect(deriveCode(nonce, ALICE)).toBe(codes[0]);
});

test('the nonce of a command is deterministic, and unpredictable without the secret', () => {
  const secrets = codeSecrets([OLD]);
  expect(secrets.deriveNonce('gate/1/1')).toEqual(codeSecrets([OLD]).deriveNonce('gate/1/1'));
  expect(secrets.deriveNonce('gate/1/1').nonce).toHaveLength(16);
  expect(secrets.deriveNonce('gate/1/2')).not.toEqual(secrets.deriveNonce('gate/1/1'));
  expect(codeSecrets([NEW]).deriveNonce('gate/1/1').nonce).not.toEqual(secrets.deriveNonce('gate/1/1').nonce);
});

test('after secret rotation, new codes use the new secret and the old secret still derives the old codes', () => {
  const before = codeSecrets([OLD]);
  const nonce = before.deriveNonce('a');
  const code = before.deriveCode(nonce, ALICE);
  const during = codeSecrets([NEW, OLD]);
  expect(during.deriveCode(nonce, ALICE)).toBe(code);
  expect(during.deriveNonce('a').keyId).not.toBe(nonce.keyId);
  expect(codeSecrets([NEW]).deriveCode(nonce, ALICE)).toBeUndefined();
});

test('secrets that are too short, missing or ambiguous are rejected', () => {
  expect(() => codeSecrets([])).toThrow('no secret');
  expect(() => codeSecrets([randomBytes(31)])).toThrow('at least 32 bytes');
  expect(() => codeSecrets([OLD, OLD])).toThrow('the same version');
});

test('the e-mail tag in logs cannot be linked to the address without the secret', () => {
  const { emailTag } = codeSecrets([OLD]);
  expect(emailTag(ALICE.emailKey)).toMatch(/^[A-Za-z0-9_-]{8}$/);
  expect(emailTag(ALICE.emailKey)).toBe(codeSecrets([OLD]).emailTag(ALICE.emailKey));
  expect(emailTag('bob@example.org')).not.toBe(emailTag(ALICE.emailKey));
  expect(codeSecrets([NEW]).emailTag(ALICE.emailKey)).not.toBe(emailTag(ALICE.emailKey));
});

describe('parsing a typed code', () => {
  test.each(['012345', ' 012345\n', '012 345', '0 1 2 3 4 5', '０１２３４５', '０１２　３４５', '012\u00a0345'])(
    'the typed code %j is read as 012345',
    (typed) => {
      expect(parseTypedCode(typed)).toBe('012345');
    },
  );

  test.each([
    '',
    '12345',
    '1234567',
    '12345a',
    '-12345',
    '123.45',
    '1e5',
    '٠١٢٣٤٥',
    `${' '.repeat(100)}123456`,
    '1'.repeat(1_000_000),
  ])('the typed text of case %# is not a code', (typed) => {
    expect(parseTypedCode(typed)).toBeUndefined();
  });
});

test('isSameCode compares two codes', () => {
  expect(isSameCode('012345', '012345')).toBe(true);
  expect(isSameCode('012345', '012346')).toBe(false);
});
