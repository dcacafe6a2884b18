// For tests: a client of a real Redis, with a database of its own, for the tests of one suite.
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { Log } from '../../ports/index.ts';
import { realServers } from '../../testing/real-servers.ts';
import { redisClient } from '../client.ts';

export interface TestRedis {
  /** Connected from the first test on. */
  readonly client: Redis;
  readonly url: string;
  /** Empties it. */
  release(): Promise<void>;
}

/** To be called in a suite: there before its first test, gone after its last one. */
export function testRedis(log: Log): TestRedis {
  let servers: Awaited<ReturnType<typeof realServers<'redis'>>> | undefined;
  let client: Redis | undefined;
  const connected = (): Redis => {
    if (!client) throw new Error('only within a test');
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
      return connected();
    },
    get url() {
      return servers?.redis ?? '';
    },
    release: async () => void (await connected().flushdb()),
  };
}
