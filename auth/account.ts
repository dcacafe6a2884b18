// ExportAccount, DeleteAccount: what is kept about somebody, and how he has it deleted.
import { im, steps } from '../proto/contract.ts';
import type { AuthServices } from './handlers.ts';
import { sessionsShown } from './my-sessions.ts';
import { isOwnPassword, wrongPassword } from './own-password.ts';
import { type AuthCommand, addressOf, changedMeanwhile, endSession, lockMine, sessionHasEnded } from './sessions.ts';

export function exportAccount() {
  return async (_request: im.ExportAccountRequest, command: AuthCommand): Promise<im.ExportAccountReply.$Properties> => {
    const { accounts } = command.stored;
    const sessions = await sessionsShown(command);
    const account = await accounts.byId(command.caller.user);
    if (!account) throw sessionHasEnded();
    const { user, name, address } = account;
    return { user, name, address, registeredAt: await accounts.addedAt(user), sessions };
  };
}

interface Prepared {
  /** Undefined: the account is deleted already. */
  readonly verifiedHash: string | undefined;
}

export function deleteAccount(services: AuthServices) {
  return steps<im.DeleteAccountRequest, im.DeleteAccountReply.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      const account = await services.accounts.byId(caller.user);
      if (!account) return { verifiedHash: undefined };
      if (!(await isOwnPassword(services, caller, account, request.password))) throw wrongPassword();
      return { verifiedHash: account.passwordHash };
    },

    handle: async (_request, command, { verifiedHash }) => {
      const { caller, stored } = command;
      // Where it is gone this is a resend: what was asked for is so.
      if (await stored.accounts.lock(caller.user)) {
        const { account, own, others } = await lockMine(command);
        if (account.passwordHash !== verifiedHash) throw changedMeanwhile();
        for (const session of [own, ...others]) endSession(command, session, im.CloseReason.ACCOUNT_DELETED);
        stored.accounts.remove(account.user);
        command.tell(im.Logic, 'forgetUser', {}, account.user);
      }
      command.hangUp(addressOf(caller), im.CloseReason.ACCOUNT_DELETED);
      return {};
    },
  });
}
