// Hosts in URLs: an IPv6 address stands in brackets there, and nowhere else.
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** True for an address to listen on, which is none to connect to. */
export function isWildcard(host: string): boolean {
  return /^(?:0+(?:\.0+){0,3}|[0:]*:[0:]*)$/.test(host);
}

/** The host of a URL that works on this machine. A wildcard address is one to listen on, not one to connect to. */
export function toUrlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIP(host) === 6 ? `[${host}]` : host;
}

/** The host of a URL that works on other machines too: for a wildcard address, the first address of this machine on a network. */
export function toNetworkHost(host: string, interfaces = networkInterfaces()): string {
  if (host !== '0.0.0.0' && host !== '::') return toUrlHost(host);
  const addresses = Object.values(interfaces).flatMap((all = []) => all.filter(({ internal }) => !internal));
  const found = addresses.find(({ family }) => family === 'IPv4') ?? (host === '::' ? addresses[0] : undefined);
  return toUrlHost(found?.address ?? host);
}

/** The host of a URL as sockets take it. */
export function fromUrlHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
