// The messages by which a test asks the vitest global set-up for real servers: one JSON request and one JSON reply on a local
// socket.

export type RealServerKind = 'kafka' | 'mysql' | 'redis';

export type ServerRequest =
  /** Addresses on the servers that the whole test run shares. */
  | { readonly action: 'acquire'; readonly kinds: readonly RealServerKind[] }
  /** Drops the databases of an earlier `acquire`. */
  | { readonly action: 'release'; readonly addresses: RealServerAddresses }
  /** Servers of the caller's own; `group` of the reply names them. */
  | { readonly action: 'start-private'; readonly kinds: readonly RealServerKind[] }
  | { readonly action: 'kill' | 'restart'; readonly group: number; readonly kind: RealServerKind }
  | { readonly action: 'stop-private'; readonly group: number };

export type RealServerAddresses = Readonly<Partial<Record<RealServerKind, string>>>;

/** Reply to `acquire`. */
export interface AcquiredServers {
  readonly addresses: RealServerAddresses;
  /** The same addresses under the names of the settings. */
  readonly env: Readonly<Record<string, string>>;
  /** A topic generation that no other test uses. */
  readonly generation: number;
}

/** Reply to `start-private`. */
export interface PrivateServerGroup {
  readonly group: number;
  readonly addresses: RealServerAddresses;
}

/** Reply to every request that fails. */
export interface ServerProblem {
  readonly problem: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the socket on which the global set-up listens. */
    realServers: string;
  }
}
