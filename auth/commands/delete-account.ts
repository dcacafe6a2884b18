// DeleteAccount: deletes the caller's account and ends all its sessions; requires the password.
import { commandHandler, im } from '../../proto/rpc.ts';
import { verifyCallerPassword, wrongPassword } from '../re-authentication.ts';
import type { AuthCommand, AuthServices } from '../services.ts';
import { accountChanged, connectionAddressOf, lockCallerSessions, terminateSession } from '../session-lifecycle.ts';

interface Prepared {
  /** Undefined if the account is deleted already. */
  readonly verifiedHash: string | undefined;
}

export function deleteAccount(services: AuthServices) {
  return commandHandler<im.DeleteAccountRequest, im.DeleteAccountReply.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      const account = await services.accounts.findById(caller.userId);
      if (!account) return { verifiedHash: undefined };
      if (!(await verifyCallerPassword(services, caller, account, request.password))) throw wrongPassword();
      return { verifiedHash: account.passwordHash };
    },

    handle: async (_request, command, { verifiedHash }) => {
      const { caller, tx } = command;
      // A missing account means a resend: it succeeds again.
      if (await tx.accounts.lock(caller.userId)) {
        const { account, own, others } = await lockCallerSessions(command);
        if (account.passwordHash !== verifiedHash) throw accountChanged();
        for (const session of [own, ...others]) terminateSession(command, session, im.CloseReason.ACCOUNT_DELETED);
        tx.accounts.remove(account.userId);
        command.enqueue(im.Logic, 'eraseUser', {}, account.userId);
      }
      command.disconnect(connectionAddressOf(caller), im.CloseReason.ACCOUNT_DELETED);
      return {};
    },
  });
}
