// Some commands require the password of a logged-in caller again, because a stranger may hold the unlocked device.
import { ImError } from '../proto/errors.ts';
import type { Caller } from '../proto/rpc.ts';
import { hasValidPasswordLength } from './password/password-policy.ts';
import type { Account } from './ports.ts';
import type { AuthServices } from './services.ts';
import { sessionEnded } from './session-lifecycle.ts';

/** The caller's account as it is before the batch. Throws NOT_LOGGED_IN if it was deleted. */
export async function readCallerAccount({ accounts }: AuthServices, caller: Caller): Promise<Account> {
  const account = await accounts.findById(caller.userId);
  if (!account) throw sessionEnded();
  return account;
}

/** Whether this is the account's password. Counts as an attempt, like `findCorrectPassword`. */
export async function verifyCallerPassword(
  services: AuthServices,
  caller: Caller,
  account: Account,
  password: string,
): Promise<boolean> {
  return (await findCorrectPassword(services, caller, account, [password])) !== undefined;
}

/**
 * The first candidate that is the account's password. All candidates together are one attempt of the login throttle; it does not
 * count if one of them is correct. Throws TOO_MANY_TRIES.
 */
export async function findCorrectPassword(
  { passwords, throttle }: AuthServices,
  { clientIp, sessionId }: Caller,
  account: Account,
  candidates: readonly string[],
): Promise<string | undefined> {
  const possible = candidates.filter(hasValidPasswordLength);
  if (possible.length === 0) return undefined;
  const attempt = {
    kind: 'password',
    identifier: [account.userId],
    passwordHash: account.passwordHash,
    clientIp,
    device: sessionId,
  } as const;
  return throttle.attempt(attempt, async (counted) => {
    for (const password of possible) {
      if (!(await passwords.verify(password, account.passwordHash))) continue;
      await counted.succeed();
      return password;
    }
    return undefined;
  });
}

export function wrongPassword(): ImError {
  return new ImError('WRONG_CREDENTIALS', 'this is not the current password of your account');
}
