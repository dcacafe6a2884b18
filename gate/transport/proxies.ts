// Proxies before the gate (for TLS, for balancing): whose word about a client's address is taken, and how they give it.
// WebSocket: X-Forwarded-For. TCP: the PROXY protocol, versions 1 and 2 (haproxy.org/download/3.2/doc/proxy-protocol.txt).
import { BlockList, isIP, type Socket } from 'node:net';

// Version 1 says that no header is longer; version 2 has 16 bytes, two addresses and a few extensions.
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
      const address = plain(given);
      const family = isIP(address);
      return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
    },
  };
}

/**
 * The client's address: that of the socket, or, where a trusted proxy has it, the last one in X-Forwarded-For that no trusted proxy has. What stands before it
 * was said by who is not trusted.
 */
export function findClientIp(proxies: TrustedProxies, socketAddress: string, header: string | undefined): string {
  let address = plain(socketAddress);
  for (const hop of (header ?? '').split(',').reverse()) {
    const next = plain(hop.trim());
    if (!proxies.trusts(address) || isIP(next) === 0) break;
    address = next;
  }
  return address;
}

/** Reads the PROXY header a trusted proxy sends first; gives the client's address, undefined where what came is none. What follows the header stays in the socket. */
export function readProxyHeader(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let got = Buffer.alloc(0);
    const done = (address: string | undefined): void => {
      clearTimeout(timer);
      socket.off('readable', read).off('close', gone);
      resolve(address);
    };
    const gone = (): void => done(undefined);
    const read = (): void => {
      for (let chunk: Buffer | null = socket.read(); chunk; chunk = socket.read()) got = Buffer.concat([got, chunk]);
      const header = parseHeader(got, plain(socket.remoteAddress ?? ''));
      if (header === 'incomplete') return;
      if (header && header.bytes < got.length) socket.unshift(got.subarray(header.bytes));
      done(header?.address);
    };
    const timer = setTimeout(gone, HEADER_TIMEOUT_MS);
    socket.on('readable', read).once('close', gone);
    socket.on('error', () => socket.destroy());
    read();
  });
}

interface Header {
  readonly address: string;
  readonly bytes: number;
}

/** `own`: the address where the proxy speaks for itself, as in a health check. */
function parseHeader(got: Buffer, own: string): Header | 'incomplete' | undefined {
  if (startsLike(got, V2_START)) return parseV2(got, own);
  if (startsLike(got, V1_START)) return parseV1(got, own);
  return undefined;
}

function startsLike(got: Buffer, start: Buffer): boolean {
  const length = Math.min(got.length, start.length);
  return got.subarray(0, length).equals(start.subarray(0, length));
}

function parseV1(got: Buffer, own: string): Header | 'incomplete' | undefined {
  const end = got.subarray(0, MAX_V1_BYTES).indexOf('\r\n');
  if (end < 0) return got.length < MAX_V1_BYTES ? 'incomplete' : undefined;
  const [, family, source = ''] = got.toString('latin1', 0, end).split(' ');
  const bytes = end + 2;
  if (family === 'UNKNOWN') return { address: own, bytes };
  const expected = family === 'TCP4' ? 4 : family === 'TCP6' ? 6 : undefined;
  return expected === isIP(source) ? { address: plain(source), bytes } : undefined;
}

function parseV2(got: Buffer, own: string): Header | 'incomplete' | undefined {
  if (got.length < V2_FIXED_BYTES) return 'incomplete';
  const [command, family] = [got.readUInt8(12), got.readUInt8(13)];
  const bytes = V2_FIXED_BYTES + got.readUInt16BE(14);
  if (command >> 4 !== 2 || bytes > MAX_V2_BYTES) return undefined;
  if (got.length < bytes) return 'incomplete';
  if ((command & 15) === 0) return { address: own, bytes };
  if (family === 0x11 && bytes >= V2_FIXED_BYTES + 12) return { address: got.subarray(16, 20).join('.'), bytes };
  if (family === 0x21 && bytes >= V2_FIXED_BYTES + 36) {
    const groups = Array.from({ length: 8 }, (_, i) => got.readUInt16BE(16 + 2 * i).toString(16));
    return { address: plain(groups.join(':')), bytes };
  }
  return undefined;
}

/** An IPv4 address that came as IPv6, as itself. */
function plain(address: string): string {
  const mapped = /^(?:0:0:0:0:0|:):ffff:(?:([0-9.]+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(address);
  if (!mapped) return address;
  const [, dotted, high = '', low = ''] = mapped;
  if (dotted !== undefined) return dotted;
  const number = Number.parseInt(high, 16) * 0x10000 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}
