import { describe, expect, test } from 'vitest';
import { formatsOf, NOTHING } from './format.ts';

const english = formatsOf('en', 'UTC');
const chinese = formatsOf('zh', 'UTC');
const AT = Date.UTC(2026, 10, 30, 14, 3, 5);

describe('a number', () => {
  test.each([
    [0, '0'],
    [0.256, '0.26'],
    [12.345, '12.3'],
    [1234.56, '1,235'],
  ])('the rate %d reads %s', (value, text) => expect(english.rate(value)).toBe(text));

  test.each([
    [3.52, '3.5 ms'],
    [312.4, '312 ms'],
    [1250, '1.3 s'],
  ])('the duration %d reads %s', (value, text) => expect(english.duration(value)).toBe(text));

  test('sizes take the unit that fits', () => {
    expect(english.mebibytes(318)).toBe('318 MiB');
    expect(english.mebibytes(2048)).toBe('2 GiB');
    expect(english.bytesPerSecond(91_400)).toBe('89.3 KiB/s');
    expect(english.bytesPerSecond(3 * 1024 ** 2)).toBe('3 MiB/s');
  });

  test('what was not measured reads –, not 0', () => {
    expect(english.rate(undefined)).toBe(NOTHING);
    expect(english.duration(undefined)).toBe(NOTHING);
  });
});

describe('a moment', () => {
  test('reads as the language writes it', () => {
    expect(english.moment(AT)).toBe('30 Nov 2026, 14:03:05');
    expect(chinese.moment(AT)).toBe('2026年11月30日 14:03:05');
    expect(english.clock(AT)).toBe('14:03');
    expect(english.clockWithSeconds(AT)).toBe('14:03:05');
  });

  test('that never was reads –', () => {
    expect(english.moment(0)).toBe(NOTHING);
    expect(english.moment(Number.NaN)).toBe(NOTHING);
  });

  test.each([
    [4000, '4 seconds ago', '4秒钟前'],
    [200_000, '3 minutes ago', '3分钟前'],
    [7_300_000, '2 hours ago', '2小时前'],
    [-5000, 'now', '现在'],
  ])('%d ms ago reads %s and %s', (ms, en, zh) => {
    expect(english.ago(AT - ms, AT)).toBe(en);
    expect(chinese.ago(AT - ms, AT)).toBe(zh);
  });
});
