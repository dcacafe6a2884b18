// Commands that ask for the password again, although their caller is logged in: a device left lying about is not its owner.

import { ImError } from '../proto/errors.ts';
import type { Caller } from '../proto/rpc.ts';
import type { AuthServices } from './handlers.ts';
import { hasValidPasswordLength } from './password/password-hasher.ts';
import type { Account } from './ports.ts';
import { sessionEnded } from './session-lifecycle.ts';

/** The caller's account as it is before the batch. NOT_LOGGED_IN where it was deleted. */
export async function readCallerAccount({ accounts }: AuthServices, caller: Caller): Promise<Account> {
  const account = await accounts.byId(caller.userId);
  if (!account) throw sessionEnded();
  return account;
}

/** True where this is the account's password. A try, like `firstRight`. */
export async function verifyCallerPassword(
  services: AuthServices,
  caller: Caller,
  account: Account,
  password: string,
): Promise<boolean> {
  return (await findCorrectPassword(services, caller, account, [password])) !== undefined;
}

/** The first of these that is the account's password: one try for all of them, which does not count where one was right. TOO_MANY_TRIES. */
export async function findCorrectPassword(
  { passwords, throttle }: AuthServices,
  { clientIp }: Caller,
  account: Account,
  candidates: readonly string[],
): Promise<string | undefined> {
  const possible = candidates.filter(hasValidPasswordLength);
  if (possible.length === 0) return undefined;
  return throttle.attempt(
    { account: { identifier: [account.user], passwordHash: account.passwordHash }, clientIp: clientIp },
    async (counted) => {
      for (const password of possible) {
        if (!(await passwords.verify(password, account.passwordHash))) continue;
        await counted.forgive();
        return password;
      }
      return undefined;
    },
  );
}

export function wrongPassword(): ImError {
  return new ImError('WRONG_CREDENTIALS', 'this is not your password');
}
