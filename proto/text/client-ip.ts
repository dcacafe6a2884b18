// Decides which client IP addresses count as one caller.
import { isIP } from 'node:net';

/**
 * The key of a caller. For an IPv6 address it is the /64 network, because a client can use any address in it. Any other text is
 * its own key.
 */
export function clientIpKey(clientIp: string): string {
  const mapped = /^::ffff:([0-9.]+)$/i.exec(clientIp)?.[1];
  if (mapped !== undefined && isIP(mapped) === 4) return mapped;
  if (isIP(clientIp) !== 6) return clientIp;
  const [head = '', tail] = (clientIp.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  // A dotted IPv4 end replaces two groups. Their values do not matter, because the /64 network does not include them.
  const lowGroups = tail === undefined || tail === '' ? [] : tail.replace(/[0-9]+(\.[0-9]+){3}$/, '0:0').split(':');
  const zeros = tail === undefined ? [] : Array<string>(8 - groups.length - lowGroups.length).fill('0');
  const network = [...groups, ...zeros, ...lowGroups].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
