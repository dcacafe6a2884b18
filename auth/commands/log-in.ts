// LogIn: opens a session, by name or e-mail address and password.
import { ImError } from '../../proto/errors.ts';
import { commandHandler, type im } from '../../proto/rpc.ts';
import { askForAddress } from '../../proto/text/email.ts';
import { type LoginIdentifier, parseLoginIdentifier } from '../login-identifier.ts';
import { assertOpenSessionRequest, evictSessions, openSession, rebindResentSession } from '../open-session.ts';
import type { PasswordHasher } from '../password/password-hasher.ts';
import { hasValidPasswordLength } from '../password/password-policy.ts';
import type { Account } from '../ports.ts';
import type { AuthCommand, AuthServices } from '../services.ts';
import { accountChanged, loggedInReply } from '../session-lifecycle.ts';
import type { Attempt } from '../throttle/throttle.ts';

interface Prepared {
  readonly identifier: LoginIdentifier;
  /** The hash that the password was verified against. */
  readonly verifiedHash: string;
  /** A hash of the same password with the current parameters, if the stored one has others. */
  readonly newHash: string | undefined;
}

export function logIn(services: AuthServices) {
  const { passwords, accounts, throttle, tokens, settings } = services;
  return commandHandler<im.LogInRequest, im.LoggedIn.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      assertOpenSessionRequest(request);
      const identifier = parseLoginIdentifier(request.name);
      // No account can have such a name, e-mail address or password: an immediate answer reveals nothing.
      if (!identifier) throw askForAddress(request.name) ?? wrongCredentials();
      if (!hasValidPasswordLength(request.password)) throw wrongCredentials();
      const device = tokens.verifyDevice(request.deviceToken);
      // Check this before any costly step: in a burst of log-ins most requests end here with BUSY.
      passwords.assertCapacity(throttle.rankOf({ clientIp: caller.clientIp, device: device?.deviceId }));
      const account = await accounts[identifier.by](identifier.key);
      const ownDevice = account?.userId === device?.userId ? device?.deviceId : undefined;
      const isForgotten = ownDevice !== undefined && (await accounts.isForgottenDevice(ownDevice));
      const knownDevice = isForgotten ? undefined : ownDevice;
      const attempt = toAttempt(identifier, account, caller.clientIp, knownDevice);
      return throttle.attempt(attempt, async (counted) => {
        if (!(await passwords.verify(request.password, account?.passwordHash, counted.rank)) || !account)
          throw wrongCredentials();
        await counted.succeed();
        const newHash = await rehashPassword(passwords, request.password, account);
        return { identifier, verifiedHash: account.passwordHash, newHash };
      });
    },

    handle: async (request, command, { identifier, verifiedHash, newHash }) => {
      const { tx } = command;
      const account = await tx.accounts[identifier.by](identifier.key);
      if (account?.passwordHash !== verifiedHash) throw accountChanged();
      assertEnabled(account);
      const resent = await rebindResentSession(command, account, request, settings);
      if (resent) return loggedInReply(services, account, resent);
      await evictSessions(command, account, settings);
      if (newHash !== undefined) await tx.accounts.update(account.userId, { passwordHash: newHash });
      return loggedInReply(services, account, openSession(command, account, request, settings));
    },
  });
}

/**
 * Counts the attempt of a stranger under the typed identifier, not under the account. Otherwise throttled attempts by name would
 * also throttle attempts by e-mail address, and so reveal that both belong to one account. A device knows its account.
 */
function toAttempt(
  { by, key }: LoginIdentifier,
  account: Account | undefined,
  clientIp: string,
  device: string | undefined,
): Attempt {
  const passwordHash = account?.passwordHash ?? '';
  if (account && device !== undefined) return { kind: 'password', identifier: [account.userId], passwordHash, clientIp, device };
  return { kind: 'password', identifier: [by, key], passwordHash, clientIp };
}

async function rehashPassword(passwords: PasswordHasher, password: string, account: Account): Promise<string | undefined> {
  if (!passwords.needsRehash(account.passwordHash)) return undefined;
  return passwords.hash(password).catch((error: unknown) => {
    // BUSY: a rehash is not urgent and can wait for another log-in.
    if (error instanceof ImError) return undefined;
    throw error;
  });
}

/** Only a caller who knows the password learns that the account is disabled. */
function assertEnabled(account: Account): void {
  if (account.disabled) throw new ImError('ACCOUNT_DISABLED', 'this account is disabled');
}

/** The same for an unknown name, an unknown e-mail address and a wrong password. */
function wrongCredentials(): ImError {
  return new ImError('WRONG_CREDENTIALS', 'no account has this name with this password');
}
