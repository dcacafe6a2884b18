// Callers who may not change something neither hold nor wait for its locks: another transaction holds all of them here.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SqlTransaction } from '../infra/sql/connection.ts';
import { sortedIds } from '../infra/sql/literals.ts';
import { directConversationId } from '../proto/ids.ts';
import { im, type RequestShape, type RpcsOf } from '../proto/rpc.ts';
import { type GroupFixture, groupFixture } from './testing/group-fixture.ts';
import { onMysql } from './testing/runtime/test-stores.ts';

type Rpcs = RpcsOf<im.Logic>;
/** Ann owns a group with Ben, which Fay has left. Eve is a stranger. Ann and Ben have a direct conversation. Ann blocks Eve. */
interface People {
  readonly ann: string;
  readonly ben: string;
  readonly fay: string;
  readonly eve: string;
}
interface Setup extends People {
  readonly api: GroupFixture;
  readonly groupId: string;
  readonly direct: string;
}
interface Case {
  readonly rpc: keyof Rpcs;
  readonly request: (setup: Setup) => object;
  /** The code that each caller gets. */
  readonly codes: Partial<Readonly<Record<keyof People, string>>>;
}
const refused = <R extends keyof Rpcs>(rpc: R, request: (setup: Setup) => RequestShape<Rpcs[R]>, codes: Case['codes']): Case => ({
  rpc,
  request,
  codes,
});

const id = () => ({ clientMessageId: randomBytes(16) });
const CHANGE = { eve: 'NO_SUCH_CONVERSATION', fay: 'NOT_A_MEMBER' };
const MEMBERS = { eve: 'NO_SUCH_GROUP', fay: 'NOT_A_MEMBER' };
const ADMINS = { ...MEMBERS, ben: 'NOT_ALLOWED' };
const CASES: readonly Case[] = [
  refused('sendMessage', ({ groupId }) => ({ ...id(), conversationId: groupId, text: 'x', replyTo: 2 }), CHANGE),
  refused('sendMessage', ({ direct }) => ({ ...id(), conversationId: direct, text: 'x' }), { eve: 'NO_SUCH_CONVERSATION' }),
  refused('sendMessage', ({ ann }) => ({ ...id(), toUserId: ann, text: 'x' }), { eve: 'BLOCKED' }),
  refused('editMessage', ({ groupId }) => ({ ...id(), conversationId: groupId, seq: 2, text: 'x' }), CHANGE),
  refused('recallMessage', ({ groupId }) => ({ ...id(), conversationId: groupId, seq: 2 }), CHANGE),
  refused('react', ({ groupId }) => ({ ...id(), conversationId: groupId, seq: 2, emoji: '👍' }), CHANGE),
  refused('createGroup', ({ ann }) => ({ clientRequestId: randomBytes(16), name: 'x', memberIds: [ann] }), { eve: 'BLOCKED' }),
  refused('updateGroup', ({ groupId }) => ({ groupId, name: 'x' }), ADMINS),
  refused('inviteToGroup', ({ groupId, eve }) => ({ groupId, userIds: [eve] }), { ...ADMINS, ann: 'BLOCKED' }),
  refused('joinGroup', ({ groupId }) => ({ groupId }), { ...MEMBERS, ben: 'ok' }),
  refused('answerJoinRequest', ({ groupId, eve }) => ({ groupId, userId: eve, accept: true }), {
    ...ADMINS,
    ann: 'NO_SUCH_REQUEST',
  }),
  refused('answerGroupInvitation', ({ groupId }) => ({ groupId, accept: true }), {
    ...{ eve: 'NO_SUCH_REQUEST', fay: 'NOT_A_MEMBER', ben: 'ok' },
  }),
  refused('answerGroupInvitation', ({ groupId }) => ({ groupId, accept: false }), {
    ...{ eve: 'NO_SUCH_REQUEST', fay: 'NOT_A_MEMBER' },
  }),
  refused('leaveGroup', ({ groupId }) => ({ groupId }), { ...MEMBERS, ann: 'OWNER_STAYS' }),
  refused('removeFromGroup', ({ groupId, ben }) => ({ groupId, userId: ben }), ADMINS),
  refused('setGroupRole', ({ groupId, ben }) => ({ groupId, userId: ben, role: im.GroupRole.ADMIN }), ADMINS),
  refused('transferGroup', ({ groupId, ben }) => ({ groupId, userId: ben }), ADMINS),
  refused('muteMember', ({ groupId, ben }) => ({ groupId, userId: ben, seconds: 60 }), ADMINS),
  refused('liftGroupBan', ({ groupId, ben }) => ({ groupId, userId: ben }), ADMINS),
  refused('dissolveGroup', ({ groupId }) => ({ groupId }), ADMINS),
  refused('requestFriend', ({ ann }) => ({ userId: ann }), { eve: 'BLOCKED' }),
  refused('answerFriendRequest', ({ ann }) => ({ userId: ann, accept: true }), { eve: 'NO_SUCH_REQUEST' }),
  refused('removeFriend', ({ ann }) => ({ userId: ann }), { eve: 'NOT_FRIENDS' }),
  refused('setRemark', ({ ann }) => ({ userId: ann, remark: 'x' }), { eve: 'NOT_FRIENDS' }),
  refused('unblock', ({ ann }) => ({ userId: ann }), { eve: 'ok' }),
  refused('block', ({ eve }) => ({ userId: eve }), { ann: 'ok' }),
];
const ANSWERS_WITHIN_MS = 5000;

onMysql('locks that another transaction holds', (fixture, store) => {
  async function start(): Promise<Setup> {
    await fixture().start('Logic');
    const api = await groupFixture(fixture(), store());
    const [ann = '', ben = '', fay = '', eve = ''] = await api.addUsers(4);
    const groupId = await api.createGroup(ann, [ben, fay]);
    await api.sendText(ann, groupId);
    await api.call(fay, 'leaveGroup', { groupId });
    await api.call(ann, 'sendMessage', { ...id(), toUserId: ben, text: 'hello' });
    await api.call(ann, 'block', { userId: eve });
    return { api, ann, ben, fay, eve, groupId, direct: directConversationId(ann, ben) };
  }

  async function holdLocks({ ann, ben, groupId, direct }: Setup): Promise<SqlTransaction> {
    const holding = store().connection().transaction(undefined);
    const people = sortedIds([ann, ben]);
    const conversations = sortedIds([groupId, direct]);
    const rows = [
      `accounts WHERE user_id IN (${people})`,
      `profiles WHERE user_id IN (${people})`,
      `group_chats WHERE conversation_id IN (${conversations})`,
      `conversations WHERE conversation_id IN (${conversations})`,
    ];
    await holding.run(rows.map((from) => ({ sql: `SELECT 1 FROM ${from} FOR UPDATE`, writes: true })));
    return holding;
  }

  test.each(CASES)('$rpc answers $codes at once', async ({ rpc, request, codes }) => {
    const setup = await start();
    const holding = await holdLocks(setup);
    try {
      for (const [who, expected] of Object.entries(codes)) {
        const answer = setup.api.callForCode(setup[who as keyof People], rpc, request(setup) as never);
        const late = new Promise<string>((resolve) => setTimeout(() => resolve('waits'), ANSWERS_WITHIN_MS).unref());
        expect(await Promise.race([answer, late]), who).toBe(expected);
      }
    } finally {
      await holding.rollback();
    }
  });

  test('a member waits for the lock and goes on when it is released', async () => {
    const setup = await start();
    const holding = await holdLocks(setup);
    const sent = setup.api.sendText(setup.ben, setup.groupId);
    const late = new Promise<string>((resolve) => setTimeout(() => resolve('waits'), 500));
    expect(await Promise.race([sent, late])).toBe('waits');
    await holding.rollback();
    expect(await sent).toBe(4);
  });
});
