// RequestCode: limits → the living code or a new one → a mail. Run again after a crash it mails the same code, never another one.
import type { Log } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { commandHandler, im } from '../../proto/rpc.ts';
import type { CodeTarget } from '../codes.ts';
import { type RequestLimits, tooManyRequests } from '../limits.ts';
import { type DeliveryServices, deliverMail } from '../mail/delivery.ts';
import type { MailComposer } from '../mail/mail-composer.ts';
import type { CodeGrant, CodeRules, CodeStore } from '../ports.ts';
import type { VerifyCommand } from '../services.ts';
import { assertPurpose, parseMailbox } from '../validation.ts';

export interface RequestCodeServices extends DeliveryServices {
  readonly codes: CodeStore;
  readonly rules: CodeRules;
  readonly limits: RequestLimits;
  readonly mails: MailComposer;
}

/** Says nothing about whether the address has an account: verify has no way to know. */
export function requestCode(own: RequestCodeServices) {
  return commandHandler<im.RequestCodeRequest, im.RequestCodeReply.$Properties, VerifyCommand, im.RequestCodeReply.$Properties>({
    prepare: async ({ purpose, email: typed }, { caller }) => {
      assertPurpose(purpose);
      if (purpose === im.CodePurpose.CHANGE_ADDRESS && caller.userId === '')
        throw new ImError('NOT_LOGGED_IN', 'an address is changed by who is logged in');
      const { email: address, emailKey } = parseMailbox(typed);
      const of: CodeTarget = { emailKey: emailKey, purpose };
      await reached(own.log, () => own.limits.count(caller));
      const takeBack = await reached(own.log, () => own.limits.countClientMail(caller, emailKey));
      try {
        const granted = await reached(own.log, () => grant(own, of, caller.commandId));
        await mailCode(own, { of, to: address, command: caller.commandId, language: caller.language }, granted);
        return {
          codeLivesSeconds: Math.floor(granted.lifetimeMs / 1000),
          nextRequestAfterSeconds: Math.ceil(own.rules.mailEveryMs / 1000),
        };
      } catch (error) {
        await takeBack();
        throw error;
      }
    },
    handle: (_request, _command, reply) => reply,
  });
}

type Living = Extract<CodeGrant, { granted: true }>;

async function grant({ codes, secrets, rules }: RequestCodeServices, of: CodeTarget, command: string): Promise<Living> {
  const granted = await codes.grant({ ...of, command, fresh: secrets.deriveNonce(command) }, rules);
  if (!granted.granted) throw tooManyRequests(granted.waitMs);
  return granted;
}

interface Recipient {
  readonly of: CodeTarget;
  readonly to: string;
  readonly command: string;
  readonly language: string;
}

async function mailCode(own: RequestCodeServices, { of, to, command, language }: Recipient, granted: Living): Promise<void> {
  try {
    const code = own.secrets.deriveCode(granted, of);
    if (code === undefined) {
      own.log.error({ keyId: granted.keyId }, 'a living code was made with a secret that is not configured here');
      throw new ImError('UNAVAILABLE', 'this code cannot be mailed again at the moment');
    }
    const { lifetimeMs } = granted;
    await deliverMail(own, of.emailKey, own.mails.composeCode({ to, purpose: of.purpose, code, lifetimeMs, language }));
  } catch (error) {
    await reached(own.log, () => own.codes.revokeMail(of.emailKey, of.purpose, command));
    throw error;
  }
}

/** Whoever waits for a mail is told at once that there will be none, where waiting for the store would be cut short by his patience. */
async function reached<T>(log: Log, asked: () => Promise<T>): Promise<T> {
  try {
    return await asked();
  } catch (error) {
    if (error instanceof ImError) throw error;
    log.warn({ err: error }, 'the store of codes or of limits cannot be reached');
    throw new ImError('UNAVAILABLE', 'no code can be mailed at the moment', { cause: error });
  }
}
