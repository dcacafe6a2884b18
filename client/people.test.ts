// People through the SDK: profiles, search, friends and blocks, on embedded parts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../infra/config.ts';
import { type Embedded, startEmbedded } from '../infra/embedded/main.ts';
import { im } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { type Client, createClient } from './sdk.ts';

const PASSWORD = 'correct horse';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const { By } = im.SearchUsersRequest;
let folder: string;
let server: Embedded;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'im-people-'));
  const env = {
    DATA_FOLDER: folder,
    TCP_PORT: '0',
    WS_PORT: '0',
    HTTP_PORT: '0',
    MAX_COMMANDS_PER_SECOND: '5000',
    TRIES_PER_ADDRESS: '1000',
    MAX_FRAME_BYTES: '524288',
  };
  const fatal = (error: Error): void => {
    throw error;
  };
  server = await startEmbedded(readConfig('embedded', { env, argv: [] }), { log: silent, fatal });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Device {
  readonly client: Client;
  readonly logic: Client['call']['logic'];
  readonly user: string;
  readonly name: string;
  readonly relations: im.Relation[];
  readonly profiles: im.OwnProfile[];
}

function connected(): Omit<Device, 'user' | 'name'> {
  const client = createClient({ gates: [server.tcp], from: 'beginning' });
  onTestFinished(() => client.close());
  const [relations, profiles]: [im.Relation[], im.OwnProfile[]] = [[], []];
  client.on('event', ({ relationChanged, profileChanged }) => {
    if (relationChanged) relations.push(relationChanged as im.Relation);
    if (profileChanged) profiles.push(profileChanged as im.OwnProfile);
  });
  return { client, logic: client.call.logic, relations, profiles };
}

/** Somebody new, on one device. */
async function somebody(name = `${newId()}`): Promise<Device> {
  const device = connected();
  const { user } = await device.client.register({ name, password: PASSWORD });
  return { ...device, user, name };
}

async function secondDevice({ name, user }: Device): Promise<Device> {
  const device = connected();
  await device.client.logIn(name, PASSWORD);
  return { ...device, user, name };
}

async function friends(): Promise<[Device, Device]> {
  const [alice, bob] = [await somebody(), await somebody()];
  await alice.logic.requestFriend({ user: bob.user });
  await bob.logic.answerFriendRequest({ user: alice.user, accept: true });
  await vi.waitFor(() => expect(last(alice)?.friend).toBe(true));
  return [alice, bob];
}

/** What a device was told last of anybody: pushes may arrive in another order than their versions. */
const last = ({ relations }: Device) => relations.toSorted((a, b) => a.version - b.version).at(-1);
/** Somebody for what changes nothing. */
let anybody: Promise<string> | undefined;
async function someone(): Promise<Device> {
  anybody ??= somebody().then(({ name }) => name);
  const [name, device] = [await anybody, connected()];
  const { user } = await device.client.logIn(name, PASSWORD);
  return { ...device, user, name };
}
const refused = (code: string) => expect.objectContaining({ code });
const friendIds = async ({ logic }: Device) => (await logic.listFriends({})).friends.map(({ relation }) => relation?.other?.user);

describe('profiles', () => {
  test('what is given is changed and nothing else, and my other devices are told', async () => {
    const alice = await somebody();
    const desktop = await secondDevice(alice);
    await alice.logic.updateProfile({ shownName: 'Алиса 👩‍🚀', about: 'line\nline', language: 'zh-cn' });
    const { profile } = await alice.logic.updateProfile({ avatarUrl: 'https://example.org/a.png', findableByAddress: true });
    const seen = {
      user: alice.user,
      name: alice.name,
      shownName: 'Алиса 👩‍🚀',
      about: 'line\nline',
      language: 'zh-CN',
      avatarUrl: 'https://example.org/a.png',
    };
    expect(profile).toMatchObject({ profile: seen, findableByAddress: true, whoMayWrite: im.WhoMayWrite.SERVER_DEFAULT });
    await vi.waitFor(() => expect(desktop.profiles.at(-1)).toMatchObject({ profile: seen, findableByAddress: true }));
    expect(desktop.profiles).toHaveLength(2);
    expect(alice.profiles).toEqual([]);
    expect(await desktop.logic.getProfile({})).toMatchObject({ profile: seen, own: { profile: seen, findableByAddress: true } });
    await alice.logic.updateProfile({ shownName: '' });
    expect((await alice.logic.getProfile({ user: alice.user })).own?.profile?.shownName).toBe('');
  });

  test('others see the profile without what is only mine', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    await alice.logic.updateProfile({ about: 'hello', findableByAddress: true, whoMayWrite: im.WhoMayWrite.FRIENDS_ONLY });
    const found = await bob.logic.getProfile({ user: alice.user });
    expect(found.profile).toMatchObject({ user: alice.user, name: alice.name, about: 'hello' });
    expect(found.own ?? undefined).toBeUndefined();
    for (const user of [newId(), 'nobody', "' OR 1=1 --"])
      await expect(bob.logic.getProfile({ user })).rejects.toEqual(refused('NO_SUCH_USER'));
  });

  test.each([
    ['a shown name of 65 characters', { shownName: 'x'.repeat(65) }, 'TEXT_TOO_LONG'],
    ['a shown name of 65 emoji', { shownName: '😀'.repeat(65) }, 'TEXT_TOO_LONG'],
    ['an endless shown name', { shownName: 'x'.repeat(500_000) }, 'TEXT_TOO_LONG'],
    ['a shown name that turns the text around it', { shownName: 'a\u202eb' }, 'BAD_ARGUMENT'],
    ['a shown name of two lines', { shownName: 'a\nb' }, 'BAD_ARGUMENT'],
    ['a text of 501 characters', { about: 'x'.repeat(501) }, 'TEXT_TOO_LONG'],
    ['an endless address', { avatarUrl: `https://${'x'.repeat(1024)}` }, 'TEXT_TOO_LONG'],
    ['an address without TLS', { avatarUrl: 'http://example.org' }, 'BAD_ARGUMENT'],
    ['an address that is a program', { avatarUrl: 'javascript:alert(1)' }, 'BAD_ARGUMENT'],
    ['an address of nothing', { avatarUrl: 'https://' }, 'BAD_ARGUMENT'],
    ['a language that is none', { language: 'not a language' }, 'BAD_ARGUMENT'],
    ['an endless language', { language: 'x'.repeat(500_000) }, 'BAD_ARGUMENT'],
    ['an unknown policy', { whoMayWrite: 7 }, 'BAD_ARGUMENT'],
    ['a negative policy', { whoMayWrite: -1 }, 'BAD_ARGUMENT'],
  ])('%s is refused', async (_what, wrong, code) => {
    const alice = await someone();
    await expect(alice.logic.updateProfile({ about: 'not kept', ...wrong })).rejects.toEqual(refused(code));
    expect((await alice.logic.getProfile({})).profile?.about).toBe('');
  });

  test.each([
    ['shown name', { shownName: '😀'.repeat(64) }],
    ['text', { about: '字'.repeat(500) }],
    ['address', { avatarUrl: `https://e.org/${'x'.repeat(1010)}` }],
  ])('the longest %s is kept', async (_what, longest) => {
    const alice = await somebody();
    await alice.logic.updateProfile(longest);
    expect((await alice.logic.getProfile({})).profile).toMatchObject(longest);
  });
});

describe('search', () => {
  const names = async ({ logic }: Device, text: string, after = '', limit = 0) => {
    const { users, next } = await logic.searchUsers({ by: By.NAME_PREFIX, text, after, limit });
    return { names: users.map(({ name }) => name ?? ''), next };
  };

  test('the beginning of a name finds all names that go on from it, whatever their case, page by page', async () => {
    const tag = newId().slice(0, 8);
    const all = Array.from({ length: 7 }, (_, i) => `王五${tag}${i}`);
    const searcher = await somebody();
    for (const name of all) await somebody(name);
    await somebody(`王${tag}五`);
    const found: string[] = [];
    for (let after = ''; ; ) {
      const page = await names(searcher, `王五${tag.toUpperCase()}`, after, 3);
      expect(page.names.length).toBeLessThanOrEqual(3);
      found.push(...page.names);
      if (!page.next) break;
      after = page.next;
    }
    expect(found).toEqual(all);
  });

  test('% _ and \\ are characters like any other', async () => {
    const tag = newId();
    const searcher = await somebody();
    for (const name of [`%_${tag}`, `\\%${tag}`, `xx${tag}`]) await somebody(name);
    expect((await names(searcher, '%_')).names).toEqual([`%_${tag}`]);
    expect((await names(searcher, '\\%')).names).toEqual([`\\%${tag}`]);
    expect((await names(searcher, `__${tag}`)).names).toEqual([]);
    expect((await names(searcher, '%%')).names).toEqual([]);
  });

  test('by name only the whole name is found', async () => {
    const [searcher, alice] = [await somebody(), await somebody(`Whole ${newId()}`)];
    const search = async (text: string) =>
      (await searcher.logic.searchUsers({ by: By.NAME, text })).users.map(({ user }) => user);
    expect(await search(alice.name.toUpperCase())).toEqual([alice.user]);
    expect(await search(alice.name.slice(0, -1))).toEqual([]);
    expect(await search('')).toEqual([]);
  });

  test.each([
    ['a beginning of one character', { by: By.NAME_PREFIX, text: 'a' }, 'BAD_ARGUMENT'],
    ['a beginning of one Chinese character', { by: By.NAME_PREFIX, text: '王' }, 'BAD_ARGUMENT'],
    ['an empty beginning', { by: By.NAME_PREFIX, text: '' }, 'BAD_ARGUMENT'],
    ['one character between spaces', { by: By.NAME_PREFIX, text: ' a ' }, 'BAD_ARGUMENT'],
    ['an endless cursor', { by: By.NAME_PREFIX, text: 'ab', after: 'x'.repeat(500_000) }, 'BAD_ARGUMENT'],
    ['a page of 51', { by: By.NAME_PREFIX, text: 'ab', limit: 51 }, 'BAD_LIMIT'],
    ['a page of -1', { by: By.NAME, text: 'ab', limit: -1 }, 'BAD_LIMIT'],
    ['an unknown way to search', { by: 9, text: 'ab' }, 'BAD_ARGUMENT'],
  ])('%s is refused', async (_what, wrong, code) => {
    await expect((await someone()).logic.searchUsers(wrong)).rejects.toEqual(refused(code));
  });

  test('half a megabyte of text finds nobody', async () => {
    const { logic } = await someone();
    for (const by of [By.NAME, By.NAME_PREFIX, By.ADDRESS])
      expect((await logic.searchUsers({ by, text: 'x'.repeat(500_000) })).users).toEqual([]);
  });
});

describe('friends', () => {
  test('a request that is accepted makes both friends, told on all devices of both', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    const [aliceToo, bobToo] = [await secondDevice(alice), await secondDevice(bob)];
    const { relation } = await alice.logic.requestFriend({ user: bob.user, greeting: 'it is me' });
    expect(relation).toMatchObject({
      other: { user: bob.user, name: bob.name },
      asked: true,
      greeting: 'it is me',
      friend: false,
    });
    for (const { relations } of [bob, bobToo])
      await vi.waitFor(() =>
        expect(relations).toMatchObject([{ other: { user: alice.user, name: alice.name }, asksMe: true, greeting: 'it is me' }]),
      );
    for (const { relations } of [alice, aliceToo]) await vi.waitFor(() => expect(relations).toMatchObject([{ asked: true }]));
    const { requests, more } = await bobToo.logic.listFriendRequests({});
    expect(more).toBe(false);
    expect(requests).toMatchObject([{ other: { name: alice.name }, asksMe: true, greeting: 'it is me' }]);

    const answered = await bob.logic.answerFriendRequest({ user: alice.user, accept: true });
    expect(answered.relation).toMatchObject({ friend: true, asksMe: false, greeting: '' });
    for (const device of [alice, aliceToo, bob, bobToo])
      await vi.waitFor(() => expect(last(device)).toMatchObject({ friend: true, asked: false, asksMe: false, version: 2 }));
    expect(await friendIds(alice)).toEqual([bob.user]);
    expect(await friendIds(bob)).toEqual([alice.user]);
    expect((await bob.logic.listFriendRequests({})).requests).toEqual([]);
    const again = await bob.logic.answerFriendRequest({ user: alice.user, accept: true });
    expect(again).toEqual(answered);
    await expect(alice.logic.requestFriend({ user: bob.user })).rejects.toEqual(refused('ALREADY_FRIENDS'));
    expect((await alice.logic.listFriends({})).friends[0]).toMatchObject({ presence: im.PresenceState.ONLINE, lastSeen: 0 });
  });

  test('who asks him who has asked is his friend at once, also when both ask at the same moment', async () => {
    for (let i = 0; i < 3; i++) {
      const [alice, bob] = [await somebody(), await somebody()];
      const replies = await Promise.all([
        alice.logic.requestFriend({ user: bob.user }),
        bob.logic.requestFriend({ user: alice.user }),
      ]);
      expect(replies.filter(({ relation }) => relation?.friend)).toHaveLength(1);
      for (const one of [alice, bob]) {
        await vi.waitFor(() => expect(last(one)).toMatchObject({ friend: true, asked: false, asksMe: false }));
        expect((await one.logic.listFriendRequests({})).requests).toEqual([]);
      }
      expect(await friendIds(alice)).toEqual([bob.user]);
      expect(await friendIds(bob)).toEqual([alice.user]);
    }
  });

  test('a request sent again is the same request', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    const first = await alice.logic.requestFriend({ user: bob.user, greeting: 'one' });
    expect(await alice.logic.requestFriend({ user: bob.user, greeting: 'one' })).toEqual(first);
    await vi.waitFor(() => expect(bob.relations).toHaveLength(1));
    expect((await bob.logic.listFriendRequests({})).requests).toHaveLength(1);
  });

  test('a request that is declined is gone for both, and the asker is told; he may ask again', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    await alice.logic.requestFriend({ user: bob.user, greeting: 'please' });
    const { relation } = await bob.logic.answerFriendRequest({ user: alice.user, accept: false });
    expect(relation).toMatchObject({ asksMe: false, friend: false, greeting: '' });
    await vi.waitFor(() => expect(last(alice)).toMatchObject({ asked: false, friend: false, greeting: '' }));
    await expect(bob.logic.answerFriendRequest({ user: alice.user, accept: false })).rejects.toEqual(refused('NO_SUCH_REQUEST'));
    await expect(bob.logic.answerFriendRequest({ user: alice.user, accept: true })).rejects.toEqual(refused('NO_SUCH_REQUEST'));
    await alice.logic.requestFriend({ user: bob.user });
    expect((await bob.logic.listFriendRequests({})).requests).toHaveLength(1);
  });

  test('a request is taken back, a friendship ended, for both', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    await alice.logic.requestFriend({ user: bob.user });
    await expect(bob.logic.removeFriend({ user: alice.user })).rejects.toEqual(refused('NOT_FRIENDS'));
    await alice.logic.removeFriend({ user: bob.user });
    await vi.waitFor(() => expect(last(bob)).toMatchObject({ asksMe: false }));
    expect((await bob.logic.listFriendRequests({})).requests).toEqual([]);

    const [carol, dave] = await friends();
    await carol.logic.setRemark({ user: dave.user, remark: 'D.' });
    await dave.logic.removeFriend({ user: carol.user });
    await vi.waitFor(() => expect(last(carol)).toMatchObject({ friend: false, remark: '' }));
    expect([await friendIds(carol), await friendIds(dave)]).toEqual([[], []]);
    await expect(carol.logic.removeFriend({ user: dave.user })).rejects.toEqual(refused('NOT_FRIENDS'));
  });

  test('a remark is mine alone, on all my devices', async () => {
    const [alice, bob] = await friends();
    const desktop = await secondDevice(alice);
    const before = bob.relations.length;
    await alice.logic.setRemark({ user: bob.user, remark: ' 老王 ' });
    await vi.waitFor(() => expect(last(desktop)).toMatchObject({ friend: true, remark: '老王' }));
    expect((await alice.logic.listFriends({})).friends[0]?.relation?.remark).toBe('老王');
    expect((await bob.logic.listFriends({})).friends[0]?.relation?.remark).toBe('');
    expect(bob.relations).toHaveLength(before);
    await alice.logic.setRemark({ user: bob.user, remark: '' });
    expect((await alice.logic.listFriends({})).friends[0]?.relation?.remark).toBe('');
    await expect(alice.logic.setRemark({ user: bob.user, remark: 'x'.repeat(65) })).rejects.toEqual(refused('TEXT_TOO_LONG'));
    await expect(alice.logic.setRemark({ user: newId(), remark: 'x' })).rejects.toEqual(refused('NOT_FRIENDS'));
  });

  test('what cannot be asked is refused with one clear code', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    const ask = (request: im.RequestFriendRequest.$Properties) => alice.logic.requestFriend(request);
    await expect(ask({ user: alice.user })).rejects.toEqual(refused('BAD_ARGUMENT'));
    await expect(ask({ user: '' })).rejects.toEqual(refused('NO_SUCH_USER'));
    await expect(ask({ user: newId() })).rejects.toEqual(refused('NO_SUCH_USER'));
    await expect(ask({ user: bob.user, greeting: 'x'.repeat(500_000) })).rejects.toEqual(refused('TEXT_TOO_LONG'));
    await expect(ask({ user: bob.user, greeting: '😀'.repeat(201) })).rejects.toEqual(refused('TEXT_TOO_LONG'));
    await expect(alice.logic.answerFriendRequest({ user: alice.user, accept: true })).rejects.toEqual(refused('NO_SUCH_REQUEST'));
    await expect(alice.logic.removeFriend({ user: alice.user })).rejects.toEqual(refused('NOT_FRIENDS'));
    for (const limit of [-1, 201, 4_000_000_000]) {
      await expect(alice.logic.listFriends({ limit })).rejects.toEqual(refused('BAD_LIMIT'));
      await expect(alice.logic.listFriendRequests({ limit })).rejects.toEqual(refused('BAD_LIMIT'));
      await expect(alice.logic.listBlocked({ limit })).rejects.toEqual(refused('BAD_LIMIT'));
    }
    expect(await alice.logic.listFriends({ afterUser: 'nobody' })).toMatchObject({ friends: [], more: false });
    await ask({ user: bob.user, greeting: '😀'.repeat(200) });
    expect((await bob.logic.listFriendRequests({})).requests[0]?.greeting).toBe('😀'.repeat(200));
  });

  test('a deleted account stays in the list without a name', async () => {
    const [alice, bob] = await friends();
    await bob.logic.updateProfile({ shownName: 'Bobby', about: 'secrets' });
    await bob.client.deleteAccount(PASSWORD);
    const { friends: left } = await alice.logic.listFriends({});
    expect(left).toMatchObject([{ relation: { friend: true, other: { user: bob.user, name: '', shownName: '', about: '' } } }]);
    await expect(alice.logic.getProfile({ user: bob.user })).rejects.toEqual(refused('NO_SUCH_USER'));
    await alice.logic.removeFriend({ user: bob.user });
    expect(await friendIds(alice)).toEqual([]);
  });
});

describe('blocks', () => {
  test('a block ends the friendship for both, and only the blocker is told', async () => {
    const [alice, bob] = await friends();
    const desktop = await secondDevice(alice);
    const before = bob.relations.length;
    await alice.logic.block({ user: bob.user });
    for (const device of [alice, desktop])
      await vi.waitFor(() => expect(last(device)).toMatchObject({ blocked: true, friend: false }));
    expect(await friendIds(bob)).toEqual([]);
    expect(bob.relations).toHaveLength(before);
    expect((await desktop.logic.listBlocked({})).users.map(({ user }) => user)).toEqual([bob.user]);
    expect((await bob.logic.listBlocked({})).users).toEqual([]);
    for (const [one, other] of [
      [alice, bob],
      [bob, alice],
    ] as const)
      await expect(one.logic.requestFriend({ user: other.user })).rejects.toEqual(refused('BLOCKED'));
    await alice.logic.block({ user: bob.user });
    const told = alice.relations.length;
    await alice.logic.unblock({ user: bob.user });
    await vi.waitFor(() => expect(alice.relations).toHaveLength(told + 1));
    expect(last(alice)).toMatchObject({ blocked: false, friend: false });
    await alice.logic.unblock({ user: bob.user });
    await bob.logic.requestFriend({ user: alice.user });
  });

  test('a block takes both requests away', async () => {
    const [alice, bob, carol] = [await somebody(), await somebody(), await somebody()];
    await bob.logic.requestFriend({ user: alice.user });
    await alice.logic.requestFriend({ user: carol.user });
    await alice.logic.block({ user: bob.user });
    await alice.logic.block({ user: carol.user });
    expect((await alice.logic.listFriendRequests({})).requests).toEqual([]);
    expect((await carol.logic.listFriendRequests({})).requests).toEqual([]);
    await expect(carol.logic.answerFriendRequest({ user: alice.user, accept: true })).rejects.toEqual(refused('NO_SUCH_REQUEST'));
    await expect(alice.logic.answerFriendRequest({ user: bob.user, accept: true })).rejects.toEqual(refused('NO_SUCH_REQUEST'));
  });

  test('oneself and nobody cannot be blocked', async () => {
    const alice = await somebody();
    await expect(alice.logic.block({ user: alice.user })).rejects.toEqual(refused('BAD_ARGUMENT'));
    await expect(alice.logic.block({ user: newId() })).rejects.toEqual(refused('NO_SUCH_USER'));
    await expect(alice.logic.unblock({ user: newId() })).resolves.toBeDefined();
    await expect(alice.logic.unblock({ user: alice.user })).resolves.toBeDefined();
  });
});

describe('who may write', () => {
  test('neither of two may write where one has blocked the other, also in their conversation; what was sent before is answered again', async () => {
    const [alice, bob] = [await somebody(), await somebody()];
    const clientMessageId = Buffer.from(newId(), 'base64url');
    const first = await bob.client.send(alice.user, 'before', { clientMessageId });
    await alice.logic.block({ user: bob.user });
    for (const [one, other] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      await expect(one.client.send(other.user, 'after')).rejects.toEqual(refused('BLOCKED'));
      const again = { conversation: first.conversation ?? '', text: 'after', clientMessageId: Buffer.from(newId(), 'base64url') };
      await expect(one.logic.sendMessage(again)).rejects.toEqual(refused('BLOCKED'));
    }
    const resent = await bob.logic.sendMessage({ to: alice.user, text: 'before', clientMessageId });
    expect(resent).toMatchObject({ seq: first.seq, time: first.time, messageId: first.messageId });
    await alice.logic.unblock({ user: bob.user });
    expect(await bob.client.send(alice.user, 'again')).toMatchObject({ seq: 2 });
  });

  test('who hears from friends only gets messages from friends only, and writes to others himself', async () => {
    const [[alice, bob], carol] = [await friends(), await somebody()];
    await alice.logic.updateProfile({ whoMayWrite: im.WhoMayWrite.FRIENDS_ONLY });
    await expect(carol.client.send(alice.user, 'hello')).rejects.toEqual(refused('NOT_FRIENDS'));
    await bob.client.send(alice.user, 'hello');
    await alice.client.send(carol.user, 'hello');
    await alice.client.send(alice.user, 'a note');
    await bob.logic.removeFriend({ user: alice.user });
    await expect(bob.client.send(alice.user, 'hello')).rejects.toEqual(refused('NOT_FRIENDS'));
    await alice.logic.updateProfile({ whoMayWrite: im.WhoMayWrite.ANYONE });
    await carol.client.send(alice.user, 'hello');
  });
});
