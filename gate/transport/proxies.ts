// Proxies in front of the gate (for TLS or load balancing): which ones may report a client's IP address, and how.
// WebSocket: X-Forwarded-For, Forwarded or X-Real-IP. TCP: the PROXY protocol, versions 1 and 2
// (haproxy.org/download/3.2/doc/proxy-protocol.txt).
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP, type Socket } from 'node:net';

// Version 1 limits the header to this length. A header of version 2 has 16 bytes, two addresses and a few extensions.
const MAX_V1_BYTES = 107;
const MAX_V2_BYTES = 2048;
const V2_START = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const V2_FIXED_BYTES = 16;
const V1_START = Buffer.from('PROXY ');
const HEADER_TIMEOUT_MS = 5000;

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

/**
 * Reads the PROXY header that a trusted proxy sends first. Resolves with the client's IP address, or undefined when no valid
 * header arrives in time. The bytes after the header stay in the socket.
 */
export function readProxyHeader(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const done = (address: string | undefined): void => {
      clearTimeout(timer);
      socket.off('readable', read).off('close', onClose).off('end', onEnd);
      resolve(address);
    };
    const onClose = (): void => done(undefined);
    const onEnd = (): void => {
      // A health check that connects and leaves is not worth a log line.
      if (received.length === 0) socket.destroy();
      done(undefined);
    };
    const read = (): void => {
      for (let chunk: Buffer | null = socket.read(); chunk; chunk = socket.read()) received = Buffer.concat([received, chunk]);
      const header = parseHeader(received, unmapIpv4(socket.remoteAddress ?? ''));
      if (header === 'incomplete') return;
      if (header && header.bytes < received.length) socket.unshift(received.subarray(header.bytes));
      done(header?.address);
    };
    const timer = setTimeout(onClose, HEADER_TIMEOUT_MS);
    socket.on('readable', read).once('close', onClose).once('end', onEnd);
    socket.on('error', () => socket.destroy());
    read();
  });
}

interface Header {
  readonly address: string;
  readonly bytes: number;
}

/** `own`: the proxy's address, for headers without a client, as in a health check. */
function parseHeader(received: Buffer, own: string): Header | 'incomplete' | undefined {
  if (couldStartWith(received, V2_START)) return parseV2(received, own);
  if (couldStartWith(received, V1_START)) return parseV1(received, own);
  return undefined;
}

function couldStartWith(received: Buffer, start: Buffer): boolean {
  const length = Math.min(received.length, start.length);
  return received.subarray(0, length).equals(start.subarray(0, length));
}

function parseV1(received: Buffer, own: string): Header | 'incomplete' | undefined {
  const end = received.subarray(0, MAX_V1_BYTES).indexOf('\r\n');
  if (end < 0) return received.length < MAX_V1_BYTES ? 'incomplete' : undefined;
  const [, family, source = ''] = received.toString('latin1', 0, end).split(' ');
  const bytes = end + 2;
  if (family === 'UNKNOWN') return { address: own, bytes };
  const expected = family === 'TCP4' ? 4 : family === 'TCP6' ? 6 : undefined;
  return expected === isIP(source) ? { address: unmapIpv4(source), bytes } : undefined;
}

function parseV2(received: Buffer, own: string): Header | 'incomplete' | undefined {
  if (received.length < V2_FIXED_BYTES) return 'incomplete';
  const [command, family] = [received.readUInt8(12), received.readUInt8(13)];
  const bytes = V2_FIXED_BYTES + received.readUInt16BE(14);
  if (command >> 4 !== 2 || bytes > MAX_V2_BYTES) return undefined;
  if (received.length < bytes) return 'incomplete';
  // LOCAL, or a family without addresses: the proxy speaks for itself, as in a health check.
  if ((command & 15) === 0 || family >> 4 === 0) return { address: own, bytes };
  if (family === 0x11 && bytes >= V2_FIXED_BYTES + 12) return { address: received.subarray(16, 20).join('.'), bytes };
  if (family === 0x21 && bytes >= V2_FIXED_BYTES + 36) {
    const groups = Array.from({ length: 8 }, (_, i) => received.readUInt16BE(16 + 2 * i).toString(16));
    return { address: unmapIpv4(groups.join(':')), bytes };
  }
  return undefined;
}

/** Turns an IPv4-mapped IPv6 address into the IPv4 address. */
function unmapIpv4(address: string): string {
  const mapped = /^(?:0:0:0:0:0|:):ffff:(?:([0-9.]+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(address);
  if (!mapped) return address;
  const [, dotted, high = '', low = ''] = mapped;
  if (dotted !== undefined) return dotted;
  const number = Number.parseInt(high, 16) * 0x10000 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}
