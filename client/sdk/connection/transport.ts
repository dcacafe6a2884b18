// Opens a transport. It sends and receives frames to and from one gate, over TCP or WebSocket, without decoding them.
import type { FrameTransport, TransportHandlers } from './frame-transport.ts';
import { TcpTransport } from './tcp-transport.ts';
import { WebSocketTransport } from './web-socket-transport.ts';

export type { FrameTransport, TransportHandlers } from './frame-transport.ts';

// Above the largest page of messages that a gate sends. It protects the memory of this process from a broken peer.
const DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024;

export const GATE_TRANSPORTS = ['tcp', 'tls', 'ws', 'wss'] as const;
export type GateTransport = (typeof GATE_TRANSPORTS)[number];

/** Opens a connection to `tcp://host:port`, `tls://host:port`, `ws://host:port` or `wss://host:port`. Else throws TypeError. */
export function openTransport(
  url: string,
  handlers: TransportHandlers,
  { maxFrameBytes = DEFAULT_MAX_FRAME_BYTES }: { maxFrameBytes?: number } = {},
): FrameTransport {
  if (!isGateUrl(url)) throw new TypeError(`"${url}" is not a gate URL: use tcp://host:port or ws://host:port`);
  const { protocol, hostname, port } = new URL(url);
  if (protocol === 'ws:' || protocol === 'wss:') return new WebSocketTransport(url, handlers, maxFrameBytes);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return new TcpTransport({ host, port: Number(port), isSecure: protocol === 'tls:' }, handlers, maxFrameBytes);
}

/** True for a URL that `openTransport` accepts. */
export function isGateUrl(url: string): boolean {
  const parsed = URL.parse(url);
  if (!parsed?.hostname) return false;
  if (parsed.protocol === 'tcp:' || parsed.protocol === 'tls:') return parsed.port !== '';
  return parsed.protocol === 'ws:' || parsed.protocol === 'wss:';
}
