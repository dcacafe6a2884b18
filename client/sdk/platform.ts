// What differs between the platforms of the SDK.
import { type GateTransport, type OpenTransport, openWebSocket } from './connection/transport.ts';

export interface Platform {
  readonly open: OpenTransport;
  /** The transports that `open` has. The first one is what the client asks status for, unless it knows better. */
  readonly transports: readonly GateTransport[];
}

/** Browsers, Bun, Deno and React Native. */
export const WEB_PLATFORM: Platform = { open: openWebSocket, transports: ['wss', 'ws'] };

/** What to ask status for: gates like those that are known, else the safest transport that reaches them. */
export function chooseTransport(platform: Platform, gates: readonly string[], status: readonly string[]): GateTransport {
  const { transports } = platform;
  const known = transports.find((scheme) => gates[0]?.startsWith(`${scheme}:`));
  // Gates without TLS have a status without TLS.
  const isPlain = status.length > 0 && status.every((url) => url.startsWith('http:'));
  return known ?? (isPlain ? transports.find((scheme) => !isTls(scheme)) : undefined) ?? transports[0] ?? 'ws';
}

function isTls(transport: GateTransport): boolean {
  return transport === 'tls' || transport === 'wss';
}
