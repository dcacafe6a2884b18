// Commands about the account: where it is logged in, its password and address, taking it along, giving it up.
import { writeFile } from 'node:fs/promises';
import { normalizeEmail } from '../../../proto/text/email.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import { printable } from '../screen/terminal.ts';
import { formatTime } from '../screen/time.ts';
import { askNewPassword, randomInvalidEmail, resetPassword, withVerificationCode } from '../verification-codes.ts';
import type { ChatCommands } from './chat-commands.ts';

export function accountCommands(context: ChatContext): ChatCommands {
  /** The session ids by the numbers they were shown with. */
  let numbered: string[] = [];
  return {
    async '/sessions'() {
      numbered = await showSessions(context);
    },
    async '/end'(argument) {
      if (numbered.length === 0) numbered = await showSessions(context);
      await endSession(context, numbered[Number(argument) - 1]);
    },
    '/password': () => changePassword(context),
    '/address': () => changeAddress(context),
    '/reset': async () => orLeft(context, await resetPassword(context)),
    '/export': (argument) => exportTo(context, argument),
    '/logout': (argument) => logOut(context, argument),
    '/delete': () => deleteAccount(context),
  };
}

function orLeft({ terminal, texts }: ChatContext, done: boolean): void {
  if (!done) terminal.print(texts.nothingChanged);
}

async function showSessions({ client, terminal, texts }: ChatContext): Promise<string[]> {
  const { sessions } = await client.call.auth.listSessions({});
  sessions.forEach(({ deviceKind, deviceName, openedAt, boundAt, current }, index) => {
    const shown = {
      kind: printable(deviceKind ?? ''),
      name: printable(deviceName ?? ''),
      opened: formatTime(openedAt ?? 0, texts.locale),
      bound: formatTime(boundAt ?? 0, texts.locale),
      current: current === true,
    };
    terminal.print(`  ${index + 1}  ${texts.session(shown)}`);
  });
  return sessions.map(({ session }) => session ?? '');
}

async function endSession({ client, terminal, texts }: ChatContext, session: string | undefined): Promise<void> {
  if (session === undefined) terminal.print(texts.endUsage);
  else if (session === client.me?.sessionId) terminal.print(texts.ownSession);
  else {
    await client.call.auth.endSession({ session });
    terminal.print(texts.sessionEnded);
  }
}

/**
 * Undefined: the user gave up. Rejects with WRONG_CREDENTIALS before anything else is asked for, found out by a change of address in vain: the password is looked at
 * before the code, which is none.
 */
async function askOwnPassword({ client, terminal, texts }: ChatContext): Promise<string | undefined> {
  const password = await terminal.ask(texts.currentPassword, { secret: true });
  if (!password) return undefined;
  await client.changeAddress({ email: randomInvalidEmail(), code: '', password }).catch((error: unknown) => {
    if (asCallError(error).code !== 'WRONG_CODE') throw error;
  });
  return password;
}

async function changePassword(context: ChatContext): Promise<void> {
  const { client, terminal, texts } = context;
  const currentPassword = await askOwnPassword(context);
  const newPassword = currentPassword ? await askNewPassword(context) : undefined;
  if (!currentPassword || newPassword === undefined) return orLeft(context, false);
  await client.changePassword({ currentPassword, newPassword });
  terminal.print(texts.passwordChanged);
}

async function changeAddress(context: ChatContext): Promise<void> {
  const { client, terminal, texts } = context;
  const address = (await terminal.ask(texts.newEmail))?.trim();
  if (address && normalizeEmail(address) === undefined) {
    terminal.print(texts.failure('BAD_ADDRESS'));
    return;
  }
  const password = address ? await askOwnPassword(context) : undefined;
  if (!address || !password) return orLeft(context, false);
  const changed = await withVerificationCode(context, address, 'CHANGE_ADDRESS', async (code) => {
    await client.changeAddress({ email: address, code, password });
    return true;
  });
  if (changed) terminal.print(texts.emailChanged(printable(address)));
  else orLeft(context, false);
}

async function exportTo({ client, terminal, texts }: ChatContext, file: string): Promise<void> {
  if (file === '') {
    terminal.print(texts.exportUsage);
    return;
  }
  const everything = await client.exportAccount();
  try {
    // Never over a file that is there; for its owner alone.
    await writeFile(file, `${JSON.stringify(everything, undefined, 2)}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    terminal.print(texts.notWritten(file, error instanceof Error ? error.message : String(error)));
    return;
  }
  const count = everything.conversations.reduce((sum, { messages }) => sum + messages.length, 0);
  terminal.print(texts.exported(file, count));
}

async function logOut({ client, terminal, texts }: ChatContext, argument: string): Promise<void> {
  if (argument === '') await client.logOut();
  else if (argument === 'everywhere') await client.logOutEverywhere();
  else terminal.print(texts.logoutUsage);
}

async function deleteAccount(context: ChatContext): Promise<void> {
  const { client, terminal, texts } = context;
  terminal.print(texts.deleteWarning(printable(client.me?.name ?? '')));
  const password = await terminal.ask(texts.deletePassword, { secret: true });
  if (password) await client.deleteAccount(password);
  else orLeft(context, false);
}
