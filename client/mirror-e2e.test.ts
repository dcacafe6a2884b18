// What the SDK makes of logic, on the real gate and services: embedded, and one process each on Kafka, MySQL and Redis.
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { newSecrets, type Services, startServices } from '../infra/servers/services.ts';
import { describeReal, type RealServers, realServers } from '../infra/servers/testing.ts';
import { newId } from '../proto/ids.ts';
import { type Client, type ClientOptions, createClient, type ReceivedMessage } from './sdk.ts';
import { embeddedWorld } from './test-embedded.ts';

const PASSWORD = 'correct horse';
const soon = { timeout: 15_000 };

describe('embedded', () => {
  const server = embeddedWorld({ MAX_COMMANDS_PER_SECOND: '5000' });
  promises(() => server.tcp);
});

describeReal('one process each', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql' | 'redis'>;
  let services: Services;
  beforeAll(async () => {
    servers = await realServers(['kafka', 'mysql', 'redis']);
    services = await startServices({ ...servers.env, ...newSecrets() }, { gate: 1, auth: 1, logic: 1 });
    await services.ready();
  });
  afterAll(async () => {
    await services?.stop();
    await servers?.release();
  });
  promises(() => services.of('gate')[0]?.addresses.tcp ?? '');
});

function promises(gate: () => string): void {
  interface Device {
    readonly client: Client;
    readonly messages: ReceivedMessage[];
    readonly name: string;
    user: string;
  }

  function device(name: string, options: Partial<ClientOptions> = {}): Device {
    const { timing, ...others } = options;
    const quick = { reconnectMinMs: 20, reconnectMaxMs: 200, ...timing };
    const client = createClient({ gates: [gate()], from: 'beginning', timing: quick, ...others });
    onTestFinished(() => client.close());
    const messages: ReceivedMessage[] = [];
    client.on('message', (message) => messages.push(message));
    return { client, messages, name, user: '' };
  }

  async function somebody(options: Partial<ClientOptions> = {}): Promise<Device> {
    const made = device(newId(), options);
    const { user } = await made.client.register({ name: made.name, password: PASSWORD });
    return { ...made, user };
  }

  async function secondDevice({ name, user }: Device, options: Partial<ClientOptions> = {}): Promise<Device> {
    const made = device(name, options);
    await made.client.logIn(name, PASSWORD);
    return { ...made, user };
  }

  const shown = ({ messages }: Device): string[] => messages.filter(({ target }) => target === 0).map(({ text }) => text);

  test('unread counts are the same on all devices, and go to nothing on all when one reads', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    const bobToo = await secondDevice(bob);
    for (const text of ['one', 'two', 'three']) await alice.client.send(bob.user, text);
    const [here, there] = [bob, bobToo].map(({ client }) => client.conversations);
    for (const conversations of [here, there])
      await vi.waitFor(() => expect(conversations?.with(alice.user)).toMatchObject({ unread: 3, name: alice.name }), soon);
    const conversation = here?.with(alice.user)?.conversation ?? '';
    await bob.client.markRead(conversation, 2);
    for (const conversations of [here, there])
      await vi.waitFor(() => expect(conversations?.get(conversation)).toMatchObject({ unread: 1, readSeq: 2 }), soon);
    await bobToo.client.markRead(conversation);
    for (const conversations of [here, there])
      await vi.waitFor(() => expect(conversations?.get(conversation)).toMatchObject({ unread: 0, readSeq: 3 }), soon);
    await bob.client.sync();
    expect(here?.get(conversation)).toMatchObject({ unread: 0, readSeq: 3 });
  });

  test('who has sent sees what has arrived and what was read', async () => {
    const alice = await somebody();
    const bob = await somebody({ tellsDelivery: true });
    const { conversation } = await alice.client.send(bob.user, 'are you there?');
    const seen = () => alice.client.conversations.get(conversation);
    await vi.waitFor(() => expect(seen()).toMatchObject({ peerDeliveredSeq: 1, peerReadSeq: 0 }), soon);
    await bob.client.markRead(conversation);
    await vi.waitFor(() => expect(seen()).toMatchObject({ peerDeliveredSeq: 1, peerReadSeq: 1 }), soon);
  });

  test('an edit, a reaction and a recall reach everybody, each message as it is then', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    const told: string[] = [];
    bob.client.on('changed', ({ target, message: { text, recalled, reactions } }) =>
      told.push(`${target} ${recalled ? 'recalled' : text}${reactions.map(({ emoji, count }) => ` ${emoji}${count}`).join('')}`),
    );
    const first = await alice.client.send(bob.user, 'helo');
    const second = await alice.client.send(bob.user, 'oops');
    await vi.waitFor(() => expect(shown(bob)).toEqual(['helo', 'oops']), soon);
    await alice.client.edit(first, 'hello');
    await bob.client.react(first, '👍');
    await alice.client.recall(second);
    await vi.waitFor(() => expect(told).toEqual(expect.arrayContaining(['1 hello 👍1', '2 recalled'])), soon);
    const { messages, more } = await alice.client.history(first.conversation);
    expect(messages.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'TEXT hello',
      'TEXT ',
      'EDITED hello',
      'REACTED ',
      'RECALLED ',
    ]);
    expect(messages[0]?.reactions).toEqual([{ emoji: '👍', count: 1, mine: false }]);
    expect(more).toBe(false);
    const recalled = { unread: 2, lastMessage: { seq: 2, recalled: true } };
    await vi.waitFor(() => expect(bob.client.conversations.with(alice.user)).toMatchObject(recalled), soon);
  });

  test('a device that was away finds everything with one call: conversations, people, profile', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    const away = await secondDevice(bob);
    await alice.client.send(bob.user, 'before');
    await vi.waitFor(() => expect(shown(away)).toEqual(['before']), soon);
    await away.client.sync();
    const { cursor } = away.client;
    away.client.close();

    const { conversation } = await alice.client.send(bob.user, 'while you were away');
    await alice.client.call.logic.requestFriend({ user: bob.user, greeting: 'hi' });
    await bob.client.call.logic.setConversation({ conversation, pinned: true });
    await bob.client.call.logic.updateProfile({ shownName: 'Bobby' });

    const back = device(bob.name, { ...(cursor && { cursor }) });
    const synced = new Promise((resolve) => back.client.on('synced', resolve));
    await back.client.logIn(bob.name, PASSWORD);
    await synced;
    expect(shown(back)).toEqual(['while you were away']);
    expect(back.client.conversations.get(conversation)).toMatchObject({ pinned: true, unread: 2, lastSeq: 2 });
    expect(back.client.people.relation(alice.user)).toMatchObject({ asksMe: true, greeting: 'hi' });
    expect(back.client.people.profile).toMatchObject({ shownName: 'Bobby' });
  });

  test('a group is made once, talked in by all, and known with its name; who leaves knows that he has left', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    const clientRequestId = crypto.getRandomValues(new Uint8Array(16));
    const request = { name: 'friends', members: [bob.user], clientRequestId };
    const [group, again] = [await alice.client.groups.create(request), await alice.client.groups.create(request)];
    expect(again.group).toBe(group.group);
    await alice.client.send({ conversation: group.group }, { text: 'welcome', mentions: [bob.user] });
    await vi.waitFor(() => expect(bob.messages.at(-1)).toMatchObject({ text: 'welcome', mentions: [bob.user] }), soon);
    await vi.waitFor(
      () => expect(bob.client.conversations.get(group.group)).toMatchObject({ group: true, name: 'friends', unread: 1 }),
      soon,
    );
    await alice.client.call.logic.updateGroup({ group: group.group, name: 'best friends' });
    await vi.waitFor(() => expect(bob.client.conversations.get(group.group)?.name).toBe('best friends'), soon);
    const names = [];
    for await (const { name } of bob.client.groups.members(group.group)) names.push(name);
    expect(names.toSorted()).toEqual([alice.name, bob.name].toSorted());
    await bob.client.call.logic.leaveGroup({ group: group.group });
    await vi.waitFor(() => expect(bob.client.conversations.get(group.group)?.left).toBe(true), soon);
  });

  test('what one deletes for oneself is gone on all own devices, and nowhere else', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    const bobToo = await secondDevice(bob);
    const deleted = vi.fn();
    bobToo.client.on('deleted', deleted);
    const { conversation } = await alice.client.send(bob.user, 'one');
    await alice.client.send(bob.user, 'two');
    await vi.waitFor(() => expect(shown(bobToo)).toEqual(['one', 'two']), soon);
    await bob.client.deleteForMe(conversation, [2]);
    await vi.waitFor(() => expect(deleted).toHaveBeenCalledWith({ conversation, seqs: [2] }), soon);
    await vi.waitFor(() => expect(bobToo.client.conversations.get(conversation)?.lastMessage?.text).toBe('one'), soon);
    expect((await bobToo.client.history(conversation)).messages.map(({ text }) => text)).toEqual(['one']);
    expect((await alice.client.history(conversation)).messages).toHaveLength(2);
    const third = await secondDevice(bob);
    await vi.waitFor(() => expect(third.client.cursor?.seqs).toEqual({ [conversation]: 2 }), soon);
    expect(shown(third)).toEqual(['one']);
  });

  test('lists come as a whole, however many pages they have', async () => {
    const alice = await somebody();
    const others = await Promise.all(Array.from({ length: 3 }, () => somebody()));
    for (const { client } of others) await client.call.logic.requestFriend({ user: alice.user });
    const asking = [];
    for await (const { other } of alice.client.people.requests()) asking.push(other?.user);
    expect(asking.toSorted()).toEqual(others.map(({ user }) => user).toSorted());
    await vi.waitFor(() => expect(alice.client.people.relations.filter(({ asksMe }) => asksMe)).toHaveLength(3), soon);
    for (const { user } of others) await alice.client.call.logic.answerFriendRequest({ user, accept: true });
    const friends = [];
    for await (const { relation } of alice.client.people.friends()) friends.push(relation?.other?.name);
    expect(friends.toSorted()).toEqual(others.map(({ name }) => name).toSorted());
  });
}
