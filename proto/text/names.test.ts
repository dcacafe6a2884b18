import { expect, test } from 'vitest';
import { nameKey, normalizeName } from './names.ts';

test('a name keeps the spelling of its owner, in NFKC and trimmed', () => {
  expect(normalizeName('  Alice  ')).toBe('Alice');
  expect(normalizeName('Ａｌｉｃｅ')).toBe('Alice');
  expect(normalizeName('Zoe\u0308')).toBe('Zo\u00eb');
  expect(normalizeName('日本語')).toBe('日本語');
  expect(normalizeName('two words')).toBe('two words');
});

test('a name has 1 to 64 characters, regardless of their encoded length', () => {
  expect(normalizeName('')).toBeUndefined();
  expect(normalizeName('   ')).toBeUndefined();
  expect(normalizeName('😀'.repeat(64))).toBe('😀'.repeat(64));
  expect(normalizeName('😀'.repeat(65))).toBeUndefined();
  expect(normalizeName('a'.repeat(65))).toBeUndefined();
  // One character that NFKC expands to 18.
  expect(normalizeName('\ufdfa'.repeat(4))).toBeUndefined();
});

test('a text with an @ is not a name', () => {
  expect(normalizeName('a@b.c')).toBeUndefined();
  expect(normalizeName('＠lice')).toBeUndefined();
});

test('a name of several megabytes is rejected at once', () => {
  const startedMs = performance.now();
  const long = '\ufdfa'.repeat(10_000_000);
  expect(normalizeName(long)).toBeUndefined();
  expect(nameKey(long).length).toBeGreaterThan(768);
  expect(performance.now() - startedMs).toBeLessThan(1000);
});

test('invisible characters are rejected: control, bidi, zero width, private use, unassigned, lone surrogates', () => {
  for (const character of [
    '\0',
    '\n',
    '\u007f',
    '\u202e',
    '\u2066',
    '\u200b',
    '\u200d',
    '\ufeff',
    '\ue000',
    '\u0378',
    '\ud800',
    '\u2028',
  ])
    expect(normalizeName(`al${character}ice`), character.codePointAt(0)?.toString(16)).toBeUndefined();
});

test.each([
  ['Alice', 'aLICE'],
  ['ＡＬＩＣＥ', 'alice'],
  ['Zoë', 'ZOE\u0308'],
  ['Straße', 'STRASSE'],
  ['Όσος', 'ΌΣΟΣ'],
  ['Ångström', '\u212bNGSTRÖM'],
  ['ﬃ', 'FFI'],
  [' alice ', 'alice'],
])('%s and %s have the same key', (one, other) => {
  expect(nameKey(one)).toBe(nameKey(other));
});

test.each([
  ['alice', 'alicе'],
  ['日本語', '日本'],
  ['a@b.c', 'a@b.d'],
  ['e', 'é'],
])('%s and %s have different keys', (one, other) => {
  expect(nameKey(one)).not.toBe(nameKey(other));
});

test('for every character: case does not matter, the key of a key is itself, and the key of a name fits its column', () => {
  for (let point = 0; point <= 0x10ffff; point++) {
    const character = String.fromCodePoint(point);
    if (normalizeName(character) === undefined) continue;
    const key = nameKey(character);
    if (nameKey(key) !== key || nameKey(character.toUpperCase()) !== key || nameKey(character.toLowerCase()) !== key)
      expect.fail(`U+${point.toString(16)}`);
    const name = normalizeName(character.repeat(64)) ?? normalizeName(character);
    if (name !== undefined && Buffer.byteLength(nameKey(name)) > 768) expect.fail(`U+${point.toString(16)} grows too much`);
  }
});
