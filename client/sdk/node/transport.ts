// Opens a transport on Node: TCP, TLS, or WebSocket.
import { DEFAULT_MAX_FRAME_BYTES, type FrameTransport, type TransportHandlers } from '../connection/frame-transport.ts';
import { GATE_TRANSPORTS, isGateUrl } from '../connection/transport.ts';
import type { Platform } from '../platform.ts';
import { TcpTransport } from './tcp-transport.ts';
import { WsTransport } from './ws-transport.ts';

export type { FrameTransport, TransportHandlers } from '../connection/frame-transport.ts';

/** Opens a connection to `tcp://host:port`, `tls://host:port`, `ws://host:port` or `wss://host:port`. Else throws TypeError. */
export function openTransport(
  url: string,
  handlers: TransportHandlers,
  { maxFrameBytes = DEFAULT_MAX_FRAME_BYTES }: { maxFrameBytes?: number } = {},
): FrameTransport {
  if (!isGateUrl(url)) throw new TypeError(`"${url}" is not a gate URL: use tcp://host:port or ws://host:port`);
  const { protocol, hostname, port } = new URL(url);
  if (protocol === 'ws:' || protocol === 'wss:') return new WsTransport(url, handlers, maxFrameBytes);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return new TcpTransport({ host, port: Number(port), isSecure: protocol === 'tls:' }, handlers, maxFrameBytes);
}

export const NODE_PLATFORM: Platform = { open: openTransport, transports: GATE_TRANSPORTS };
