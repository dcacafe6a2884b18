// Strings that have broken other systems, for tests of anything that takes a text from a client.

const MARKS = ['\u0300', '\u0301', '\u0323', '\u0334', '\u20dd'];

function pile(count: number): string {
  return Array.from({ length: count }, (_, i) => MARKS[i % MARKS.length]).join('');
}

/** Short texts by what they try. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  nothing: '',
  blanks: ' \u3000\u00a0\t',
  'line ends': 'a\r\nb\u2028c\u2029d\u0085e',
  NUL: 'a\0b',
  'an escape sequence': 'a\u001b[2J\u001b]0;title\u0007b',
  'an 8-bit escape sequence': 'a\u009b2Jb',
  'a backspace': 'alice\b\b\b\b\bbob',
  DEL: 'a\u007f',
  'a right-to-left override': 'photo\u202egpj.exe',
  'unclosed bidi controls': '\u202a\u202b\u202d\u2066\u2067\u2068a',
  'closing bidi controls': 'a\u202c\u2069\u2069',
  'zero width': 'al\u200bi\u2060ce\ufeff',
  'a filler': '\u3164',
  'Hangul fillers': '\u115f\u1160\uffa0',
  'a blank Braille pattern': '\u2800',
  'variation selectors': '\ufe0f\ufe0e\u{e0100}',
  tags: 'a\u{e0061}\u{e0062}\u{e007f}',
  'a joiner that joins nothing': 'a\u200d\u200cb',
  'an interlinear annotation': 'a\ufff9b\ufffac\ufffb',
  noncharacters: 'a\ufffe\uffff\u{10ffff}',
  'private use': '\ue000\u{f0000}',
  unassigned: '\u0378\u{e0fff}',
  'replacement characters': '\ufffd\ufffd',
  'leading marks': '\u0301\u0323a',
  'four marks': `q${pile(4)}`,
  '40 marks': `Z${pile(40)}`,
  '1000 marks': `Z${pile(1000)}`,
  'the same mark twice': 'q\u0301\u0301',
  'a ligature that NFKC expands 18 times': '\ufdfa',
  '64 ligatures that NFKC expands 18 times': '\ufdfa'.repeat(64),
  'a character that NFD expands': '\u1f82\u0390'.repeat(20),
  'case that changes the length': 'ßŉǰΐİﬃ',
  'Cyrillic in Latin': 'alic\u0435',
  'scripts mixed': 'aбγ漢かकا',
  'mathematical letters': '𝒶𝓁𝒾𝒸ℯ',
  'full width': '＇；　ＤＲＯＰ　ＴＡＢＬＥ',
  'digits of two scripts': '1١१',
  emoji: '👩‍❤️‍💋‍👨🏴󠁧󠁢󠁳󠁣󠁴󠁿1️⃣🇺',
  'SQL with a quote': "'; DROP TABLE accounts; --",
  'SQL with a backslash': "\\'; DROP TABLE accounts; --",
  placeholders: '? :name $1 %s {0} {{x}}',
  'wildcards of LIKE': '%_\\%',
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'a path': '../../../../etc/passwd',
  'a property of objects': '__proto__',
  'a method of objects': 'constructor',
  'a number': '-1e999',
  JSON: '{"__proto__":{"a":1},"a":"\\u0000\\ud800"}',
  'deep JSON': `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
  'an id': 'A'.repeat(22),
  'an id of another alphabet': '+/'.repeat(11),
  'a URL with a script': 'javascript:alert(1)',
  'a URL with controls': 'https://a.b/\u0000\u001b\n',
  'a URL with credentials': 'https://user:secret@[::1]:0/',
  'a mail header': 'a@example.org\r\nBcc: eve@example.org',
  'two addresses': 'a@example.org,b@example.org',
  'an address in full width': '＜ａ＠ｅｘａｍｐｌｅ。ｏｒｇ＞',
  'an address with false punycode': 'a@xn--a.example',
  'many at signs': '@'.repeat(500),
  'many dots': '.'.repeat(500),
  'a language with many parts': `x-${'a-'.repeat(100)}a`,
  '64 characters of four bytes': '\u{2000b}'.repeat(64),
  '65 characters': 'x'.repeat(65),
  '501 characters': 'x'.repeat(501),
  '2000 bytes': 'é'.repeat(1000),
};

/** Texts of 9 KB to 400 KB: longer than any field takes, or just as long. */
export const LONG_HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  '100,000 marks': `Z${pile(100_000)}`,
  '20,000 ligatures that NFKC expands 18 times': '\ufdfa'.repeat(20_000),
  '100,000 letters': 'x'.repeat(100_000),
  '100,000 blanks and a letter': `${' '.repeat(100_000)}x`,
  '50,000 emoji with joiners': '👩\u200d'.repeat(50_000),
  '9,000 letters of two bytes': 'é'.repeat(4500),
};

/** Bytes that no decoder of UTF-8 may accept. */
export const INVALID_UTF8: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  Object.entries({
    'a lone high surrogate': '61eda0bd',
    'a lone low surrogate': 'edb88061',
    'an emoji as two surrogates (CESU-8)': 'eda0bdedb880',
    'an overlong NUL': '61c08062',
    'an overlong slash': 'e080af',
    'a code point above U+10FFFF': 'f4908080',
    'five bytes': 'f8888080803f',
    'a cut character': '61e4bd',
    'a lone continuation byte': '6180',
    'FF and FE': 'fffe',
  }).map(([what, hex]) => [what, Uint8Array.from(Buffer.from(hex, 'hex'))]),
);
