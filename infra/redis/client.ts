// The connection to Redis. Redis holds hints only: every caller must be able to continue without an answer.
import { hash } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Log } from '../ports/index.ts';

/** A connection that `redisClient` has made. Services name it without a dependency on the driver. */
export type RedisClient = Redis;

const COMMAND_TIMEOUT_MS = 1000;
const MAX_RETRY_MS = 1000;

// The server is the wrong one now: a former primary, one that is still loading, or one that takes no writes. Its address may by
// now lead to another server, which only a new connection finds.
const WRONG_SERVER = /^(?:.*-)?(?:READONLY|LOADING|MASTERDOWN|NOREPLICAS|CLUSTERDOWN|MISCONF|OOM)\b/;
// At first. While the same server goes on to refuse commands the interval doubles: each new connection costs what is in flight.
const LEAVE_WRONG_SERVER_EVERY_MS = 3000;
const MAX_LEAVE_INTERVAL_MS = 60_000;

/**
 * Connects, and reconnects for ever. Without a connection a command rejects at once; without an answer it rejects after one
 * second. A command in flight when the connection breaks rejects and is not sent again. Logs once when the connection is lost
 * and once when it is restored. Connects again when the server says that it is no primary, is loading or is full. Warns once of
 * a server that stops when it cannot save.
 */
export function redisClient(url: string, log: Log): RedisClient {
  let leftAt = Number.NEGATIVE_INFINITY;
  let intervalMs = LEAVE_WRONG_SERVER_EVERY_MS;
  const reconnectOnError = ({ message }: Error): boolean => {
    const sinceMs = performance.now() - leftAt;
    if (!WRONG_SERVER.test(message) || sinceMs < intervalMs) return false;
    intervalMs =
      sinceMs > 2 * MAX_LEAVE_INTERVAL_MS ? LEAVE_WRONG_SERVER_EVERY_MS : Math.min(2 * intervalMs, MAX_LEAVE_INTERVAL_MS);
    leftAt = performance.now();
    log.warn({ reason: message }, 'redis refuses commands, connecting again in case its address leads to another server');
    return true;
  };
  const client = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(50 * attempt, MAX_RETRY_MS),
    disableClientInfo: true,
    reconnectOnError,
  });
  let isDown = false;
  let lastError: Error | undefined;
  client.on('error', (error: Error) => {
    lastError = error;
  });
  client.on('close', () => {
    if (isDown || client.status === 'end') return;
    isDown = true;
    log.warn({ err: lastError }, 'redis connection lost, reconnecting');
  });
  let isChecked = false;
  client.on('ready', () => {
    if (!isChecked) void warnOfStoppingServer(client, log);
    isChecked = true;
    if (isDown) log.info({}, 'redis connection restored');
    isDown = false;
    lastError = undefined;
  });
  return client;
}

/** A server that takes no writes while it cannot save stops routes, and pushes with them, for as long as its disk is full. */
async function warnOfStoppingServer(client: RedisClient, log: Log): Promise<void> {
  // Some hosted servers have no CONFIG; they look after their disks.
  const settings = await client.call('CONFIG', 'GET', 'stop-writes-on-bgsave-error').catch(() => []);
  const saves = await client.call('CONFIG', 'GET', 'save').catch(() => []);
  if (!Array.isArray(settings) || !Array.isArray(saves) || settings[1] !== 'yes' || !saves[1]) return;
  log.warn({}, 'redis takes no writes while it cannot save, and pushes stop then: set stop-writes-on-bgsave-error no');
}

/**
 * A Lua script, run by its hash. Sends the whole text when Redis does not know it: the first time, and after a restart of
 * Redis. It also runs when Redis is full, unless `refusedWhenFull`: what routes, presence, positions and counts need is small
 * and bounded, and without it pushes would stop.
 */
export function luaScript(
  client: RedisClient,
  statements: string,
  { refusedWhenFull = false }: { readonly refusedWhenFull?: boolean } = {},
): (keys: readonly string[], args: readonly (string | number | Buffer)[]) => Promise<unknown> {
  const lua = refusedWhenFull ? statements : `#!lua flags=allow-oom\n${statements}`;
  const sha = hash('sha1', lua);
  return async (keys, args) => {
    try {
      return await client.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return await client.eval(lua, keys.length, ...keys, ...args);
    }
  };
}

/** Rejects when `answer` has not arrived after `timeoutMs`. */
export async function withDeadline<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  // Reject one turn later: if this process was busy, the answer may have arrived and not been read yet.
  const timer = setTimeout(() => setImmediate(reject, new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
