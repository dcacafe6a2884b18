import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Log } from '../ports/index.ts';
import { describeReal, type PrivateServers, startPrivateServers } from '../testing/real-servers.ts';
import { redisClient } from './client.ts';
import { redisRoutes } from './routes.ts';

const STOPS = 'redis takes no writes while it cannot save, and pushes stop then: set stop-writes-on-bgsave-error no';
const REFUSES = 'redis refuses commands, connecting again in case its address leads to another server';

describeReal('a Redis that cannot save', ['redis'], () => {
  let servers: PrivateServers<'redis'>;
  let admin: Redis;
  let client: Redis;
  let warnings: string[];
  const ignore = (): void => undefined;
  const log: Log = { debug: ignore, info: ignore, warn: (_, text) => void warnings.push(text), error: ignore };

  async function connect(): Promise<Redis> {
    const connected = redisClient(servers.redis.address, log);
    await expect.poll(() => connected.status).toBe('ready');
    return connected;
  }
  beforeEach(async () => {
    warnings = [];
    servers = await startPrivateServers(['redis']);
    admin = await connect();
    await admin.config('SET', 'save', '3600 1');
  });
  afterEach(async () => {
    client.disconnect();
    admin.disconnect();
    await servers.stop();
  });

  const alice = {
    userId: 'alice',
    route: { sessionId: 's', epoch: 1, address: { instance: 'gate-1.a', slot: 0, connection: 1 } },
  };
  const lastSave = async (): Promise<unknown> => /rdb_last_bgsave_status:(\w+)/.exec(await admin.info('persistence'))?.[1];
  const saveFile = async (): Promise<string> => {
    const [, folder = ''] = (await admin.config('GET', 'dir')) as [string, string];
    return join(folder, 'dump.rdb');
  };
  /** A folder in the place of the file makes each save fail, as a full disk does. */
  async function breakSaves(): Promise<void> {
    mkdirSync(join(await saveFile(), 'full'), { recursive: true });
    await admin.bgsave();
    await expect.poll(lastSave).toBe('err');
  }
  async function mendSaves(): Promise<void> {
    rmSync(await saveFile(), { recursive: true });
    await admin.bgsave();
    await expect.poll(lastSave).toBe('ok');
  }
  const isLocal = async (): Promise<boolean> => existsSync(join(await saveFile(), '..', 'output.log'));

  test('and stops then is told at the start and when it happens; reads go on, and writes when it can save', async (context) => {
    client = await connect();
    if (!(await isLocal())) context.skip();
    await expect.poll(() => warnings).toEqual([STOPS]);
    const routes = redisRoutes(client);
    await routes.refresh('gate-1.a', [alice]);
    await routes.bind([alice]);
    await breakSaves();
    await expect(routes.bind([alice])).rejects.toThrow('MISCONF');
    await expect.poll(() => routes.lookup(['alice']).catch(() => undefined)).toEqual([[alice.route]]);
    for (let attempt = 0; attempt < 20; attempt++) await routes.bind([alice]).catch(() => undefined);
    expect(warnings.filter((text) => text === REFUSES)).toHaveLength(1);
    await mendSaves();
    await expect.poll(() => routes.refresh('gate-1.a', [alice]).catch(() => undefined), { timeout: 10_000 }).toEqual([]);
  });

  test('and goes on is no trouble', async (context) => {
    await admin.config('SET', 'stop-writes-on-bgsave-error', 'no');
    client = await connect();
    if (!(await isLocal())) context.skip();
    await breakSaves();
    const routes = redisRoutes(client);
    await routes.bind([alice]);
    await routes.refresh('gate-1.a', [alice]);
    expect(await routes.lookup(['alice'])).toEqual([[alice.route]]);
    expect(warnings).toEqual([]);
  });
});
