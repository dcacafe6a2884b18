import protobuf from 'protobufjs/light.js';
import { expect, test } from 'vitest';
import { cleanLabel, findTextFault, textCheckOf } from './text-rules.ts';

const C0_AND_C1 = Array.from({ length: 0xa0 }, (_, point) => point).filter((point) => point < 0x20 || point >= 0x7f);
const MARKS = ['\u0300', '\u0301', '\u0302', '\u0303', '\u0304', '\u20dd'];
const marks = (count: number): string => Array.from({ length: count }, (_, i) => MARKS[i % MARKS.length]).join('');

test('a line has no control characters, and paragraphs have only line ends and tabs', () => {
  for (const point of C0_AND_C1) {
    const text = `a${String.fromCharCode(point)}b`;
    const isLayout = '\n\r\t'.includes(String.fromCharCode(point));
    const name = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
    expect(findTextFault('LINE', text)).toBe(`must not have the character ${name}`);
    expect(findTextFault('PARAGRAPHS', text)).toBe(isLayout ? undefined : `must not have the character ${name}`);
  }
});

test.each([
  ['an override', 'a\u202eb', true, false],
  ['an isolate', 'a\u2067b\u2069', true, false],
  ['a line separator', 'a\u2028b', true, false],
  ['half of an emoji', 'a\ud83d', true, true],
  ['nothing visible', '\u200b\u3164', true, false],
  ['blanks', ' \u3000', false, false],
  ['nothing', '', false, false],
  ['five marks', `a${marks(5)}`, true, false],
  ['four marks', `a${marks(4)}`, false, false],
  ['31 marks', `a${marks(31)}`, true, true],
  ['100,000 marks', `a${marks(100_000)}`, true, true],
  ['mixed scripts', 'Иван Smith 山', false, false],
  ['emoji', '👩‍❤️‍💋‍👨 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣', false, false],
  ['joiners and marks of scripts', 'می\u200cخواهم שָׁלוֹם ཀླུ་སྒྲུབ \u200eabc', false, false],
  ['private use', '\ue000', false, false],
])('a text with %s: refused in a line %s, in paragraphs %s', (_what, text, isRefusedInLine, isRefusedInParagraphs) => {
  expect(findTextFault('LINE', text) !== undefined, text.slice(0, 40)).toBe(isRefusedInLine);
  expect(findTextFault('PARAGRAPHS', text) !== undefined).toBe(isRefusedInParagraphs);
  expect(findTextFault('OPAQUE', text)).toBeUndefined();
  expect(findTextFault('FORMAT', text)).toBeUndefined();
  expect(findTextFault('LINE', cleanLabel(text))).toBeUndefined();
});

test('a message is checked in all its texts, repeated and nested ones too, and its lines and labels are cleaned', () => {
  const string = (id: number, rule: string, repeated = false) => ({
    type: 'string',
    id,
    options: { '(text_rule)': rule },
    ...(repeated && { rule: 'repeated' }),
  });
  const root = protobuf.Root.fromJSON({
    nested: {
      Inner: { fields: { firstLine: string(1, 'LINE') } },
      Outer: {
        fields: {
          about: string(1, 'PARAGRAPHS'),
          title: string(7, 'LINE'),
          names: string(2, 'LINE', true),
          inner: { type: 'Inner', id: 3 },
          inners: { type: 'Inner', id: 4, rule: 'repeated' },
          label: string(5, 'LABEL'),
          token: string(6, 'OPAQUE'),
        },
      },
    },
  });
  const check = textCheckOf(root.lookupType('Outer'));
  const label = { label: 'a\u001b[2J', token: '\0', about: 'a\nb' };
  expect(check(label)).toBeUndefined();
  expect(label.label).toBe('a\ufffd[2J');
  expect(check({})).toBeUndefined();
  const title = { title: ' \u3000Zoe\u0308   and \u00a0 山田\u3000太郎 ', about: ' as it is ' };
  expect(check(title)).toBeUndefined();
  expect(title).toEqual({ title: 'Zo\u00eb and 山田\u3000太郎', about: ' as it is ' });
  expect(check({ about: '\u001b' })).toBe('about must not have the character U+001B');
  expect(check({ names: ['a', 'b\n'] })).toBe('names must not have the character U+000A');
  expect(check({ inner: { firstLine: '\n' } })).toBe('first_line must not have the character U+000A');
  expect(check({ inners: [{ firstLine: 'a' }, { firstLine: '\u3164' }] })).toBe('first_line must have something to see');
});
