// What a former member of a group may do. The lists are total: a new rpc with a group or a conversation does not compile without
// an entry.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { im, type RequestShape, type RpcsOf } from '../../proto/rpc.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

type Rpcs = RpcsOf<im.Logic>;
/** The rpcs whose request has a field. */
type RpcsWith<Field extends string> = { [R in keyof Rpcs]: Field extends keyof RequestShape<Rpcs[R]> ? R : never }[keyof Rpcs];
type Requests<R extends keyof Rpcs> = { readonly [K in R]: (groupId: string, other: string) => RequestShape<Rpcs[K]> };

const change = (conversationId: string) => ({ clientMessageId: randomBytes(16), conversationId, seq: 2 });
/** Reading up to the last seq, and what concerns only the caller. */
const ALLOWED: Requests<'pullMessages' | 'markRead' | 'markDelivered' | 'setConversation' | 'deleteForMe'> = {
  pullMessages: (conversationId) => ({ conversationId }),
  markRead: (conversationId) => ({ conversationId, seq: 2 }),
  markDelivered: (conversationId) => ({ conversationId, seq: 2 }),
  setConversation: (conversationId) => ({ conversationId, pinned: true }),
  deleteForMe: (conversationId) => ({ conversationId, seqs: [1] }),
};
/** For operators. */
type Internal = 'inspectGroup' | 'closeGroup';
const REFUSED: Requests<Exclude<RpcsWith<'conversationId'> | RpcsWith<'groupId'>, keyof typeof ALLOWED | Internal>> = {
  sendMessage: (conversationId) => ({ clientMessageId: randomBytes(16), conversationId, text: 'hello?' }),
  editMessage: (conversationId) => ({ ...change(conversationId), text: 'changed' }),
  recallMessage: change,
  react: (conversationId) => ({ ...change(conversationId), emoji: '👍' }),
  listReaders: (conversationId) => ({ conversationId, seq: 2 }),
  getGroup: (groupId) => ({ groupId }),
  joinGroup: (groupId) => ({ groupId }),
  listGroupMembers: (groupId) => ({ groupId }),
  updateGroup: (groupId) => ({ groupId, name: 'new' }),
  inviteToGroup: (groupId, other) => ({ groupId, userIds: [other] }),
  listJoinRequests: (groupId) => ({ groupId }),
  answerJoinRequest: (groupId, userId) => ({ groupId, userId, accept: true }),
  leaveGroup: (groupId) => ({ groupId }),
  removeFromGroup: (groupId, userId) => ({ groupId, userId }),
  setGroupRole: (groupId, userId) => ({ groupId, userId, role: im.GroupRole.ADMIN }),
  transferGroup: (groupId, userId) => ({ groupId, userId }),
  muteMember: (groupId, userId) => ({ groupId, userId, seconds: 60 }),
  dissolveGroup: (groupId) => ({ groupId }),
  listGroupBans: (groupId) => ({ groupId }),
  liftGroupBan: (groupId, userId) => ({ groupId, userId }),
  answerGroupInvitation: (groupId) => ({ groupId, accept: true }),
};

const ENDS = ['left', 'removed', 'dissolved'] as const;

onEveryStore('former members', (fixture, store) => {
  /** Ben is no longer in a group by invitation. The message with seq 2 is theirs. */
  async function leave(end: (typeof ENDS)[number]): Promise<[api: GroupFixture, groupId: string, ben: string, ann: string]> {
    await fixture().start('Logic');
    const api = await groupFixture(fixture(), store());
    const [ann = '', ben = ''] = await api.addUsers(2);
    const groupId = await api.createGroup(ann, [ben]);
    await api.sendText(ben, groupId);
    if (end === 'left') await api.call(ben, 'leaveGroup', { groupId });
    else if (end === 'removed') await api.call(ann, 'removeFromGroup', { groupId, userId: ben });
    else await api.call(ann, 'dissolveGroup', { groupId });
    return [api, groupId, ben, ann];
  }

  test.each(ENDS)('who has %s gets NOT_A_MEMBER for every command on the group, and may read on', async (end) => {
    const [api, groupId, ben, ann] = await leave(end);
    const outcome = async (rpc: string, request: (groupId: string, other: string) => object) => [
      rpc,
      await api.callForCode(ben, rpc as keyof Rpcs, request(groupId, ann)),
    ];
    const refused = await Promise.all(Object.entries(REFUSED).map(([rpc, request]) => outcome(rpc, request)));
    expect(refused).toEqual(Object.keys(REFUSED).map((rpc) => [rpc, 'NOT_A_MEMBER']));
    const allowed = await Promise.all(Object.entries(ALLOWED).map(([rpc, request]) => outcome(rpc, request)));
    expect(allowed).toEqual(Object.keys(ALLOWED).map((rpc) => [rpc, 'ok']));
  });

  // GRP-7
  test('a former member sees a group that is open again, and may join it', async () => {
    const [api, groupId, ben, ann] = await leave('left');
    await api.call(ann, 'updateGroup', { groupId, joinPolicy: im.JoinPolicy.OPEN });
    expect(await api.callForCode(ben, 'getGroup', { groupId })).toBe('ok');
    expect((await api.call(ben, 'joinGroup', { groupId })).joined).toBe(true);
  });

  // GRP-8
  test('a resend of a former member gets the first reply', async () => {
    const [api, groupId, ben, ann] = await leave('left');
    const message = { clientMessageId: randomBytes(16), conversationId: groupId, text: 'hi' };
    await api.call(ann, 'inviteToGroup', { groupId, userIds: [ben] });
    const first = await api.call(ben, 'sendMessage', message);
    await api.call(ben, 'leaveGroup', { groupId });
    expect(await api.call(ben, 'sendMessage', message)).toEqual(first);
  });
});
