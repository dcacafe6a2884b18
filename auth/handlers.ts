// Auth's commands.
import type { BackOff } from '../infra/ports/index.ts';
import type { Handlers, im } from '../proto/rpc.ts';
import { changeAddress } from './commands/change-address.ts';
import { changePassword } from './commands/change-password.ts';
import { deleteAccount, exportAccount } from './commands/delete-account.ts';
import { disableAccount } from './commands/disable-account.ts';
import { endSession, listSessions, logOut, logOutEverywhere } from './commands/list-sessions.ts';
import { logIn } from './commands/log-in.ts';
import { refreshToken } from './commands/refresh-token.ts';
import { register } from './commands/register.ts';
import { resetPassword } from './commands/reset-password.ts';
import { resume } from './commands/resume.ts';
import type { PasswordHasher } from './password/password-hasher.ts';
import type { AccountReader, VerificationCodes } from './ports.ts';
import type { AuthCommand } from './session-lifecycle.ts';
import type { SessionTokens } from './session-tokens.ts';
import { type LoginThrottle, loginThrottle } from './throttle.ts';

/** What an operator decides. */
export interface AuthSettings {
  /** `code`: only with an address and the code mailed to it. `open`: also without an address. */
  readonly registration: 'code' | 'open';
  /** `one-per-kind`: a newer session on a phone ends the one on the older phone. */
  readonly devicePolicy: 'one-per-kind' | 'unlimited';
  /** Of a session that is not used. */
  readonly sessionMs: number;
  /** Tries of one client address that are let through before it has to wait. */
  readonly triesPerIp: number;
}

/** What the commands of this service share. */
export interface AuthServices {
  readonly passwords: PasswordHasher;
  readonly tokens: SessionTokens;
  readonly accounts: AccountReader;
  readonly codes: VerificationCodes;
  readonly throttle: LoginThrottle;
  readonly settings: AuthSettings;
}

/** The handlers of the service Auth. Their outcomes are kept in the outbox: a token can be derived again, but which connection was hung up cannot. */
export function authHandlers(options: {
  passwords: PasswordHasher;
  tokens: SessionTokens;
  accounts: AccountReader;
  codes: VerificationCodes;
  backOff: BackOff;
  settings: AuthSettings;
}): Handlers<im.Auth, AuthCommand> {
  const { backOff, ...others } = options;
  const services: AuthServices = { ...others, throttle: loginThrottle(backOff, options.settings.triesPerIp) };
  return {
    register: register(services),
    logIn: logIn(services),
    resume: resume(services),
    logOut: logOut(),
    refreshToken: refreshToken(services),
    logOutEverywhere: logOutEverywhere(),
    listSessions: listSessions(),
    endSession: endSession(),
    changePassword: changePassword(services),
    resetPassword: resetPassword(services),
    changeAddress: changeAddress(services),
    deleteAccount: deleteAccount(services),
    exportAccount: exportAccount(),
    disableAccount: disableAccount(),
  };
}
