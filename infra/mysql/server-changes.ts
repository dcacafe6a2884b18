// What all connections of this process know about the server behind an address: one of them learns that it is the wrong one now,
// and all of them leave it.

// The server is read-only, shutting down or out of its cluster: after a failover its address leads to another one, which only a
// new connection finds. 1053 shutdown, 1290 and 1836 read-only, 1792 read-only transaction, 3032 offline, 3100 group replication.
const WRONG_SERVER = new Set([1053, 1290, 1792, 1836, 3032, 3100]);

// A former primary answers reads for as long as it lives, and what it answers is old. So no connection for reads outlives this.
export const MAX_AGE_MS = 30_000;

const generations = new Map<string, number>();

/** Rises each time a connection to this URL has met a server that is the wrong one now. */
export function serverGeneration(url: string): number {
  return generations.get(url) ?? 0;
}

/** Makes all pools of this URL replace their connections, if this is the error of a server that is the wrong one now. */
export function leaveWrongServer(url: string, error: unknown): boolean {
  const isWrong = WRONG_SERVER.has(serverErrno(error));
  if (isWrong) generations.set(url, serverGeneration(url) + 1);
  return isWrong;
}

/** The error number of the server; 0 when the error is not an answer of the server, as when the connection was lost. */
export function serverErrno(error: unknown): number {
  const errno = (error as { errno?: unknown } | null)?.errno;
  const state = (error as { sqlState?: unknown } | null)?.sqlState;
  return typeof errno === 'number' && typeof state === 'string' ? errno : 0;
}
