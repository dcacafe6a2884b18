// Commands about the account: sessions, password, e-mail address, export and deletion.
import { writeFile } from 'node:fs/promises';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import { printable } from '../screen/printable.ts';
import { formatTime } from '../screen/time.ts';
import { askEmail, askNewPassword, randomInvalidEmail, resetPassword, withVerificationCode } from '../verification-codes.ts';
import type { ChatCommands } from './chat-commands.ts';

export function accountCommands(context: ChatContext): ChatCommands {
  /** Session ids in the order in which /sessions listed them. */
  let listedSessions: string[] = [];
  return {
    async '/sessions'() {
      listedSessions = await showSessions(context);
    },
    async '/end'(argument) {
      if (listedSessions.length === 0) listedSessions = await showSessions(context);
      await endSession(context, listedSessions[Number(argument) - 1]);
    },
    '/password': () => changePassword(context),
    '/address': () => changeEmail(context),
    '/reset': async () => {
      if (!(await resetPassword(context))) reportUnchanged(context);
    },
    '/export': (argument) => exportTo(context, argument),
    '/logout': (argument) => logOut(context, argument),
    '/delete': () => deleteAccount(context),
  };
}

function reportUnchanged({ terminal, texts }: ChatContext): void {
  terminal.print(texts.nothingChanged);
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
  return sessions.map(({ sessionId }) => sessionId ?? '');
}

async function endSession({ client, terminal, texts }: ChatContext, sessionId: string | undefined): Promise<void> {
  if (sessionId === undefined) terminal.print(texts.endUsage);
  else if (sessionId === client.me?.sessionId) terminal.print(texts.ownSession);
  else {
    await client.call.auth.endSession({ sessionId });
    terminal.print(texts.sessionEnded);
  }
}

/**
 * Asks for the current password and checks it. Undefined: the user canceled. Rejects with WRONG_CREDENTIALS. For the check it
 * sends a ChangeEmail that cannot succeed, because the server checks the password before the code.
 */
async function reauthenticate({ client, terminal, texts }: ChatContext): Promise<string | undefined> {
  const password = await terminal.ask(texts.currentPassword, { secret: true });
  if (!password) return undefined;
  await client.changeEmail({ email: randomInvalidEmail(), code: '', password }).catch((error: unknown) => {
    if (asCallError(error).code !== 'WRONG_CODE') throw error;
  });
  return password;
}

async function changePassword(context: ChatContext): Promise<void> {
  const { client, terminal, texts } = context;
  const currentPassword = await reauthenticate(context);
  const newPassword = currentPassword ? await askNewPassword(context) : undefined;
  if (!currentPassword || newPassword === undefined) return reportUnchanged(context);
  await client.changePassword({ currentPassword, newPassword });
  terminal.print(texts.passwordChanged);
}

async function changeEmail(context: ChatContext): Promise<void> {
  const { client, terminal, texts } = context;
  const address = await askEmail(context, texts.newEmail);
  const password = address ? await reauthenticate(context) : undefined;
  if (!address || !password) return reportUnchanged(context);
  const changed = await withVerificationCode(context, address, 'CHANGE_EMAIL', async (code) => {
    await client.changeEmail({ email: address, code, password });
    return true;
  });
  if (changed) terminal.print(texts.emailChanged(printable(address)));
  else reportUnchanged(context);
}

async function exportTo({ client, terminal, texts }: ChatContext, file: string): Promise<void> {
  if (file === '') {
    terminal.print(texts.exportUsage);
    return;
  }
  const exported = await client.exportAccount();
  try {
    // Never overwrites a file. Only its owner can read the new file.
    await writeFile(file, `${JSON.stringify(exported, undefined, 2)}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    terminal.print(texts.notWritten(file, error instanceof Error ? error.message : String(error)));
    return;
  }
  const count = exported.conversations.reduce((sum, { messages }) => sum + messages.length, 0);
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
  else reportUnchanged(context);
}
