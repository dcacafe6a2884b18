// What becomes of a user who has deleted his account.
import { expect, test, vi } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { ADMIN, MEMBER, OWNER } = im.GroupRole;
const { BY_REQUEST, OPEN } = im.JoinPolicy;

onEveryStore('A user who has deleted his account', (world, store) => {
  async function people() {
    await world().start('Logic');
    const at = await groupFixture(world(), store());
    return {
      at,
      /** Deletes the account, as auth does, and tells it. */
      async forgets(user: string): Promise<void> {
        await store().removeUser(user);
        expect(await at.callForCode(user, 'forgetUser', {})).toBe('ok');
      },
      async befriend(one: string, other: string): Promise<void> {
        await at.call(one, 'requestFriend', { user: other });
        await at.call(other, 'requestFriend', { user: one });
      },
      friends: async (user: string) =>
        (await at.call(user, 'listFriends', {})).friends.map(({ relation }) => relation?.other?.user),
      members: async (user: string, groupId: string) =>
        (await at.call(user, 'listGroupMembers', { groupId })).members.map((member) => [member.user, member.role]),
    };
  }

  test('leaves his groups, which is said in them; what he said stays', async () => {
    const { at, forgets, members } = await people();
    const [ann = '', ben = '', cay = ''] = await at.addUsers(3);
    const groupId = await at.createGroup(ann, [ben, cay]);
    await at.sendText(ben, groupId, 'remember me');
    await forgets(ben);
    expect(await members(ann, groupId)).toHaveLength(2);
    expect(await at.readTexts(ann, groupId, { ann, ben, cay, [ann]: 'ann', [ben]: 'ben', [cay]: 'cay' })).toEqual([
      'created by ann: ben+cay',
      'remember me',
      'left by ben: ben',
    ]);
    await vi.waitFor(() => expect(at.pushesTo(cay).at(-1)?.messageStored?.body).toContain('"left"'));
    expect((await at.call(ann, 'getGroup', { groupId })).group).toMatchObject({ members: 2, owner: ann });
    expect(
      world()
        .domainEvents.filter(({ groupChanged }) => groupChanged)
        .at(-1)?.groupChanged,
    ).toMatchObject({ groupId, members: 2 });
  });

  test('hands his own groups on to the admin who is there longest, else to the member; one that nobody else is in ends', async () => {
    const { at, forgets, members } = await people();
    const [ann = '', ben = '', cay = '', dan = ''] = await at.addUsers(4);
    const names = { [ann]: 'ann', [ben]: 'ben', [cay]: 'cay', [dan]: 'dan' };
    const withAdmins = await at.createGroup(ann, [], { joinPolicy: OPEN });
    for (const user of [ben, cay, dan]) await at.call(user, 'joinGroup', { groupId: withAdmins });
    for (const user of [dan, cay]) await at.call(ann, 'setGroupRole', { groupId: withAdmins, user, role: ADMIN });
    await at.call(ann, 'muteMember', { groupId: withAdmins, user: cay, seconds: 1000 });
    const without = await at.createGroup(ann, [], { joinPolicy: OPEN });
    for (const user of [dan, ben]) await at.call(user, 'joinGroup', { groupId: without });
    const alone = await at.createGroup(ann, [], { joinPolicy: OPEN });

    await forgets(ann);
    expect(await at.readRole(cay, withAdmins)).toBe(OWNER);
    expect(await at.readRole(dan, withAdmins)).toBe(ADMIN);
    expect((await at.call(cay, 'getGroup', { groupId: withAdmins })).group).toMatchObject({
      owner: cay,
      members: 3,
      mutedUntil: 0,
    });
    expect((await at.readTexts(cay, withAdmins, names)).slice(-2)).toEqual(['transferred by ann: cay', 'left by ann: ann']);
    expect(await at.callForCode(cay, 'removeFromGroup', { groupId: withAdmins, user: dan })).toBe('ok');
    expect(new Map((await members(dan, without)) as [string, number][])).toEqual(
      new Map([
        [dan, OWNER],
        [ben, MEMBER],
      ]),
    );
    expect(await at.callForCode(ben, 'joinGroup', { groupId: alone })).toBe('NO_SUCH_GROUP');
    // The next one is the last one.
    await forgets(dan);
    await forgets(ben);
    expect(await at.callForCode(cay, 'joinGroup', { groupId: without })).toBe('NO_SUCH_GROUP');
  });

  test('is nobody’s friend any more and asks nobody, and those who know him are told', async () => {
    const { at, forgets, befriend, friends } = await people();
    const [ann = '', ben = '', cay = '', dan = '', eve = ''] = await at.addUsers(5);
    await befriend(ann, ben);
    await befriend(ann, cay);
    await at.call(ann, 'setRemark', { user: ben, remark: 'my friend' });
    await at.call(ben, 'requestFriend', { user: dan, greeting: 'let me in' });
    await at.call(eve, 'requestFriend', { user: ben });
    await at.call(ben, 'block', { user: cay });
    await at.call(dan, 'block', { user: ann });
    await forgets(ben);
    expect(await friends(ann)).toEqual([cay]);
    for (const who of [ann, dan, eve]) {
      await vi.waitFor(() => {
        const told = at.pushesTo(who).findLast(({ relationChanged }) => relationChanged)?.relationChanged;
        expect(told).toMatchObject({
          other: { user: ben, name: '' },
          friend: false,
          asksMe: false,
          asked: false,
          remark: '',
          greeting: '',
        });
      });
    }
    expect((await at.call(dan, 'listFriendRequests', {})).requests).toEqual([]);
    expect((await at.call(dan, 'listBlocked', {})).users).toHaveLength(1);
    // He is found by whoever syncs, too.
    const { relations } = await at.call(ann, 'sync', {});
    expect(relations.find(({ other }) => other?.user === ben)).toMatchObject({ friend: false });
    const told = world().domainEvents.filter(({ key, relationChanged }) => key === ann && relationChanged?.other?.user === ben);
    expect(told.at(-1)?.relationChanged).toMatchObject({ friend: false });
    expect(world().domainEvents.find(({ key, profileChanged }) => key === ben && profileChanged)).toMatchObject({
      profileChanged: { profile: { user: ben, name: '', about: '' } },
    });
  });

  test('waits before no group’s door any more, and can be let in nowhere', async () => {
    const { at, forgets } = await people();
    const [ann = '', ben = ''] = await at.addUsers(2);
    const groupId = await at.createGroup(ann, [], { joinPolicy: BY_REQUEST });
    await at.call(ben, 'joinGroup', { groupId, greeting: 'it is me' });
    await forgets(ben);
    expect((await at.call(ann, 'listJoinRequests', { groupId })).requests).toEqual([]);
    expect(await at.callForCode(ann, 'inviteToGroup', { groupId, users: [ben] })).toBe('NO_SUCH_USER');
    // Commands of his that were on their way.
    expect(await at.callForCode(ben, 'joinGroup', { groupId })).toBe('NOT_LOGGED_IN');
    expect(await at.callForCode(ben, 'createGroup', { clientRequestId: Buffer.alloc(16), name: 'mine' })).toBe('NOT_LOGGED_IN');
    expect(await at.callForCode(ben, 'requestFriend', { user: ann })).toBe('NOT_LOGGED_IN');
  });

  test('in many groups and with many friends is forgotten page by page, by one order', { timeout: 60_000 }, async () => {
    const { at, forgets, befriend, friends } = await people();
    const [ann = '', ben = '', ...others] = await at.addUsers(132);
    await Promise.all(others.map((other) => befriend(ben, other)));
    await befriend(ann, ben);
    const groups = await Promise.all(
      Array.from({ length: 35 }, (_, i) => (i % 2 ? at.createGroup(ann, [ben]) : at.createGroup(ben, [ann]))),
    );
    await forgets(ben);
    await vi.waitFor(
      async () =>
        expect((await at.call(ann, 'listGroups', {})).groups.map(({ members }) => members)).toEqual(groups.map(() => 1)),
      {
        timeout: 20_000,
        interval: 100,
      },
    );
    expect((await at.call(ann, 'listGroups', {})).groups.every(({ owner }) => owner === ann)).toBe(true);
    for (const who of [ann, others[0] ?? '', others.at(-1) ?? '']) expect(await friends(who)).toEqual([]);
    await vi.waitFor(() =>
      expect(world().domainEvents.filter(({ key, profileChanged }) => key === ben && profileChanged)).toHaveLength(1),
    );
    expect(world().deadLetters).toEqual([]);
  });

  test('is forgotten once, however often it is told; who is there is not forgotten', async () => {
    const { at, forgets, befriend, friends, members } = await people();
    const [ann = '', ben = ''] = await at.addUsers(2);
    await befriend(ann, ben);
    const group = await at.createGroup(ben, [ann]);
    expect(await at.callForCode(ben, 'forgetUser', {})).toBe('ok');
    expect(await friends(ann)).toEqual([ben]);
    expect(await members(ann, group)).toHaveLength(2);
    await forgets(ben);
    const { lastSeq } = (await at.findConversation(ann, group)) ?? {};
    const before = at.pushes.length;
    expect(await Promise.all([1, 2].map(() => at.callForCode(ben, 'forgetUser', {})))).toEqual(['ok', 'ok']);
    expect((await at.findConversation(ann, group))?.lastSeq).toBe(lastSeq);
    expect(at.pushes).toHaveLength(before);
  });

  test('and all others of a group with him, at once, leave it as if one after the other', { timeout: 30_000 }, async () => {
    const { at } = await people();
    const everybody = await at.addUsers(12);
    const [ann = '', ...others] = everybody;
    const groups = await Promise.all([0, 1, 2].map(() => at.createGroup(ann, others)));
    for (let i = 0; i < 11; i++)
      for (const groupId of groups) if (i < 3) await at.call(others[i] ?? '', 'leaveGroup', { groupId });
    const staying = [...others.slice(3)];
    await Promise.all([ann, ...staying].map((user) => store().removeUser(user)));
    expect(await Promise.all([ann, ...staying].map((user) => at.callForCode(user, 'forgetUser', {})))).toEqual(
      [ann, ...staying].map(() => 'ok'),
    );
    for (const group of groups) {
      const found = world().domainEvents.filter(({ groupChanged }) => groupChanged?.groupId === group);
      await vi.waitFor(() => expect(found.at(-1)?.groupChanged).toMatchObject({ dissolved: true }));
    }
    expect(world().deadLetters).toEqual([]);
  });
});
