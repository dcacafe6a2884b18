// Decides which client IP addresses count as one caller.
import { isIP } from 'node:net';

const MAPPED_IPV4 = /^::ffff:([0-9.]+)$/i;

/**
 * The key of a caller. For an IPv6 address it is the /64 network, because a client can use any address in it. Any other text is
 * its own key.
 */
export function clientIpKey(clientIp: string): string {
  const mapped = MAPPED_IPV4.exec(clientIp)?.[1];
  if (mapped !== undefined && isIP(mapped) === 4) return mapped;
  if (isIP(clientIp) !== 6) return clientIp;
  return `${ipv6Groups(clientIp).slice(0, 4).join(':')}::/64`;
}

/** The /48 network of an IPv6 address, which one customer of a provider may have; undefined for any other text. */
export function siteKey(clientIp: string): string | undefined {
  if (isIP(clientIp) !== 6 || MAPPED_IPV4.test(clientIp)) return undefined;
  return `${ipv6Groups(clientIp).slice(0, 3).join(':')}::/48`;
}

export interface ClientNetwork {
  readonly key: string;
  /** How many times the budget of one address all clients of this network share. */
  readonly scale: 1 | 2 | 4;
}

/**
 * The networks that a client may move in, the narrowest first: IPv6 /64, /56 and /48; an IPv4 address and its /24. A provider
 * gives a customer up to a /48. Empty for an empty text.
 */
export function clientNetworks(clientIp: string): readonly ClientNetwork[] {
  const key = clientIpKey(clientIp);
  if (key === '') return [];
  const narrowest = { key, scale: 1 } as const;
  if (isIP(key) === 4) return [narrowest, { key: `${key.slice(0, key.lastIndexOf('.'))}.0/24`, scale: 4 }];
  const site = siteKey(clientIp);
  if (site === undefined) return [narrowest];
  const groups = ipv6Groups(clientIp).slice(0, 4);
  const half = (Number.parseInt(groups[3] ?? '0', 16) & 0xff00).toString(16);
  return [narrowest, { key: `${groups.slice(0, 3).join(':')}:${half}::/56`, scale: 2 }, { key: site, scale: 4 }];
}

/** The widest of `clientNetworks`, which one attacker has few of; the text itself where there is none. */
export function widestNetwork(clientIp: string): string {
  return clientNetworks(clientIp).at(-1)?.key ?? clientIp;
}

/** The high groups of an IPv6 address, in hexadecimal without leading zeros. A dotted end counts as zeros. */
function ipv6Groups(address: string): string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  // A dotted IPv4 end replaces two groups. Their values do not matter, because no network here includes them.
  const lowGroups = tail === undefined || tail === '' ? [] : tail.replace(/[0-9]+(\.[0-9]+){3}$/, '0:0').split(':');
  const zeros = tail === undefined ? [] : Array<string>(8 - groups.length - lowGroups.length).fill('0');
  return [...groups, ...zeros, ...lowGroups].map((group) => Number.parseInt(group, 16).toString(16));
}
