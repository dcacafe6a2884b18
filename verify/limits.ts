// Limits how often clients request codes and try them.
import { hash } from 'node:crypto';
import type { Budgets, Limits } from '../infra/ports/index.ts';
import { ImError } from '../proto/errors.ts';
import type { Caller } from '../proto/rpc.ts';
import { clientIpKey } from '../proto/text/client-ip.ts';
import type { CodeRules } from './ports.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

// No honest client exceeds these limits, even if many users share one IP address.
const PER_CONNECTION = { limit: 5, windowMs: 10 * MINUTE_MS };
const PER_CLIENT = { limit: 30, windowMs: HOUR_MS };
// Fewer than the daily mails of an e-mail address: one stranger can neither fill a mailbox nor lock its owner out. A failed mail
// is given back.
const PER_CLIENT_AND_EMAIL = { burst: 5, refillMs: DAY_MS };
// Further notices tell the owner nothing new, and a stranger who reads the owner's codes must not fill the mailbox.
const PER_OWNER = { limit: 3, windowMs: HOUR_MS };
// Longer than any client resends one request.
const USE_KEPT_MS = 2 * MINUTE_MS;

/**
 * The rules for codes that live for `lifetimeMs`. There are a million codes. One IP address may try 5 of them per code, and all
 * addresses together 100. An attacker with 20 IP addresses guesses a code with a chance of 1 in 10,000. At the daily limit of
 * mails to one e-mail address, one guess succeeds in 1,000 days.
 */
export function codeRules(lifetimeMs: number): CodeRules {
  return {
    lifetimeMs,
    mailEveryMs: MINUTE_MS,
    mailsPerDay: 10,
    attemptsPerCaller: 5,
    attemptsPerCode: 100,
    useKeptMs: USE_KEPT_MS,
  };
}

export interface RequestLimits {
  /** Counts a request for a code. Throws TOO_MANY_REQUESTS with the time to wait, or the store's error if it is unavailable. */
  count(caller: Caller): Promise<void>;
  /**
   * Counts a mail that this client requests. Throws like `count`. Returns a function that takes the count back after a failed
   * mail; that function never throws.
   */
  countClientMail(caller: Caller, emailKey: string): Promise<() => Promise<void>>;
  /** Counts a notice to the owner of an e-mail address. Throws like `count`. */
  countOwnerMail(emailKey: string): Promise<void>;
}

export function requestLimits(limits: Limits, budgets: Budgets): RequestLimits {
  const take = async (key: string, window: { limit: number; windowMs: number }): Promise<void> => {
    const [retryAfterMs = 0] = await limits.take([{ key, ...window }]);
    if (retryAfterMs > 0) throw tooManyRequests(retryAfterMs);
  };
  return {
    count: async ({ gate, connection, clientIp }) => {
      await take(`codes/connection/${gate.instance}/${connection}`, PER_CONNECTION);
      // Counted second: a connection over its own limit does not use up the limit of its IP address.
      if (clientIp !== '') await take(`codes/client/${clientIpKey(clientIp)}`, PER_CLIENT);
    },
    countClientMail: async ({ clientIp }, emailKey) => {
      if (clientIp === '') return async () => undefined;
      const mails = [{ key: `codes/mails/${clientIpKey(clientIp)}/${hashKey(emailKey)}`, ...PER_CLIENT_AND_EMAIL }];
      const [retryAfterMs = 0] = await budgets.take(mails);
      if (retryAfterMs > 0) throw tooManyRequests(retryAfterMs);
      // While the store is unavailable the count stays, and expires with its window.
      return () => budgets.giveBack(mails).catch(() => undefined);
    },
    countOwnerMail: (emailKey) => take(`codes/owner/${hashKey(emailKey)}`, PER_OWNER),
  };
}

/** Keeps e-mail addresses out of the rate limiter's store, as out of the code store. */
function hashKey(emailKey: string): string {
  return hash('sha256', emailKey, 'base64url');
}

export function tooManyRequests(retryAfterMs: number): ImError {
  return new ImError('TOO_MANY_REQUESTS', 'too many mails were asked for', { retryAfterMs });
}
