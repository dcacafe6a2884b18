// What every request of verify is checked for first.
import { addressKey, mailAddress } from '../proto/addresses.ts';
import { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';

/** An address: how mail goes to it, and the key under which codes are kept for it. */
export interface Mailbox {
  readonly address: string;
  readonly key: string;
}

/**
 * Throws BAD_ADDRESS for what is no address, and where the key is that of another mailbox: what is folded further than its case (groß to gross, mıke to mike) may belong
 * to somebody else, who would get codes that are good for this one.
 */
export function mailbox(text: string): Mailbox {
  const address = mailAddress(text);
  const key = address === undefined ? '' : addressKey(address);
  if (address === undefined || address.toLowerCase() !== key) throw new ImError('BAD_ADDRESS', 'not an e-mail address');
  return { address, key };
}

/** The wire may bring any number. */
export function assertPurpose(purpose: im.CodePurpose): void {
  if (purpose === im.CodePurpose.CODE_PURPOSE_UNSPECIFIED || im.CodePurpose[purpose] === undefined)
    throw new ImError('BAD_ARGUMENT', 'say what the code is for: REGISTER, RESET_PASSWORD or CHANGE_ADDRESS');
}
