// Handing a mail over to the mail server, and what its asker is told when that fails.
import type { Log } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import type { CodeSecrets } from '../codes.ts';
import { type Mail, type Mailer, MailFailed } from '../ports.ts';

export interface DeliveryServices {
  readonly mailer: Mailer;
  readonly secrets: CodeSecrets;
  readonly log: Log;
}

/** Resolves when the mail server has the mail. Throws MAIL_FAILED, the same whatever the reason: whether there is such a mailbox is nobody's business. `address` is the address' key. */
export async function deliverMail({ mailer, secrets, log }: DeliveryServices, address: string, mail: Mail): Promise<void> {
  try {
    await mailer.send(mail);
  } catch (error) {
    if (!(error instanceof MailFailed)) throw error;
    log.warn({ err: error, address: secrets.emailTag(address), permanent: error.permanent }, 'a mail was not taken');
    throw new ImError('MAIL_FAILED', 'the mail server did not take the mail', { cause: error });
  }
}
