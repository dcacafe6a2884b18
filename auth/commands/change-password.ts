// ChangePassword: by who knows the current one; every other session ends.
import { commandHandler, im } from '../../proto/rpc.ts';
import type { AuthServices } from '../handlers.ts';
import { assertAcceptablePassword } from '../password/password-policy.ts';
import { findCorrectPassword, readCallerAccount, wrongPassword } from '../re-authentication.ts';
import { type AuthCommand, accountChanged, assertRequestId, lockCallerSessions, terminateSession } from '../session-lifecycle.ts';

interface Prepared {
  /** The hash one of the passwords was verified with. */
  readonly verifiedHash: string;
  /** Undefined: the new password is the stored one already. */
  readonly newHash: string | undefined;
}

export function changePassword(services: AuthServices) {
  const { passwords } = services;
  return commandHandler<im.ChangePasswordRequest, im.ChangePasswordReply.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      assertRequestId(request.clientRequestId);
      const account = await readCallerAccount(services, caller);
      const verifiedHash = account.passwordHash;
      const { currentPassword, newPassword } = request;
      assertAcceptablePassword(newPassword, account.name);
      const right = await findCorrectPassword(services, caller, account, [currentPassword, newPassword]);
      if (right === undefined) throw wrongPassword();
      // The new one is right and the current one is not: a resend of the request that changed it, and what was asked for is so.
      const newHash = right === currentPassword ? await passwords.hash(newPassword) : undefined;
      return { verifiedHash, newHash };
    },

    handle: async (_request, command, { verifiedHash, newHash }) => {
      const { account, others } = await lockCallerSessions(command);
      if (account.passwordHash !== verifiedHash) throw accountChanged();
      if (newHash === undefined) return {};
      await command.tx.accounts.change(account.user, { passwordHash: newHash });
      for (const session of others) terminateSession(command, session, im.CloseReason.PASSWORD_CHANGED);
      return {};
    },
  });
}
