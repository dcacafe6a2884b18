// ChangeEmail: sets an e-mail address that the caller has verified; requires the password.
import { type Caller, commandHandler, im } from '../../proto/rpc.ts';
import { type EmailAddress, parseEmail } from '../../proto/text/email.ts';
import type { Account } from '../ports.ts';
import { readCallerAccount, verifyCallerPassword, wrongPassword } from '../re-authentication.ts';
import type { AuthCommand, AuthServices } from '../services.ts';
import { accountChanged, assertRequestId, lockCallerSessions } from '../session-lifecycle.ts';
import { assertEmailVerifiedAndFree } from '../verified-email.ts';

interface Prepared extends EmailAddress {
  readonly verifiedHash: string;
}

export function changeEmail(services: AuthServices) {
  return commandHandler<im.ChangeEmailRequest, im.ChangeEmailReply.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      assertRequestId(request.clientRequestId);
      const email = parseEmail(request.email);
      const account = await readCallerAccount(services, caller);
      // Check the password before the code: a mistyped password must not consume the code.
      if (!(await verifyCallerPassword(services, caller, account, request.password))) throw wrongPassword();
      // The same e-mail address: a resend, whose code may have expired since.
      if (account.email !== email.email) {
        await assertEmailVerifiedAndFree(services, caller, request, email, im.CodePurpose.CHANGE_EMAIL);
        await notifyFormerOwner(services, caller, account, email);
      }
      return { ...email, verifiedHash: account.passwordHash };
    },

    handle: async (_request, command, { email, emailKey, verifiedHash }) => {
      const { account } = await lockCallerSessions(command);
      if (account.passwordHash !== verifiedHash) throw accountChanged();
      if (account.email === email) return {};
      // Another account has taken the e-mail address since. The resend detects this in `prepare` and notifies the owner.
      if (await command.tx.accounts.update(account.userId, { email, emailKey })) throw accountChanged();
      return {};
    },
  });
}

/**
 * Notifies the former e-mail address that it is being replaced by a caller with the password. Runs before the batch, so that no
 * crash can lose the notice. If the batch then fails because the account has changed, the resend makes the announced change.
 */
async function notifyFormerOwner(
  { codes }: AuthServices,
  { language }: Caller,
  former: Account,
  { emailKey }: EmailAddress,
): Promise<void> {
  // Another spelling of the same e-mail address is the same mailbox.
  if (former.email === '' || former.emailKey === emailKey) return;
  await codes.notifyFormerOwner({ email: former.email, language });
}
