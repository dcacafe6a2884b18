// ChangePassword: for a caller who knows the current password. Every other session ends.
import { commandHandler, im } from '../../proto/rpc.ts';
import { assertAcceptablePassword } from '../password/password-policy.ts';
import { findCorrectPassword, readCallerAccount, wrongPassword } from '../re-authentication.ts';
import type { AuthCommand, AuthServices } from '../services.ts';
import { accountChanged, assertRequestId, lockCallerSessions, terminateSession } from '../session-lifecycle.ts';

interface Prepared {
  /** The hash that one of the passwords was verified against. */
  readonly verifiedHash: string;
  /** Undefined if the account has the new password already. */
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
      const correct = await findCorrectPassword(services, caller, account, [currentPassword, newPassword]);
      if (correct === undefined) throw wrongPassword();
      // Only the new password is correct: this is a resend, and the first request has already changed the password.
      const newHash = correct === currentPassword ? await passwords.hash(newPassword) : undefined;
      return { verifiedHash, newHash };
    },

    handle: async (_request, command, { verifiedHash, newHash }) => {
      const { account, others } = await lockCallerSessions(command);
      if (account.passwordHash !== verifiedHash) throw accountChanged();
      if (newHash === undefined) return {};
      await command.tx.accounts.update(account.userId, { passwordHash: newHash });
      for (const session of others) terminateSession(command, session, im.CloseReason.PASSWORD_CHANGED);
      return {};
    },
  });
}
