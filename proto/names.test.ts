import { expect, test } from 'vitest';
import { displayName, nameKey } from './names.ts';

test('a name is shown as its owner wrote it, in NFKC and without outer space', () => {
  expect(displayName('  Alice  ')).toBe('Alice');
  expect(displayName('Ａｌｉｃｅ')).toBe('Alice');
  expect(displayName('Zoe\u0308')).toBe('Zo\u00eb');
  expect(displayName('日本語')).toBe('日本語');
  expect(displayName('two words')).toBe('two words');
});

test('a name has 1 to 64 characters, whatever they take to encode', () => {
  expect(displayName('')).toBeUndefined();
  expect(displayName('   ')).toBeUndefined();
  expect(displayName('😀'.repeat(64))).toBe('😀'.repeat(64));
  expect(displayName('😀'.repeat(65))).toBeUndefined();
  expect(displayName('a'.repeat(65))).toBeUndefined();
  // One character that stands for 18.
  expect(displayName('\ufdfa'.repeat(4))).toBeUndefined();
});

test('what could be an e-mail address is no name', () => {
  expect(displayName('a@b.c')).toBeUndefined();
  expect(displayName('＠lice')).toBeUndefined();
});

test('a name of megabytes is refused at once', () => {
  const startedMs = performance.now();
  const long = '\ufdfa'.repeat(10_000_000);
  expect(displayName(long)).toBeUndefined();
  expect(nameKey(long).length).toBeGreaterThan(768);
  expect(performance.now() - startedMs).toBeLessThan(100);
});

test('what nobody can see is no part of a name: control, bidi, zero width, private, unassigned, half a character', () => {
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
    expect(displayName(`al${character}ice`), character.codePointAt(0)?.toString(16)).toBeUndefined();
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
])('%s and %s are one name', (one, other) => {
  expect(nameKey(one)).toBe(nameKey(other));
});

test.each([
  ['alice', 'alicе'],
  ['日本語', '日本'],
  ['a@b.c', 'a@b.d'],
  ['e', 'é'],
])('%s and %s are two names', (one, other) => {
  expect(nameKey(one)).not.toBe(nameKey(other));
});

test('for every character: case makes no difference, the key of a key is itself, and a name of it fits the store', () => {
  for (let point = 0; point <= 0x10ffff; point++) {
    const character = String.fromCodePoint(point);
    if (displayName(character) === undefined) continue;
    const key = nameKey(character);
    if (nameKey(key) !== key || nameKey(character.toUpperCase()) !== key || nameKey(character.toLowerCase()) !== key)
      expect.fail(`U+${point.toString(16)}`);
    const name = displayName(character.repeat(64)) ?? displayName(character);
    if (name !== undefined && Buffer.byteLength(nameKey(name)) > 768) expect.fail(`U+${point.toString(16)} grows too much`);
  }
});
