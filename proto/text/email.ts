// Decides which texts are e-mail addresses, and when two of them are the same, for everything that takes an address.
import { domainToASCII, domainToUnicode } from 'node:url';
import { ImError } from '../errors.ts';

// RFC 5321, 4.5.3.1: the lengths that a mail server must accept.
const MAX_EMAIL_BYTES = 254;
const MAX_LOCAL_BYTES = 64;
// Longer text is rejected before it is normalized. Room for what stands around an address.
const MAX_CODE_UNITS = 4 * MAX_EMAIL_BYTES;
// A dot-atom (RFC 5322) with letters and digits of any script (RFC 6531). Quoted parts and comments are excluded: nobody uses
// them, and they allow header injection.
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
// Excludes characters that domainToASCII would cut off or decode (/, ?, #, %).
const DOMAIN_AS_TYPED = /^[\p{L}\p{M}\p{N}.-]+$/u;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
// Full-width and half-width characters, and the small @ and dot: keyboards for Chinese, Japanese and Korean write them.
const WIDTH_VARIANTS = /[\uff00-\uffef\ufe52\ufe6b]/g;
const IDEOGRAPHIC_DOT = /[\u3002\uff61]/g;
// Copying adds blanks and invisible characters.
const AROUND = /^[\s\p{Default_Ignorable_Code_Point}]+|[\s\p{Default_Ignorable_Code_Point}]+$/gu;
const BRACKETED = /^<([^<>]*)>$/;
const SCHEME = /^mailto:/i;

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const BRACKETED_WITHIN = /<([^<>]*@[^<>]*)>/g;
const ENCLOSING = /^[\p{Ps}\p{Pi}\p{Pf}<>"'`,;:]+|[\p{Pe}\p{Pi}\p{Pf}<>"'`.,;:!?、]+$/gu;
const MISTAKEN_DOTS = /[.,;:、·]+/gu;

/** An address as mail is sent to it, and the key by which it is unique. */
export interface EmailAddress {
  readonly email: string;
  readonly emailKey: string;
}

/**
 * The address in the text. Accepts any text of any length. Throws BAD_ADDRESS; the error has a suggestion if the text may stand
 * for an address, but not for certain.
 */
export function parseEmail(text: string): EmailAddress {
  const email = normalizeEmail(text);
  if (email === undefined) throw askForAddress(text) ?? new ImError('BAD_ADDRESS', 'not an e-mail address');
  return { email, emailKey: emailKey(email) };
}

/**
 * The refusal of a text that is no e-mail address but may stand for one, with a suggestion; undefined for another text. It
 * depends on the text alone, so it reveals nothing.
 */
export function askForAddress(text: string): ImError | undefined {
  const suggestion = suggestEmail(text);
  if (suggestion === undefined) return undefined;
  return new ImError('BAD_ADDRESS', `not an e-mail address; is ${suggestion} meant?`, { suggestion });
}

/**
 * The e-mail address in the form that mail uses: NFC, the domain in ASCII. It is found in a text that can mean nothing else: with
 * characters of another width, blanks around it, in < >, behind "mailto:", or with a dot behind it. Undefined for another text.
 */
export function normalizeEmail(text: string): string | undefined {
  if (text.length > MAX_CODE_UNITS) return undefined;
  const folded = foldWidth(text).normalize('NFC').replace(AROUND, '').replace(BRACKETED, '$1').replace(AROUND, '');
  const bare = folded.replace(SCHEME, '').replace(AROUND, '').replace(/\.$/, '');
  const at = bare.lastIndexOf('@');
  const local = bare.slice(0, Math.max(at, 0));
  const typed = bare.slice(at + 1);
  // Another NFKC form may be another mailbox: ① is not 1. The domain is mapped by UTS 46, as everywhere.
  if (!LOCAL.test(local) || local.normalize('NFKC') !== local || Buffer.byteLength(local) > MAX_LOCAL_BYTES) return undefined;
  // In a URL these begin an encoded character and the headers.
  if (SCHEME.test(folded) && /[%?]/.test(local)) return undefined;
  const domain = DOMAIN_AS_TYPED.test(typed) ? domainToASCII(typed) : '';
  if (!DOMAIN.test(domain) || !isCanonical(domain)) return undefined;
  const email = `${local}@${domain}`;
  return Buffer.byteLength(email) > MAX_EMAIL_BYTES ? undefined : email;
}

/** The address that the text may stand for; undefined if it has none, or more than one. Ask the user before you use it. */
export function suggestEmail(text: string): string | undefined {
  if (text.length > MAX_CODE_UNITS) return undefined;
  const folded = foldWidth(text).normalize('NFKC').replace(INVISIBLE, '');
  const bracketed = [...folded.matchAll(BRACKETED_WITHIN)];
  const address = (bracketed.length === 1 ? bracketed[0]?.[1] : undefined) ?? folded;
  const uri = SCHEME.test(address.trim());
  const unquoted = (uri ? decodeMailto(address.trim()) : address).trim();
  const words = unquoted.split(/\s+/).filter((word) => /[^@]@[^@]/.test(word));
  const [word = unquoted.replace(/\s+/g, '')] = words.length === 1 ? words : [];
  const [local, domain, ...more] = word.replace(ENCLOSING, '').split(/@+/);
  if (local === undefined || domain === undefined || more.length > 0) return undefined;
  return normalizeEmail(`${local}@${domain.replace(MISTAKEN_DOTS, '.')}`);
}

/**
 * The key by which e-mail addresses are unique; it ignores case. Takes the result of `normalizeEmail`. It folds less than
 * `nameKey`: if ß were the same as ss, a code mailed to one mailbox would be valid for the account of another mailbox.
 */
export function emailKey(email: string): string {
  return email.toLowerCase().normalize('NFKC');
}

/** False if a label with xn-- is no punycode, or is a second form of a domain. */
function isCanonical(domain: string): boolean {
  if (!domain.includes('xn--')) return true;
  const unicode = domainToUnicode(domain);
  return !unicode.includes('xn--') && domainToASCII(unicode) === domain;
}

function foldWidth(text: string): string {
  return text.replace(WIDTH_VARIANTS, (character) => character.normalize('NFKC')).replace(IDEOGRAPHIC_DOT, '.');
}

/** The address of a "mailto:" URL (RFC 6068), without its headers. */
function decodeMailto(url: string): string {
  const [address = ''] = url.replace(SCHEME, '').split('?');
  try {
    return decodeURIComponent(address);
  } catch (error) {
    if (error instanceof URIError) return address;
    throw error;
  }
}
