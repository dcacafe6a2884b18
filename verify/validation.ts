// Validates the fields that all requests of verify share.
import { ImError } from '../proto/errors.ts';
import { im } from '../proto/rpc.ts';
import { emailKey, normalizeEmail } from '../proto/text/email.ts';

/** An e-mail address as mail is sent to it, and the key of its codes. */
export interface Mailbox {
  readonly email: string;
  readonly emailKey: string;
}

/** Throws BAD_ADDRESS if the text is not an e-mail address. */
export function parseMailbox(text: string): Mailbox {
  const email = normalizeEmail(text);
  if (email === undefined) throw new ImError('BAD_ADDRESS', 'not an e-mail address');
  return { email, emailKey: emailKey(email) };
}

/** Throws BAD_ARGUMENT for an unknown purpose: the wire format allows any number. */
export function assertPurpose(purpose: im.CodePurpose): void {
  if (purpose === im.CodePurpose.CODE_PURPOSE_UNSPECIFIED || im.CodePurpose[purpose] === undefined)
    throw new ImError('BAD_ARGUMENT', 'say what the code is for: REGISTER, RESET_PASSWORD or CHANGE_EMAIL');
}
