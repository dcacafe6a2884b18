// TellOwner: a mail to who has the address that somebody else wanted, or that was the one of his account until now. Run again after a crash it may mail once more.
import { im, steps } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { assertPurpose, mailbox } from './arguments.ts';
import type { VerifyCommand } from './handlers.ts';
import type { RequestLimits } from './limits.ts';
import type { Mails } from './mails.ts';
import { type Sending, send } from './send.ts';

export interface Telling extends Sending {
  readonly limits: RequestLimits;
  readonly mails: Mails;
}

export function tellOwner(own: Telling) {
  return steps<im.TellOwnerRequest, im.TellOwnerReply.$Properties, VerifyCommand, void>({
    prepare: async ({ purpose, address: typed, language, replaced }) => {
      if (replaced) {
        // Not counted: this is never one mail too many.
        const { address, key } = mailbox(typed);
        await send(own, key, own.mails.replaced({ to: address, language }));
        return;
      }
      assertPurpose(purpose);
      if (purpose === im.CodePurpose.RESET_PASSWORD)
        throw new ImError('BAD_ARGUMENT', 'a password is reset by the owner himself');
      const { address, key } = mailbox(typed);
      await own.limits.countOwner(key);
      await send(own, key, own.mails.owner({ to: address, purpose, language }));
    },
    handle: () => ({}),
  });
}
