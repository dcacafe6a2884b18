// What the command handlers of auth share.
import type { Command } from '../infra/ports/index.ts';
import type { PasswordHasher } from './password/password-hasher.ts';
import type { AccountReader, AuthStore, VerificationCodes } from './ports.ts';
import type { SessionTokens } from './session-tokens.ts';
import type { AuthSettings } from './settings.ts';
import type { Throttle } from './throttle/throttle.ts';

/** A command of the service Auth in its batch. */
export type AuthCommand = Command<AuthStore>;

export interface AuthServices {
  readonly passwords: PasswordHasher;
  readonly tokens: SessionTokens;
  readonly accounts: AccountReader;
  readonly codes: VerificationCodes;
  readonly throttle: Throttle;
  readonly settings: AuthSettings;
}
