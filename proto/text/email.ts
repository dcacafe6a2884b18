// E-mail addresses: what is one, and when two are the same.
import { domainToASCII } from 'node:url';

// RFC 5321, 4.5.3.1: what a mail server must take.
const MAX_ADDRESS_BYTES = 254;
const MAX_LOCAL_BYTES = 64;
// A dot-atom (RFC 5322), with letters and digits of any script (RFC 6531). Quoted parts and comments exist on paper only, and are where headers get injected.
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
// What domainToASCII would cut off or decode (/, ?, #, %) is no part of a name.
const DOMAIN_AS_TYPED = /^[\p{L}\p{M}\p{N}.-]+$/u;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The address as mail goes to it: NFKC, outer space removed, the domain in ASCII. Undefined where it is none, or none that can be on the internet. */
export function normalizeEmail(text: string): string | undefined {
  if (text.length > 4 * MAX_ADDRESS_BYTES) return undefined;
  const normal = text.normalize('NFKC').trim();
  const at = normal.lastIndexOf('@');
  const local = normal.slice(0, Math.max(at, 0));
  const typed = normal.slice(at + 1);
  const domain = DOMAIN_AS_TYPED.test(typed) ? domainToASCII(typed) : '';
  if (!LOCAL.test(local) || Buffer.byteLength(local) > MAX_LOCAL_BYTES || !DOMAIN.test(domain)) return undefined;
  const address = `${local}@${domain}`;
  return Buffer.byteLength(address) > MAX_ADDRESS_BYTES ? undefined : address;
}

/**
 * The key under which an address is unique: without case. Give it what `mailAddress` gave. Folds less than a name's key: where ß were ss, a code mailed to one
 * mailbox would be good for the account of another.
 */
export function emailKey(address: string): string {
  return address.toLowerCase().normalize('NFKC');
}
