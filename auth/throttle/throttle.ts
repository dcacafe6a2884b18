// The throttle bounds wrong passwords and codes, and registrations, over all instances of auth. It does not affect users who are
// logged in. docs/adr/0020 has the model behind these numbers.
import { hash } from 'node:crypto';
import type { Budget, Budgets } from '../../infra/ports/index.ts';
import { ImError, toFailure } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { clientNetworks } from '../../proto/text/client-ip.ts';
import { RecentFailures } from './recent-failures.ts';

const MINUTE_MS = 60_000;
// The budgets of one client address, whose burst is a setting. A /56 may use twice as much, a /48 and an IPv4 /24 four times.
const PER_CLIENT = { refillMs: MINUTE_MS };
// Wrong passwords of strangers at one account: at most 9 in any hour by name, and as many by e-mail address.
const STRANGERS = { burst: 7, refillMs: 21 * MINUTE_MS };
// Of those, what one network may use. It refills more slowly, so one network never uses up what all strangers have.
const STRANGERS_OF_NETWORK = { burst: 5, refillMs: 30 * MINUTE_MS };
const STRANGERS_OF_ADDRESS = { burst: 4, refillMs: 40 * MINUTE_MS };
// Wrong passwords of one device that has proved to be a user's, and of all such devices of the account together. A stolen device
// does not use up the second.
const DEVICE = { burst: 5, refillMs: 10 * MINUTE_MS };
const ALL_DEVICES = { burst: 30, refillMs: 2 * MINUTE_MS };
// Correct passwords count too, because otherwise one account could occupy all hashing threads. No user has 120 devices.
const ALL_ATTEMPTS = { burst: 120, refillMs: 30_000 };
/** An attempt of the same account is being checked: soon it counts, or it does not. */
const IN_FLIGHT_RETRY_MS = 1000;

export type Attempt =
  | PasswordAttempt
  | { readonly kind: 'code' | 'registration'; readonly clientIp: string; readonly device?: undefined };

interface PasswordAttempt {
  readonly kind: 'password';
  /** The name or e-mail address that a stranger typed, or the user id with a `device`. */
  readonly identifier: readonly string[];
  /** Empty for an unknown account. A new password changes the hash, so the count of wrong passwords starts over. */
  readonly passwordHash: string;
  readonly clientIp: string;
  /** A device that has proved to be the user's. Nothing that strangers do keeps it out. */
  readonly device?: string;
}

interface RankedCaller {
  readonly clientIp: string;
  readonly device?: string | undefined;
}

export interface Throttle {
  /**
   * Counts the attempt before it runs `check`, so that concurrent attempts cannot exceed the limit. Throws TOO_MANY_TRIES, or
   * TOO_MANY_REQUESTS for a registration, with the time to wait. Attempts that were refused here do not count, nor those that
   * fail for a temporary reason (BUSY, UNAVAILABLE).
   */
  attempt<T>(attempt: Attempt, check: (counted: CountedAttempt) => Promise<T>): Promise<T>;
  /** Where the attempt stands in the queue for hashing: 0 = first. Known devices and networks without failures come first. */
  rankOf(caller: RankedCaller): number;
}

export interface CountedAttempt {
  readonly rank: number;
  /** The password or code was right, or the account can be created: what succeeds is no failure. */
  succeed(): Promise<void>;
}

/** `attemptsPerIp`: failures, and registrations, that one client address has at once. `budgets` must never throw. */
export function throttle(budgets: Budgets, attemptsPerIp: number): Throttle {
  return new BudgetThrottle(budgets, attemptsPerIp);
}

/** The budgets of an attempt. Of a success `failures` are given back, of a failure `successes`. */
interface Charges {
  /** What its refusals say. */
  readonly refusals: readonly Refusal[];
  readonly failures: readonly Budget[];
  readonly successes: readonly Budget[];
  readonly always: readonly Budget[];
}

interface Refusal {
  readonly budgets: readonly Budget[];
  refuse(retryAfterMs: number): ImError;
}

class BudgetThrottle implements Throttle {
  readonly #budgets: Budgets;
  readonly #attemptsPerIp: number;
  /** Account → its attempts that are being checked by this process. */
  readonly #inFlight = new Map<string, number>();
  readonly #failures = new RecentFailures();

  constructor(budgets: Budgets, attemptsPerIp: number) {
    this.#budgets = budgets;
    this.#attemptsPerIp = attemptsPerIp;
  }

  async attempt<T>(attempt: Attempt, check: (counted: CountedAttempt) => Promise<T>): Promise<T> {
    const account = attempt.kind === 'password' ? digest(attempt.identifier) : undefined;
    const charges = this.#chargesOf(attempt);
    await this.#take(charges, account);
    const rank = this.rankOf(attempt);
    const keys = rankKeys(attempt);
    this.#failures.add(keys);
    let succeeded = false;
    try {
      const done = await check({
        rank,
        succeed: async () => {
          succeeded = true;
          this.#failures.remove(keys);
          await this.#budgets.giveBack(charges.failures);
        },
      });
      if (!succeeded) await this.#budgets.giveBack(charges.successes);
      return done;
    } catch (error) {
      const left = succeeded ? [] : charges.failures;
      const isTemporary = !(error instanceof ImError) || toFailure(error).retry === im.Retry.RESEND;
      if (isTemporary && !succeeded) this.#failures.remove(keys);
      await this.#budgets.giveBack(isTemporary ? [...left, ...charges.successes, ...charges.always] : charges.successes);
      throw error;
    } finally {
      this.#countInFlight(account, -1);
    }
  }

  rankOf(attempt: RankedCaller): number {
    const failed = this.#failures.highest(rankKeys(attempt));
    return attempt.device === undefined ? failed + 1 : failed;
  }

  async #take({ refusals, failures, successes, always }: Charges, account: string | undefined): Promise<void> {
    const all = [...failures, ...successes, ...always];
    const waits = await this.#budgets.take(all);
    const waitOf = (budget: Budget): number => waits[all.indexOf(budget)] ?? 0;
    for (const { budgets, refuse } of refusals) {
      const retryAfterMs = Math.max(...budgets.map(waitOf), 0);
      if (retryAfterMs === 0) continue;
      if (account !== undefined && this.#inFlight.has(account))
        throw new ImError('BUSY', 'another log-in to this account is being checked', { retryAfterMs: IN_FLIGHT_RETRY_MS });
      throw refuse(retryAfterMs);
    }
    this.#countInFlight(account, 1);
  }

  #countInFlight(account: string | undefined, change: 1 | -1): void {
    if (account === undefined) return;
    const count = (this.#inFlight.get(account) ?? 0) + change;
    if (count > 0) this.#inFlight.set(account, count);
    else this.#inFlight.delete(account);
  }

  #chargesOf(attempt: Attempt): Charges {
    const ofClient = (purpose: string): Budget[] =>
      clientNetworks(attempt.clientIp).map(({ key, scale }) => ({
        key: `auth/${purpose}/${key}`,
        burst: scale * this.#attemptsPerIp,
        refillMs: PER_CLIENT.refillMs / scale,
      }));
    const failures = ofClient('client');
    const client = { budgets: failures, refuse: tooManyFromClient };
    if (attempt.kind === 'password') return passwordCharges(attempt, client);
    const successes = attempt.kind === 'registration' ? ofClient('registrations') : [];
    const refusals = [client, { budgets: successes, refuse: tooManyRegistrations }];
    return { refusals, failures, successes, always: [] };
  }
}

function rankKeys({ clientIp, device }: RankedCaller): string[] {
  return device === undefined ? clientNetworks(clientIp).map(({ key }) => key) : [device];
}

function passwordCharges(attempt: PasswordAttempt, client: Refusal): Charges {
  const always = [{ key: `auth/all/${digest(attempt.identifier)}`, ...ALL_ATTEMPTS }];
  const total = { budgets: always, refuse: tooManyLogIns };
  if (attempt.device !== undefined) {
    const failures = deviceBudgets(attempt, attempt.device);
    return { refusals: [{ budgets: failures, refuse: tooManyOfDevice }, total], failures, successes: [], always };
  }
  const strangers = strangerBudgets(attempt);
  const refusals = [client, { budgets: strangers, refuse: tooManyOfStrangers }, total];
  return { refusals, failures: [...client.budgets, ...strangers], successes: [], always };
}

function deviceBudgets(attempt: PasswordAttempt, device: string): Budget[] {
  const account = accountKey(attempt);
  return [
    { key: `auth/device/${account}/${device}`, ...DEVICE },
    { key: `auth/devices/${account}`, ...ALL_DEVICES },
  ];
}

function strangerBudgets(attempt: PasswordAttempt): Budget[] {
  const account = accountKey(attempt);
  const networks = clientNetworks(attempt.clientIp);
  const [address, widest] = [networks[0], networks.at(-1)];
  return [
    ...(address ? [{ key: `auth/address/${account}/${address.key}`, ...STRANGERS_OF_ADDRESS }] : []),
    ...(widest && widest !== address ? [{ key: `auth/network/${account}/${widest.key}`, ...STRANGERS_OF_NETWORK }] : []),
    { key: `auth/account/${account}`, ...STRANGERS },
  ];
}

function accountKey({ identifier, passwordHash }: PasswordAttempt): string {
  return digest([...identifier, passwordHash]);
}

function tooManyFromClient(retryAfterMs: number): ImError {
  return new ImError('TOO_MANY_TRIES', 'too many failed attempts from this network: wait before the next one', { retryAfterMs });
}

function tooManyOfDevice(retryAfterMs: number): ImError {
  const text = 'too many wrong passwords on this device: wait, or reset the password by a mailed code';
  return new ImError('TOO_MANY_TRIES', text, { retryAfterMs });
}

function tooManyOfStrangers(retryAfterMs: number): ImError {
  const text =
    'too many wrong passwords for this account: wait, log in on a device that was logged in before, or reset the password';
  return new ImError('TOO_MANY_TRIES', text, { retryAfterMs });
}

function tooManyLogIns(retryAfterMs: number): ImError {
  const text = 'too many log-ins to this account, right ones included: keep a session and resume it';
  return new ImError('TOO_MANY_TRIES', text, { retryAfterMs });
}

function tooManyRegistrations(retryAfterMs: number): ImError {
  const text = 'too many new accounts from this network: wait before the next one';
  return new ImError('TOO_MANY_REQUESTS', text, { retryAfterMs });
}

/** The store contains no name, e-mail address or password hash. */
function digest(names: readonly string[]): string {
  return hash('sha256', JSON.stringify(names), 'base64url');
}
