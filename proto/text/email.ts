// Decides which texts are e-mail addresses, and when two of them are the same.
import { domainToASCII } from 'node:url';

// RFC 5321, 4.5.3.1: the lengths that a mail server must accept.
const MAX_EMAIL_BYTES = 254;
const MAX_LOCAL_BYTES = 64;
// A dot-atom (RFC 5322) with letters and digits of any script (RFC 6531). Quoted parts and comments are excluded: nobody uses
// them, and they allow header injection.
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
// Excludes characters that domainToASCII would cut off or decode (/, ?, #, %).
const DOMAIN_AS_TYPED = /^[\p{L}\p{M}\p{N}.-]+$/u;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The e-mail address in the form that mail uses: NFKC, trimmed, the domain in ASCII. Undefined if the text is not a public
 * e-mail address.
 */
export function normalizeEmail(text: string): string | undefined {
  if (text.length > 4 * MAX_EMAIL_BYTES) return undefined;
  const normal = text.normalize('NFKC').trim();
  const at = normal.lastIndexOf('@');
  const local = normal.slice(0, Math.max(at, 0));
  const typed = normal.slice(at + 1);
  const domain = DOMAIN_AS_TYPED.test(typed) ? domainToASCII(typed) : '';
  if (!LOCAL.test(local) || Buffer.byteLength(local) > MAX_LOCAL_BYTES || !DOMAIN.test(domain)) return undefined;
  const email = `${local}@${domain}`;
  return Buffer.byteLength(email) > MAX_EMAIL_BYTES ? undefined : email;
}

/**
 * The key by which e-mail addresses are unique; it ignores case. Takes the result of `normalizeEmail`. It folds less than
 * `nameKey`: if ß were the same as ss, a code mailed to one mailbox would be valid for the account of another mailbox.
 */
export function emailKey(email: string): string {
  return email.toLowerCase().normalize('NFKC');
}
