// Who is there and who is typing, through the real gate and services, all in this process.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../infra/config.ts';
import { type Embedded, startEmbedded } from '../infra/embedded/main.ts';
import { im } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { type Client, createClient, type PresenceOfUser } from './sdk.ts';

const PASSWORD = 'correct horse';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let folder: string;
let server: Embedded;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'im-presence-'));
  const env = { DATA_FOLDER: folder, TCP_PORT: '0', WS_PORT: '0', HTTP_PORT: '0' };
  const fatal = (error: Error): void => {
    throw error;
  };
  server = await startEmbedded(readConfig('embedded', { env, argv: [] }), { log: silent, fatal });
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Someone {
  readonly client: Client;
  readonly user: string;
  /** What he was told of others, in order. */
  readonly told: PresenceOfUser[];
  readonly typing: { conversation: string; user: string }[];
}

function connected(client: Client, user: string): Someone {
  const someone: Someone = { client, user, told: [], typing: [] };
  client.on('presence', (presence) => someone.told.push(presence));
  client.on('typing', (typing) => someone.typing.push(typing));
  onTestFinished(() => client.close());
  return someone;
}

async function register(name: string): Promise<Someone> {
  const client = createClient({ gates: [server.tcp], timing: { typingEveryMs: 0 } });
  const { user } = await client.register({ name: `${name}-${newId().slice(0, 6)}`, password: PASSWORD });
  return connected(client, user);
}

async function befriend(one: Someone, other: Someone): Promise<void> {
  await one.client.call.logic.requestFriend({ user: other.user, greeting: '' });
  await other.client.call.logic.answerFriendRequest({ user: one.user, accept: true });
}

const soon = { timeout: 5000 };

test('friends see each other come, go away from their devices, and leave; strangers and the blocked see nothing', async () => {
  const [alice, bob, carol] = [await register('alice'), await register('bob'), await register('carol')];
  await befriend(alice, bob);
  await bob.client.presence.watch([alice.user, carol.user, 'nobody']);
  await carol.client.presence.watch([alice.user]);
  expect(bob.told.map(({ state }) => state)).toEqual(['ONLINE', 'OFFLINE', 'OFFLINE']);
  expect(carol.told).toEqual([{ user: alice.user, state: 'OFFLINE', lastSeen: 0 }]);

  await alice.client.presence.setAway(true);
  await expect.poll(() => bob.told.at(-1), soon).toEqual({ user: alice.user, state: 'AWAY', lastSeen: 0 });
  const { friends } = await bob.client.call.logic.listFriends({});
  expect(friends).toMatchObject([{ presence: im.PresenceState.AWAY }]);
  await alice.client.presence.setAway(false);
  await expect.poll(() => bob.told.at(-1)?.state, soon).toBe('ONLINE');

  // Longer than the ten seconds in which she might come back, shorter than fifteen.
  const left = Date.now();
  alice.client.close();
  await expect.poll(() => bob.told.at(-1)?.state, { timeout: 15_000 }).toBe('OFFLINE');
  expect(Date.now() - left).toBeGreaterThan(9500);
  expect(Math.abs((bob.told.at(-1)?.lastSeen ?? 0) - left)).toBeLessThan(1000);
  expect(carol.told).toHaveLength(1);
}, 30_000);

test('who was blocked after he began to watch is told nothing more', async () => {
  const [alice, bob, carol] = [await register('alice'), await register('bob'), await register('carol')];
  await befriend(alice, bob);
  await befriend(alice, carol);
  await bob.client.presence.watch([alice.user]);
  await carol.client.presence.watch([alice.user]);
  await alice.client.call.logic.block({ user: bob.user });
  await alice.client.presence.setAway(true);
  await expect.poll(() => carol.told.at(-1)?.state, soon).toBe('AWAY');
  expect(bob.told.map(({ state }) => state)).toEqual(['ONLINE']);
  await bob.client.presence.watch([alice.user]);
  expect(bob.told.at(-1)).toEqual({ user: alice.user, state: 'OFFLINE', lastSeen: 0 });
});

test('typing reaches the other one, and nobody who is not in the conversation', async () => {
  const [alice, bob, carol] = [await register('alice'), await register('bob'), await register('carol')];
  const { conversation } = await alice.client.send(bob.user, 'hello');
  alice.client.presence.typing(conversation);
  await expect.poll(() => bob.typing, soon).toEqual([{ conversation, user: alice.user }]);
  for (const strange of [conversation, newId(), '', '日本語'])
    await expect(carol.client.call.presence.typing({ conversation: strange })).rejects.toMatchObject({
      code: 'NO_SUCH_CONVERSATION',
    });
  bob.client.presence.typing(conversation);
  await expect.poll(() => alice.typing, soon).toHaveLength(1);
  expect([bob.typing.length, carol.typing.length]).toEqual([1, 0]);
});

test('more than 500 users at once are refused', async () => {
  const alice = await register('alice');
  const users = Array.from({ length: 501 }, newId);
  await expect(alice.client.call.presence.watchPresence({ users })).rejects.toMatchObject({ code: 'BAD_LIMIT' });
  const { presences } = await alice.client.call.presence.watchPresence({ users: users.slice(1) });
  expect(new Set(presences.map(({ state }) => state))).toEqual(new Set([im.PresenceState.OFFLINE]));
});
