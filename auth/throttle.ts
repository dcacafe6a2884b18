// The login throttle limits password attempts over all instances of auth. Repeated failures increase the wait before the next
// attempt. The throttle does not affect users who are logged in.
import { hash } from 'node:crypto';
import type { BackOff, BackOffRules } from '../infra/ports/index.ts';
import { ImError, toFailure } from '../proto/errors.ts';
import { im } from '../proto/rpc.ts';
import { clientIpKey } from '../proto/text/client-ip.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
// Limits one IP address at one account: a typing mistake has no effect, and guessing slows down to four attempts per hour.
const PAIR: BackOffRules = { freeAttempts: 5, firstDelayMs: SECOND_MS, maxDelayMs: 15 * MINUTE_MS, resetAfterMs: HOUR_MS };
// Limits all IP addresses at one account. At most a minute, so that guessers cannot lock out the owner.
const ACCOUNT: BackOffRules = { freeAttempts: 50, firstDelayMs: SECOND_MS, maxDelayMs: MINUTE_MS, resetAfterMs: HOUR_MS };
// Correct passwords count too, because otherwise one account could occupy all hashing threads. No user has 120 devices.
const ALL_ATTEMPTS: BackOffRules = {
  freeAttempts: 120,
  firstDelayMs: SECOND_MS,
  maxDelayMs: MINUTE_MS,
  resetAfterMs: HOUR_MS,
};
// One IP address may serve a whole school: `freeAttempts` is a setting.
const CLIENT: Omit<BackOffRules, 'freeAttempts'> = {
  firstDelayMs: SECOND_MS,
  maxDelayMs: MINUTE_MS,
  resetAfterMs: 10 * MINUTE_MS,
};

export interface LoginAttempt {
  /**
   * The name or e-mail address that the caller typed; without it the attempt counts against the client only. A new password
   * changes the stored hash, so the count of wrong passwords starts over.
   */
  readonly account?: { readonly identifier: readonly string[]; readonly passwordHash: string };
  readonly clientIp: string;
}

export interface LoginThrottle {
  /**
   * Counts the attempt before it runs `check`, so that concurrent attempts cannot exceed the limit. Throws TOO_MANY_TRIES with
   * the time to wait. Throttled attempts do not count, nor attempts that fail for a temporary reason (BUSY, UNAVAILABLE).
   */
  attempt<T>(attempt: LoginAttempt, check: (counted: CountedAttempt) => Promise<T>): Promise<T>;
}

export interface CountedAttempt {
  /** The password was correct: the attempt counts only towards the total for the account. */
  forgive(): Promise<void>;
}

/** `attemptsPerIp`: free attempts of one IP address. While the store is unavailable, only the hashing queue limits attempts. */
export function loginThrottle(backOff: BackOff, attemptsPerIp: number): LoginThrottle {
  async function count(attempt: LoginAttempt): Promise<CountedAttempt & { undo(): Promise<void> }> {
    let counted: { readonly key: string; readonly rules: BackOffRules }[] = [];
    const giveBack = async (matches: (rules: BackOffRules) => boolean): Promise<void> => {
      const keys = counted.filter(({ rules }) => matches(rules)).map(({ key }) => key);
      counted = counted.filter(({ rules }) => !matches(rules));
      // If the store is unavailable, its count expires by itself.
      if (keys.length > 0) await backOff.forgive(keys).catch(() => undefined);
    };
    const undo = (): Promise<void> => giveBack(() => true);
    const forgive = (): Promise<void> => giveBack((rules) => rules !== ALL_ATTEMPTS);

    // Check the keys one after the other: an attempt rejected by one key must not count for the next key, such as the account.
    for (const [key, rules] of rulesFor(attempt, attemptsPerIp)) {
      const waits = await backOff.take([key], rules).catch(() => undefined);
      if (!waits) break;
      const retryAfterMs = waits[0] ?? 0;
      if (retryAfterMs > 0) {
        await undo();
        throw new ImError('TOO_MANY_TRIES', 'too many attempts: wait before the next one', { retryAfterMs });
      }
      counted.push({ key, rules });
    }
    return { forgive, undo };
  }

  return {
    attempt: async (attempt, check) => {
      const counted = await count(attempt);
      try {
        return await check(counted);
      } catch (error) {
        if (!(error instanceof ImError) || toFailure(error).retry === im.Retry.RESEND) await counted.undo();
        throw error;
      }
    },
  };
}

function rulesFor({ account, clientIp }: LoginAttempt, attemptsPerIp: number): [string, BackOffRules][] {
  const rules: [string, BackOffRules][] = [];
  const client = clientIpKey(clientIp);
  // Callers without an IP address have nothing in common.
  if (client !== '') rules.push([`auth/client/${client}`, { ...CLIENT, freeAttempts: attemptsPerIp }]);
  if (account) {
    const name = digest([...account.identifier, account.passwordHash]);
    rules.push(
      [`auth/pair/${name}/${client}`, PAIR],
      [`auth/account/${name}`, ACCOUNT],
      [`auth/all/${digest(account.identifier)}`, ALL_ATTEMPTS],
    );
  }
  return rules;
}

/** The store contains no name, e-mail address or password hash. */
function digest(names: readonly string[]): string {
  return hash('sha256', JSON.stringify(names), 'base64url');
}
