// DisableAccount: by an operator. Nobody may log in to a closed account; what it wrote stays.

import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { findAccountByIdentifier } from '../login-identifier.ts';
import { type AuthCommand, terminateSession } from '../session-lifecycle.ts';

export function disableAccount() {
  return async (
    { account: called, disabled }: im.DisableAccountRequest,
    command: AuthCommand,
  ): Promise<im.DisableAccountReply.$Properties> => {
    const { accounts, sessions } = command.tx;
    // The id first: somebody may have another one's id for a name.
    const account = (await accounts.lock(called)) ?? (await findAccountByIdentifier(accounts, called));
    if (!account) throw new ImError('NO_SUCH_USER', 'no account has this name, address or id');
    const { user } = account;
    if (account.disabled !== disabled) await accounts.change(user, { disabled });
    if (!disabled) return { user, sessionsEnded: 0 };
    const living = await sessions.living(user);
    for (const session of living) terminateSession(command, session, im.CloseReason.ACCOUNT_CLOSED);
    return { user, sessionsEnded: living.length };
  };
}
