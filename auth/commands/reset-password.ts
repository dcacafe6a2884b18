// ResetPassword: by whom the address belongs to, for who has forgotten the password.
import { commandHandler, im } from '../../proto/rpc.ts';
import type { AuthServices } from '../handlers.ts';
import { hasValidPasswordLength } from '../password/password-hasher.ts';
import { assertAcceptablePassword, badPassword } from '../password/password-policy.ts';
import { type AuthCommand, accountChanged, assertRequestId, terminateSession } from '../session-lifecycle.ts';
import { consumeEmailCode, parseEmail, wrongCode } from '../verified-email.ts';

interface Prepared {
  readonly user: string;
  readonly addressKey: string;
  readonly newHash: string;
}

/**
 * A resend does it all once more: the code is good for the request that used it, and the same password again and no sessions are what was asked for.
 * It is not recognised by the password it sets: who resets to the password he had wants the other sessions ended all the same.
 */
export function resetPassword(services: AuthServices) {
  const { passwords, throttle } = services;
  return commandHandler<im.ResetPasswordRequest, im.ResetPasswordReply.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      assertRequestId(request.clientRequestId);
      const address = parseEmail(request.email);
      if (!hasValidPasswordLength(request.newPassword)) throw badPassword();
      // The tries at one code are counted by who checks it, for everybody alike.
      return throttle.attempt({ clientIp: caller.clientIp }, async (counted) => {
        const account = await consumeEmailCode(services, caller, request, address, im.CodePurpose.RESET_PASSWORD);
        if (!account) throw wrongCode();
        await counted.forgive();
        // Only now: whether it is the name is told to the owner alone. The code stays good for the same request with another password.
        assertAcceptablePassword(request.newPassword, account.name);
        const newHash = await passwords.hash(request.newPassword);
        return { user: account.user, addressKey: address.addressKey, newHash };
      });
    },

    handle: async (_request, command, prepared) => {
      const { accounts, sessions } = command.tx;
      const account = await accounts.byAddress(prepared.addressKey);
      // The address went elsewhere meanwhile.
      if (account?.user !== prepared.user) throw accountChanged();
      await accounts.change(account.user, { passwordHash: prepared.newHash });
      for (const session of await sessions.living(account.user))
        if (session.session !== command.caller.sessionId) terminateSession(command, session, im.CloseReason.PASSWORD_CHANGED);
      return {};
    },
  });
}
