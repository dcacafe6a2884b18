import { expect, test } from 'vitest';
import { ImError } from '../errors.ts';
import { isNameCharacter, nameKey, normalizeName, parseName } from './names.ts';

test('a name keeps the spelling of its owner, in NFKC and trimmed', () => {
  expect(normalizeName('  Alice  ')).toBe('Alice');
  expect(normalizeName('Ａｌｉｃｅ')).toBe('Alice');
  expect(normalizeName('Zoe\u0308')).toBe('Zo\u00eb');
  expect(normalizeName('日本語')).toBe('日本語');
  expect(normalizeName('two words')).toBe('two words');
});

const problem = (name: string): unknown => {
  try {
    return parseName(name);
  } catch (error) {
    return error instanceof ImError ? error.code : error;
  }
};

test.each([
  ['Persian with a joiner', 'علی\u200cرضا'],
  ['Hindi with a joiner', 'क्\u200dष'],
  ['Sinhala with a joiner', 'ක්\u200dෂ'],
  ['Hebrew with points', 'שָׁלוֹם'],
  ['Vietnamese', 'Nguyễn Thị Minh'],
  ['Thai', 'ราตรี'],
  ['Tibetan', 'ཀླུ་སྒྲུབ'],
  ['Burmese', 'မြွှေ'],
  ['Mongolian', 'ᠮᠣᠩᠭᠣᠯ'],
  ['Yi', 'ꆈꌠꉙ'],
  ['Cherokee', 'ᏣᎳᎩ'],
  ['Japanese', 'テスト・ユーザー々ひ'],
  ['Japanese with Latin', '山田Taro2'],
  ['Chinese with digits', '张三2024〇'],
  ['Korean with Latin', '민수 Kim'],
  ['Bopomofo', '漢ㄅㄆ'],
  ['Arabic with its digits', 'علی۱۲'],
  ['Hawaiian', 'ʻOkina'],
  ['digits alone', '12345'],
  ['what connects', "o'neil-smith_3.x"],
])('a name can be in %s: %s', (_what, name) => {
  expect(problem(name)).toBe(name.normalize('NFKC'));
});

test.each([
  ['nothing', '', 'BAD_NAME'],
  ['blanks', ' \u3000\u00a0\n', 'BAD_NAME'],
  ['a filler', '\u3164', 'BAD_NAME'],
  ['a half-width filler', '\uffa0', 'BAD_NAME'],
  ['variation selectors', '\ufe0f\ufe0e', 'BAD_NAME'],
  ['a tag', '\u{e0061}', 'BAD_NAME'],
  ['a blank Braille pattern', '\u2800', 'BAD_NAME'],
  ['punctuation alone', '-_-', 'BAD_NAME'],
  ['an emoji', 'alice😀', 'BAD_NAME'],
  ['emoji alone', '😀', 'BAD_NAME'],
  ['symbols', '~alice~', 'BAD_NAME'],
  ['an extinct script', '𓀀𓀁', 'BAD_NAME'],
  ['an @', 'a@b.c', 'BAD_NAME'],
  ['a full-width @', '＠lice', 'BAD_NAME'],
  ['65 letters', 'a'.repeat(65), 'BAD_NAME'],
  ['characters that NFKC expands to 18 each', '\ufdfa'.repeat(4), 'BAD_NAME'],
  ['a leading mark', '\u0301alice', 'BAD_NAME'],
  ['a mark behind a space', 'a \u0323b', 'BAD_NAME'],
  ['one mark twice', 'q\u0301\u0301', 'BAD_NAME'],
  ['five marks', 'q\u0301\u0302\u0303\u0304\u0305', 'BAD_NAME'],
  ['ten thousand marks', `a${'\u0301\u0302'.repeat(5000)}`, 'BAD_NAME'],
  ['a hidden filler', 'al\u115fice', 'NAME_INVISIBLE'],
  ['a hidden selector', 'al\ufe0fice', 'NAME_INVISIBLE'],
  ['a joiner that joins nothing', 'al\u200cice', 'NAME_INVISIBLE'],
  ['a joiner behind a letter that never joins', 'ا\u200cب', 'NAME_INVISIBLE'],
  ['a right-to-left override', 'al\u202eice', 'NAME_INVISIBLE'],
  ['an isolate', 'a\u2066lice\u2069b', 'NAME_INVISIBLE'],
  ['NUL', 'al\0ice', 'NAME_INVISIBLE'],
  ['a line end', 'al\nice', 'NAME_INVISIBLE'],
  ['a private-use character', 'al\ue000ice', 'NAME_INVISIBLE'],
  ['an unassigned character', 'al\u0378ice', 'NAME_INVISIBLE'],
  ['half of an emoji', 'al\ud83dice', 'NAME_INVISIBLE'],
  ['Cyrillic in Latin', 'alic\u0435', 'NAME_MIXES_SCRIPTS'],
  ['Greek in Latin', 'Ωmega', 'NAME_MIXES_SCRIPTS'],
  ['Cyrillic beside Latin', 'Иван Smith', 'NAME_MIXES_SCRIPTS'],
  ['Kana with Hangul', 'かな한글', 'NAME_MIXES_SCRIPTS'],
  ['digits of two scripts', 'علی1۲', 'NAME_MIXES_SCRIPTS'],
  ['Arabic digits in Latin', 'alice٢', 'NAME_MIXES_SCRIPTS'],
])('a name cannot have %s', (_what, name, code) => {
  expect(problem(name)).toBe(code);
  expect(normalizeName(name)).toBeUndefined();
});

test.each([
  ['alice\ufe0f', 'alice'],
  ['\ufeff\u200ealice\u200b', 'alice'],
  ['\u3000two \u00a0\u2003 words\u3164', 'two words'],
])('blanks and invisible characters around a name, and repeated blanks, do not count: %j', (text, name) => {
  expect(parseName(text)).toBe(name);
  expect(nameKey(text)).toBe(nameKey(name));
});

test('a name has up to 64 characters, however long they are encoded', () => {
  expect(parseName('\u{2000b}'.repeat(64))).toBe('\u{2000b}'.repeat(64));
});

test('a name of several megabytes is rejected at once', () => {
  const startedMs = performance.now();
  const long = '\ufdfa'.repeat(10_000_000);
  expect(normalizeName(long)).toBeUndefined();
  expect(nameKey(long).length).toBeGreaterThan(768);
  expect(performance.now() - startedMs).toBeLessThan(1000);
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
  ['علی\u200cرضا', 'علیرضا'],
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
    if (!isNameCharacter(character)) continue;
    const key = nameKey(character);
    if (nameKey(key) !== key || nameKey(character.toUpperCase()) !== key || nameKey(character.toLowerCase()) !== key)
      expect.fail(`U+${point.toString(16)}`);
    if (Buffer.byteLength(nameKey(character.repeat(64))) > 768) expect.fail(`U+${point.toString(16)} grows too much`);
  }
});
