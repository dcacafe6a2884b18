// What the product is for: processes and servers die under load, and every message is counted afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { tokens } from '../auth/tokens.ts';
import { migrate } from '../infra/mysql/migrate.ts';
import { SERVER_KINDS, type ServerKind, startServers } from '../infra/servers/servers.ts';
import { newSecrets, type Service, type Services, startServices } from '../infra/servers/services.ts';
import { describeReal } from '../infra/servers/testing.ts';
import type { Account } from './client.ts';
import { Load, type LoadResult } from './load.ts';
import { insertsOf, invent } from './provision.ts';
import { PAIRS } from './rooms.ts';

const CLIENTS = 100;
const RATE = 200;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describeReal('under load, with two gates, two auths and two logics', [...SERVER_KINDS], () => {
  let servers: Awaited<ReturnType<typeof startServers<ServerKind>>>;
  let services: Services;
  let secrets: ReturnType<typeof newSecrets>;
  let load: Load | undefined;
  const lines: { name: string; line: string }[] = [];

  beforeAll(async () => {
    // Private ones: they are killed.
    servers = await startServers([...SERVER_KINDS], { private: true });
    secrets = newSecrets();
    await migrate(servers.mysql.address, silent);
    const env = { ...servers.env, ...secrets, LOG_LEVEL: 'info' };
    services = await startServices(env, { gate: 2, auth: 2, logic: 2 }, { onLine: (line, name) => lines.push({ name, line }) });
    await services.ready();
  });
  afterEach(() => {
    load?.close();
    load = undefined;
    lines.length = 0;
  });
  afterAll(async () => {
    await services?.stop();
    await servers?.stop();
  });

  /** Loads the services with new clients for `seconds`, does `harm` 3 s after the start, and counts. */
  async function loaded(seconds: number, harm: () => Promise<void>): Promise<LoadResult> {
    const accounts = await provision();
    const urls = services.of('gate').map(({ addresses }) => addresses.tcp ?? '');
    load = new Load({
      accounts,
      urls,
      usedBefore: false,
      talk: PAIRS,
      rate: RATE,
      warmUpSeconds: 0,
      seconds,
      textBytes: 50,
      connectTimeoutMs: 30_000,
    });
    expect((await load.connect()).bound).toBe(CLIENTS);
    const [result] = await Promise.all([load.run(() => undefined), sleep(3000).then(harm)]);
    return result;
  }

  async function provision(): Promise<Account[]> {
    const people = invent(CLIENTS, tokens([Buffer.from(secrets.TOKEN_SECRET, 'base64url')]).issue);
    const connection = await createConnection(servers.mysql.address);
    for (const insert of insertsOf(people, 'CURRENT_TIMESTAMP(3)')) await connection.query(insert);
    await connection.end();
    return people;
  }

  /** Nothing lost, doubled or reordered; every message has its acknowledgement. */
  function expectAllThere(result: LoadResult): void {
    expect(result.violations).toEqual({ lost: 0, duplicated: 0, outOfOrder: 0, misdelivered: 0, conflicts: 0, holes: 0 });
    expect(result.traffic).toMatchObject({ refused: 0, unacknowledged: 0, pulledAtEnd: 0 });
    expect(result.traffic.acked).toBe(result.traffic.sent);
    expect(result.unpulled).toBe(0);
  }

  const logicAt = (index: number): Service => {
    const service = services.of('logic')[index];
    if (!service) throw new Error('no such instance');
    return service;
  };

  test('one logic killed: nothing lost, doubled or reordered, and its partitions are served again within 5 s', async () => {
    const result = await loaded(12, () => logicAt(1).kill());
    expectAllThere(result);
    expect(result.delivery.direct.maxMs).toBeLessThan(5000);
    await logicAt(1).restart();
  });

  test('one logic killed between commit and publish: the survivor answers the sender and pushes to the receiver', async () => {
    const result = await loaded(12, async () => {
      const dying = logicAt(0);
      await dying.dieAfterCommit();
      expect(await dying.ended()).toBe('SIGKILL');
    });
    expectAllThere(result);
    expect(result.delivery.direct.maxMs).toBeLessThan(5000);
    // Nobody had to ask again: the answers came before the gate's deadline.
    expect(result.incidents).toEqual([]);
    expect(lines.some(({ name, line }) => name === logicAt(1).name && line.includes('answered again after a takeover'))).toBe(
      true,
    );
    await logicAt(0).restart();
  });

  test('one logic frozen for 10 s and woken: the other goes on, and the late work of the first is refused', async () => {
    const frozen = logicAt(0);
    const result = await loaded(18, async () => {
      await frozen.kill('SIGSTOP');
      await sleep(10_000);
      await frozen.kill('SIGCONT');
    });
    expectAllThere(result);
    expect(result.delivery.direct.maxMs).toBeLessThan(6000);
    const said = lines.filter(({ name }) => name === frozen.name).map(({ line }) => line);
    expect(
      said.some((line) => /another instance has gone on|could not be stored|left the group|rejoin|evicted|member/i.test(line)),
    ).toBe(true);
  });

  test('one auth killed while everybody resumes: all are logged in in the end', async () => {
    const auth = services.of('auth')[0];
    const accounts = await provision();
    const urls = services.of('gate').map(({ addresses }) => addresses.ws ?? '');
    load = new Load({
      accounts,
      urls,
      usedBefore: false,
      talk: PAIRS,
      rate: RATE,
      warmUpSeconds: 0,
      seconds: 2,
      textBytes: 50,
      connectTimeoutMs: 60_000,
    });
    const [{ bound }] = await Promise.all([load.connect(), sleep(20).then(() => auth?.kill())]);
    expect(bound).toBe(CLIENTS);
    expectAllThere(await load.run(() => undefined));
    await auth?.restart();
  });

  test('a gate killed: its clients come back through the others, nothing is lost', async () => {
    const gate = services.of('gate')[0];
    const result = await loaded(15, async () => {
      await gate?.kill();
      await sleep(2000);
      await gate?.restart();
    });
    expectAllThere(result);
  });

  test('Redis emptied: the routes are back within 10 s, nothing is lost', async () => {
    const redis = new Redis(servers.redis.address);
    const result = await loaded(16, async () => {
      const before = (await redis.keys('im:route:*')).length;
      expect(before).toBeGreaterThan(0);
      await redis.flushall();
      const emptiedMs = performance.now();
      await expect
        .poll(async () => (await redis.keys('im:route:*')).length, { timeout: 12_000, interval: 200 })
        .toBeGreaterThanOrEqual(before);
      expect(performance.now() - emptiedMs).toBeLessThan(10_500);
    });
    await redis.quit();
    expectAllThere(result);
  });

  test.each([['redis'], ['mysql'], ['kafka']] as const)(
    '%s killed and started again: everything goes on by itself, nothing is lost',
    async (kind) => {
      const result = await loaded(20, async () => {
        await servers[kind].kill();
        await sleep(3000);
        await servers[kind].start();
      });
      expectAllThere(result);
      expect([...services.all].filter((service) => !service.running()).map(({ name }) => name)).toEqual([]);
    },
  );

  test('services that start before their servers wait for them, say so, and start by themselves', async () => {
    await services.stop();
    for (const kind of SERVER_KINDS) await servers[kind].kill();
    const said: string[] = [];
    const env = { ...servers.env, ...secrets, LOG_LEVEL: 'info' };
    services = await startServices(env, { gate: 2, auth: 2, logic: 2 }, { onLine: (line, name) => said.push(`${name} ${line}`) });
    await expect
      .poll(() => said.filter((line) => /waiting for/i.test(line)).length, { timeout: 20_000 })
      .toBeGreaterThanOrEqual(6);
    // The other way round than at a usual start.
    for (const kind of ['redis', 'mysql', 'kafka'] as const) await servers[kind].start();
    await services.ready();
    const accounts = await provision();
    const urls = services.of('gate').map(({ addresses }) => addresses.tcp ?? '');
    load = new Load({
      accounts,
      urls,
      usedBefore: false,
      talk: PAIRS,
      rate: RATE,
      warmUpSeconds: 0,
      seconds: 2,
      textBytes: 50,
      connectTimeoutMs: 30_000,
    });
    expect((await load.connect()).bound).toBe(CLIENTS);
    expectAllThere(await load.run(() => undefined));
  });
});
