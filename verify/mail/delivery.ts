// Hands a mail to the mail server, and maps a failure to the error that the client receives.
import { currentTraceId, type Log } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import type { CodeSecrets } from '../codes.ts';
import { type Mail, type Mailer, MailFailed } from '../ports.ts';

export interface DeliveryServices {
  readonly mailer: Mailer;
  readonly secrets: CodeSecrets;
  readonly log: Log;
}

/**
 * Resolves when the mail server has accepted the mail. Throws MAIL_FAILED, with one message for all reasons: the reply must not
 * reveal whether the mailbox exists.
 */
export async function deliverMail({ mailer, secrets, log }: DeliveryServices, emailKey: string, mail: Mail): Promise<void> {
  try {
    await mailer.send(mail);
  } catch (error) {
    if (!(error instanceof MailFailed)) throw error;
    const fields = { email: secrets.emailTag(emailKey), permanent: error.permanent, traceId: currentTraceId() };
    log.warn({ err: error, ...fields }, 'mail server did not accept a mail');
    throw new ImError('MAIL_FAILED', 'the mail server did not accept the mail', { cause: error });
  }
}
