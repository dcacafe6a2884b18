// DisableAccount: an operator disables an account and ends its sessions, or enables it again. Its data stays.
import { im } from '../../proto/rpc.ts';
import type { AuthCommand } from '../services.ts';
import { terminateSession } from '../session-lifecycle.ts';
import { lockAccount } from './operator-commands.ts';

export function disableAccount() {
  return async (
    { account: identifier, disabled }: im.DisableAccountRequest,
    command: AuthCommand,
  ): Promise<im.DisableAccountReply.$Properties> => {
    const { accounts, sessions } = command.tx;
    const account = await lockAccount(accounts, identifier);
    const { userId } = account;
    if (account.disabled !== disabled) await accounts.update(userId, { disabled });
    if (!disabled) return { userId: userId, sessionsEnded: 0 };
    const living = await sessions.lockLiving(userId);
    for (const session of living) terminateSession(command, session, im.CloseReason.ACCOUNT_CLOSED);
    return { userId: userId, sessionsEnded: living.length };
  };
}
