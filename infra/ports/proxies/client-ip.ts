// Proxies in front of an HTTP port: which ones may report a client's IP address, and how they do.
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

export interface TrustedProxies {
  trusts(address: string): boolean;
}

/** `networks`: IP addresses, or networks like 10.0.0.0/8. Throws where one is neither. */
export function trustedProxies(networks: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return {
    trusts: (given) => {
      const address = unmapIpv4(given);
      const family = isIP(address);
      return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
    },
  };
}

/**
 * The client's IP address: that of the socket or, if the socket belongs to a trusted proxy, the last address in the headers that
 * is not a trusted proxy. Untrusted hops may have made up the addresses before it. Headers: X-Forwarded-For, else Forwarded
 * (RFC 7239), else X-Real-IP.
 */
export function findClientIp(proxies: TrustedProxies, socketAddress: string, headers: IncomingHttpHeaders): string {
  let address = unmapIpv4(socketAddress);
  for (const hop of readHops(headers).reverse()) {
    const next = unmapIpv4(hop);
    if (!proxies.trusts(address) || isIP(next) === 0) break;
    address = next;
  }
  return address;
}

/** The addresses that the headers report, the client first. */
function readHops(headers: IncomingHttpHeaders): string[] {
  const { forwarded } = headers;
  const [forwardedFor, realIp] = [headers['x-forwarded-for'], headers['x-real-ip']].map((given) =>
    Array.isArray(given) ? given.join(',') : given,
  );
  if (forwardedFor !== undefined) return forwardedFor.split(',').map(bareAddress);
  if (forwarded !== undefined)
    return forwarded.split(',').map((element) => bareAddress(/(?:^|;)\s*for=("[^"]*"|[^;,]*)/i.exec(element)?.[1] ?? ''));
  return realIp === undefined ? [] : [bareAddress(realIp)];
}

/** An address without quotes, brackets and port: "[2001:db8::1]:443", 192.0.2.1:443. */
function bareAddress(text: string): string {
  const unquoted = text.trim().replace(/^"(.*)"$/, '$1');
  return /^\[([^\]]+)\](?::\d+)?$/.exec(unquoted)?.[1] ?? /^([0-9.]+):\d+$/.exec(unquoted)?.[1] ?? unquoted;
}

/** Turns an IPv4-mapped IPv6 address into the IPv4 address. */
export function unmapIpv4(address: string): string {
  const mapped = /^(?:0:0:0:0:0|:):ffff:(?:([0-9.]+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(address);
  if (!mapped) return address;
  const [, dotted, high = '', low = ''] = mapped;
  if (dotted !== undefined) return dotted;
  const number = Number.parseInt(high, 16) * 0x10000 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}
