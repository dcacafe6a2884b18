// Codes by e-mail and new passwords.
import { randomUUID } from 'node:crypto';
import { normalizeEmail, suggestEmail } from '../../proto/text/email.ts';
import type { CodePurpose } from '../sdk/index.ts';
import type { ChatContext } from './chat-context.ts';
import { asCallError } from './failure.ts';
import { printable } from './screen/printable.ts';
import { formatWait } from './screen/time.ts';

/** An address that no account can have, for requests that are meant to fail. */
export function randomInvalidEmail(): string {
  return `${randomUUID()}@example.invalid`;
}

/**
 * Requests a code by e-mail and calls `use` with each code that the user types, until one is right. Undefined: the user
 * canceled. Rejects as `use` does, and if no mail was sent.
 */
export async function withVerificationCode<T>(
  { client, terminal, texts, unusedCodes, codeRequester }: ChatContext,
  email: string,
  purpose: CodePurpose,
  use: (code: string) => Promise<T>,
): Promise<T | undefined> {
  const key = `${purpose} ${email.toLowerCase()}`;
  codeRequester.keep();
  try {
    const { codeLivesSeconds } = await client.requestCode(email, purpose);
    unusedCodes.set(key, Date.now() + codeLivesSeconds * 1000);
    const mailed = purpose === 'RESET_PASSWORD' ? texts.resetCodeMailed : texts.codeMailed;
    terminal.print(mailed(printable(email), Math.max(1, Math.round(codeLivesSeconds / 60))));
  } catch (error) {
    const { code, retryAfterMs } = asCallError(error);
    // Continue only with a code that was requested in this run: an earlier mail may be for another purpose, or its code is used.
    if (code !== 'TOO_MANY_REQUESTS' || (unusedCodes.get(key) ?? 0) <= Date.now()) throw error;
    terminal.print(texts.noOtherMail(printable(email), formatWait(retryAfterMs, texts)));
  }
  for (;;) {
    const code = await terminal.ask(texts.code);
    if (!code?.trim()) return undefined;
    try {
      const used = await use(code);
      unusedCodes.delete(key);
      return used;
    } catch (error) {
      if (asCallError(error).code !== 'WRONG_CODE') throw error;
      terminal.print(texts.wrongCode);
    }
  }
}

/** The e-mail address that the user types, as mail is sent to it. Asks again for what is none. Undefined: the user canceled. */
export async function askEmail({ terminal, texts }: ChatContext, question: string): Promise<string | undefined> {
  for (;;) {
    const typed = await terminal.ask(question);
    if (!typed?.trim()) return undefined;
    const email = normalizeEmail(typed);
    if (email !== undefined) return email;
    const suggestion = suggestEmail(typed);
    terminal.print(texts.failure('BAD_ADDRESS') + (suggestion === undefined ? '' : texts.didYouMean(printable(suggestion))));
  }
}

/** A new password, typed twice. Undefined: the user canceled. */
export async function askNewPassword({ terminal, texts }: ChatContext): Promise<string | undefined> {
  for (;;) {
    const first = await terminal.ask(texts.newPassword, { secret: true });
    if (!first) return undefined;
    const second = await terminal.ask(texts.newPasswordAgain, { secret: true });
    if (second === undefined) return undefined;
    if (second === first) return first;
    terminal.print(texts.notTheSame);
  }
}

/** Sets a new password by a mailed code. False: the user canceled. */
export async function resetPassword(context: ChatContext): Promise<boolean> {
  const { client, terminal, texts } = context;
  const email = await askEmail(context, texts.email);
  if (!email) return false;
  // Use one request id for all attempts, so that a code stays valid after it was used with an invalid password.
  const clientRequestId = crypto.getRandomValues(new Uint8Array(16));
  let newPassword: string | undefined;
  const isReset = await withVerificationCode(context, email, 'RESET_PASSWORD', async (code) => {
    for (;;) {
      newPassword ??= await askNewPassword(context);
      if (newPassword === undefined) return false;
      try {
        await client.resetPassword({ email, code, newPassword, clientRequestId });
        return true;
      } catch (error) {
        if (asCallError(error).code !== 'BAD_PASSWORD') throw error;
        terminal.print(texts.failure('BAD_PASSWORD'));
        newPassword = undefined;
      }
    }
  });
  if (isReset) terminal.print(texts.passwordChanged);
  return isReset === true;
}
