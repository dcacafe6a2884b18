// How often codes may be asked for and tried.
import { hash } from 'node:crypto';
import type { BackOff, BackOffRules, Limits } from '../infra/ports/index.ts';
import { ImError } from '../proto/errors.ts';
import type { Caller } from '../proto/rpc.ts';
import { clientIpKey } from '../proto/text/client-ip.ts';
import type { CodeRules } from './ports.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

// Nobody needs a code more often, on a connection or from behind an address that many people share.
const PER_CONNECTION = { limit: 5, windowMs: 10 * MINUTE_MS };
const PER_CLIENT = { limit: 30, windowMs: HOUR_MS };
// Half of what an address gets in a day: one stranger alone can neither fill a mailbox nor leave its owner without a mail. A BackOff, because mails that fail are given back.
const PER_CLIENT_AND_ADDRESS: BackOffRules = { freeAttempts: 5, firstDelayMs: DAY_MS, maxDelayMs: DAY_MS, resetAfterMs: DAY_MS };
// Who is told already need not be told again: an owner's mailbox is not to be filled by whoever reads his codes.
const PER_OWNER = { limit: 3, windowMs: HOUR_MS };
// Longer than anybody goes on sending one request again.
const USE_KEPT_MS = 2 * MINUTE_MS;

/**
 * The rules for codes that live for `lifetimeMs`. A code is one of a million: one client address tries 5 of them, all together 100, so that a code is guessed once in
 * 10,000 times by whoever has 20 addresses to try from, and once in 1,000 days' worth of mails to one person.
 */
export function codeRules(lifetimeMs: number): CodeRules {
  return { lifetimeMs, mailEveryMs: MINUTE_MS, mailsPerDay: 10, triesPerCaller: 5, triesPerCode: 100, useKeptMs: USE_KEPT_MS };
}

export interface RequestLimits {
  /** Counts a request for a code. Throws TOO_MANY_REQUESTS with the time to wait; anything else when the limits' store is away. */
  count(caller: Caller): Promise<void>;
  /** Counts a mail that this client asks for, like `count`; what it answers takes that back where none went out, and never throws. `address` is the address' key. */
  countClientMail(caller: Caller, address: string): Promise<() => Promise<void>>;
  /** Counts a mail to the owner of an address, like `count`. `address` is the address' key. */
  countOwnerMail(address: string): Promise<void>;
}

export function requestLimits(limits: Limits, backOff: BackOff): RequestLimits {
  const take = async (key: string, most: { limit: number; windowMs: number }): Promise<void> => {
    const [retryAfterMs = 0] = await limits.take([{ key, ...most }]);
    if (retryAfterMs > 0) throw tooManyRequests(retryAfterMs);
  };
  return {
    count: async ({ gate, connection, clientIp }) => {
      await take(`codes/connection/${gate.instance}/${connection}`, PER_CONNECTION);
      // Only then: a connection over its own limit does not use up what others behind its address may ask for.
      if (clientIp !== '') await take(`codes/client/${clientIpKey(clientIp)}`, PER_CLIENT);
    },
    countClientMail: async ({ clientIp }, address) => {
      if (clientIp === '') return async () => undefined;
      const keys = [`codes/mails/${clientIpKey(clientIp)}/${hidden(address)}`];
      const [retryAfterMs = 0] = await backOff.take(keys, PER_CLIENT_AND_ADDRESS);
      if (retryAfterMs > 0) throw tooManyRequests(retryAfterMs);
      // Where the store is away, what was counted in it is forgotten in time.
      return () => backOff.forgive(keys).catch(() => undefined);
    },
    countOwnerMail: (address) => take(`codes/owner/${hidden(address)}`, PER_OWNER),
  };
}

/** As in the store of codes: whoever reads the store of limits reads no address there. */
function hidden(address: string): string {
  return hash('sha256', address, 'base64url');
}

export function tooManyRequests(retryAfterMs: number): ImError {
  return new ImError('TOO_MANY_REQUESTS', 'too many mails were asked for', { retryAfterMs });
}
