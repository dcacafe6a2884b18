// Proof that the caller owns an e-mail address: the code that was mailed to it.
import { ImError } from '../proto/errors.ts';
import type { Caller, im } from '../proto/rpc.ts';
import type { EmailAddress } from '../proto/text/email.ts';
import type { Account } from './ports.ts';
import type { AuthServices } from './services.ts';

// A code has six digits. This leaves room for the spaces a user may type around them.
const MAX_CODE_CHARACTERS = 64;

/** The fields of a request that prove ownership of an e-mail address. */
export interface EmailProof {
  readonly clientRequestId: Uint8Array;
  readonly code: string;
  /** The bytes that the code was requested with. */
  readonly requester?: Uint8Array;
}

/** Consumes the code for this request; returns the account that has the e-mail address. Throws as VerificationCodes does. */
export async function consumeEmailCode(
  { codes, accounts }: AuthServices,
  proof: EmailProof,
  { email, emailKey }: EmailAddress,
  purpose: im.CodePurpose,
): Promise<Account | undefined> {
  if (proof.code === '' || proof.code.length > MAX_CODE_CHARACTERS) throw wrongCode();
  const useId = Uint8Array.from(proof.clientRequestId);
  await codes.consume({ email, purpose, code: proof.code, useId, requester: Uint8Array.from(proof.requester ?? []) });
  return accounts.findByEmail(emailKey);
}

/**
 * Like `consumeEmailCode`; also throws WRONG_CODE if another account has the e-mail address. Verify then notifies the owner of
 * that account by mail. The caller learns no more than after a wrong code.
 */
export async function assertEmailVerifiedAndFree(
  services: AuthServices,
  caller: Caller,
  proof: EmailProof,
  email: EmailAddress,
  purpose: im.CodePurpose,
): Promise<void> {
  const holder = await consumeEmailCode(services, proof, email, purpose);
  if (!holder || holder.userId === caller.userId) return;
  await services.codes.notifyOwner({ email: holder.email, purpose, language: caller.language });
  throw wrongCode();
}

/** One answer for a code that is wrong in any way, and for a code that cannot be used for the request. */
export function wrongCode(): ImError {
  return new ImError('WRONG_CODE', 'this code is not valid for this e-mail address: it is wrong, used or expired');
}
