// The length and format of the texts that users write about themselves and to each other. Each function returns the value to
// store, or throws TEXT_TOO_LONG or BAD_ARGUMENT. Which characters a text may have is a rule of its field in the contract.
import { ImError } from '../../proto/errors.ts';

const MAX_DISPLAY_NAME_CHARACTERS = 64;
const MAX_ABOUT_CHARACTERS = 500;
const MAX_REMARK_CHARACTERS = 64;
const MAX_GREETING_CHARACTERS = 200;
const MAX_AVATAR_URL_BYTES = 1024;
// RFC 5646, section 4.4.1: the length that every implementation must accept.
const MAX_LANGUAGE_CHARACTERS = 35;
const FORBIDDEN_IN_URL = /[\s\p{C}]/u;

export function parseDisplayName(text: string): string {
  return assertMaxLength(text, 'display_name', MAX_DISPLAY_NAME_CHARACTERS);
}

export function parseAbout(text: string): string {
  return assertMaxLength(text, 'about', MAX_ABOUT_CHARACTERS);
}

export function parseRemark(text: string): string {
  return assertMaxLength(text, 'remark', MAX_REMARK_CHARACTERS);
}

export function parseGreeting(text: string): string {
  return assertMaxLength(text, 'greeting', MAX_GREETING_CHARACTERS);
}

/** An https:// URL, or empty. */
export function assertAvatarUrl(url: string): string {
  if (Buffer.byteLength(url) > MAX_AVATAR_URL_BYTES)
    throw new ImError('TEXT_TOO_LONG', `avatar_url has at most ${MAX_AVATAR_URL_BYTES} bytes`);
  if (url !== '' && !(url.startsWith('https://') && URL.canParse(url) && !FORBIDDEN_IN_URL.test(url)))
    throw new ImError('BAD_ARGUMENT', 'avatar_url must be a URL that begins with https://, or empty');
  return url;
}

/** A BCP 47 tag in canonical spelling, or empty. */
export function parseLanguage(tag: string): string {
  if (tag === '') return '';
  const [canonical] = tag.length <= MAX_LANGUAGE_CHARACTERS && isLanguageTag(tag) ? Intl.getCanonicalLocales(tag) : [];
  if (canonical === undefined || canonical.length > MAX_LANGUAGE_CHARACTERS)
    throw new ImError('BAD_ARGUMENT', 'language must be a BCP 47 tag such as "en" or "zh-CN", or empty');
  return canonical;
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function assertMaxLength(text: string, field: string, maxCharacters: number): string {
  // A character has at most two code units, so a very long text need not be split into characters.
  if (text.length > 2 * maxCharacters || [...text].length > maxCharacters)
    throw new ImError('TEXT_TOO_LONG', `${field} has at most ${maxCharacters} characters`);
  return text;
}
