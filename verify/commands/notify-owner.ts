// NotifyOwner mails one of two notices: to the owner of an e-mail address that another user tried to use it, or to the former
// address of an account that the account has a new one. A rerun after a crash may send the mail again.
import { ImError } from '../../proto/errors.ts';
import { commandHandler, im } from '../../proto/rpc.ts';
import { parseEmail } from '../../proto/text/email.ts';
import { mailboxKey } from '../../proto/text/mailbox.ts';
import type { RequestLimits } from '../limits.ts';
import { type DeliveryServices, deliverMail } from '../mail/delivery.ts';
import type { MailComposer } from '../mail/mail-composer.ts';
import type { VerifyCommand } from '../services.ts';
import { assertPurpose } from '../validation.ts';

export interface NotifyOwnerServices extends DeliveryServices {
  readonly limits: RequestLimits;
  readonly mails: MailComposer;
}

export function notifyOwner(services: NotifyOwnerServices) {
  return commandHandler<im.NotifyOwnerRequest, im.NotifyOwnerReply.$Properties, VerifyCommand, void>({
    prepare: async ({ purpose, email: typed, language, replaced }) => {
      if (replaced) {
        // No rate limit here: a limit must never suppress this notice.
        const { email, emailKey } = parseEmail(typed);
        await deliverMail(services, emailKey, services.mails.composeReplacedNotice({ to: email, language }));
        return;
      }
      assertPurpose(purpose);
      if (purpose === im.CodePurpose.RESET_PASSWORD)
        throw new ImError('BAD_ARGUMENT', 'there is no owner notice for RESET_PASSWORD');
      const { email, emailKey } = parseEmail(typed);
      await services.limits.countOwnerMail(mailboxKey(emailKey));
      await deliverMail(services, emailKey, services.mails.composeOwnerNotice({ to: email, purpose, language }));
    },
    handle: () => ({}),
  });
}
