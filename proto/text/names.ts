// Decides which texts are account names, and when two of them are the same. See docs/adr/0017.
import { domainToASCII } from 'node:url';
import { ImError } from '../errors.ts';

const MAX_CHARACTERS = 64;
// Longer text is rejected before it is normalized: one character can become 18, so megabytes of text would exhaust the memory.
const MAX_CODE_UNITS = 1024;
const NOTHING_VISIBLE: Refusal = ['BAD_NAME', 'a name must have a visible letter or digit'];
const JOINERS = /[\u200c\u200d]/g;
// Blanks and invisible characters at both ends: copying adds them. Behind the first ones stands a visible character.
const AROUND = /^[\s\p{Default_Ignorable_Code_Point}]+|[\s\p{Default_Ignorable_Code_Point}]+$/gu;
// Control, format, private use and unassigned characters, line and paragraph separators, and fillers. Joiners have a rule.
const INVISIBLE = /[[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\u200c\u200d]]/v;
// Letters, marks and digits, and what connects them (UAX 31, tables 3a and 3b), and the ideographic zero.
const CHARACTERS = /^[\p{L}\p{M}\p{Nd}\u3007\u200c-\u200d \-_.'’·\u058a\u05f3\u05f4\u0f0b\u30fb]*$/u;
const VISIBLE = /[\p{L}\p{Nd}]/u;
// UTS 39, 5.4: a mark needs a letter, at most four nonspacing marks in a row, and never the same one twice. Spacing marks count
// up to eight, because a syllable in Burmese or Tibetan may have five.
const BAD_MARKS = /(?:^|[^\p{L}\p{M}\p{Nd}\u200c\u200d])\p{M}|[\p{Mn}\p{Me}]{5}|\p{M}{9}|([\p{Mn}\p{Me}])\1/u;
// A run of letters, in which joiners have their meaning.
const JOINED_WORD = /[\p{L}\p{M}]*[\u200c\u200d][\p{L}\p{M}\u200c\u200d]*/gu;

// The scripts in daily use (UAX 31, tables 5 and 7).
const SCRIPTS = [
  ...['Adlm', 'Arab', 'Armn', 'Bali', 'Bamu', 'Batk', 'Beng', 'Bopo', 'Cakm', 'Cans', 'Cham', 'Cher', 'Cyrl', 'Deva', 'Ethi'],
  ...['Geor', 'Grek', 'Gujr', 'Guru', 'Hang', 'Hani', 'Hebr', 'Hira', 'Hmnp', 'Java', 'Kali', 'Kana', 'Khmr', 'Knda', 'Lana'],
  ...['Laoo', 'Latn', 'Lepc', 'Limb', 'Lisu', 'Mand', 'Mlym', 'Mong', 'Mtei', 'Mymr', 'Newa', 'Nkoo', 'Olck', 'Orya', 'Osge'],
  ...['Plrd', 'Rohg', 'Saur', 'Sinh', 'Sund', 'Sylo', 'Syrc', 'Tale', 'Talu', 'Taml', 'Tavt', 'Telu', 'Tfng', 'Thaa', 'Thai'],
  ...['Tibt', 'Vaii', 'Wcho', 'Yiii'],
];
// UTS 39, 5.2, "highly restrictive": one script, or Latin with the scripts of Japanese, Chinese or Korean.
const MIXES = [
  ['Latn', 'Hani', 'Hira', 'Kana'],
  ['Latn', 'Hani', 'Bopo'],
  ['Latn', 'Hani', 'Hang'],
];
const ONE_SCRIPT = new RegExp(`^(?:${[...SCRIPTS.map((script) => [script]), ...MIXES].map(runOf).join('|')})$`, 'u');
const KNOWN_SCRIPTS = new RegExp(`^${runOf(SCRIPTS)}$`, 'u');

/** Any number of characters of these scripts, and of those that all scripts share. */
function runOf(scripts: readonly string[]): string {
  return `[${['Zyyy', 'Zinh', ...scripts].map((script) => `\\p{scx=${script}}`).join('')}]*`;
}

type Refusal = readonly [code: 'BAD_NAME' | 'NAME_INVISIBLE' | 'NAME_MIXES_SCRIPTS', message: string];

/**
 * The name as it is displayed: NFKC, without blanks around it and with single ones in it. Throws BAD_NAME, NAME_INVISIBLE or
 * NAME_MIXES_SCRIPTS; the message says what is wrong.
 */
export function parseName(text: string): string {
  const [name, refusal] = cleanAndCheck(text);
  if (refusal) throw new ImError(...refusal);
  return name;
}

/** Like `parseName`, but undefined for a text that is not a name. */
export function normalizeName(text: string): string | undefined {
  const [name, refusal] = cleanAndCheck(text);
  return refusal ? undefined : name;
}

/**
 * The key by which names are unique and found: in NFKC, without case and joiners. The key of a key is the key itself. The key of
 * a text that is not a name differs from the keys of all names.
 */
export function nameKey(name: string): string {
  if (name.length > MAX_CODE_UNITS) return name.slice(0, MAX_CODE_UNITS + 1);
  // Upper case first, because variants of small letters (σ and ς, ß and ss) share one capital form. Twice, because composing
  // characters may create one that folds differently.
  const folded = clean(name).replaceAll(JOINERS, '').toUpperCase().toLowerCase().normalize('NFKC');
  return folded.toUpperCase().toLowerCase().normalize('NFKC');
}

/** Whether a name can have the character, at some place in it. */
export function isNameCharacter(character: string): boolean {
  return (
    character === clean(character) && CHARACTERS.test(character) && KNOWN_SCRIPTS.test(character) && !INVISIBLE.test(character)
  );
}

function clean(text: string): string {
  return text
    .normalize('NFKC')
    .replace(AROUND, '')
    .replace(/\p{Zs}+/gu, ' ');
}

function cleanAndCheck(text: string): [name: string, refusal: Refusal | undefined] {
  const name = text.length > MAX_CODE_UNITS ? text : clean(text);
  return [name, checkLength(name) ?? checkCharacters(name)];
}

function checkLength(name: string): Refusal | undefined {
  if (name === '') return NOTHING_VISIBLE;
  // A character has at most two units, so a very long text need not be split into characters.
  const isTooLong = name.length > 2 * MAX_CHARACTERS || [...name].length > MAX_CHARACTERS;
  return isTooLong ? ['BAD_NAME', `a name has at most ${MAX_CHARACTERS} characters`] : undefined;
}

function checkCharacters(name: string): Refusal | undefined {
  if (INVISIBLE.test(name) || !hasOnlyUsefulJoiners(name))
    return ['NAME_INVISIBLE', 'a name must not have control characters, or invisible ones that change nothing'];
  if (name.includes('@')) return ['BAD_NAME', 'a name must not have an @, so that it is no e-mail address'];
  if (!CHARACTERS.test(name) || !KNOWN_SCRIPTS.test(name))
    return ['BAD_NAME', "a name can have letters and digits of today's scripts, spaces and - _ . ' only"];
  if (!VISIBLE.test(name)) return NOTHING_VISIBLE;
  if (BAD_MARKS.test(name)) return ['BAD_NAME', 'a name must not have loose, repeated or more than four accents'];
  if (!ONE_SCRIPT.test(name) || hasMixedDigits(name))
    return ['NAME_MIXES_SCRIPTS', 'a name must not mix scripts or digits that look alike, such as Latin and Cyrillic'];
  return undefined;
}

/** Whether each joiner changes how its word is shown: UAX 31 (A1, A2, B) and domain names (RFC 5892, A.1, A.2) have one rule. */
function hasOnlyUsefulJoiners(name: string): boolean {
  return (name.match(JOINED_WORD) ?? []).every((word) => domainToASCII(word) !== '');
}

/** Whether the digits are of more than one script (UTS 39, 5.3). The digits of a script follow each other, from zero on. */
function hasMixedDigits(name: string): boolean {
  const zeros = new Set<number>();
  for (const digit of name.match(/\p{Nd}/gu) ?? []) {
    let zero = digit.codePointAt(0) ?? 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    zeros.add(zero);
  }
  return zeros.size > 1;
}
