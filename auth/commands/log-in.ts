// LogIn: a new session by name or address, and password.

import { ImError } from '../../proto/errors.ts';
import { commandHandler, type im } from '../../proto/rpc.ts';
import type { AuthServices } from '../handlers.ts';
import { type LoginIdentifier, parseLoginIdentifier } from '../login-identifier.ts';
import { assertOpenSessionRequest, evictSessions, openSession, rebindResentSession } from '../open-session.ts';
import { hasValidPasswordLength, type PasswordHasher } from '../password/password-hasher.ts';
import type { Account } from '../ports.ts';
import { type AuthCommand, accountChanged, loggedInReply } from '../session-lifecycle.ts';

interface Prepared {
  readonly called: LoginIdentifier;
  /** The hash the password was verified with. */
  readonly verifiedHash: string;
  /** The same password's, with today's parameters, where the stored one has others. */
  readonly newHash: string | undefined;
}

export function logIn(services: AuthServices) {
  const { passwords, accounts, throttle, settings } = services;
  return commandHandler<im.LogInRequest, im.LoggedIn.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      assertOpenSessionRequest(request);
      const called = parseLoginIdentifier(request.name);
      // Nobody can have such a name, address or password: nothing to hash, and nothing told by answering at once.
      if (!called || !hasValidPasswordLength(request.password)) throw wrongCredentials();
      // In a storm most are told BUSY: that is to cost nothing.
      passwords.assertCapacity();
      const account = await accounts[called.by](called.key);
      // Counted under what was typed and not under the account: otherwise tries by name would tell whose an address is.
      const tried = {
        account: { identifier: [called.by, called.key], passwordHash: account?.passwordHash ?? '' },
        clientIp: caller.clientIp,
      };
      return throttle.attempt(tried, async (counted) => {
        if (!(await passwords.verify(request.password, account?.passwordHash)) || !account) throw wrongCredentials();
        await counted.forgive();
        return { called, verifiedHash: account.passwordHash, newHash: await rehashed(passwords, request.password, account) };
      });
    },

    handle: async (request, command, { called, verifiedHash, newHash }) => {
      const { tx } = command;
      const account = await tx.accounts[called.by](called.key);
      if (account?.passwordHash !== verifiedHash) throw accountChanged();
      assertOpen(account);
      const resent = await rebindResentSession(command, account, request, settings);
      if (resent) return loggedInReply(services, account, resent);
      await evictSessions(command, account, settings);
      if (newHash !== undefined) await tx.accounts.change(account.user, { passwordHash: newHash });
      return loggedInReply(services, account, openSession(command, account, request, settings));
    },
  });
}

async function rehashed(passwords: PasswordHasher, password: string, account: Account): Promise<string | undefined> {
  if (!passwords.needsRehash(account.passwordHash)) return undefined;
  return passwords.hash(password).catch((error: unknown) => {
    // Too busy for what is not urgent: at another log-in.
    if (error instanceof ImError) return undefined;
    throw error;
  });
}

/** Told only to who knows the password. */
function assertOpen(account: Account): void {
  if (account.disabled) throw new ImError('ACCOUNT_DISABLED', 'this account is closed');
}

/** The same for a name or an address nobody has and for a wrong password. */
function wrongCredentials(): ImError {
  return new ImError('WRONG_CREDENTIALS', 'no such name with this password');
}
