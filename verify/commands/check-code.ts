// CheckCode: consumes the living code, and replies WRONG_CODE to any other code. A rerun after a crash, and a resend of the
// request that consumed the code, get the same reply.
import { ImError } from '../../proto/errors.ts';
import { encodeId } from '../../proto/ids.ts';
import { commandHandler, type im } from '../../proto/rpc.ts';
import { parseEmail } from '../../proto/text/email.ts';
import { type CodeSecrets, type CodeTarget, isSameCode, parseTypedCode } from '../codes.ts';
import type { CodeAttempt, CodeNonce, CodeRules, CodeStore } from '../ports.ts';
import type { VerifyCommand } from '../services.ts';
import { assertPurpose, codeOwner } from '../validation.ts';

const USE_ID_BYTES = 16;

export interface CheckCodeServices {
  readonly secrets: CodeSecrets;
  readonly codes: CodeStore;
  readonly rules: CodeRules;
}

export function checkCode(services: CheckCodeServices) {
  return commandHandler<im.CheckCodeRequest, im.CheckCodeReply.$Properties, VerifyCommand, void>({
    prepare: async (request) => {
      assertPurpose(request.purpose);
      if (request.useId.length !== USE_ID_BYTES) throw new ImError('BAD_ARGUMENT', `use_id must have ${USE_ID_BYTES} bytes`);
      const of = { emailKey: parseEmail(request.email).emailKey, purpose: request.purpose };
      const typed = parseTypedCode(request.code);
      // The text cannot be a code, so it does not count as an attempt.
      if (typed === undefined) throw wrongCode();
      const owner = codeOwner(of.emailKey, request.requester);
      await consumeCode(services, of, typed, { owner, purpose: of.purpose, useId: encodeId(request.useId) });
    },
    handle: () => ({}),
  });
}

interface CodeUse {
  readonly owner: string;
  readonly purpose: im.CodePurpose;
  readonly useId: string;
}

async function consumeCode(services: CheckCodeServices, of: CodeTarget, typed: string, by: CodeUse): Promise<void> {
  const { secrets, codes, rules } = services;
  const attempt = await countAttempt(services, by);
  if (!isSameCode(deriveCode(secrets, attempt, of), typed)) throw wrongCode();
  if (attempt.state === 'used-by-this') return;
  if (await codes.consume({ ...by, nonce: attempt.nonce }, rules)) return;
  // Another request consumed the code first, or a second delivery of this request did.
  const after = await countAttempt(services, by);
  if (after.state !== 'used-by-this' || !isSameCode(deriveCode(secrets, after, of), typed)) throw wrongCode();
}

async function countAttempt({ codes, rules }: CheckCodeServices, by: CodeUse): Promise<AttemptedCode> {
  const attempt = await codes.attempt(by, rules);
  if (attempt.state === 'too-many')
    throw new ImError('TOO_MANY_TRIES', 'too many wrong codes: request a new code', { retryAfterMs: attempt.waitMs });
  if (attempt.state === 'none') throw wrongCode();
  return attempt;
}

type AttemptedCode = Extract<CodeAttempt, CodeNonce>;

function deriveCode(secrets: CodeSecrets, nonce: CodeNonce, of: CodeTarget): string {
  const code = secrets.deriveCode(nonce, of);
  if (code === undefined) throw new ImError('UNAVAILABLE', 'the secret of this code is not configured');
  return code;
}

function wrongCode(): ImError {
  return new ImError('WRONG_CODE', 'this is not the mailed code: it is wrong, used or expired');
}
