// LogIn: a new session by name or address, and password.
import { type im, steps } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { type Called, calledBy } from './called.ts';
import type { AuthServices } from './handlers.ts';
import { assertOpening, makeRoom, openSession, sessionOfResend } from './openings.ts';
import { hasPasswordLength, type Passwords } from './password.ts';
import type { Account } from './ports.ts';
import { type AuthCommand, changedMeanwhile, loggedIn } from './sessions.ts';

interface Prepared {
  readonly called: Called;
  /** The hash the password was verified with. */
  readonly verifiedHash: string;
  /** The same password's, with today's parameters, where the stored one has others. */
  readonly newHash: string | undefined;
}

export function logIn(services: AuthServices) {
  const { passwords, accounts, tries, settings } = services;
  return steps<im.LogInRequest, im.LoggedIn.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      assertOpening(request);
      const called = calledBy(request.name);
      // Nobody can have such a name, address or password: nothing to hash, and nothing told by answering at once.
      if (!called || !hasPasswordLength(request.password)) throw wrongCredentials();
      // In a storm most are told BUSY: that is to cost nothing.
      passwords.assertRoom();
      const account = await accounts[called.by](called.key);
      // Counted under what was typed and not under the account: otherwise tries by name would tell whose an address is.
      const tried = {
        account: { called: [called.by, called.key], passwordHash: account?.passwordHash ?? '' },
        clientAddress: caller.clientAddress,
      };
      return tries.attempt(tried, async (counted) => {
        if (!(await passwords.verify(request.password, account?.passwordHash)) || !account) throw wrongCredentials();
        await counted.forgive();
        return { called, verifiedHash: account.passwordHash, newHash: await rehashed(passwords, request.password, account) };
      });
    },

    handle: async (request, command, { called, verifiedHash, newHash }) => {
      const { stored } = command;
      const account = await stored.accounts[called.by](called.key);
      if (account?.passwordHash !== verifiedHash) throw changedMeanwhile();
      assertOpen(account);
      const resent = await sessionOfResend(command, account, request, settings);
      if (resent) return loggedIn(services, account, resent);
      await makeRoom(command, account, settings);
      if (newHash !== undefined) await stored.accounts.change(account.user, { passwordHash: newHash });
      return loggedIn(services, account, openSession(command, account, request, settings));
    },
  });
}

async function rehashed(passwords: Passwords, password: string, account: Account): Promise<string | undefined> {
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
