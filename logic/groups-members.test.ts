import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { onEveryStore } from '../infra/serve/test-stores.ts';
import { im } from '../proto/contract.ts';
import { type GroupsWorld, groupsWorld } from './test-groups.ts';

const { ADMIN } = im.GroupRole;
const { BY_INVITATION, BY_REQUEST, OPEN } = im.JoinPolicy;

onEveryStore('who is in a group', (world, store) => {
  const groups = async (): Promise<GroupsWorld> => {
    await world().start('Logic');
    return groupsWorld(world(), store());
  };

  test('who joins sees what is said from then on; who leaves, what was said until then', async () => {
    const at = await groups();
    const [ann = '', ben = ''] = await at.people(2);
    const names = { [ann]: 'ann', [ben]: 'ben' };
    const group = await at.group(ann, [], { joinPolicy: OPEN });
    await at.say(ann, group, 'before');
    expect(await at.call(ben, 'joinGroup', { group })).toMatchObject({ joined: true, group: { members: 2, myRole: 1 } });
    await at.say(ann, group, 'during');
    await at.call(ben, 'leaveGroup', { group });
    await at.say(ann, group, 'after');
    expect(await at.read(ben, group, names)).toEqual(['joined by ben: ben', 'during', 'left by ben: ben']);
    expect(await at.conversation(ben, group)).toMatchObject({ left: true, firstSeq: 3, lastSeq: 5, unread: 1 });
    const late = { clientMessageId: randomBytes(16), conversation: group, text: 'me too' };
    expect(await at.outcome(ben, 'sendMessage', late)).toBe('NOT_A_MEMBER');
    expect((await at.call(ben, 'listGroups', {})).groups).toEqual([]);
    expect(await at.outcome(ben, 'leaveGroup', { group })).toBe('NO_SUCH_GROUP');
  });

  test('who has left is not told by which name the group goes since, neither by his list nor by Sync, until he is back', async () => {
    const at = await groups();
    const [ann = '', ben = ''] = await at.people(2);
    const group = await at.group(ann, [ben], { name: 'then', joinPolicy: OPEN });
    await at.call(ben, 'leaveGroup', { group });
    await at.call(ann, 'updateGroup', { group, name: 'since' });
    expect(await at.conversation(ben, group)).toMatchObject({ left: true, peerName: 'then' });
    expect((await at.call(ben, 'sync', {})).conversations).toMatchObject([{ conversation: group, peerName: 'then' }]);
    expect(await at.conversation(ann, group)).toMatchObject({ peerName: 'since' });
    await at.call(ben, 'joinGroup', { group });
    expect(await at.conversation(ben, group)).toMatchObject({ left: false, peerName: 'since' });
  });

  test('who comes back sees from where he came back', async () => {
    const at = await groups();
    const [ann = '', ben = ''] = await at.people(2);
    const names = { [ann]: 'ann', [ben]: 'ben' };
    const group = await at.group(ann, [ben], { joinPolicy: OPEN });
    await at.say(ann, group, 'then');
    await at.call(ann, 'removeFromGroup', { group, user: ben });
    await at.say(ann, group, 'meanwhile');
    await at.call(ben, 'joinGroup', { group });
    await at.say(ann, group, 'now');
    expect(await at.read(ben, group, names)).toEqual(['joined by ben: ben', 'now']);
    expect(await at.conversation(ben, group)).toMatchObject({ left: false, firstSeq: 5, unread: 1 });
    expect((await at.call(ben, 'getGroup', { group })).group).toMatchObject({ members: 2, myRole: im.GroupRole.MEMBER });
  });

  test('joining twice, and being invited where one is, changes nothing and tells nobody', async () => {
    const at = await groups();
    const [ann = '', ben = ''] = await at.people(2);
    const group = await at.group(ann, [], { joinPolicy: OPEN });
    const both = await Promise.all([at.call(ben, 'joinGroup', { group }), at.call(ben, 'joinGroup', { group })]);
    expect(both).toMatchObject([
      { joined: true, group: { members: 2 } },
      { joined: true, group: { members: 2 } },
    ]);
    expect((await at.call(ann, 'inviteToGroup', { group, users: [ben, ann, ben] })).group?.members).toBe(2);
    expect(await at.read(ann, group, { [ann]: 'ann', [ben]: 'ben' })).toEqual(['created by ann', 'joined by ben: ben']);
  });

  test('a group by invitation cannot be joined: it is as if it were not there', async () => {
    const at = await groups();
    const [ann = '', ben = ''] = await at.people(2);
    const group = await at.group(ann, [], { joinPolicy: BY_INVITATION });
    expect(await at.outcome(ben, 'joinGroup', { group })).toBe('NO_SUCH_GROUP');
  });

  test('who is invited is a member at once; blocked users, deleted ones and more than a hundred are not', async () => {
    const at = await groups();
    const [ann = '', ben = '', cay = '', eve = ''] = await at.people(4);
    const group = await at.group(ann);
    expect((await at.call(ann, 'inviteToGroup', { group, users: [ben, cay] })).group?.members).toBe(3);
    await at.say(cay, group, 'thanks');
    const names = { [ann]: 'ann', [ben]: 'ben', [cay]: 'cay' };
    expect(await at.read(ben, group, names)).toEqual(['invited by ann: ben+cay', 'thanks']);
    const invite = (users: string[]) => at.outcome(ann, 'inviteToGroup', { group, users });
    await at.call(eve, 'block', { user: ann });
    expect(await invite([eve])).toBe('BLOCKED');
    await at.call(eve, 'unblock', { user: ann });
    await store().removeUser(eve);
    expect(await invite([eve])).toBe('NO_SUCH_USER');
    expect(await invite([])).toBe('BAD_ARGUMENT');
    expect(await invite(Array.from({ length: 101 }, () => ben))).toBe('BAD_ARGUMENT');
    // Nobody at all where one of them cannot be.
    const [fred = ''] = await at.people(1);
    expect(await invite([fred, eve])).toBe('NO_SUCH_USER');
    expect((await at.call(ann, 'getGroup', { group })).group?.members).toBe(3);
  });

  test('a request is told to the admins, listed, and answered once', async () => {
    const at = await groups();
    const [ann = '', adm = '', ben = '', cay = '', dan = ''] = await at.people(5);
    const group = await at.group(ann, [adm, ben], { joinPolicy: BY_REQUEST });
    await at.call(ann, 'setGroupRole', { group, user: adm, role: ADMIN });
    expect(await at.outcome(cay, 'joinGroup', { group, greeting: 'x'.repeat(201) })).toBe('TEXT_TOO_LONG');
    expect(await at.call(cay, 'joinGroup', { group, greeting: 'x'.repeat(200) })).toMatchObject({ joined: false });
    expect(await at.call(cay, 'joinGroup', { group, greeting: 'let me in' })).toMatchObject({
      joined: false,
      group: { owner: '' },
    });
    await at.call(cay, 'joinGroup', { group, greeting: 'let me in' });
    await at.call(dan, 'joinGroup', { group });
    const asked = (user: string) => at.pushedTo(user).flatMap(({ joinRequested }) => (joinRequested ? [joinRequested] : []));
    for (const user of [ann, adm]) {
      await vi.waitFor(() => expect(asked(user)).toHaveLength(3));
      expect(asked(user)[1]).toMatchObject({ group, request: { user: cay, name: cay, greeting: 'let me in' } });
    }
    expect(asked(ben)).toEqual([]);
    const { requests, more } = await at.call(adm, 'listJoinRequests', { group });
    expect(requests.map(({ user, greeting }) => `${user} ${greeting}`).sort()).toEqual([`${cay} let me in`, `${dan} `].sort());
    expect(more).toBe(false);
    const first = await at.call(adm, 'listJoinRequests', { group, limit: 1 });
    expect(first).toMatchObject({ requests: [requests[0]], more: true });
    const rest = await at.call(adm, 'listJoinRequests', { group, afterUser: requests[0]?.user ?? '' });
    expect(rest).toMatchObject({ requests: [requests[1]], more: false });

    expect(await at.outcome(ben, 'answerJoinRequest', { group, user: cay, accept: true })).toBe('NOT_ALLOWED');
    await at.call(adm, 'answerJoinRequest', { group, user: dan, accept: false });
    expect(await at.outcome(adm, 'answerJoinRequest', { group, user: dan, accept: true })).toBe('NO_SUCH_REQUEST');
    await at.call(adm, 'answerJoinRequest', { group, user: cay, accept: true });
    expect(await at.outcome(ann, 'answerJoinRequest', { group, user: cay, accept: true })).toBe('NO_SUCH_REQUEST');
    expect(await at.roleOf(cay, group)).toBe(im.GroupRole.MEMBER);
    expect(await at.read(cay, group, { [adm]: 'adm', [cay]: 'cay' })).toEqual(['joined by adm: cay']);
    expect((await at.call(ann, 'listJoinRequests', { group })).requests).toEqual([]);
  });

  test('an invitation answers a request, and the request of a deleted account cannot be answered', async () => {
    const at = await groups();
    const [ann = '', ben = '', cay = ''] = await at.people(3);
    const group = await at.group(ann, [], { joinPolicy: BY_REQUEST });
    for (const user of [ben, cay]) await at.call(user, 'joinGroup', { group });
    await at.call(ann, 'inviteToGroup', { group, users: [ben] });
    expect((await at.call(ann, 'listJoinRequests', { group })).requests).toMatchObject([{ user: cay }]);
    await store().removeUser(cay);
    expect((await at.call(ann, 'listJoinRequests', { group })).requests).toMatchObject([{ user: cay, name: '' }]);
    expect(await at.outcome(ann, 'answerJoinRequest', { group, user: cay, accept: true })).toBe('NO_SUCH_REQUEST');
  });

  test('what happens stands in order among what is said, and does not count as unread', async () => {
    const at = await groups();
    const [ann = '', ben = '', cay = ''] = await at.people(3);
    const names = { [ann]: 'ann', [ben]: 'ben', [cay]: 'cay' };
    const group = await at.group(ann, [ben], { joinPolicy: OPEN });
    await at.say(ann, group, 'one');
    await at.call(ann, 'setGroupRole', { group, user: ben, role: ADMIN });
    await at.call(cay, 'joinGroup', { group });
    await at.say(cay, group, 'two');
    await at.call(ben, 'muteMember', { group, user: cay, seconds: 60 });
    await at.call(ben, 'removeFromGroup', { group, user: cay });
    await at.call(ann, 'transferGroup', { group, user: ben });
    await at.call(ann, 'leaveGroup', { group });
    expect(await at.read(ben, group, names)).toEqual([
      'created by ann: ben',
      'one',
      'role by ann: ben',
      'joined by cay: cay',
      'two',
      'muted by ben: cay',
      'removed by ben: cay',
      'transferred by ann: ben',
      'left by ann: ann',
    ]);
    expect((await at.conversation(ben, group))?.unread).toBe(2);
    expect((await at.conversation(cay, group))?.unread).toBe(0);
    expect((await at.conversation(ann, group))?.unread).toBe(1);
    // Everybody was pushed what he can read, in that order.
    for (const user of [ann, ben, cay]) {
      const { messages } = await at.call(user, 'pullMessages', { conversation: group });
      const seqs = messages.map(({ seq }) => seq);
      await vi.waitFor(() =>
        expect(
          at
            .pushedTo(user)
            .map((event) => event.messageStored?.seq)
            .at(-1),
        ).toBe(seqs.at(-1)),
      );
      const got = at.pushedTo(user).map((event) => event.messageStored?.seq);
      // The sending connection has its reply instead.
      const own = messages.filter(({ sender, kind }) => sender === user && kind !== im.MessageKind.SYSTEM).map(({ seq }) => seq);
      expect(got).toEqual(seqs.filter((seq) => !own.includes(seq)));
    }
  });

  test('a message to 300 members at two gates is one envelope for each gate', { timeout: 30_000 }, async () => {
    const at = await groups();
    const people = await at.people(300, ['gate.one', 'gate.two']);
    const [ann = '', ...others] = people;
    const group = await at.group(ann, others);
    const isOurs = ({ event }: { event: im.Event }) => event.messageStored?.text === 'to all';
    const lookups = world().routes.lookups;
    await at.say(ann, group, 'to all');
    await vi.waitFor(() => expect(at.pushed.filter(isOurs)).toHaveLength(2));
    expect(world().routes.lookups).toBe(lookups + 1);
    const targets = at.pushed.filter(isOurs).map(({ gate, targets: at }) => [gate, at.length]);
    expect(targets.sort()).toEqual([
      ['gate.one', 150],
      ['gate.two', 150],
    ]);
    await vi.waitFor(() => expect(world().happened.some(({ messageStored }) => messageStored?.text === 'to all')).toBe(true));
  });

  test('a stranger writes and reads nothing; whom it concerns is told who had no connection', async () => {
    const at = await groups();
    const [ann = '', ben = '', eve = ''] = await at.people(3);
    const group = await at.group(ann, [ben], { joinPolicy: OPEN });
    const message = { clientMessageId: randomBytes(16), conversation: group, text: 'hi' };
    expect(await at.outcome(eve, 'sendMessage', message)).toBe('NO_SUCH_CONVERSATION');
    expect(await at.outcome(eve, 'pullMessages', { conversation: group })).toBe('NO_SUCH_CONVERSATION');
    world().routes.entries.delete(ben);
    await at.say(ann, group, 'anybody?');
    await vi.waitFor(() => {
      const told = world().happened.find(({ messageStored }) => messageStored?.text === 'anybody?');
      expect(told).toMatchObject({ key: group, absent: [ben] });
    });
    const changes = world().happened.filter(({ groupChanged }) => groupChanged);
    expect(changes).toMatchObject([{ key: group, groupChanged: { group, name: 'a group', members: 2, owner: ann } }]);
  });

  test('a resent message is the first one, whether its sender is still in the group or not', async () => {
    const at = await groups();
    const [ann = '', ben = ''] = await at.people(2);
    const group = await at.group(ann, [ben]);
    const message = { clientMessageId: randomBytes(16), conversation: group, text: 'once' };
    const { seq } = await at.call(ben, 'sendMessage', message);
    expect((await at.call(ben, 'sendMessage', message)).seq).toBe(seq);
    await at.call(ann, 'removeFromGroup', { group, user: ben });
    expect((await at.call(ben, 'sendMessage', message)).seq).toBe(seq);
  });

  test('admins recall what members below them have said, whenever; nobody what stands above him', async () => {
    const at = await groups();
    const [ann = '', adm = '', ben = '', cay = ''] = await at.people(4);
    const group = await at.group(ann, [adm, ben, cay]);
    await at.call(ann, 'setGroupRole', { group, user: adm, role: ADMIN });
    const recall = async (by: string, of: string): Promise<string> => {
      const seq = await at.say(of, group, 'oops');
      return at.outcome(by, 'recallMessage', { clientMessageId: randomBytes(16), conversation: group, seq });
    };
    expect(await recall(adm, ben)).toBe('ok');
    expect(await recall(ann, adm)).toBe('ok');
    expect(await recall(adm, ann)).toBe('NOT_YOURS');
    expect(await recall(cay, ben)).toBe('NOT_YOURS');
    expect(await recall(ben, ben)).toBe('ok');
  });
});
