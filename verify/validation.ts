// Validates the field that all requests of verify share. For the e-mail address see proto/text/email.ts.
import { ImError } from '../proto/errors.ts';
import { im } from '../proto/rpc.ts';

/** Throws BAD_ARGUMENT for an unknown purpose: the wire format allows any number. */
export function assertPurpose(purpose: im.CodePurpose): void {
  if (purpose === im.CodePurpose.CODE_PURPOSE_UNSPECIFIED || im.CodePurpose[purpose] === undefined)
    throw new ImError('BAD_ARGUMENT', 'say what the code is for: REGISTER, RESET_PASSWORD or CHANGE_EMAIL');
}
