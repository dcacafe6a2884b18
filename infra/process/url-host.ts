// Hosts in URLs: an IPv6 address stands in brackets there, and nowhere else.
import { isIP } from 'node:net';

/** The host of a URL that works on this machine. A wildcard address is one to listen on, not one to connect to. */
export function toUrlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIP(host) === 6 ? `[${host}]` : host;
}

/** The host of a URL as sockets take it. */
export function fromUrlHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
