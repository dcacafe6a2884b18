// A code by mail: asked for, typed, used.
import { randomUUID } from 'node:crypto';
import type { CodePurpose } from '../sdk/index.ts';
import type { ChatContext } from './chat-context.ts';
import { asCallError } from './failure.ts';
import { printable } from './screen/printable.ts';
import { formatWait } from './screen/time.ts';

/** An address nobody can have, for what is asked in vain. */
export function randomInvalidEmail(): string {
  return `${randomUUID()}@example.invalid`;
}

/** Has a code mailed and gives what is typed to `use`, until it is right. Undefined: the user gave up. Rejects as `use` does, and where no mail went out. */
export async function withVerificationCode<T>(
  { client, terminal, texts, unusedCodes }: ChatContext,
  address: string,
  purpose: CodePurpose,
  use: (code: string) => Promise<T>,
): Promise<T | undefined> {
  const key = `${purpose} ${address.toLowerCase()}`;
  try {
    const { codeLivesSeconds } = await client.requestCode(address, purpose);
    unusedCodes.set(key, Date.now() + codeLivesSeconds * 1000);
    const mailed = purpose === 'RESET_PASSWORD' ? texts.resetCodeMailed : texts.codeMailed;
    terminal.print(mailed(printable(address), Math.max(1, Math.round(codeLivesSeconds / 60))));
  } catch (error) {
    const { code, retryAfterMs } = asCallError(error);
    // The mail before may have been for something else, or its code be used up: only a code that was asked for here is known to be good.
    if (code !== 'TOO_MANY_REQUESTS' || (unusedCodes.get(key) ?? 0) <= Date.now()) throw error;
    terminal.print(texts.noOtherMail(printable(address), formatWait(retryAfterMs, texts)));
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

/** A new password, typed twice. Undefined: the user gave up. */
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

/** A new password for who has forgotten the old one. False: the user gave up. */
export async function resetPassword(context: ChatContext): Promise<boolean> {
  const { client, terminal, texts } = context;
  const address = (await terminal.ask(texts.email))?.trim();
  if (!address) return false;
  // One request, whatever is typed: a code that was used up for a password that cannot be one is good for the next.
  const clientRequestId = crypto.getRandomValues(new Uint8Array(16));
  let newPassword: string | undefined;
  const isReset = await withVerificationCode(context, address, 'RESET_PASSWORD', async (code) => {
    for (;;) {
      newPassword ??= await askNewPassword(context);
      if (newPassword === undefined) return false;
      try {
        await client.resetPassword({ email: address, code, newPassword, clientRequestId });
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
