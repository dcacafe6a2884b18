// Auth's commands: one file each.
import type { Limits } from '../infra/ports.ts';
import type { Handlers, im } from '../proto/contract.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import type { Passwords } from './password.ts';
import type { AccountReader } from './ports.ts';
import { register } from './register.ts';
import { resume } from './resume.ts';
import type { AuthCommand } from './sessions.ts';
import type { Tokens } from './tokens.ts';
import { type Tries, type TryLimits, tries } from './tries.ts';

/** What the commands of this service share. */
export interface AuthServices {
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly accounts: AccountReader;
  readonly tries: Tries;
}

/** The handlers of the service Auth. Their outcomes are kept in the outbox: a token can be derived again, but which connection was hung up cannot. */
export function authHandlers(options: {
  passwords: Passwords;
  tokens: Tokens;
  accounts: AccountReader;
  limits: Limits;
  tryLimits?: TryLimits;
}): Handlers<im.Auth, AuthCommand> {
  const services: AuthServices = { ...options, tries: tries(options.limits, options.tryLimits) };
  return {
    register: register(services),
    logIn: logIn(services),
    resume: resume(services),
    logOut: logOut(),
  };
}
