import { describe, expect, test } from 'vitest';
import { keepLanguage, keepTheme, readLanguage, readTheme } from './preferences.ts';

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

describe('the language', () => {
  test.each([
    [['zh-CN', 'en'], 'zh'],
    [['fr', 'zh-Hant-TW', 'en'], 'zh'],
    [['fr', 'EN-us'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('of a browser that wants %j is %s', (wanted, language) => expect(readLanguage(storage(), wanted)).toBe(language));

  test('that the reader chose wins', () => {
    const keep = storage();
    keepLanguage(keep, 'zh');
    expect(readLanguage(keep, ['en'])).toBe('zh');
  });
});

describe('the theme', () => {
  test('is that of the system, unless the reader chose one', () => {
    const keep = storage();
    expect(readTheme(keep)).toBe('system');
    keepTheme(keep, 'dark');
    expect(readTheme(keep)).toBe('dark');
  });

  test('is that of the system where the browser forbids to keep anything, or something else was kept', () => {
    expect(readTheme(undefined)).toBe('system');
    expect(readTheme({ getItem: () => 'purple', setItem: () => undefined })).toBe('system');
  });
});
