// ExportAccount, DeleteAccount: what is kept about somebody, and how he has it deleted.
import { commandHandler, im } from '../../proto/rpc.ts';
import type { AuthServices } from '../handlers.ts';
import { verifyCallerPassword, wrongPassword } from '../re-authentication.ts';
import {
  type AuthCommand,
  accountChanged,
  connectionAddressOf,
  lockCallerSessions,
  sessionEnded,
  terminateSession,
} from '../session-lifecycle.ts';
import { listCallerSessions } from './list-sessions.ts';

export function exportAccount() {
  return async (_request: im.ExportAccountRequest, command: AuthCommand): Promise<im.ExportAccountReply.$Properties> => {
    const { accounts } = command.tx;
    const sessions = await listCallerSessions(command);
    const account = await accounts.byId(command.caller.userId);
    if (!account) throw sessionEnded();
    const { user, name, address: email } = account;
    return { user, name, email, registeredAt: await accounts.addedAt(user), sessions };
  };
}

interface Prepared {
  /** Undefined: the account is deleted already. */
  readonly verifiedHash: string | undefined;
}

export function deleteAccount(services: AuthServices) {
  return commandHandler<im.DeleteAccountRequest, im.DeleteAccountReply.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      const account = await services.accounts.byId(caller.userId);
      if (!account) return { verifiedHash: undefined };
      if (!(await verifyCallerPassword(services, caller, account, request.password))) throw wrongPassword();
      return { verifiedHash: account.passwordHash };
    },

    handle: async (_request, command, { verifiedHash }) => {
      const { caller, tx } = command;
      // Where it is gone this is a resend: what was asked for is so.
      if (await tx.accounts.lock(caller.userId)) {
        const { account, own, others } = await lockCallerSessions(command);
        if (account.passwordHash !== verifiedHash) throw accountChanged();
        for (const session of [own, ...others]) terminateSession(command, session, im.CloseReason.ACCOUNT_DELETED);
        tx.accounts.remove(account.user);
        command.enqueue(im.Logic, 'forgetUser', {}, account.user);
      }
      command.disconnect(connectionAddressOf(caller), im.CloseReason.ACCOUNT_DELETED);
      return {};
    },
  });
}
