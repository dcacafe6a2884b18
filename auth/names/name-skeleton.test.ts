import { expect, test } from 'vitest';
import { isNameCharacter, nameKey, parseName } from '../../proto/text/names.ts';
import confusables from './confusables.json' with { type: 'json' };
import { nameSkeleton } from './name-skeleton.ts';

const COLUMN_BYTES = 1536;

test.each([
  ['alice', 'ALICE'],
  ['alice', 'AIice'],
  ['alice', 'a1ice'],
  ['ALlCE', 'alice'],
  ['cocoa', 'c0c0a'],
  ['user l', 'user 1'],
  ['Neil', 'NeIl'],
  ['Cæsar', 'caesar'],
  ['pace', 'расе'],
  ['COCO', 'сосо'],
  ['ο', 'o'],
  ['ニロ', '二口'],
  ['علی\u200cرضا', 'علیرضا'],
  ['o’neil', "o'neil"],
])('%s and %s look alike', (one, other) => {
  expect(nameSkeleton(parseName(one))).toBe(nameSkeleton(parseName(other)));
});

test.each([
  ['alice', 'alise'],
  ['Tom', 'Torn'],
  ['Com', 'corn'],
  ['vv', 'w'],
  ['cl', 'd'],
  ['e', 'é'],
  ['日本', '日木'],
  ['иван', 'ивана'],
  ['user 12', 'user 21'],
  ['a.b', 'a-b'],
])('%s and %s do not look alike', (one, other) => {
  expect(nameSkeleton(parseName(one))).not.toBe(nameSkeleton(parseName(other)));
});

test('the table has the Unicode version of this Node, and characters that names can have', () => {
  expect(confusables.unicode, 'run tools/unicode/generate-confusables.ts').toBe(process.versions.unicode);
  const sources = Object.values(confusables.looksLike).join('');
  expect([...sources].length).toBeGreaterThan(1500);
  expect([...sources].filter((character) => !isNameCharacter(character))).toEqual([]);
});

test('the skeleton of any name of 64 characters fits its column', () => {
  for (const character of new Set(Object.values(confusables.looksLike).join('')))
    expect(Buffer.byteLength(nameSkeleton(character.repeat(64))), character).toBeLessThanOrEqual(COLUMN_BYTES);
  // A character without an entry has at most three parts (NFD) of four bytes.
  for (const name of ['힣', '\u{2f800}', 'ǟ'])
    expect(Buffer.byteLength(nameSkeleton(nameKey(name.repeat(64))))).toBeLessThanOrEqual(COLUMN_BYTES);
});
