// Limits how often clients request codes and try them. docs/adr/0020 has the model behind these numbers.
import { hash } from 'node:crypto';
import type { Budget, Budgets, Limits } from '../infra/ports/index.ts';
import { ImError } from '../proto/errors.ts';
import type { Caller } from '../proto/rpc.ts';
import { clientNetworks, widestNetwork } from '../proto/text/client-ip.ts';
import type { CodeRules } from './ports.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

// No honest client exceeds these limits, even if many users share one IP address.
const PER_CONNECTION = { limit: 5, windowMs: 10 * MINUTE_MS };
// A /56 may request twice as many, a /48 and an IPv4 /24 four times.
const PER_CLIENT = { burst: 30, refillMs: 2 * MINUTE_MS };
// Less than the daily mails of a mailbox: strangers of a few networks can neither fill it nor lock its owner out.
const PER_NETWORK_AND_MAILBOX = { burst: 3, refillMs: 8 * HOUR_MS };
// Further notices tell the owner nothing new, and a stranger who reads the owner's codes must not fill the mailbox.
const PER_OWNER = { limit: 3, windowMs: HOUR_MS };
// Longer than any client resends one request.
const USE_KEPT_MS = 2 * MINUTE_MS;

/**
 * The rules for codes that live for `lifetimeMs`. There are a million codes. Each may be tried 4 times, and at the daily limit of
 * mails to one mailbox a guess succeeds in 12,500 days.
 */
export function codeRules(lifetimeMs: number): CodeRules {
  return { lifetimeMs, mailEveryMs: MINUTE_MS, mailsPerDay: 20, attemptsPerCode: 4, useKeptMs: USE_KEPT_MS };
}

export interface RequestLimits {
  /** Counts a request for a code. Throws TOO_MANY_REQUESTS with the time to wait, or the store's error if it is unavailable. */
  count(caller: Caller): Promise<void>;
  /**
   * Counts a mail that this client requests. Throws like `count`. Returns a function that takes the count back after a failed
   * mail; that function never throws.
   */
  countClientMail(caller: Caller, mailbox: string): Promise<() => Promise<void>>;
  /** Counts a notice to the owner of an e-mail address. Throws like `count`. */
  countOwnerMail(mailbox: string): Promise<void>;
}

/** `mailsPerHour`: of all clients together. Half of them is for networks that have requested none within an hour. */
export function requestLimits(limits: Limits, budgets: Budgets, mailsPerHour: number): RequestLimits {
  const allMails = hourlyBudget('codes/mails', mailsPerHour);
  const repeatedMails = hourlyBudget('codes/mails-repeated', Math.ceil(mailsPerHour / 2));
  const takeWindow = async (key: string, window: { limit: number; windowMs: number }): Promise<void> => {
    const [retryAfterMs = 0] = await limits.take([{ key, ...window }]);
    if (retryAfterMs > 0) throw tooManyRequests(retryAfterMs);
  };
  /** Returns the milliseconds to wait, or 0. */
  const take = async (charged: readonly Budget[]): Promise<number> => Math.max(0, ...(await budgets.take(charged)));

  /** Charges a mail that a network requests, and returns what it was charged to. */
  async function takeMail(network: string, mailbox: string): Promise<readonly Budget[]> {
    if (network === '') {
      const retryAfterMs = await take([allMails]);
      if (retryAfterMs > 0) throw tooManyRequests(retryAfterMs);
      return [allMails];
    }
    const own = { key: `codes/mails/${network}/${hashKey(mailbox)}`, ...PER_NETWORK_AND_MAILBOX };
    const first = { key: `codes/first-mail/${network}`, burst: 1, refillMs: HOUR_MS };
    if ((await take([own, allMails, first])) === 0) return [own, allMails, first];
    const retryAfterMs = await take([own, allMails, repeatedMails]);
    if (retryAfterMs > 0) throw tooManyRequests(retryAfterMs);
    return [own, allMails, repeatedMails];
  }

  return {
    count: async ({ gate, connection, clientIp }) => {
      await takeWindow(`codes/connection/${gate.instance}/${connection}`, PER_CONNECTION);
      // Counted second: a connection over its own limit does not use up the budgets of its networks.
      const { burst, refillMs } = PER_CLIENT;
      const retryAfterMs = await take(
        clientNetworks(clientIp).map(({ key, scale }) => {
          return { key: `codes/client/${key}`, burst: scale * burst, refillMs: refillMs / scale };
        }),
      );
      if (retryAfterMs > 0) throw tooManyRequests(retryAfterMs);
    },
    countClientMail: async ({ clientIp }, mailbox) => {
      const charged = await takeMail(widestNetwork(clientIp), mailbox);
      // While the store is unavailable the count stays, and ends by itself.
      return () => budgets.giveBack(charged).catch(() => undefined);
    },
    countOwnerMail: async (mailbox) => {
      await takeWindow(`codes/owner/${hashKey(mailbox)}`, PER_OWNER);
      await takeMail('', mailbox);
    },
  };
}

function hourlyBudget(key: string, perHour: number): Budget {
  return { key, burst: perHour, refillMs: Math.ceil(HOUR_MS / perHour) };
}

/** Keeps mailboxes out of the store of the budgets, as out of the code store. */
function hashKey(mailbox: string): string {
  return hash('sha256', mailbox, 'base64url');
}

export function tooManyRequests(retryAfterMs: number): ImError {
  return new ImError('TOO_MANY_REQUESTS', 'too many mails were asked for', { retryAfterMs });
}
