// Validates the fields that requests of verify share. For the e-mail address see proto/text/email.ts.
import { ImError } from '../proto/errors.ts';
import { im } from '../proto/rpc.ts';

const REQUESTER_BYTES = 16;

/**
 * Names the code of an e-mail address that this requester asked for: guesses of others are at codes of their own. Throws
 * BAD_ARGUMENT if the requester is neither empty nor 16 bytes.
 */
export function codeOwner(emailKey: string, requester: Uint8Array = new Uint8Array()): string {
  if (requester.length !== 0 && requester.length !== REQUESTER_BYTES)
    throw new ImError('BAD_ARGUMENT', `requester must be empty or have ${REQUESTER_BYTES} bytes`);
  return `${emailKey} ${Buffer.from(requester).toString('base64url')}`;
}

/** Throws BAD_ARGUMENT for an unknown purpose: the wire format allows any number. */
export function assertPurpose(purpose: im.CodePurpose): void {
  if (purpose === im.CodePurpose.CODE_PURPOSE_UNSPECIFIED || im.CodePurpose[purpose] === undefined)
    throw new ImError('BAD_ARGUMENT', 'say what the code is for: REGISTER, RESET_PASSWORD or CHANGE_EMAIL');
}
