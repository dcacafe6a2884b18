import { expect, test } from 'vitest';
import { truncate } from './truncate.ts';

test.each([
  ['abc', 5, 'abc'],
  ['abcdef', 5, 'abcde'],
  ['😀😀😀', 3, '😀😀😀'],
  ['😀😀😀', 2, '😀😀'],
  ['a😀', 2, 'a😀'],
  ['ab😀', 2, 'ab'],
  ['abc', 0, ''],
])('truncate(%j, %i) is %j: no character is cut in two', (text, max, expected) => {
  expect(truncate(text, max)).toBe(expected);
});
