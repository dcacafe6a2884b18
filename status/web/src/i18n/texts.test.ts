import { describe, expect, test } from 'vitest';
import { CHINESE } from './chinese.ts';
import { ENGLISH } from './english.ts';
import type { Texts } from './texts.ts';

type Text = string | ((...values: never[]) => string);

/** Path → text, of all texts: "users.end". */
function listTexts(texts: object, path = ''): [string, Text][] {
  return Object.entries(texts).flatMap(([name, text]: [string, Text | object]) =>
    typeof text === 'object' ? listTexts(text, `${path}${name}.`) : [[`${path}${name}`, text] as [string, Text]],
  );
}

/** The same in both languages: abbreviations and names of fields. */
const SAME = ['columns.cpu', 'overview.ackP99'];

describe('Chinese', () => {
  const chinese = new Map(listTexts(CHINESE));
  const english = listTexts(ENGLISH);

  test('has every text of English, and no other', () => {
    expect([...chinese.keys()]).toEqual(english.map(([path]) => path));
  });

  test.each(english)('%s is translated, and holds every value that English holds', (path, text) => {
    const other = chinese.get(path);
    if (typeof text === 'string') {
      expect(other).not.toBe('');
      if (!SAME.includes(path)) expect(other).not.toBe(text);
      return;
    }
    // Two differs from one, which English words otherwise.
    const values = Array.from({ length: text.length }, (_, i) => i + 22);
    const [one, two] = [text, other as typeof text].map((format) => format(...(values as never[])));
    for (const value of values) {
      expect(one).toContain(String(value));
      expect(two).toContain(String(value));
    }
    if (!SAME.includes(path)) expect(two).not.toBe(one);
  });
});

test('a language that lacks a text does not compile', () => {
  const { refresh: _left, ...lacking } = CHINESE;
  // @ts-expect-error `refresh` is missing
  const incomplete: Texts = lacking;
  expect(incomplete).not.toHaveProperty('refresh');
});

test('English counts one and many', () => {
  expect(ENGLISH.users.ended(1)).toBe('1 session ended.');
  expect(ENGLISH.users.ended(3)).toBe('3 sessions ended.');
});
