// RequestCode: limits → the living code or a new one → a mail. A rerun after a crash mails the same code.
import { currentTraceId, type Log } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { commandHandler, im } from '../../proto/rpc.ts';
import { parseEmail } from '../../proto/text/email.ts';
import { mailboxKey } from '../../proto/text/mailbox.ts';
import type { CodeTarget } from '../codes.ts';
import { type RequestLimits, tooManyRequests } from '../limits.ts';
import { type DeliveryServices, deliverMail } from '../mail/delivery.ts';
import type { MailComposer } from '../mail/mail-composer.ts';
import type { CodeGrant, CodeRules, CodeStore } from '../ports.ts';
import type { VerifyCommand } from '../services.ts';
import { assertPurpose, codeOwner } from '../validation.ts';

export interface RequestCodeServices extends DeliveryServices {
  readonly codes: CodeStore;
  readonly rules: CodeRules;
  readonly limits: RequestLimits;
  readonly mails: MailComposer;
}

/** The reply does not reveal whether the e-mail address has an account: verify does not know. */
export function requestCode(services: RequestCodeServices) {
  const { log } = services;
  return commandHandler<im.RequestCodeRequest, im.RequestCodeReply.$Properties, VerifyCommand, im.RequestCodeReply.$Properties>({
    prepare: async ({ purpose, email: typed, requester }, { caller }) => {
      assertPurpose(purpose);
      if (purpose === im.CodePurpose.CHANGE_EMAIL && caller.userId === '')
        throw new ImError('NOT_LOGGED_IN', 'log in to change the e-mail address');
      const { email, emailKey } = parseEmail(typed);
      const mailbox = mailboxKey(emailKey);
      const owner = codeOwner(emailKey, requester);
      const of: CodeTarget = { emailKey, purpose };
      await callStore(log, () => services.limits.count(caller));
      const uncount = await callStore(log, () => services.limits.countClientMail(caller, mailbox));
      try {
        const granted = await callStore(log, () => grant(services, { owner, mailbox, purpose, command: caller.commandId }));
        await mailCode(services, { of, mailbox, to: email, command: caller.commandId, language: caller.language }, granted);
        return {
          codeLivesSeconds: Math.floor(granted.lifetimeMs / 1000),
          nextRequestAfterSeconds: Math.ceil(services.rules.mailEveryMs / 1000),
        };
      } catch (error) {
        await uncount();
        throw error;
      }
    },
    handle: (_request, _command, reply) => reply,
  });
}

type Living = Extract<CodeGrant, { granted: true }>;

async function grant(
  { codes, secrets, rules }: RequestCodeServices,
  ask: Omit<Parameters<CodeStore['grant']>[0], 'fresh'>,
): Promise<Living> {
  const granted = await codes.grant({ ...ask, fresh: secrets.deriveNonce(ask.command) }, rules);
  if (!granted.granted) throw tooManyRequests(granted.waitMs);
  return granted;
}

interface Recipient {
  readonly of: CodeTarget;
  readonly mailbox: string;
  readonly to: string;
  readonly command: string;
  readonly language: string;
}

async function mailCode(services: RequestCodeServices, recipient: Recipient, granted: Living): Promise<void> {
  const { codes, secrets, mails, log } = services;
  const { of, mailbox, to, command, language } = recipient;
  try {
    const code = secrets.deriveCode(granted, of);
    if (code === undefined) {
      log.error(
        { keyId: granted.keyId, traceId: currentTraceId() },
        'code not mailed: its secret is missing in IM_CODE_SECRET, add the removed secret again',
      );
      throw new ImError('UNAVAILABLE', 'the code cannot be mailed again now: try again later');
    }
    const { lifetimeMs } = granted;
    await deliverMail(services, of.emailKey, mails.composeCode({ to, purpose: of.purpose, code, lifetimeMs, language }));
  } catch (error) {
    await callStore(log, () => codes.revokeMail(mailbox, command));
    throw error;
  }
}

/** Maps a store failure to UNAVAILABLE: the client learns at once that no mail comes, and need not wait for its time-out. */
async function callStore<T>(log: Log, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ImError) throw error;
    log.warn({ err: error, traceId: currentTraceId() }, 'code store or rate limiter unavailable, no code mailed');
    throw new ImError('UNAVAILABLE', 'no code can be mailed now: try again later', { cause: error });
  }
}
