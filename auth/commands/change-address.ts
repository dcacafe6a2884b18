// ChangeAddress: to one the caller has proved to own, by who knows the password.
import { type Caller, commandHandler, im } from '../../proto/rpc.ts';
import type { AuthServices } from '../handlers.ts';
import type { Account } from '../ports.ts';
import { readCallerAccount, verifyCallerPassword, wrongPassword } from '../re-authentication.ts';
import { type AuthCommand, accountChanged, assertRequestId, lockCallerSessions } from '../session-lifecycle.ts';
import { assertEmailVerifiedAndFree, type EmailAddress, parseEmail } from '../verified-email.ts';

interface Prepared extends EmailAddress {
  readonly verifiedHash: string;
}

export function changeAddress(services: AuthServices) {
  return commandHandler<im.ChangeAddressRequest, im.ChangeAddressReply.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      assertRequestId(request.clientRequestId);
      const address = parseEmail(request.email);
      const account = await readCallerAccount(services, caller);
      // Before the code, which a mistyped password must not use up.
      if (!(await verifyCallerPassword(services, caller, account, request.password))) throw wrongPassword();
      // Otherwise it is a resend, and what was asked for is so: the code may have expired since.
      if (account.address !== address.address) {
        await assertEmailVerifiedAndFree(services, caller, request, address, im.CodePurpose.CHANGE_ADDRESS);
        await tellFormer(services, caller, account, address);
      }
      return { ...address, verifiedHash: account.passwordHash };
    },

    handle: async (_request, command, { address, addressKey, verifiedHash }) => {
      const { account } = await lockCallerSessions(command);
      if (account.passwordHash !== verifiedHash) throw accountChanged();
      if (account.address === address) return {};
      // Somebody was faster: sent again, it is found out before the batch, where his owner can be told.
      if (await command.tx.accounts.change(account.user, { address, addressKey })) throw accountChanged();
      return {};
    },
  });
}

/**
 * No address is changed without the one before being told: whoever reads it learns that somebody knows the password. Before the batch, which is run again until it is stored, so that no crash comes in between; where the
 * account is changed meanwhile and the batch refuses, the mail goes out all the same, for a change that comes with the next try.
 */
async function tellFormer(
  { codes }: AuthServices,
  { language }: Caller,
  former: Account,
  { addressKey }: EmailAddress,
): Promise<void> {
  // The same in other letters is the same mailbox.
  if (former.address === '' || former.addressKey === addressKey) return;
  await codes.notifyFormerOwner({ email: former.address, language });
}
