// How a proxy in front of the gate (for TLS or load balancing) reports a client's IP address on TCP: the PROXY protocol,
// versions 1 and 2 (haproxy.org/download/3.2/doc/proxy-protocol.txt). On WebSocket: infra/ports/proxies/client-ip.ts.
import { isIP, type Socket } from 'node:net';
import { unmapIpv4 } from '../../infra/ports/index.ts';

// Version 1 limits the header to this length. A header of version 2 has 16 bytes, two addresses and a few extensions.
const MAX_V1_BYTES = 107;
const MAX_V2_BYTES = 2048;
const V2_START = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const V2_FIXED_BYTES = 16;
const V1_START = Buffer.from('PROXY ');
const HEADER_TIMEOUT_MS = 5000;

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
