// Who is there, over several instances of everything: gates and logics die, Redis is emptied, people move.
import { Redis } from 'ioredis';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokens } from '../auth/tokens.ts';
import { kafkaBus } from '../infra/kafka/bus.ts';
import type { Bus } from '../infra/ports.ts';
import { newSecrets, type Service, type Services, startServices } from '../infra/servers/services.ts';
import { describeReal, type RealServers, realServers } from '../infra/servers/testing.ts';
import { insertsOf, invent, type Person } from '../loadtest/provision.ts';
import { im, topicsOf } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { type Client, createClient, type PresenceOfUser } from './sdk.ts';

const { OFFLINE, ONLINE, AWAY } = im.PresenceState;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const soon = { timeout: 10_000 };
/** Somebody is offline so soon, however he went. */
const OFFLINE_MS = 15_000;

describeReal('presence over two gates and two logics', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql' | 'redis'>;
  let services: Services;
  let bus: Bus;
  let redis: Redis;
  let issue: (session: string) => string;
  const clients: Client[] = [];
  /** What was pushed to gates, each push once for each gate it went to. */
  const pushed: { readonly user: string; readonly state: im.PresenceState; readonly targets: number }[] = [];

  beforeAll(async () => {
    servers = await realServers(['kafka', 'mysql', 'redis']);
    const secrets = newSecrets();
    issue = tokens([Buffer.from(secrets.TOKEN_SECRET, 'base64url')]).issue;
    services = await startServices({ ...servers.env, ...secrets }, { gate: 2, auth: 1, logic: 2 });
    await services.ready();
    redis = new Redis(servers.redis);
    bus = kafkaBus({ brokers: [servers.kafka], instance: newId(), replication: 1, log: silent });
    for (const slot of [0, 1])
      await bus.follow({
        ...{ topic: topicsOf(servers.generation).gate, partition: slot, missed: () => undefined },
        records: (records) => {
          for (const { kind, payload, targets } of records.flatMap(({ value }) => im.Pack.decode(value).envelopes)) {
            if (kind !== im.Envelope.Kind.EVENT) continue;
            const { presence } = im.Event.decode(payload ?? new Uint8Array());
            if (presence)
              pushed.push({ user: presence.user ?? '', state: presence.state ?? OFFLINE, targets: targets?.length ?? 0 });
          }
        },
      });
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await bus?.close();
    redis?.disconnect();
    await services?.stop();
    await servers?.release();
  });

  const at = (role: 'gate' | 'logic', index: number): Service => {
    const service = services.of(role)[index];
    if (!service) throw new Error('no such instance');
    return service;
  };

  interface Someone extends Person {
    client: Client;
    /** What he was told of others, in order. */
    readonly told: PresenceOfUser[];
  }

  async function connected(person: Person, gate: number): Promise<Someone> {
    const client = createClient({ gates: [at('gate', gate).addresses.tcp ?? ''] });
    clients.push(client);
    const told: PresenceOfUser[] = [];
    client.on('presence', (presence) => told.push(presence));
    await client.resume(person.token);
    return { ...person, client, told };
  }

  /** Somebody at the first gate who watches so many friends of his, who are connected to these gates in turn. */
  async function watched(count: number, gates: readonly number[]): Promise<{ watcher: Someone; friends: Someone[] }> {
    const people = invent(count + 1, issue);
    const connection = await mysql.createConnection(servers.mysql);
    for (const insert of insertsOf(people, 'CURRENT_TIMESTAMP(3)')) await connection.query(insert);
    await connection.end();
    const [first, ...others] = people;
    if (!first) throw new Error('nobody');
    const watcher = await connected(first, 0);
    const friends = await Promise.all(others.map((person, i) => connected(person, gates[i % gates.length] ?? 0)));
    for (const friend of friends) {
      await friend.client.call.logic.requestFriend({ user: watcher.user, greeting: '' });
      await watcher.client.call.logic.answerFriendRequest({ user: friend.user, accept: true });
    }
    await watcher.client.presence.watch(friends.map(({ user }) => user));
    expect(watcher.told.map(({ state }) => state)).toEqual(friends.map(() => 'ONLINE'));
    return { watcher, friends };
  }

  const statesOf = ({ told }: Someone, { user }: Person) => told.filter((one) => one.user === user).map(({ state }) => state);
  /** Without that he has come, which may have been told before he was watched, or a moment after. */
  const pushesOf = ({ user }: Person): im.PresenceState[] => {
    const states = pushed.filter((one) => one.user === user).map(({ state }) => state);
    return states[0] === ONLINE ? states.slice(1) : states;
  };

  /** Resolves when somebody has come and gone since: who went before him has been told of. */
  async function whoWentIsTold({ watcher, leaver }: { watcher: Someone; leaver: Someone }): Promise<void> {
    leaver.client.close();
    await expect.poll(() => statesOf(watcher, leaver).at(-1), { timeout: OFFLINE_MS }).toBe('OFFLINE');
  }

  test('each change is pushed once, whichever instance takes it, also when one of them has died', async () => {
    const { watcher, friends } = await watched(12, [0, 1]);
    await Promise.all(friends.map(({ client }) => client.presence.setAway(true)));
    await expect.poll(() => friends.map((friend) => statesOf(watcher, friend).at(-1)), soon).toEqual(friends.map(() => 'AWAY'));
    await at('logic', 1).kill();
    await Promise.all(friends.map(({ client }) => client.presence.setAway(false)));
    await expect.poll(() => friends.map((friend) => statesOf(watcher, friend).at(-1)), soon).toEqual(friends.map(() => 'ONLINE'));
    await at('logic', 1).restart();
    for (const friend of friends) {
      expect(statesOf(watcher, friend)).toEqual(['ONLINE', 'AWAY', 'ONLINE']);
      expect(pushesOf(friend)).toEqual([AWAY, ONLINE]);
    }
    expect(pushed.every(({ targets }) => targets === 1)).toBe(true);
    const { friends: listed } = await watcher.client.call.logic.listFriends({});
    expect(listed.map(({ presence }) => presence)).toEqual(friends.map(() => ONLINE));
  }, 60_000);

  test('who reconnects within ten seconds has been there all the time, at the same gate and at another one', async () => {
    const { watcher, friends } = await watched(3, [0]);
    const [stays, moves, leaver] = friends;
    if (!stays || !moves || !leaver) throw new Error('nobody');
    for (const friend of [stays, moves]) friend.client.close();
    await connected(stays, 0);
    // Near the end of his time: his route is gone for eight seconds.
    await expect.poll(() => lookedAtInMs(moves.user), soon).toBeLessThan(2000);
    await connected(moves, 1);
    await whoWentIsTold({ watcher, leaver });
    for (const friend of [stays, moves]) {
      expect(statesOf(watcher, friend)).toEqual(['ONLINE']);
      expect(pushesOf(friend)).toEqual([]);
    }
    expect(pushesOf(leaver)).toEqual([OFFLINE]);
  }, 60_000);

  /** How long it takes until it is looked whether he is still there. */
  async function lookedAtInMs(user: string): Promise<number> {
    return Number(await redis.zscore('im:online', user)) - Date.now();
  }

  test('a gate that is killed takes its users offline within fifteen seconds, but for those who have come to another one', async () => {
    const { watcher, friends } = await watched(8, [1]);
    const [rescued, ...lost] = friends;
    if (!rescued) throw new Error('nobody');
    const killed = Date.now();
    await at('gate', 1).kill();
    rescued.client.close();
    await connected(rescued, 0);
    await expect
      .poll(() => lost.map((friend) => statesOf(watcher, friend).at(-1)), {
        timeout: OFFLINE_MS - (Date.now() - killed),
        interval: 20,
      })
      .toEqual(lost.map(() => 'OFFLINE'));
    const took = Date.now() - killed;
    console.info(`a gate was killed: its users were offline for those who watch them after ${took} ms`);
    for (const friend of lost) {
      expect(statesOf(watcher, friend)).toEqual(['ONLINE', 'OFFLINE']);
      expect(pushesOf(friend)).toEqual([OFFLINE]);
      const seen = watcher.told.findLast(({ user }) => user === friend.user)?.lastSeen ?? 0;
      expect(Math.abs(seen - killed)).toBeLessThan(4000);
    }
    expect(statesOf(watcher, rescued)).toEqual(['ONLINE']);
    await at('gate', 1).restart();
  }, 60_000);

  test('when Redis was emptied nobody is told anything wrong, and what happens afterwards is told again', async () => {
    const { watcher, friends } = await watched(4, [0, 1]);
    const [stays, away, leaver, other] = friends;
    if (!stays || !away || !leaver || !other) throw new Error('nobody');
    await away.client.presence.setAway(true);
    await expect.poll(() => statesOf(watcher, away).at(-1), soon).toBe('AWAY');
    await redis.flushdb();
    // Resolves when the server knows again.
    await expect
      .poll(() => watcher.client.presence.watch(friends.map(({ user }) => user)).then(() => 'known', String), { timeout: 40_000 })
      .toBe('known');
    await other.client.presence.setAway(true);
    await expect.poll(() => statesOf(watcher, other).at(-1), { timeout: 20_000 }).toBe('AWAY');
    await whoWentIsTold({ watcher, leaver });
    expect(statesOf(watcher, stays)).toEqual(['ONLINE']);
    expect(statesOf(watcher, away)).toEqual(['ONLINE', 'AWAY']);
    expect(statesOf(watcher, other)).toEqual(['ONLINE', 'AWAY']);
    expect(statesOf(watcher, leaver)).toEqual(['ONLINE', 'OFFLINE']);
  }, 120_000);
});
