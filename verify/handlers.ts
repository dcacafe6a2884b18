// The command handlers of verify, one file each. They do their work in `prepare`, before the batch: waiting for a mail server
// must not hold a transaction open.
import type { Budgets, Limits, Log } from '../infra/ports/index.ts';
import type { Handlers, im } from '../proto/rpc.ts';
import type { CodeSecrets } from './codes.ts';
import { checkCode } from './commands/check-code.ts';
import { notifyOwner } from './commands/notify-owner.ts';
import { requestCode } from './commands/request-code.ts';
import { codeRules, requestLimits } from './limits.ts';
import { mailComposer } from './mail/mail-composer.ts';
import type { CodeStore, Mailer } from './ports.ts';
import type { VerifyCommand } from './services.ts';

/** The handlers of the service Verify, which sends mails. `codeMs` is the lifetime of a code, `service` its name in mails. */
export function verifyHandlers(options: {
  secrets: CodeSecrets;
  codes: CodeStore;
  mailer: Mailer;
  limits: Limits;
  budgets: Budgets;
  log: Log;
  codeMs: number;
  /** All clients together. */
  mailsPerHour: number;
  service: string;
}): Handlers<im.Verify, VerifyCommand> {
  const { codeMs, mailsPerHour, service, budgets, ...ports } = options;
  const services = {
    ...ports,
    rules: codeRules(codeMs),
    limits: requestLimits(options.limits, budgets, mailsPerHour),
    mails: mailComposer(service),
  };
  return { requestCode: requestCode(services), notifyOwner: notifyOwner(services) };
}

/** The handlers of the service Codes, which checks codes. `secrets`, `codes` and `codeMs` are those of verifyHandlers. */
export function codesHandlers(options: {
  secrets: CodeSecrets;
  codes: CodeStore;
  codeMs: number;
}): Handlers<im.Codes, VerifyCommand> {
  const { secrets, codes, codeMs } = options;
  return { checkCode: checkCode({ secrets, codes, rules: codeRules(codeMs) }) };
}
