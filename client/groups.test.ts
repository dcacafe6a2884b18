// Groups through the SDK, the real gate and services, all in this process.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../infra/config.ts';
import { type Embedded, startEmbedded } from '../infra/embedded/main.ts';
import { im } from '../proto/contract.ts';
import { type Client, createClient, type ReceivedMessage } from './sdk.ts';

const PASSWORD = 'correct horse';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let folder: string;
let server: Embedded;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'im-groups-'));
  const env = { DATA_FOLDER: folder, TCP_PORT: '0', WS_PORT: '0', HTTP_PORT: '0' };
  const fatal = (error: Error): void => {
    throw error;
  };
  server = await startEmbedded(readConfig('embedded', { env, argv: [] }), { log: silent, fatal });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Person {
  readonly client: Client;
  readonly user: string;
  /** Texts of the messages that came, without those that say what happened. */
  texts(): string[];
  readonly events: im.Event[];
}

let people = 0;
async function person(): Promise<Person> {
  const client = createClient({ gates: [server.tcp], from: 'beginning' });
  onTestFinished(() => client.close());
  const messages: ReceivedMessage[] = [];
  const events: im.Event[] = [];
  client.on('message', (message) => messages.push(message));
  client.on('event', (event) => events.push(event));
  const { user } = await client.register({ name: `group-person-${++people}`, password: PASSWORD });
  return { client, user, events, texts: () => messages.map(({ text }) => text).filter((text) => text !== '') };
}

async function groupOf(owner: Person, others: readonly Person[], options: Partial<im.CreateGroupRequest.$Properties> = {}) {
  const members = others.map(({ user }) => user);
  const request = { clientRequestId: randomBytes(16), name: 'friends', members, ...options };
  return (await owner.client.call.logic.createGroup(request)).group?.group ?? '';
}

const say = ({ client }: Person, conversation: string, text: string) =>
  client.call.logic.sendMessage({ clientMessageId: randomBytes(16), conversation, text });

test('what one says in a group reaches everybody else, in one order', async () => {
  const [ann, ben, cay] = await Promise.all([person(), person(), person()]);
  const group = await groupOf(ann, [ben, cay]);
  for (let i = 0; i < 5; i++)
    for (const [who, name] of [
      [ann, 'ann'],
      [ben, 'ben'],
      [cay, 'cay'],
    ] as const)
      await say(who, group, `${name} ${i}`);
  const all = Array.from({ length: 5 }, (_, i) => [`ann ${i}`, `ben ${i}`, `cay ${i}`]).flat();
  for (const { client, texts } of [ann, ben, cay]) {
    await client.sync();
    await vi.waitFor(() => expect(texts()).toEqual(all));
  }
});

test('who comes later gets what is said from then on, and who has gone nothing more', async () => {
  const [ann, ben] = await Promise.all([person(), person()]);
  const group = await groupOf(ann, [], { joinPolicy: im.JoinPolicy.OPEN });
  await say(ann, group, 'before');
  expect(await ben.client.call.logic.joinGroup({ group })).toMatchObject({ joined: true, group: { name: 'friends' } });
  await say(ann, group, 'during');
  await vi.waitFor(() => expect(ben.texts()).toEqual(['during']));
  await ben.client.call.logic.leaveGroup({ group });
  await say(ann, group, 'after');
  await ben.client.sync();
  expect(ben.texts()).toEqual(['during']);
  await expect(say(ben, group, 'hello?')).rejects.toMatchObject({ code: 'NOT_A_MEMBER' });
  await expect(ben.client.call.logic.getGroup({ group })).resolves.toMatchObject({ group: { members: 1, owner: '' } });
});

test('an admin hears of a request at once and lets him in, who is told what is said from then on', async () => {
  const [ann, ben] = await Promise.all([person(), person()]);
  const group = await groupOf(ann, [], { joinPolicy: im.JoinPolicy.BY_REQUEST });
  await expect(ben.client.call.logic.joinGroup({ group, greeting: 'me?' })).resolves.toMatchObject({ joined: false });
  await vi.waitFor(() =>
    expect(ann.events.find(({ joinRequested }) => joinRequested)?.joinRequested).toMatchObject({
      group,
      request: { user: ben.user, greeting: 'me?' },
    }),
  );
  await ann.client.call.logic.answerJoinRequest({ group, user: ben.user, accept: true });
  await say(ann, group, 'welcome');
  await vi.waitFor(() => expect(ben.texts()).toEqual(['welcome']));
});

test('a member who was away finds what was said, and that the group has ended', async () => {
  const [ann, ben] = await Promise.all([person(), person()]);
  const group = await groupOf(ann, [ben]);
  const { token = '' } = ben.client.me ?? {};
  ben.client.close();
  await say(ann, group, 'come back');
  await ann.client.call.logic.dissolveGroup({ group });
  const again = createClient({ gates: [server.tcp], from: 'beginning' });
  onTestFinished(() => again.close());
  const got: ReceivedMessage[] = [];
  again.on('message', (message) => got.push(message));
  await again.resume(token);
  await vi.waitFor(() => expect(got.map(({ seq, text }) => `${seq} ${text}`)).toEqual(['1 ', '2 come back', '3 ']));
  const { conversations } = await again.call.logic.listConversations({});
  expect(conversations).toMatchObject([{ conversation: group, left: true, group: true, peerName: 'friends', unread: 1 }]);
});

test('the group of an owner who deletes his account passes to another, and goes on without him', async () => {
  const [ann, ben, cay] = await Promise.all([person(), person(), person()]);
  const group = await groupOf(ann, [ben, cay]);
  await ann.client.call.logic.setGroupRole({ group, user: cay.user, role: im.GroupRole.ADMIN });
  await ann.client.deleteAccount(PASSWORD);
  await vi.waitFor(async () =>
    expect((await cay.client.call.logic.getGroup({ group })).group).toMatchObject({ owner: cay.user, members: 2 }),
  );
  await say(cay, group, 'on we go');
  await vi.waitFor(() => expect(ben.texts()).toEqual(['on we go']));
  expect((await ben.client.call.logic.listGroupMembers({ group })).members.map(({ user }) => user).sort()).toEqual(
    [ben.user, cay.user].sort(),
  );
});
