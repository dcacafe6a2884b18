// TellOwner: a mail to who has the address that somebody else wanted, or that was the one of his account until now. Run again after a crash it may mail once more.

import { ImError } from '../../proto/errors.ts';
import { commandHandler, im } from '../../proto/rpc.ts';
import type { RequestLimits } from '../limits.ts';
import { type DeliveryServices, deliverMail } from '../mail/delivery.ts';
import type { MailComposer } from '../mail/mail-composer.ts';
import type { VerifyCommand } from '../services.ts';
import { assertPurpose, parseMailbox } from '../validation.ts';

export interface TellOwnerServices extends DeliveryServices {
  readonly limits: RequestLimits;
  readonly mails: MailComposer;
}

export function tellOwner(own: TellOwnerServices) {
  return commandHandler<im.TellOwnerRequest, im.TellOwnerReply.$Properties, VerifyCommand, void>({
    prepare: async ({ purpose, email: typed, language, replaced }) => {
      if (replaced) {
        // Not counted: this is never one mail too many.
        const { email: address, emailKey } = parseMailbox(typed);
        await deliverMail(own, emailKey, own.mails.composeReplacedNotice({ to: address, language }));
        return;
      }
      assertPurpose(purpose);
      if (purpose === im.CodePurpose.RESET_PASSWORD)
        throw new ImError('BAD_ARGUMENT', 'a password is reset by the owner himself');
      const { email: address, emailKey } = parseMailbox(typed);
      await own.limits.countOwnerMail(emailKey);
      await deliverMail(own, emailKey, own.mails.composeOwnerNotice({ to: address, purpose, language }));
    },
    handle: () => ({}),
  });
}
