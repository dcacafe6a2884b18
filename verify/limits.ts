// How often codes may be asked for and tried.
import { isIP } from 'node:net';
import type { Limits } from '../infra/ports.ts';
import type { Caller } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import type { CodeRules } from './ports.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

// Nobody needs a code more often, on a connection or from behind an address that many people share.
const PER_CONNECTION = { limit: 5, windowMs: 10 * MINUTE_MS };
const PER_CLIENT = { limit: 30, windowMs: HOUR_MS };
// Who is told already need not be told again: an owner's mailbox is not to be filled by whoever reads his codes.
const PER_OWNER = { limit: 3, windowMs: HOUR_MS };

/**
 * The rules for codes that live for `livesMs`. A code is one of a million: one client address tries 5 of them, all together 100, so that a code is guessed once in
 * 10,000 times by whoever has 20 addresses to try from, and once in 1,000 days' worth of mails to one person.
 */
export function codeRules(livesMs: number): CodeRules {
  return { livesMs, mailEveryMs: MINUTE_MS, mailsPerDay: 10, triesPerCaller: 5, triesPerCode: 100 };
}

export interface RequestLimits {
  /** Counts a request for a code. Throws TOO_MANY_REQUESTS with the time to wait; anything else when the limits' store is away. */
  count(caller: Caller): Promise<void>;
  /** Counts a mail to the owner of an address, like `count`. `address` is the address' key. */
  countOwner(address: string): Promise<void>;
}

export function requestLimits(limits: Limits): RequestLimits {
  const take = async (key: string, { limit, windowMs }: { limit: number; windowMs: number }): Promise<void> => {
    const [retryAfterMs = 0] = await limits.take([key], limit, windowMs);
    if (retryAfterMs > 0) throw tooManyRequests(retryAfterMs);
  };
  return {
    count: async ({ gate, connection, clientAddress }) => {
      await take(`codes/connection/${gate.instance}/${connection}`, PER_CONNECTION);
      // Only then: a connection over its own limit does not use up what others behind its address may ask for.
      if (clientAddress !== '') await take(`codes/client/${clientKey(clientAddress)}`, PER_CLIENT);
    },
    countOwner: (address) => take(`codes/owner/${address}`, PER_OWNER),
  };
}

export function tooManyRequests(retryAfterMs: number): ImError {
  return new ImError('TOO_MANY_REQUESTS', 'too many mails were asked for', { retryAfterMs });
}

/** Whoever has a client's IP address: of IPv6 the network (/64), in which everybody picks addresses as he likes. Anything else is itself. */
export function clientKey(clientAddress: string): string {
  const mapped = /^::ffff:([0-9.]+)$/i.exec(clientAddress)?.[1];
  if (mapped !== undefined && isIP(mapped) === 4) return mapped;
  if (isIP(clientAddress) !== 6) return clientAddress;
  const [head = '', tail] = (clientAddress.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  // A dotted end is two groups; which ones does not matter, they are below the network.
  const behind = tail === undefined || tail === '' ? [] : tail.replace(/[0-9]+(\.[0-9]+){3}$/, '0:0').split(':');
  const zeros = tail === undefined ? [] : Array<string>(8 - groups.length - behind.length).fill('0');
  const network = [...groups, ...zeros, ...behind].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
