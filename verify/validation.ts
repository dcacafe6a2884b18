// What every request of verify is checked for first.

import { ImError } from '../proto/errors.ts';
import { im } from '../proto/rpc.ts';
import { emailKey, normalizeEmail } from '../proto/text/email.ts';

/** An address: how mail goes to it, and the key under which codes are kept for it. */
export interface Mailbox {
  readonly email: string;
  readonly emailKey: string;
}

/** Throws BAD_ADDRESS for what is no address. */
export function parseMailbox(text: string): Mailbox {
  const email = normalizeEmail(text);
  if (email === undefined) throw new ImError('BAD_ADDRESS', 'not an e-mail address');
  return { email, emailKey: emailKey(email) };
}

/** The wire may bring any number. */
export function assertPurpose(purpose: im.CodePurpose): void {
  if (purpose === im.CodePurpose.CODE_PURPOSE_UNSPECIFIED || im.CodePurpose[purpose] === undefined)
    throw new ImError('BAD_ARGUMENT', 'say what the code is for: REGISTER, RESET_PASSWORD or CHANGE_ADDRESS');
}
