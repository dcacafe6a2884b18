// Calls of every command of Logic for the query-plan tests, on the tables of large-tables.ts: single calls that read the most
// rows, and hundreds of calls in one batch.
import { randomBytes } from 'node:crypto';
import { im, type RequestShape, type RpcsOf } from '../../../proto/rpc.ts';
import {
  BIG_CONVERSATION,
  BIG_GROUP,
  DELETED,
  deletedUser,
  directConversation,
  nthId,
  SIZES,
  smallGroupId,
  userId,
} from './large-table-ids.ts';

export type LogicRpcName = keyof RpcsOf<im.Logic>;
export type TestCall<Request = object> = readonly [user: number, request: Request];
interface Calls<Request> {
  /** Each call runs in its own batch. */
  readonly alone: readonly TestCall<Request>[];
  /** All calls run in one batch. */
  readonly many: readonly TestCall<Request>[];
}

const MANY = 400;
const GROUPS = 100;

const fresh = (): Buffer => randomBytes(16);
/** `count` callers from user `from` on. The first user is left out, because they have many rows in every table. */
function each<R>(count: number, call: (n: number) => TestCall<R>, from = 1): TestCall<R>[] {
  return Array.from({ length: count }, (_, i) => call(from + i));
}
/** Calls in small groups, each by the group's owner or by a member. */
const byOwner = <R>(from: number, request: (groupId: string, n: number) => R): TestCall<R>[] =>
  each(GROUPS / 2, (n) => [n + 1, request(smallGroupId(n), n)], from);
const byMember = <R>(from: number, request: (groupId: string, n: number) => R): TestCall<R>[] =>
  each(GROUPS / 2, (n) => [n + 2, request(smallGroupId(n), n)], from);
/** The user whom caller `n` befriends or blocks. No user is in two pairs. */
const partner = (n: number): string => userId(n + 700);

const unchanged = (n: number) => ({ userId: userId(n), name: `user${n}` });
const change = (conversationId: string, seq: number) => ({ clientMessageId: fresh(), conversationId, seq });
const LATE = SIZES.messages - 50;

export const LOGIC_CALLS: { readonly [K in LogicRpcName]: Calls<RequestShape<RpcsOf<im.Logic>[K]>> } = {
  sendMessage: {
    alone: [
      [0, { clientMessageId: fresh(), toUserId: userId(1), text: 'hello' }],
      [0, { clientMessageId: fresh(), toUserId: userId(1000), text: 'the first' }],
      [5, { clientMessageId: fresh(), conversationId: BIG_GROUP, text: 'hello', replyTo: 1000, mentions: [userId(7)] }],
    ],
    many: [
      ...each(
        MANY,
        (n): TestCall<im.SendMessageRequest.$Properties> => [
          n,
          { clientMessageId: fresh(), toUserId: userId(n + 1), text: `${n}` },
        ],
      ),
      ...each(
        50,
        (n): TestCall<im.SendMessageRequest.$Properties> => [
          n,
          { clientMessageId: fresh(), conversationId: BIG_GROUP, text: `${n}`, replyTo: n },
        ],
        401,
      ),
      ...each(
        50,
        (n): TestCall<im.SendMessageRequest.$Properties> => [
          n,
          { clientMessageId: fresh(), toUserId: userId(n + 1000), text: 'the first' },
        ],
        451,
      ),
    ],
  },
  recallMessage: { alone: [[0, change(BIG_GROUP, 1)]], many: each(MANY, (n) => [n, change(directConversation(n), 1)]) },
  editMessage: {
    alone: [[0, { ...change(BIG_CONVERSATION, LATE + 1), text: 'better' }]],
    many: each(MANY, (n) => [n, { ...change(directConversation(n), 3), text: `better ${n}` }]),
  },
  react: {
    alone: [
      [0, { ...change(BIG_CONVERSATION, LATE), emoji: '👍' }],
      [0, { ...change(BIG_CONVERSATION, LATE), emoji: '👍', remove: true }],
    ],
    many: each(MANY, (n) => [n, { ...change(directConversation(n), 2), emoji: '👍', remove: n % 2 === 1 }]),
  },
  deleteForMe: {
    alone: [[0, { conversationId: BIG_CONVERSATION, seqs: [1, 2, 3] }]],
    many: each(MANY, (n) => [n, { conversationId: directConversation(n), seqs: [3] }]),
  },
  pullMessages: {
    alone: [
      [0, { conversationId: BIG_CONVERSATION, afterSeq: 100, limit: 200 }],
      [0, { conversationId: BIG_CONVERSATION, beforeSeq: SIZES.messages / 2, limit: 200 }],
      [0, { conversationId: BIG_CONVERSATION, beforeSeq: SIZES.messages, limit: 200 }],
    ],
    many: each(MANY, (n) => [n, { conversationId: directConversation(n), limit: 200 }]),
  },
  listConversations: {
    alone: [
      [0, { limit: 200 }],
      [0, { afterConversationId: BIG_CONVERSATION, limit: 200 }],
    ],
    many: each(MANY, (n) => [n, { limit: 200 }]),
  },
  sync: { alone: [[0, { limit: 500 }]], many: each(MANY, (n) => [n, {}]) },
  markDelivered: {
    alone: [[0, { conversationId: BIG_CONVERSATION, seq: LATE }]],
    many: each(MANY, (n) => [n, { conversationId: directConversation(n), seq: 2 }]),
  },
  markRead: {
    alone: [
      [0, { conversationId: BIG_CONVERSATION, seq: SIZES.messages - 900 }],
      [0, { conversationId: BIG_CONVERSATION, seq: SIZES.messages }],
      [5, { conversationId: BIG_GROUP, seq: 1000 }],
    ],
    many: each(MANY, (n) => [n, { conversationId: directConversation(n), seq: 2 }]),
  },
  listReaders: {
    alone: [
      [0, { conversationId: BIG_GROUP, seq: 1500, limit: 200 }],
      [0, { conversationId: BIG_GROUP, seq: 1500, afterUserId: userId(7), limit: 200 }],
    ],
    many: each(MANY, (n) => [n, { conversationId: directConversation(n), seq: 2 }]),
  },
  setConversation: {
    alone: [[0, { conversationId: BIG_CONVERSATION, pinned: true, hidden: true }]],
    many: each(MANY, (n) => [n, { conversationId: directConversation(n), muted: true }]),
  },
  findUser: { alone: [[0, { name: 'user7' }]], many: each(MANY, (n) => [n, { name: `user${n + 1}` }]) },
  getProfile: { alone: [[0, { userId: userId(7) }]], many: each(MANY, (n) => [n, { userId: userId(n + 1) }]) },
  updateProfile: {
    alone: [[1, { displayName: 'One', about: 'new here', findableByEmail: true }]],
    many: each(MANY, (n) => [n, { about: `${n}` }]),
  },
  searchUsers: {
    alone: [
      [0, { by: im.SearchUsersRequest.By.NAME, text: 'user7' }],
      [0, { by: im.SearchUsersRequest.By.NAME_PREFIX, text: 'user1', limit: 50 }],
      [0, { by: im.SearchUsersRequest.By.EMAIL, text: 'user7@example.org' }],
    ],
    many: each(MANY, (n) => [n, { by: n % 3, text: n % 3 === 2 ? `user${n}@example.org` : `user${n}`, limit: 20 }]),
  },
  requestFriend: {
    alone: [[0, { userId: userId(2999), greeting: 'hello' }]],
    many: each(MANY, (n) => [n, { userId: partner(n), greeting: 'hello' }]),
  },
  listFriendRequests: {
    alone: [
      [0, { limit: 200 }],
      [0, { afterUserId: userId(1102), limit: 200 }],
    ],
    many: each(MANY, (n) => [n + 700, {}]),
  },
  answerFriendRequest: {
    alone: [[0, { userId: userId(1006), accept: true }]],
    many: each(MANY, (n) => [n + 700, { userId: userId(n), accept: true }]),
  },
  removeFriend: { alone: [[0, { userId: userId(1000) }]], many: each(MANY, (n) => [n, { userId: partner(n) }]) },
  listFriends: {
    alone: [
      [0, { limit: 200 }],
      [0, { afterUserId: userId(1004), limit: 200 }],
    ],
    many: each(MANY, (n) => [n, {}]),
  },
  setRemark: {
    alone: [[0, { userId: userId(1001), remark: 'a friend' }]],
    many: each(MANY / 2, (n) => [2 * n + 1, { userId: userId(2 * n + 2), remark: 'a friend' }]),
  },
  block: { alone: [[0, { userId: userId(1005) }]], many: each(MANY, (n) => [n, { userId: partner(n) }]) },
  unblock: { alone: [[0, { userId: userId(1003) }]], many: each(MANY, (n) => [n, { userId: partner(n) }]) },
  listBlocked: {
    alone: [
      [0, { limit: 200 }],
      [0, { afterUserId: userId(1007), limit: 200 }],
    ],
    many: each(MANY, (n) => [n, {}]),
  },

  createGroup: {
    alone: [[0, { clientRequestId: fresh(), name: 'new', memberIds: each(40, (n) => [n, {}], 2000).map(([n]) => userId(n)) }]],
    many: each(GROUPS, (n) => [n, { clientRequestId: fresh(), name: 'new', memberIds: [userId(n + 1), userId(n + 2)] }]),
  },
  getGroup: { alone: [[0, { groupId: BIG_GROUP }]], many: byMember(0, (groupId) => ({ groupId })) },
  listGroups: {
    alone: [
      [0, { limit: 200 }],
      [0, { afterGroupId: smallGroupId(7), limit: 200 }],
    ],
    many: each(MANY, (n) => [n, {}]),
  },
  listGroupMembers: {
    alone: [
      [0, { groupId: BIG_GROUP, limit: 200 }],
      [0, { groupId: BIG_GROUP, afterUserId: userId(7), limit: 200 }],
    ],
    many: byMember(0, (groupId) => ({ groupId })),
  },
  updateGroup: {
    alone: [[0, { groupId: BIG_GROUP, name: 'renamed' }]],
    many: byOwner(0, (groupId) => ({ groupId, name: 'renamed' })),
  },
  inviteToGroup: {
    alone: [[0, { groupId: BIG_GROUP, userIds: each(60, (n) => [n, {}], 2600).map(([n]) => userId(n)) }]],
    many: byOwner(0, (groupId, n) => ({ groupId, userIds: [userId(n + 1500), userId(n + 1501)] })),
  },
  joinGroup: {
    alone: [[2900, { groupId: BIG_GROUP, greeting: 'hello' }]],
    many: each(GROUPS / 2, (n) => [n + 1000, { groupId: smallGroupId(n), greeting: '' }], 0),
  },
  listJoinRequests: {
    alone: [
      [0, { groupId: BIG_GROUP, limit: 200 }],
      [0, { groupId: BIG_GROUP, afterUserId: userId(2007), limit: 200 }],
    ],
    many: byOwner(0, (groupId) => ({ groupId })),
  },
  answerJoinRequest: {
    alone: [[0, { groupId: BIG_GROUP, userId: userId(2001), accept: true }]],
    many: byOwner(50, (groupId, n) => ({ groupId, userId: userId(SIZES.members + n), accept: true })),
  },
  leaveGroup: { alone: [[50, { groupId: BIG_GROUP }]], many: byMember(100, (groupId) => ({ groupId })) },
  removeFromGroup: {
    alone: [
      [0, { groupId: BIG_GROUP, userId: userId(51) }],
      [0, { groupId: BIG_GROUP, userId: userId(57), ban: true }],
    ],
    many: byOwner(100, (groupId, n) => ({ groupId, userId: userId(n + 3) })),
  },
  setGroupRole: {
    alone: [[0, { groupId: BIG_GROUP, userId: userId(52), role: im.GroupRole.ADMIN }]],
    many: byOwner(0, (groupId, n) => ({ groupId, userId: userId(n + 2), role: im.GroupRole.ADMIN })),
  },
  transferGroup: {
    alone: [[1, { groupId: smallGroupId(0), userId: userId(2) }]],
    many: byOwner(150, (groupId, n) => ({ groupId, userId: userId(n + 2) })),
  },
  muteMember: {
    alone: [[0, { groupId: BIG_GROUP, userId: userId(53), seconds: 60 }]],
    many: byOwner(50, (groupId, n) => ({ groupId, userId: userId(n + 2), seconds: 60 })),
  },
  // Use users whose profiles no other call changes: after a later change of the profile the command does nothing.
  notifyFriends: {
    alone: [
      [0, { profile: unchanged(0) }],
      [0, { profile: unchanged(0), afterUserId: userId(1009) }],
    ],
    many: each(MANY, (n) => [n, { profile: unchanged(n) }], MANY + 1),
  },
  eraseUser: {
    alone: [
      [deletedUser(0), {}],
      [deletedUser(0), { afterConversationId: directConversation(7) }],
    ],
    many: each(DELETED - 1, (n) => [deletedUser(n), {}]),
  },
  listGroupBans: {
    alone: [
      [0, { groupId: BIG_GROUP, limit: 200 }],
      [0, { groupId: BIG_GROUP, afterUserId: userId(3007), limit: 200 }],
    ],
    many: byOwner(0, (groupId) => ({ groupId })),
  },
  liftGroupBan: {
    alone: [[0, { groupId: BIG_GROUP, userId: userId(3001) }]],
    many: byOwner(150, (groupId, n) => ({ groupId, userId: userId(n + 3) })),
  },
  answerGroupInvitation: {
    alone: [
      [2700, { groupId: BIG_GROUP, accept: false }],
      [2701, { groupId: BIG_GROUP, accept: true }],
    ],
    many: each(GROUPS / 2, (n) => [n + 2700, { groupId: smallGroupId(n), accept: n % 2 === 0 }], 0),
  },
  listGroupInvitations: {
    alone: [
      [2999, { limit: 200 }],
      [2999, { afterGroupId: nthId('other group', 250), limit: 200 }],
      [1, { sent: true, limit: 200 }],
      [1, { sent: true, afterGroupId: BIG_GROUP, afterUserId: userId(2750), limit: 200 }],
    ],
    many: each(MANY, (n) => [n, { sent: n % 2 === 0 }]),
  },
  dissolveGroup: { alone: [[0, { groupId: BIG_GROUP }]], many: byOwner(200, (groupId) => ({ groupId })) },
  inspectGroup: {
    alone: [
      [0, { groupId: BIG_GROUP, limit: 200 }],
      [0, { groupId: BIG_GROUP, afterUserId: userId(7), limit: 200 }],
    ],
    many: byOwner(0, (groupId) => ({ groupId })),
  },
  closeGroup: { alone: [[0, { groupId: BIG_GROUP }]], many: byOwner(250, (groupId) => ({ groupId })) },
};
