// Commands that ask for what is so already: they succeed and change nothing.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { im, type RequestShape, type RpcsOf } from '../../proto/rpc.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

type Rpcs = RpcsOf<im.Logic>;
/** A group of Ann, who owns it, and Ben; a message of Ann with seq 2 and one of Ben with seq 3. Cay is a stranger. */
interface Setup {
  readonly groupId: string;
  readonly ann: string;
  readonly ben: string;
  readonly cay: string;
}
interface Repeated<R extends keyof Rpcs> {
  readonly rpc: R;
  readonly what: string;
  readonly by?: 'ann' | 'ben';
  /** Makes the request. The test sends one, and then another one with an id of its own. */
  request(setup: Setup): RequestShape<Rpcs[R]>;
  /** False: already the first one changes nothing. */
  readonly isFirstChange?: false;
}
const repeated = <R extends keyof Rpcs>(each: Repeated<R>): Repeated<keyof Rpcs> => each as unknown as Repeated<keyof Rpcs>;

const change = (groupId: string, seq: number) => ({ clientMessageId: randomBytes(16), conversationId: groupId, seq });
const CASES = [
  repeated({ rpc: 'react', what: 'the same reaction', request: ({ groupId }) => ({ ...change(groupId, 3), emoji: '👍' }) }),
  repeated({
    rpc: 'react',
    what: 'a reaction that is not set, removed',
    request: ({ groupId }) => ({ ...change(groupId, 3), emoji: '👍', remove: true }),
    isFirstChange: false,
  }),
  repeated({ rpc: 'editMessage', what: 'the same text', request: ({ groupId }) => ({ ...change(groupId, 2), text: 'new' }) }),
  repeated({ rpc: 'recallMessage', what: 'a recalled message', request: ({ groupId }) => change(groupId, 2) }),
  repeated({ rpc: 'recallMessage', what: 'of a member, by the owner', request: ({ groupId }) => change(groupId, 3) }),
  repeated({ rpc: 'deleteForMe', what: 'the same messages', request: (at) => ({ conversationId: at.groupId, seqs: [2, 3] }) }),
  repeated({ rpc: 'markRead', what: 'the same seq', request: (at) => ({ conversationId: at.groupId, seq: 3 }) }),
  repeated({ rpc: 'markDelivered', what: 'the same seq', request: (at) => ({ conversationId: at.groupId, seq: 3 }) }),
  repeated({
    rpc: 'markRead',
    what: 'an earlier seq',
    request: (at) => ({ conversationId: at.groupId, seq: 1 }),
    isFirstChange: false,
  }),
  repeated({ rpc: 'setConversation', what: 'pinned', request: (at) => ({ conversationId: at.groupId, pinned: true }) }),
  repeated({ rpc: 'setConversation', what: 'muted', request: (at) => ({ conversationId: at.groupId, muted: true }) }),
  repeated({ rpc: 'setConversation', what: 'hidden', request: (at) => ({ conversationId: at.groupId, hidden: true }) }),
  repeated({ rpc: 'updateGroup', what: 'the same name', request: ({ groupId }) => ({ groupId, name: 'chess' }) }),
  repeated({
    rpc: 'setGroupRole',
    what: 'the same role',
    request: ({ groupId, ben }) => ({ groupId, userId: ben, role: im.GroupRole.ADMIN }),
  }),
  repeated({
    rpc: 'muteMember',
    what: 'unmuted already',
    request: ({ groupId, ben }) => ({ groupId, userId: ben, seconds: 0 }),
    isFirstChange: false,
  }),
  repeated({
    rpc: 'inviteToGroup',
    what: 'a member',
    request: ({ groupId, ben }) => ({ groupId, userIds: [ben] }),
    isFirstChange: false,
  }),
  repeated({ rpc: 'inviteToGroup', what: 'a stranger', request: ({ groupId, cay }) => ({ groupId, userIds: [cay] }) }),
  repeated({ rpc: 'joinGroup', what: 'by a member', by: 'ben', request: ({ groupId }) => ({ groupId }), isFirstChange: false }),
  repeated({ rpc: 'requestFriend', what: 'the same user', request: ({ cay }) => ({ userId: cay }) }),
  repeated({ rpc: 'block', what: 'the same user', request: ({ ben }) => ({ userId: ben }) }),
  repeated({ rpc: 'unblock', what: 'not blocked', request: ({ ben }) => ({ userId: ben }), isFirstChange: false }),
  repeated({ rpc: 'updateProfile', what: 'the same text', request: () => ({ about: 'me' }) }),
];

onEveryStore('commands that change nothing', (fixture, store) => {
  async function start(): Promise<[GroupFixture, Setup]> {
    await fixture().start('Logic');
    const api = await groupFixture(fixture(), store());
    const [ann = '', ben = '', cay = ''] = await api.addUsers(3);
    const groupId = await api.createGroup(ann, [ben]);
    await api.sendText(ann, groupId);
    await api.sendText(ben, groupId);
    return [api, { groupId, ann, ben, cay }];
  }

  /** What users see, and what they were sent. A later command shows that nothing more is on its way. */
  async function observe(api: GroupFixture, { groupId, ann, ben }: Setup) {
    await api.call(ann, 'getProfile', {});
    await api.call(ben, 'getProfile', {});
    const { conversations, relations, peopleVersion } = await api.call(ann, 'sync', {});
    const { messages } = await api.call(ben, 'pullMessages', { conversationId: groupId });
    return {
      conversations,
      relations,
      peopleVersion,
      messages,
      pushes: api.pushes.length,
      events: fixture().domainEvents.length,
    };
  }

  test.each(CASES)('$rpc, $what: a second one succeeds, takes no seq and is pushed to nobody', async (each) => {
    const [api, setup] = await start();
    const before = await observe(api, setup);
    const call = () => api.callForCode(setup[each.by ?? 'ann'], each.rpc, each.request(setup));
    expect(await call()).toBe('ok');
    const between = await observe(api, setup);
    expect(await call()).toBe('ok');
    expect(await observe(api, setup)).toEqual(between);
    if (each.isFirstChange === false) expect(between).toEqual(before);
    else expect(between).not.toEqual(before);
  });

  test('a reply without a seq tells that a change had nothing to change', async () => {
    const [api, { ann, ben, groupId }] = await start();
    const react = (remove: boolean) => api.call(ben, 'react', { ...change(groupId, 2), emoji: '👍', remove });
    const seqs = [await react(false), await react(false), await react(true), await react(true)].map(({ seq }) => seq);
    expect(seqs).toEqual([4, 0, 5, 0]);
    expect(await api.call(ann, 'editMessage', { ...change(groupId, 2), text: 'hello' })).toMatchObject({
      conversationId: groupId,
      seq: 0,
      messageId: '',
    });
    // An unchanged text is no edit.
    const { messages } = await api.call(ben, 'pullMessages', { conversationId: groupId });
    expect(messages).toHaveLength(5);
    expect(messages[1]).toMatchObject({ text: 'hello', edited: false });
  });

  test('a user who may not change a message is refused also where it has the change already', async () => {
    const [api, { ann, ben, groupId }] = await start();
    expect(await api.callForCode(ben, 'editMessage', { ...change(groupId, 2), text: 'hello' })).toBe('NOT_YOURS');
    await api.call(ann, 'recallMessage', change(groupId, 2));
    expect(await api.callForCode(ben, 'recallMessage', change(groupId, 2))).toBe('NOT_YOURS');
    expect(await api.callForCode(ann, 'editMessage', { ...change(groupId, 2), text: '' })).toBe('TOO_LATE');
    expect(await api.callForCode(ann, 'react', { ...change(groupId, 2), emoji: '👍' })).toBe('NO_SUCH_MESSAGE');
  });
});
