// What people may say of themselves and to each other: checked before it is stored.
import { ImError } from '../../proto/errors.ts';

const MAX_SHOWN_NAME = 64;
const MAX_ABOUT = 500;
const MAX_REMARK = 64;
const MAX_GREETING = 200;
const MAX_AVATAR_URL_BYTES = 1024;
// RFC 5646, 4.4.1: what must be taken at least.
const MAX_LANGUAGE = 35;
// Control characters, line ends, and what turns the direction of what stands around the name. Joiners may stay: emoji and scripts need them.
const NOT_IN_A_NAME = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
// Also the one letter of Braille that has no dots.
const SHOWS_NOTHING = /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u;
const NOT_IN_A_URL = /[\s\p{C}]/u;

export function parseShownName(text: string): string {
  const shown = checked(text, 'shown_name', MAX_SHOWN_NAME).trim();
  if (shown !== '') assertVisibleName(shown, 'shown_name');
  return shown;
}

/** BAD_ARGUMENT for what shows nothing, and for characters that would change how what stands around it is shown. */
export function assertVisibleName(name: string, field: string): void {
  if (NOT_IN_A_NAME.test(name)) throw new ImError('BAD_ARGUMENT', `${field} has characters that cannot be seen`);
  if (SHOWS_NOTHING.test(name)) throw new ImError('BAD_ARGUMENT', `${field} shows nothing`);
}

export function parseAbout(text: string): string {
  return checked(text, 'about', MAX_ABOUT);
}

export function parseRemark(text: string): string {
  return checked(text, 'remark', MAX_REMARK).trim();
}

export function parseGreeting(text: string): string {
  return checked(text, 'greeting', MAX_GREETING);
}

/** https:// or empty. */
export function parseAvatarUrl(url: string): string {
  if (Buffer.byteLength(url) > MAX_AVATAR_URL_BYTES)
    throw new ImError('TEXT_TOO_LONG', `avatar_url has at most ${MAX_AVATAR_URL_BYTES} bytes`);
  if (url !== '' && !(url.startsWith('https://') && URL.canParse(url) && !NOT_IN_A_URL.test(url)))
    throw new ImError('BAD_ARGUMENT', 'avatar_url is an address that begins with https://, or empty');
  return url;
}

/** A BCP 47 tag in its usual spelling, or empty. */
export function parseLanguage(tag: string): string {
  if (tag === '') return '';
  const [canonical] = tag.length <= MAX_LANGUAGE && isLanguage(tag) ? Intl.getCanonicalLocales(tag) : [];
  if (canonical === undefined || canonical.length > MAX_LANGUAGE)
    throw new ImError('BAD_ARGUMENT', 'language is a BCP 47 tag such as "en" or "zh-CN", or empty');
  return canonical;
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function checked(text: string, field: string, maxCharacters: number): string {
  // The length first: a megabyte of text need not be counted.
  if (text.length > 2 * maxCharacters || [...text].length > maxCharacters)
    throw new ImError('TEXT_TOO_LONG', `${field} has at most ${maxCharacters} characters`);
  return text;
}
