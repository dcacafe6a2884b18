// An e-mail address whose owner the caller has proved to be, by the code that was mailed to it.

import { ImError } from '../proto/errors.ts';
import type { Caller, im } from '../proto/rpc.ts';
import { emailKey, normalizeEmail } from '../proto/text/email.ts';
import type { AuthServices } from './handlers.ts';
import type { Account } from './ports.ts';

// A code has six digits; more is left room for than anybody types around them.
const MAX_CODE_CHARACTERS = 64;

export interface EmailAddress {
  /** As mail goes to it. */
  readonly address: string;
  readonly addressKey: string;
}

/** What a request that proves an address says about it. */
export interface EmailProof {
  readonly clientRequestId: Uint8Array;
  readonly code: string;
}

/** Throws BAD_ADDRESS. Any text may be asked for, of any length. */
export function parseEmail(text: string): EmailAddress {
  const address = normalizeEmail(text);
  if (address === undefined) throw new ImError('BAD_ADDRESS', 'not an e-mail address');
  return { address, addressKey: emailKey(address) };
}

/** Uses the code up for this request, and returns the account the address belongs to now. WRONG_CODE and whatever else CodeChecks says. */
export async function consumeEmailCode(
  { codes, accounts }: AuthServices,
  caller: Caller,
  proof: EmailProof,
  { address, addressKey }: EmailAddress,
  purpose: im.CodePurpose,
): Promise<Account | undefined> {
  if (proof.code === '' || proof.code.length > MAX_CODE_CHARACTERS) throw wrongCode();
  const use = Uint8Array.from(proof.clientRequestId);
  await codes.consume({ email: address, purpose, code: proof.code, use, clientIp: caller.clientIp });
  return accounts.byAddress(addressKey);
}

/** Like `holderOfProved`, and nobody but `user` has the address. The owner of a taken one is told by mail; the caller learns no more than with a wrong code. */
export async function assertEmailVerifiedAndFree(
  services: AuthServices,
  caller: Caller,
  proof: EmailProof,
  address: EmailAddress,
  purpose: im.CodePurpose,
): Promise<void> {
  const holder = await consumeEmailCode(services, caller, proof, address, purpose);
  if (!holder || holder.user === caller.userId) return;
  await services.codes.notifyOwner({ email: holder.address, purpose, language: caller.language });
  throw wrongCode();
}

/** One answer for everything that is wrong with a code, and for what the code cannot be used for. */
export function wrongCode(): ImError {
  return new ImError('WRONG_CODE', 'this code is not good for this address: it is wrong, used up or expired');
}
