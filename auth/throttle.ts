// How often passwords may be tried, over all instances of auth: whoever fails again and again has to wait longer and longer. Who is logged in stays logged in.
import { hash } from 'node:crypto';
import type { BackOff, BackOffRules } from '../infra/ports/index.ts';
import { ImError, toFailure } from '../proto/errors.ts';
import { im } from '../proto/rpc.ts';
import { clientIpKey } from '../proto/text/client-ip.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

// One guesser: mistyping costs nothing, guessing ends at four tries an hour.
const PAIR: BackOffRules = { freeAttempts: 5, firstDelayMs: SECOND_MS, maxDelayMs: 15 * MINUTE_MS, resetAfterMs: HOUR_MS };
// Many guessers together. At most a minute: whoever guesses must not keep the owner out.
const ACCOUNT: BackOffRules = { freeAttempts: 50, firstDelayMs: SECOND_MS, maxDelayMs: MINUTE_MS, resetAfterMs: HOUR_MS };
// Right ones too: else one account is enough to keep all threads that hash busy. More than anybody has devices.
const MADE: BackOffRules = { freeAttempts: 120, firstDelayMs: SECOND_MS, maxDelayMs: MINUTE_MS, resetAfterMs: HOUR_MS };
// One address may be that of a whole school: `free` is a setting.
const CLIENT: Omit<BackOffRules, 'freeAttempts'> = {
  firstDelayMs: SECOND_MS,
  maxDelayMs: MINUTE_MS,
  resetAfterMs: 10 * MINUTE_MS,
};

export interface LoginAttempt {
  /** What names the account in this try, as it was given; without it only the client's tries count. With a new password, that is another stored hash, wrong ones start anew. */
  readonly account?: { readonly identifier: readonly string[]; readonly passwordHash: string };
  readonly clientIp: string;
}

export interface LoginThrottle {
  /**
   * Counts a try before `make` compares anything, so that of many tries at once no more get through than may, then makes it. What passes (BUSY, UNAVAILABLE, the
   * store away) is forgiven: nobody has learned anything. Throws TOO_MANY_TRIES with the time to wait; such a try is not counted.
   */
  attempt<T>(tried: LoginAttempt, make: (counted: CountedAttempt) => Promise<T>): Promise<T>;
}

export interface CountedAttempt {
  /** It was right: it does not count, but among all that are made at this account. */
  forgive(): Promise<void>;
}

/** `perAddress`: tries of one client address that are let through before it has to wait. While the store is away every try is let through: the cost of a hash still bounds them. */
export function loginThrottle(backOff: BackOff, perAddress: number): LoginThrottle {
  async function count(tried: LoginAttempt): Promise<CountedAttempt & { undo(): Promise<void> }> {
    let taken: { readonly key: string; readonly rules: BackOffRules }[] = [];
    const giveBack = async (isToGo: (rules: BackOffRules) => boolean): Promise<void> => {
      const keys = taken.filter(({ rules }) => isToGo(rules)).map(({ key }) => key);
      taken = taken.filter(({ rules }) => !isToGo(rules));
      // Where the store is away, what was counted in it is forgotten in time.
      if (keys.length > 0) await backOff.forgive(keys).catch(() => undefined);
    };
    const undo = (): Promise<void> => giveBack(() => true);
    const forgive = (): Promise<void> => giveBack((rules) => rules !== MADE);
    // One after the other: who has to wait for one of them does not count against the others, above all not against the account as a whole.
    for (const [key, rules] of rulesOf(tried, perAddress)) {
      const waits = await backOff.take([key], rules).catch(() => undefined);
      if (!waits) break;
      const retryAfterMs = waits[0] ?? 0;
      if (retryAfterMs > 0) {
        await undo();
        throw new ImError('TOO_MANY_TRIES', 'too many tries', { retryAfterMs });
      }
      taken.push({ key, rules });
    }
    return { forgive, undo };
  }

  return {
    attempt: async (tried, make) => {
      const counted = await count(tried);
      try {
        return await make(counted);
      } catch (error) {
        if (!(error instanceof ImError) || toFailure(error).retry === im.Retry.RESEND) await counted.undo();
        throw error;
      }
    },
  };
}

function rulesOf({ account, clientIp }: LoginAttempt, perAddress: number): [string, BackOffRules][] {
  const rules: [string, BackOffRules][] = [];
  const client = clientIpKey(clientIp);
  // A caller without an address is nobody in particular.
  if (client !== '') rules.push([`auth/client/${client}`, { ...CLIENT, freeAttempts: perAddress }]);
  if (account) {
    const name = hidden([...account.identifier, account.passwordHash]);
    rules.push(
      [`auth/pair/${name}/${client}`, PAIR],
      [`auth/account/${name}`, ACCOUNT],
      [`auth/made/${hidden(account.identifier)}`, MADE],
    );
  }
  return rules;
}

function hidden(names: readonly string[]): string {
  return hash('sha256', JSON.stringify(names), 'base64url');
}
