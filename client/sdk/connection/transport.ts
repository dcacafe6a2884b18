// Opens a transport. It sends and receives frames to and from one gate, over TCP or WebSocket, without decoding them.
import type { FrameTransport, TransportHandlers } from './frame-transport.ts';
import { TcpTransport } from './tcp-transport.ts';
import { WebSocketTransport } from './web-socket-transport.ts';

export type { FrameTransport, TransportHandlers } from './frame-transport.ts';

// Above the largest page of messages that a gate sends. It protects the memory of this process from a broken peer.
const DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** Opens a connection to `tcp://host:port`, `ws://host:port` or `wss://host:port`. Throws TypeError for every other URL. */
export function openTransport(
  url: string,
  handlers: TransportHandlers,
  { maxFrameBytes = DEFAULT_MAX_FRAME_BYTES }: { maxFrameBytes?: number } = {},
): FrameTransport {
  if (!isGateUrl(url)) throw new TypeError(`"${url}" is not a gate URL: use tcp://host:port or ws://host:port`);
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'tcp:') return new WebSocketTransport(url, handlers, maxFrameBytes);
  return new TcpTransport(hostname.replace(/^\[(.*)\]$/, '$1'), Number(port), handlers, maxFrameBytes);
}

/** True for a URL that `openTransport` accepts. */
export function isGateUrl(url: string): boolean {
  const parsed = URL.parse(url);
  if (!parsed?.hostname) return false;
  return parsed.protocol === 'tcp:' ? parsed.port !== '' : parsed.protocol === 'ws:' || parsed.protocol === 'wss:';
}
