// What differs between the platforms of the SDK.
import { type GateTransport, type OpenTransport, openWebSocket } from './connection/transport.ts';

export interface Platform {
  readonly open: OpenTransport;
  /** The transports that `open` has. The first one is for a client that knows neither a gate nor a status. */
  readonly transports: readonly GateTransport[];
}

/** Browsers, Bun, Deno and React Native. */
export const WEB_PLATFORM: Platform = { open: openWebSocket, transports: ['wss', 'ws'] };

/** What to ask status for: gates like those that are known, else with TLS as status has it, else the platform's first one. */
export function chooseTransport(platform: Platform, gates: readonly string[], status: readonly string[]): GateTransport {
  const { transports } = platform;
  const known = transports.find((scheme) => gates[0]?.startsWith(`${scheme}:`));
  const byStatus = status.length > 0 ? transports.find((scheme) => isTls(scheme) === status.some(isHttps)) : undefined;
  return known ?? byStatus ?? transports[0] ?? 'ws';
}

function isHttps(url: string): boolean {
  return url.startsWith('https:');
}

function isTls(transport: GateTransport): boolean {
  return transport === 'tls' || transport === 'wss';
}
