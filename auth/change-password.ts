// ChangePassword: by who knows the current one; every other session ends.
import { im, steps } from '../proto/contract.ts';
import type { AuthServices } from './handlers.ts';
import { assertAcceptable } from './new-password.ts';
import { accountOf, firstRight, wrongPassword } from './own-password.ts';
import { type AuthCommand, assertRequestId, changedMeanwhile, endSession, lockMine } from './sessions.ts';

interface Prepared {
  /** The hash one of the passwords was verified with. */
  readonly verifiedHash: string;
  /** Undefined: the new password is the stored one already. */
  readonly newHash: string | undefined;
}

export function changePassword(services: AuthServices) {
  const { passwords } = services;
  return steps<im.ChangePasswordRequest, im.ChangePasswordReply.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      assertRequestId(request.clientRequestId);
      const account = await accountOf(services, caller);
      const verifiedHash = account.passwordHash;
      const { currentPassword, newPassword } = request;
      assertAcceptable(newPassword, account.name);
      const right = await firstRight(services, caller, account, [currentPassword, newPassword]);
      if (right === undefined) throw wrongPassword();
      // The new one is right and the current one is not: a resend of the request that changed it, and what was asked for is so.
      const newHash = right === currentPassword ? await passwords.hash(newPassword) : undefined;
      return { verifiedHash, newHash };
    },

    handle: async (_request, command, { verifiedHash, newHash }) => {
      const { account, others } = await lockMine(command);
      if (account.passwordHash !== verifiedHash) throw changedMeanwhile();
      if (newHash === undefined) return {};
      await command.stored.accounts.change(account.user, { passwordHash: newHash });
      for (const session of others) endSession(command, session, im.CloseReason.PASSWORD_CHANGED);
      return {};
    },
  });
}
