// CheckCode: one answer for everything that is not the living code. Run again after a crash, or by a resend of the request that uses the code, it answers the same.

import { ImError } from '../../proto/errors.ts';
import { encodeId } from '../../proto/ids.ts';
import { commandHandler, type im } from '../../proto/rpc.ts';
import { clientIpKey } from '../../proto/text/client-ip.ts';
import { type CodeSecrets, type CodeTarget, isSameCode, parseTypedCode } from '../codes.ts';
import type { CodeAttempt, CodeNonce, CodeRules, CodeStore } from '../ports.ts';
import type { VerifyCommand } from '../services.ts';
import { assertPurpose, parseMailbox } from '../validation.ts';

const USE_BYTES = 16;

export interface CheckCodeServices {
  readonly secrets: CodeSecrets;
  readonly codes: CodeStore;
  readonly rules: CodeRules;
}

export function checkCode(own: CheckCodeServices) {
  return commandHandler<im.CheckCodeRequest, im.CheckCodeReply.$Properties, VerifyCommand, void>({
    prepare: async (request) => {
      assertPurpose(request.purpose);
      if (request.use.length !== USE_BYTES) throw new ImError('BAD_ARGUMENT', `use has ${USE_BYTES} bytes`);
      const of = { emailKey: parseMailbox(request.email).emailKey, purpose: request.purpose };
      const typed = parseTypedCode(request.code);
      // No guess: nobody's tries are used up by it.
      if (typed === undefined) throw wrongCode();
      await useUp(own, of, typed, { caller: clientIpKey(request.clientIp), use: encodeId(request.use) });
    },
    handle: () => ({}),
  });
}

async function useUp(own: CheckCodeServices, of: CodeTarget, typed: string, by: { caller: string; use: string }): Promise<void> {
  const attempt = await tried(own, of, by);
  if (!isSameCode(codeOf(own.secrets, attempt, of), typed)) throw wrongCode();
  if (attempt.state === 'used-by-this') return;
  if (await own.codes.consume({ ...of, nonce: attempt.nonce, use: by.use }, own.rules)) return;
  // Somebody was faster: perhaps this very request, delivered twice.
  const after = await tried(own, of, by);
  if (after.state !== 'used-by-this' || !isSameCode(codeOf(own.secrets, after, of), typed)) throw wrongCode();
}

async function tried({ codes, rules }: CheckCodeServices, of: CodeTarget, by: { caller: string; use: string }): Promise<Found> {
  const attempt = await codes.attempt({ ...of, ...by }, rules);
  if (attempt.state === 'too-many')
    throw new ImError('TOO_MANY_TRIES', 'this code was tried too often', { retryAfterMs: attempt.waitMs });
  if (attempt.state === 'none') throw wrongCode();
  return attempt;
}

type Found = Extract<CodeAttempt, CodeNonce>;

function codeOf(secrets: CodeSecrets, found: CodeNonce, of: CodeTarget): string {
  const code = secrets.deriveCode(found, of);
  if (code === undefined) throw new ImError('UNAVAILABLE', 'this code was made with a secret that is not configured here');
  return code;
}

function wrongCode(): ImError {
  return new ImError('WRONG_CODE', 'not the code that was mailed: wrong, used up or expired');
}
