// InspectAccount, EndSessions and RemoveAccount: what an operator sees of an account, and does to it.
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { findAccountByIdentifier } from '../login-identifier.ts';
import type { Account, Accounts } from '../ports.ts';
import type { AuthCommand } from '../services.ts';
import { terminateSession } from '../session-lifecycle.ts';
import { summarizeSession } from './list-sessions.ts';

export function inspectAccount() {
  return async (
    { account: identifier }: im.InspectAccountRequest,
    { tx }: AuthCommand,
  ): Promise<im.InspectAccountReply.$Properties> => {
    const { accounts, sessions } = tx;
    const account = (await accounts.findById(identifier)) ?? (await findAccountByIdentifier(accounts, identifier));
    if (!account) throw noSuchAccount();
    const { userId, name, email, disabled } = account;
    const living = await sessions.listLiving(userId);
    const summaries = living.map((session) => summarizeSession(session, ''));
    return { userId, name, email, disabled, registeredAt: await accounts.readRegisteredAt(userId), sessions: summaries };
  };
}

export function endSessions() {
  return async (
    { account: identifier, sessionId }: im.EndSessionsRequest,
    command: AuthCommand,
  ): Promise<im.EndSessionsReply.$Properties> => {
    const { accounts, sessions } = command.tx;
    const { userId } = await lockAccount(accounts, identifier);
    const living = await sessions.lockLiving(userId);
    const ending = sessionId === '' ? living : living.filter((session) => session.sessionId === sessionId);
    if (sessionId !== '' && ending.length === 0)
      throw new ImError('NO_SUCH_SESSION', 'the account has no living session with this id');
    for (const session of ending) terminateSession(command, session, im.CloseReason.SESSION_ENDED, { forgetsDevice: true });
    return { userId, sessionsEnded: ending.length };
  };
}

export function removeAccount() {
  return async (
    { account: identifier }: im.RemoveAccountRequest,
    command: AuthCommand,
  ): Promise<im.RemoveAccountReply.$Properties> => {
    const { accounts, sessions } = command.tx;
    const { userId } = await lockAccount(accounts, identifier);
    const living = await sessions.lockLiving(userId);
    for (const session of living) terminateSession(command, session, im.CloseReason.ACCOUNT_DELETED);
    accounts.remove(userId);
    command.enqueue(im.Logic, 'eraseUser', {}, userId);
    return { userId, sessionsEnded: living.length };
  };
}

/** Finds and locks an account by its name, e-mail address or id. The id first: one account's name may be another account's id. */
export async function lockAccount(accounts: Accounts, identifier: string): Promise<Account> {
  const account = (await accounts.lock(identifier)) ?? (await findAccountByIdentifier(accounts, identifier));
  if (!account) throw noSuchAccount();
  return account;
}

function noSuchAccount(): ImError {
  return new ImError('NO_SUCH_USER', 'no account has this name, e-mail address or id');
}
