// A client of a real Redis for the tests of one suite, with a database of its own.
import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { Log } from '../../ports/index.ts';
import { realServers } from '../../testing/real-servers.ts';
import { type RedisClient, redisClient } from '../client.ts';

export interface TestRedis {
  /** Connected from the first test on. */
  readonly client: RedisClient;
  readonly url: string;
  /** Empties the database. */
  release(): Promise<void>;
}

/** Call it in a suite: it connects before the first test and disconnects after the last one. */
export function testRedis(log: Log): TestRedis {
  let servers: Awaited<ReturnType<typeof realServers<'redis'>>> | undefined;
  let client: RedisClient | undefined;
  const connectedClient = (): RedisClient => {
    if (!client) throw new Error('use the client within a test');
    return client;
  };
  beforeAll(async () => {
    servers = await realServers(['redis']);
    client = redisClient(servers.redis, log);
    await vi.waitFor(() => expect(client?.status).toBe('ready'));
  });
  afterAll(async () => {
    client?.disconnect();
    await servers?.release();
  });
  return {
    get client() {
      return connectedClient();
    },
    get url() {
      return servers?.redis ?? '';
    },
    release: async () => void (await connectedClient().flushdb()),
  };
}
