// The URLs of gates, and how the platform's own WebSocket opens one. Node adds TCP and TLS: node/transport.ts.
import { DEFAULT_MAX_FRAME_BYTES, type FrameTransport, type TransportHandlers } from './frame-transport.ts';
import { parseUrl } from './urls.ts';
import { WebSocketTransport } from './web-socket-transport.ts';

export const GATE_TRANSPORTS = ['tcp', 'tls', 'ws', 'wss'] as const;
export type GateTransport = (typeof GATE_TRANSPORTS)[number];

/** Opens a connection to a gate. Throws TypeError for a URL that this platform cannot open. */
export type OpenTransport = (
  url: string,
  handlers: TransportHandlers,
  options?: { readonly maxFrameBytes?: number },
) => FrameTransport;

/** Opens a connection to `ws://host:port` or `wss://host:port` by the WebSocket of the platform. Else throws TypeError. */
export function openWebSocket(
  url: string,
  handlers: TransportHandlers,
  { maxFrameBytes = DEFAULT_MAX_FRAME_BYTES }: { readonly maxFrameBytes?: number } = {},
): FrameTransport {
  if (!isWebSocketUrl(url))
    throw new TypeError(`"${url}" cannot be opened here: use ws://host:port or wss://host:port (tcp: and tls: need Node)`);
  return new WebSocketTransport(url, handlers, maxFrameBytes);
}

/** True for a URL that some platform can open. */
export function isGateUrl(url: string): boolean {
  const parsed = parseUrl(url);
  if (!parsed?.hostname) return false;
  if (parsed.protocol === 'tcp:' || parsed.protocol === 'tls:') return parsed.port !== '';
  return parsed.protocol === 'ws:' || parsed.protocol === 'wss:';
}

/** True for a URL that `openWebSocket` accepts. */
export function isWebSocketUrl(url: string): boolean {
  return /^wss?:/.test(url) && isGateUrl(url);
}
