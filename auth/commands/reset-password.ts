// ResetPassword: a new password for the owner of the account's e-mail address, who has forgotten the old one.
import { encodeId } from '../../proto/ids.ts';
import { commandHandler, im } from '../../proto/rpc.ts';
import { parseEmail } from '../../proto/text/email.ts';
import { assertAcceptablePassword, badPassword, hasValidPasswordLength } from '../password/password-policy.ts';
import type { AuthCommand, AuthServices } from '../services.ts';
import { accountChanged, assertRequestId, terminateSession } from '../session-lifecycle.ts';
import { consumeEmailCode, wrongCode } from '../verified-email.ts';

interface Prepared {
  readonly userId: string;
  readonly emailKey: string;
  readonly newHash: string;
}

/**
 * A resend runs again in full, with the same result: its code stays valid for the request that consumed it. The handler does not
 * recognize it by the password, because a reset to the current password must end the other sessions too.
 */
export function resetPassword(services: AuthServices) {
  const { passwords, throttle, tokens } = services;
  return commandHandler<im.ResetPasswordRequest, im.ResetPasswordReply.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      assertRequestId(request.clientRequestId);
      const email = parseEmail(request.email);
      if (!hasValidPasswordLength(request.newPassword)) throw badPassword();
      // Count only the client IP, not the account: verify itself limits the attempts per code.
      return throttle.attempt({ kind: 'code', clientIp: caller.clientIp }, async (counted) => {
        const account = await consumeEmailCode(services, request, email, im.CodePurpose.RESET_PASSWORD);
        if (!account) throw wrongCode();
        await counted.succeed();
        // Check this only after the code, because the error reveals the account's name. The code stays valid for this request.
        assertAcceptablePassword(request.newPassword, account.name);
        const newHash = await passwords.hash(request.newPassword);
        return { userId: account.userId, emailKey: email.emailKey, newHash };
      });
    },

    handle: async (request, command, { userId, emailKey, newHash }) => {
      const { accounts, sessions } = command.tx;
      const account = await accounts.findByEmail(emailKey);
      // Another account may have taken over the e-mail address since `prepare`.
      if (account?.userId !== userId) throw accountChanged();
      await accounts.update(userId, { passwordHash: newHash });
      for (const session of await sessions.lockLiving(userId))
        if (session.sessionId !== command.caller.sessionId) terminateSession(command, session, im.CloseReason.PASSWORD_CHANGED);
      // The code has proved who this is: strangers who try the new password do not delay the log-in.
      return { deviceToken: tokens.issueDevice(userId, encodeId(request.clientRequestId)) };
    },
  });
}
