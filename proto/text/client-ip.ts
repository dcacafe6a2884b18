// Clients' IP addresses: who counts as one caller.
import { isIP } from 'node:net';

/** Whoever has a client's IP address: of IPv6 the network (/64), in which everybody picks addresses as he likes. Anything else is itself. */
export function clientIpKey(clientIp: string): string {
  const mapped = /^::ffff:([0-9.]+)$/i.exec(clientIp)?.[1];
  if (mapped !== undefined && isIP(mapped) === 4) return mapped;
  if (isIP(clientIp) !== 6) return clientIp;
  const [head = '', tail] = (clientIp.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  // A dotted end is two groups; which ones does not matter, they are below the network.
  const behind = tail === undefined || tail === '' ? [] : tail.replace(/[0-9]+(\.[0-9]+){3}$/, '0:0').split(':');
  const zeros = tail === undefined ? [] : Array<string>(8 - groups.length - behind.length).fill('0');
  const network = [...groups, ...zeros, ...behind].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
