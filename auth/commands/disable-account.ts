// DisableAccount: an operator disables an account and ends its sessions, or enables it again. Its data stays.
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { findAccountByIdentifier } from '../login-identifier.ts';
import type { AuthCommand } from '../services.ts';
import { terminateSession } from '../session-lifecycle.ts';

export function disableAccount() {
  return async (
    { account: identifier, disabled }: im.DisableAccountRequest,
    command: AuthCommand,
  ): Promise<im.DisableAccountReply.$Properties> => {
    const { accounts, sessions } = command.tx;
    // The id first: one account's name may be another account's id.
    const account = (await accounts.lock(identifier)) ?? (await findAccountByIdentifier(accounts, identifier));
    if (!account) throw new ImError('NO_SUCH_USER', 'no account has this name, e-mail address or id');
    const { userId } = account;
    if (account.disabled !== disabled) await accounts.update(userId, { disabled });
    if (!disabled) return { userId: userId, sessionsEnded: 0 };
    const living = await sessions.lockLiving(userId);
    for (const session of living) terminateSession(command, session, im.CloseReason.ACCOUNT_CLOSED);
    return { userId: userId, sessionsEnded: living.length };
  };
}
