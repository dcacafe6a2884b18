// Commands about the account: where it is logged in, its password and address, taking it along, giving it up.
import { writeFile } from 'node:fs/promises';
import { normalizeEmail } from '../../../proto/text/email.ts';
import { asCallError } from '../failure.ts';
import { printable } from '../screen/terminal.ts';
import { formatTime } from '../screen/time.ts';
import {
  askNewPassword,
  type ChatContext,
  randomInvalidEmail,
  resetPassword,
  withVerificationCode,
} from '../verification-codes.ts';

/** By name; each gets the rest of the line. Rejects with CallError. */
export type ChatCommands = Readonly<Record<string, (argument: string) => Promise<void>>>;

export function accountCommands(seat: ChatContext): ChatCommands {
  /** The session ids by the numbers they were shown with. */
  let numbered: string[] = [];
  return {
    async '/sessions'() {
      numbered = await showSessions(seat);
    },
    async '/end'(argument) {
      if (numbered.length === 0) numbered = await showSessions(seat);
      await endSession(seat, numbered[Number(argument) - 1]);
    },
    '/password': () => changePassword(seat),
    '/address': () => changeAddress(seat),
    '/reset': async () => orLeft(seat, await resetPassword(seat)),
    '/export': (argument) => exportTo(seat, argument),
    '/logout': (argument) => logOut(seat, argument),
    '/delete': () => deleteAccount(seat),
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

async function changePassword(seat: ChatContext): Promise<void> {
  const { client, terminal, texts } = seat;
  const currentPassword = await askOwnPassword(seat);
  const newPassword = currentPassword ? await askNewPassword(seat) : undefined;
  if (!currentPassword || newPassword === undefined) return orLeft(seat, false);
  await client.changePassword({ currentPassword, newPassword });
  terminal.print(texts.passwordChanged);
}

async function changeAddress(seat: ChatContext): Promise<void> {
  const { client, terminal, texts } = seat;
  const address = (await terminal.ask(texts.newEmail))?.trim();
  if (address && normalizeEmail(address) === undefined) {
    terminal.print(texts.failure('BAD_ADDRESS'));
    return;
  }
  const password = address ? await askOwnPassword(seat) : undefined;
  if (!address || !password) return orLeft(seat, false);
  const changed = await withVerificationCode(seat, address, 'CHANGE_ADDRESS', async (code) => {
    await client.changeAddress({ email: address, code, password });
    return true;
  });
  if (changed) terminal.print(texts.emailChanged(printable(address)));
  else orLeft(seat, false);
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

async function deleteAccount(seat: ChatContext): Promise<void> {
  const { client, terminal, texts } = seat;
  terminal.print(texts.deleteWarning(printable(client.me?.name ?? '')));
  const password = await terminal.ask(texts.deletePassword, { secret: true });
  if (password) await client.deleteAccount(password);
  else orLeft(seat, false);
}
