import { expect, test } from 'vitest';
import { normalizeEmoji } from './message-content.ts';

const RGI = /^\p{RGI_Emoji}$/v;
const SELECTOR = '\ufe0f';
/** Every emoji of one code point, and samples of each kind of sequence. */
const EMOJI = [
  ...Array.from({ length: 0x1fb00 }, (_, i) => i)
    .filter((point) => point < 0xd800 || point > 0xdfff)
    .flatMap((point) => [String.fromCodePoint(point), `${String.fromCodePoint(point)}${SELECTOR}`])
    .filter((text) => RGI.test(text)),
  ...['❤️‍🔥', '👁️‍🗨️', '🏃‍♂️', '🕵🏽‍♂️', '🏳️‍🌈', '🏴‍☠️', '1️⃣', '#️⃣', '🇨🇳', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨‍👩‍👧‍👦', '⛹🏿‍♀️', '☝🏻', '🧑‍⚕️'],
];
const SKINS = ['🏻', '🏼', '🏽', '🏾', '🏿'];
const COUPLES = SKINS.flatMap((one) =>
  SKINS.flatMap((other) => [`👩${one}‍❤️‍💋‍👨${other}`, `🧑${one}‍❤️‍🧑${other}`, `👨${one}‍❤️‍👨${other}`]),
).filter((text) => RGI.test(text));

test('every recommended emoji is a reaction, and stays as it is', () => {
  expect(EMOJI.length).toBeGreaterThan(1300);
  expect(COUPLES.length).toBeGreaterThan(50);
  for (const emoji of [...EMOJI, ...COUPLES]) expect(normalizeEmoji(emoji)).toBe(emoji);
});

test('an emoji without its variation selectors, or with a needless one, is the same reaction', () => {
  for (const emoji of [...EMOJI, ...COUPLES]) {
    expect(normalizeEmoji(emoji.replaceAll(SELECTOR, ''))).toBe(emoji);
    if (!emoji.endsWith(SELECTOR)) expect(normalizeEmoji(`${emoji}${SELECTOR}`)).toBe(emoji);
  }
});

test.each(['', 'a', '👍👍', '👍 ', SELECTOR, '1', '🏽a', '\u200d', 'x'.repeat(100)])('%j is no reaction', (text) => {
  expect(() => normalizeEmoji(text)).toThrow('exactly one emoji');
});
