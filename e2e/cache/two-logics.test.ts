// The cache of two logic services: other users read a change at once, even while Redis and logic services die.
import { Redis } from 'ioredis';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { sessionTokens } from '../../auth/session-tokens.ts';
import { createClient } from '../../client/sdk/node.ts';
import { describeReal, type RealServers, realServers } from '../../infra/testing/real-servers.ts';
import { accountInserts, generateAccounts, type TokenAccount } from '../../loadtest/setup/accounts.ts';
import { startServers } from '../../tools/servers/servers.ts';
import {
  generateSecrets,
  type ServiceProcess,
  type ServiceProcesses,
  startServices,
} from '../../tools/servers/service-processes.ts';
import { type ConnectedUser, type ProfileLoad, startProfileLoad, startRelationLoad } from './testing/cache-under-load.ts';

const soon = { timeout: 30_000 };

type Person = TokenAccount & ConnectedUser;

describeReal('the cache of two logic services', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql'>;
  let own: Awaited<ReturnType<typeof startServers<'redis'>>>;
  let services: ServiceProcesses;
  let redis: Redis;
  let sql: mysql.Connection;
  let people: readonly Person[] = [];

  beforeAll(async () => {
    servers = await realServers(['kafka', 'mysql']);
    own = await startServers(['redis'], { private: true });
    const secrets = generateSecrets();
    const { issue } = sessionTokens([Buffer.from(secrets.IM_TOKEN_SECRET, 'base64url')]);
    services = await startServices(
      { ...servers.env, ...own.env, ...secrets, IM_RATE_LIMITS: 'off' },
      { gate: 1, auth: 1, logic: 2 },
    );
    await services.waitUntilReady();
    redis = new Redis(own.redis.address, { maxRetriesPerRequest: 0, retryStrategy: () => 100 });
    // The tests kill Redis, so connection errors are expected.
    redis.on('error', () => undefined);
    sql = await mysql.createConnection(servers.mysql);
    const accounts = generateAccounts(9, issue);
    for (const insert of accountInserts(accounts, 'CURRENT_TIMESTAMP(3)')) await sql.query(insert);
    people = await Promise.all(
      accounts.map(async (person) => {
        const client = createClient({ gates: [services.byRole('gate')[0]?.addresses.tcp ?? ''] });
        await client.resume(person.token);
        return { ...person, client };
      }),
    );
    await waitUntilCacheIsActive();
  }, 120_000);
  afterAll(async () => {
    for (const { client } of people) client.close();
    redis?.disconnect();
    await sql?.end();
    await services?.stop();
    await own?.stop();
    await servers?.release();
  });

  const logics = (): readonly ServiceProcess[] => services.byRole('logic');
  /** The kinds of cache entries of a profile, over all epochs: "v" (value), "l" (lease) or "c" (tombstone). */
  async function cacheEntriesOf({ userId }: TokenAccount): Promise<string> {
    try {
      const keys = await redis.keys(`im:cache:*:profile:${userId}`);
      const found = keys.length === 0 ? [] : await redis.mget(keys);
      return found.map((text) => text?.[0] ?? '').join('');
    } catch {
      return 'unavailable';
    }
  }

  /** Makes the fencing row older, so that the test does not wait until no process can trust an earlier cache. */
  const ageFenceRow = () =>
    sql.query(
      `UPDATE cache_fence SET since = since - INTERVAL 1 MINUTE
        WHERE server <> '' AND since < UTC_TIMESTAMP(3) - INTERVAL 3 SECOND`,
    );

  /** Waits until profiles are cached. */
  async function waitUntilCacheIsActive(): Promise<void> {
    const [, bob] = people;
    // Use a profile that no test changes: if a service was killed while it changed a profile, that profile is uncached for 15 s.
    const unchanged = people.at(-1);
    if (!bob || !unchanged) throw new Error('no accounts');
    await vi.waitFor(async () => {
      // As in production before the first read: every process knows the active cache, and earlier writes are committed.
      await ageFenceRow();
      await bob.client.call.logic.getProfile({ userId: unchanged.userId });
      const entries = await cacheEntriesOf(unchanged);
      const [rows] = await sql.query('SELECT server, epoch, since, UTC_TIMESTAMP(3) AS now FROM cache_fence');
      expect(entries, `cache fence: ${JSON.stringify(rows)}`).toContain('v');
    }, soon);
  }

  function startLoad(): ProfileLoad {
    const [alice, ...others] = people;
    if (!alice) throw new Error('no accounts');
    return startProfileLoad(alice, others);
  }

  test('a changed profile is read by all users at once, hundreds of times under load', async () => {
    const load = startLoad();
    await expect.poll(load.changes, soon).toBeGreaterThan(300);
    const { stale, reads } = await load.stop();
    expect(stale).toEqual([]);
    expect(reads).toBeGreaterThan(300);
    await waitUntilCacheIsActive();
  }, 90_000);

  test('profiles, friends and blocks are read as last changed while Redis is killed, down and restarted', async () => {
    const load = startLoad();
    const [, , carol, dave] = people;
    if (!carol || !dave) throw new Error('no accounts');
    const relations = startRelationLoad(carol, dave);
    for (let round = 0; round < 2; round++) {
      const before = load.changes();
      await expect.poll(() => load.changes() - before, soon).toBeGreaterThan(30);
      await own.redis.kill();
      const without = load.changes();
      await expect.poll(() => load.changes() - without, soon).toBeGreaterThan(30);
      await own.redis.start();
      const after = load.changes();
      await expect.poll(() => load.changes() - after, soon).toBeGreaterThan(30);
      await waitUntilCacheIsActive();
    }
    expect((await load.stop()).stale).toEqual([]);
    const { wrong, rounds } = await relations.stop();
    expect(wrong).toEqual([]);
    expect(rounds).toBeGreaterThan(5);
  }, 150_000);

  test('a changed profile is read by all users at once while logic services die between invalidation and commit', async () => {
    const [alice, bob] = people;
    if (!alice || !bob) throw new Error('no accounts');
    /**
     * Locks the table that a batch writes last. So the batch with the profile has put its tombstones and cannot commit. If a
     * batch without the profile waits first, the lock is released, and the caller tries again.
     */
    const isBlockedBeforeCommit = async (): Promise<boolean> => {
      await sql.query('LOCK TABLES outbox WRITE');
      for (let i = 0; i < 100; i++) if ((await cacheEntriesOf(alice)).includes('c')) return true;
      await sql.query('UNLOCK TABLES');
      return false;
    };
    // Unlock even if the test fails, because the other tests need the table.
    onTestFinished(async () => {
      await sql.query('UNLOCK TABLES');
    });
    const load = startLoad();
    for (let round = 0; round < 2; round++) {
      const before = load.changes();
      await expect.poll(() => load.changes() - before, soon).toBeGreaterThan(20);
      await expect.poll(isBlockedBeforeCommit, { ...soon, interval: 50 }).toBe(true);
      await Promise.all(logics().map((logic) => logic.kill()));
      await sql.query('UNLOCK TABLES');
      await Promise.all(logics().map((logic) => logic.restart()));
    }
    const after = load.changes();
    await expect.poll(() => load.changes() - after, soon).toBeGreaterThan(20);
    expect((await load.stop()).stale).toEqual([]);
  }, 150_000);

  test('friends, groups and blocks are read as last changed by both users', async () => {
    await waitUntilCacheIsActive();
    // Skip the users whose profiles the killed services were changing: these stay uncached for some time.
    const [alice, bob, carol] = people.slice(2);
    if (!alice || !bob || !carol) throw new Error('no accounts');
    const friendsOf = async ({ client }: Person) =>
      (await client.call.logic.listFriends({})).friends.map(({ relation }) => relation?.other?.displayName);
    const groupsOf = async ({ client }: Person) => (await client.call.logic.listGroups({})).groups.map(({ name }) => name);
    for (let round = 0; round < 5; round++) {
      await alice.client.call.logic.updateProfile({ displayName: `Alice ${round}` });
      await alice.client.call.logic.requestFriend({ userId: bob.userId });
      expect((await bob.client.call.logic.listFriendRequests({})).requests).toHaveLength(1);
      await bob.client.call.logic.answerFriendRequest({ userId: alice.userId, accept: true });
      expect(await friendsOf(bob)).toEqual([`Alice ${round}`]);
      await alice.client.call.logic.updateProfile({ displayName: `Alice ${round}+` });
      expect(await friendsOf(bob)).toEqual([`Alice ${round}+`]);
      expect(await friendsOf(alice)).toEqual(['']);
      await bob.client.call.logic.block({ userId: alice.userId });
      expect([await friendsOf(alice), await friendsOf(bob)]).toEqual([[], []]);
      expect((await bob.client.call.logic.listBlocked({})).users).toHaveLength(1);
      await bob.client.call.logic.unblock({ userId: alice.userId });
      expect((await bob.client.call.logic.listBlocked({})).users).toEqual([]);
      const clientRequestId = Buffer.from(`request ${round}`.padEnd(16));
      const made = await alice.client.call.logic.createGroup({
        clientRequestId,
        name: `group ${round}`,
        memberIds: [carol.userId],
      });
      await carol.client.call.logic.answerGroupInvitation({ groupId: made.group?.groupId ?? '', accept: true });
      expect(await groupsOf(carol)).toEqual([`group ${round}`]);
      const groupId = made.group?.groupId ?? '';
      await alice.client.call.logic.updateGroup({ groupId, name: `renamed ${round}` });
      expect(await groupsOf(carol)).toEqual([`renamed ${round}`]);
      await alice.client.call.logic.removeFromGroup({ groupId, userId: carol.userId });
      expect(await groupsOf(carol)).toEqual([]);
      expect(await groupsOf(alice)).toEqual([`renamed ${round}`]);
      await alice.client.call.logic.dissolveGroup({ groupId });
      expect(await groupsOf(alice)).toEqual([]);
    }
  }, 60_000);

  test('a deleted account is not found by users who have just read it', async () => {
    const [, bob] = people;
    if (!bob) throw new Error('no accounts');
    const dave = createClient({ gates: [services.byRole('gate')[0]?.addresses.tcp ?? ''] });
    try {
      const { userId } = await dave.register({ name: 'dave', password: 'correct horse battery' });
      await dave.call.logic.requestFriend({ userId: bob.userId });
      await bob.client.call.logic.answerFriendRequest({ userId, accept: true });
      const namesOf = async (): Promise<unknown> =>
        (await bob.client.call.logic.listFriends({})).friends.map(({ relation }) => relation?.other?.name);
      expect((await bob.client.call.logic.getProfile({ userId })).profile?.name).toBe('dave');
      expect(await namesOf()).toEqual(['dave']);
      // Auth deletes the account, and logic reads it.
      await dave.deleteAccount('correct horse battery');
      await expect(bob.client.call.logic.getProfile({ userId })).rejects.toMatchObject({ code: 'NO_SUCH_USER' });
      // The user has no name, until logic has erased them.
      expect([[''], []]).toContainEqual(await namesOf());
      await expect.poll(namesOf, soon).toEqual([]);
    } finally {
      dave.close();
    }
  }, 60_000);
});
