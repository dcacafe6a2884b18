// The connection to Redis. Redis holds hints only: whoever asks it must be able to go on without an answer.
import { hash } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Log } from '../ports/index.ts';

/** A connection that `redisClient` has made: services name it without a dependency on the driver. */
export type RedisClient = Redis;

const COMMAND_TIMEOUT_MS = 1000;
const RETRY_MAX_MS = 1000;

/**
 * Connects, and connects again for ever. While Redis is away a command rejects at once; while it is silent, after a second. A command
 * that was under way when the connection broke rejects and is not sent again. Logs once when Redis goes and once when it comes.
 */
export function redisClient(url: string, log: Log): Redis {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(50 * attempt, RETRY_MAX_MS),
    disableClientInfo: true,
  });
  let away = false;
  let lastError: Error | undefined;
  client.on('error', (error: Error) => {
    lastError = error;
  });
  client.on('close', () => {
    if (away || client.status === 'end') return;
    away = true;
    log.warn({ error: lastError?.message }, 'redis is away');
  });
  client.on('ready', () => {
    if (away) log.info({}, 'redis is back');
    away = false;
    lastError = undefined;
  });
  return client;
}

/** A Lua script, run by its hash; sent whole when Redis does not know it (the first time, and after Redis was restarted). */
export function luaScript(
  client: Redis,
  lua: string,
): (keys: readonly string[], args: readonly (string | number | Buffer)[]) => Promise<unknown> {
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
