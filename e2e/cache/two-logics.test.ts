// What one user changes others read at once, whichever logic answers them, while Redis and logics die.
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Redis } from 'ioredis';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { sessionTokens } from '../../auth/session-tokens.ts';
import { type Client, createClient } from '../../client/sdk/index.ts';
import { describeReal, type RealServers, realServers } from '../../infra/testing/real-servers.ts';
import { accountInserts, generateAccounts, type TokenAccount } from '../../loadtest/setup/accounts.ts';
import { startServers } from '../../tools/servers/servers.ts';
import {
  generateSecrets,
  type ServiceProcess,
  type ServiceProcesses,
  startServices,
} from '../../tools/servers/service-processes.ts';

const soon = { timeout: 30_000 };

interface Someone extends TokenAccount {
  readonly client: Client;
}

describeReal('copies over two logics', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql'>;
  let own: Awaited<ReturnType<typeof startServers<'redis'>>>;
  let services: ServiceProcesses;
  let redis: Redis;
  let sql: mysql.Connection;
  let people: readonly Someone[] = [];

  beforeAll(async () => {
    servers = await realServers(['kafka', 'mysql']);
    own = await startServers(['redis'], { private: true });
    const secrets = generateSecrets();
    const { issue } = sessionTokens([Buffer.from(secrets.TOKEN_SECRET, 'base64url')]);
    services = await startServices(
      { ...servers.env, ...own.env, ...secrets, RATE_LIMITS: 'off' },
      { gate: 1, auth: 1, logic: 2 },
    );
    await services.waitUntilReady();
    redis = new Redis(own.redis.address, { maxRetriesPerRequest: 0, retryStrategy: () => 100 });
    // It goes and comes back: that is what is tested.
    redis.on('error', () => undefined);
    sql = await mysql.createConnection(servers.mysql);
    const invented = generateAccounts(9, issue);
    for (const insert of accountInserts(invented, 'CURRENT_TIMESTAMP(3)')) await sql.query(insert);
    people = await Promise.all(
      invented.map(async (person) => {
        const client = createClient({ gates: [services.byRole('gate')[0]?.addresses.tcp ?? ''] });
        await client.resume(person.token);
        return { ...person, client };
      }),
    );
    await inForce();
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
  /** What Redis holds of a profile, in each epoch: "v", "l" or "c". */
  async function marksOf({ user }: TokenAccount): Promise<string> {
    try {
      const keys = await redis.keys(`im:cache:*:profile:${user}`);
      const found = keys.length === 0 ? [] : await redis.mget(keys);
      return found.map((text) => text?.[0] ?? '').join('');
    } catch {
      return 'away';
    }
  }
  /** Copies are made: not waiting for the time in which somebody might still know of another cache. */
  async function inForce(): Promise<void> {
    const [, bob] = people;
    // Of whom nobody changes anything: what a logic that died had begun to change is not copied for 15 s.
    const untouched = people.at(-1);
    if (!bob || !untouched) throw new Error('nobody');
    await vi.waitFor(async () => {
      // Not before everybody knows of it and what was sent without knowing is committed: in a real run nobody reads copies before that either.
      await sql.query(
        "UPDATE cache_fence SET since = since - INTERVAL 1 MINUTE WHERE server <> '' AND since < UTC_TIMESTAMP(3) - INTERVAL 3 SECOND",
      );
      await bob.client.call.logic.getProfile({ user: untouched.user });
      const marks = await marksOf(untouched);
      const [rows] = await sql.query('SELECT server, epoch, since, UTC_TIMESTAMP(3) AS now FROM cache_fence');
      expect(marks, `in force: ${JSON.stringify(rows)}`).toContain('v');
    }, soon);
  }

  /** Everybody but the first one reads him, and whose friend he is, again and again, while he changes; what was read too late. */
  function watched(): { stop(): Promise<{ stale: string[]; reads: number; changes: number }>; changes(): number } {
    const [alice, ...others] = people;
    if (!alice) throw new Error('nobody');
    const stale: string[] = [];
    const answered = { about: Number.NaN, changes: 0 };
    let reads = 0;
    let ended = false;
    const read = async ({ client }: Someone): Promise<void> => {
      while (!ended) {
        const least = answered.about;
        // Dropped after its deadline, while there is nobody who could answer: it is asked again.
        const found = await client.call.logic.getProfile({ user: alice.user }).catch(() => undefined);
        reads++;
        if (found && Number(found.profile?.about) < least) stale.push(`${found.profile?.about} after ${least}`);
      }
    };
    const change = async (): Promise<void> => {
      for (let version = Date.now(); !ended; version++) {
        await alice.client.call.logic.updateProfile({ about: String(version) }).then(
          () => {
            answered.about = version;
            answered.changes++;
          },
          () => undefined,
        );
      }
    };
    // Also where the test fails: nothing else would end them.
    onTestFinished(() => {
      ended = true;
    });
    const all = [change(), ...others.map(read)];
    return {
      changes: () => answered.changes,
      async stop() {
        ended = true;
        await Promise.all(all);
        return { stale, reads, changes: answered.changes };
      },
    };
  }

  test('what is changed is read by everybody at once, hundreds of times under load', async () => {
    const watching = watched();
    await expect.poll(watching.changes, soon).toBeGreaterThan(300);
    const { stale, reads } = await watching.stop();
    expect(stale).toEqual([]);
    expect(reads).toBeGreaterThan(300);
    await inForce();
  }, 90_000);

  /** Two become friends and part by a block, again and again; what was not as it had been answered, to either of them. */
  function related(): { stop(): Promise<{ wrong: string[]; rounds: number }> } {
    const [, , carol, dave] = people;
    if (!carol || !dave) throw new Error('nobody');
    const wrong: string[] = [];
    let rounds = 0;
    let ended = false;
    /** Asked again while nobody could answer: what is asked here is the same twice. */
    async function answer<T>(ask: () => Promise<T>): Promise<T | string> {
      for (;;) {
        const found = await ask().catch((error: { code: string }) => error.code);
        if (found !== 'UNAVAILABLE' && found !== 'TIMEOUT') return found;
      }
    }
    const expected = async (what: string, found: Promise<unknown>, wanted: unknown): Promise<void> => {
      const is = await found;
      if (!isDeepStrictEqual(is, wanted)) wrong.push(`${what} in round ${rounds}: ${JSON.stringify(is)}`);
    };
    const count = async (list: Promise<{ length: number } | string>): Promise<number> => (await list).length;
    const friends = ({ client }: Someone) => count(answer(async () => (await client.call.logic.listFriends({})).friends));
    const blocked = ({ client }: Someone) => count(answer(async () => (await client.call.logic.listBlocked({})).users));
    const requests = ({ client }: Someone) =>
      count(answer(async () => (await client.call.logic.listFriendRequests({})).requests));
    const says = ({ client }: Someone, to: Someone) => {
      const clientMessageId = randomBytes(16);
      return answer(() => client.call.logic.sendMessage({ clientMessageId, to: to.user, text: 'hello' }).then(() => 'said'));
    };
    const round = async (): Promise<void> => {
      const [mine, his] = [carol.client.call.logic, dave.client.call.logic];
      await answer(() => mine.requestFriend({ user: dave.user }));
      await expected('requests', requests(dave), 1);
      await answer(() => his.answerFriendRequest({ user: carol.user, accept: true }));
      await expected('friends', Promise.all([friends(carol), friends(dave), requests(dave)]), [1, 1, 0]);
      await answer(() => his.block({ user: carol.user }));
      await expected('friends of the blocked', Promise.all([friends(carol), friends(dave), blocked(dave)]), [0, 0, 1]);
      await expected('said to the blocked', Promise.all([says(carol, dave), says(dave, carol)]), ['BLOCKED', 'BLOCKED']);
      await answer(() => his.unblock({ user: carol.user }));
      await expected('blocked', blocked(dave), 0);
      await expected('said', says(carol, dave), 'said');
      rounds++;
    };
    onTestFinished(() => {
      ended = true;
    });
    const all = (async () => {
      while (!ended) await round();
    })();
    return {
      async stop() {
        ended = true;
        await all;
        return { wrong, rounds };
      },
    };
  }

  test('also while Redis is killed, away and started again, and so are friends and who is blocked', async () => {
    const watching = watched();
    const relating = related();
    for (let round = 0; round < 2; round++) {
      const before = watching.changes();
      await expect.poll(() => watching.changes() - before, soon).toBeGreaterThan(30);
      await own.redis.kill();
      const without = watching.changes();
      await expect.poll(() => watching.changes() - without, soon).toBeGreaterThan(30);
      await own.redis.start();
      const after = watching.changes();
      await expect.poll(() => watching.changes() - after, soon).toBeGreaterThan(30);
      await inForce();
    }
    expect((await watching.stop()).stale).toEqual([]);
    const { wrong, rounds } = await relating.stop();
    expect(wrong).toEqual([]);
    expect(rounds).toBeGreaterThan(5);
  }, 150_000);

  test('also while logics die between taking copies back and their commit', async () => {
    const [alice, bob] = people;
    if (!alice || !bob) throw new Error('nobody');
    /** What a batch writes last waits for the lock: her copies are taken back, and it is not committed. A batch without her that comes to it first holds hers up: then once more. */
    const isCaughtChanging = async (): Promise<boolean> => {
      await sql.query('LOCK TABLES outbox WRITE');
      for (let i = 0; i < 100; i++) if ((await marksOf(alice)).includes('c')) return true;
      await sql.query('UNLOCK TABLES');
      return false;
    };
    // Where the test fails, the others go on.
    onTestFinished(async () => {
      await sql.query('UNLOCK TABLES');
    });
    const watching = watched();
    for (let round = 0; round < 2; round++) {
      const before = watching.changes();
      await expect.poll(() => watching.changes() - before, soon).toBeGreaterThan(20);
      await expect.poll(isCaughtChanging, { ...soon, interval: 50 }).toBe(true);
      await Promise.all(logics().map((logic) => logic.kill()));
      await sql.query('UNLOCK TABLES');
      await Promise.all(logics().map((logic) => logic.restart()));
    }
    const after = watching.changes();
    await expect.poll(() => watching.changes() - after, soon).toBeGreaterThan(20);
    expect((await watching.stop()).stale).toEqual([]);
  }, 150_000);

  test('friends, groups and blocks are shown as they are now, to both sides', async () => {
    await inForce();
    // Not the one whom the logics that died were changing: he is not copied for a time.
    const [alice, bob, carol] = people.slice(2);
    if (!alice || !bob || !carol) throw new Error('nobody');
    const friendsOf = async ({ client }: Someone) =>
      (await client.call.logic.listFriends({})).friends.map(({ relation }) => relation?.other?.shownName);
    const groupsOf = async ({ client }: Someone) => (await client.call.logic.listGroups({})).groups.map(({ name }) => name);
    for (let round = 0; round < 5; round++) {
      await alice.client.call.logic.updateProfile({ shownName: `Alice ${round}` });
      await alice.client.call.logic.requestFriend({ user: bob.user });
      expect((await bob.client.call.logic.listFriendRequests({})).requests).toHaveLength(1);
      await bob.client.call.logic.answerFriendRequest({ user: alice.user, accept: true });
      expect(await friendsOf(bob)).toEqual([`Alice ${round}`]);
      await alice.client.call.logic.updateProfile({ shownName: `Alice ${round}+` });
      expect(await friendsOf(bob)).toEqual([`Alice ${round}+`]);
      expect(await friendsOf(alice)).toEqual(['']);
      await bob.client.call.logic.block({ user: alice.user });
      expect([await friendsOf(alice), await friendsOf(bob)]).toEqual([[], []]);
      expect((await bob.client.call.logic.listBlocked({})).users).toHaveLength(1);
      await bob.client.call.logic.unblock({ user: alice.user });
      expect((await bob.client.call.logic.listBlocked({})).users).toEqual([]);
      const clientRequestId = Buffer.from(`request ${round}`.padEnd(16));
      const made = await alice.client.call.logic.createGroup({ clientRequestId, name: `group ${round}`, members: [carol.user] });
      expect(await groupsOf(carol)).toEqual([`group ${round}`]);
      const groupId = made.group?.groupId ?? '';
      await alice.client.call.logic.updateGroup({ groupId, name: `renamed ${round}` });
      expect(await groupsOf(carol)).toEqual([`renamed ${round}`]);
      await alice.client.call.logic.removeFromGroup({ groupId, user: carol.user });
      expect(await groupsOf(carol)).toEqual([]);
      expect(await groupsOf(alice)).toEqual([`renamed ${round}`]);
      await alice.client.call.logic.dissolveGroup({ groupId });
      expect(await groupsOf(alice)).toEqual([]);
    }
  }, 60_000);

  test('an account that is deleted is gone for those who have just looked at it', async () => {
    const [, bob] = people;
    if (!bob) throw new Error('nobody');
    const dave = createClient({ gates: [services.byRole('gate')[0]?.addresses.tcp ?? ''] });
    try {
      const { user } = await dave.register({ name: 'dave', password: 'correct horse battery' });
      await dave.call.logic.requestFriend({ user: bob.user });
      await bob.client.call.logic.answerFriendRequest({ user, accept: true });
      const namesOf = async (): Promise<unknown> =>
        (await bob.client.call.logic.listFriends({})).friends.map(({ relation }) => relation?.other?.name);
      expect((await bob.client.call.logic.getProfile({ user })).profile?.name).toBe('dave');
      expect(await namesOf()).toEqual(['dave']);
      // Auth does it, and logic shows it.
      await dave.deleteAccount('correct horse battery');
      await expect(bob.client.call.logic.getProfile({ user })).rejects.toMatchObject({ code: 'NO_SUCH_USER' });
      // Without a name, until logic has forgotten him altogether.
      expect([[''], []]).toContainEqual(await namesOf());
      await expect.poll(namesOf, soon).toEqual([]);
    } finally {
      dave.close();
    }
  }, 60_000);
});
