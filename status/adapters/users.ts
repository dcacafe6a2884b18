// The ports Users and Groups on the rpcs of auth and logic.
import { rpc } from '../../infra/messaging/rpc-client.ts';
import { im } from '../../proto/rpc.ts';
import type { Groups, SessionsEnded, UserSession, Users } from '../ports.ts';
import type { RpcCalls } from './rpc-calls.ts';
import { ask } from './rpc-errors.ts';

const DEADLINE = { deadlineMs: 10_000 };
const PAGE = 100;
/** Of each list in an export: more entries than any user has. */
const MAX_PAGES = 500;

const inspectAccount = rpc(im.Auth, 'inspectAccount');
const endSessions = rpc(im.Auth, 'endSessions');
const disableAccount = rpc(im.Auth, 'disableAccount');
const removeAccount = rpc(im.Auth, 'removeAccount');
const getProfile = rpc(im.Logic, 'getProfile');
const listFriends = rpc(im.Logic, 'listFriends');
const listBlocked = rpc(im.Logic, 'listBlocked');
const listGroups = rpc(im.Logic, 'listGroups');
const listConversations = rpc(im.Logic, 'listConversations');
const inspectGroup = rpc(im.Logic, 'inspectGroup');
const closeGroup = rpc(im.Logic, 'closeGroup');

export function rpcUsers(calls: RpcCalls): Users {
  const inspect = (account: string) => ask('auth', calls.call(inspectAccount, { account }, DEADLINE));
  return {
    inspect: async (account) => toAccount(await inspect(account)),
    endSessions: async (account, sessionId = '') =>
      toEnded(await ask('auth', calls.call(endSessions, { account, sessionId }, DEADLINE))),
    setDisabled: async (account, disabled) =>
      toEnded(await ask('auth', calls.call(disableAccount, { account, disabled }, DEADLINE))),
    remove: async (account) => toEnded(await ask('auth', calls.call(removeAccount, { account }, DEADLINE))),
    export: async (account) => {
      const { sessions, ...found } = toAccount(await inspect(account));
      return { account: found, sessions, ...(await exportFromLogic(calls, found.userId)) };
    },
  };
}

/** What logic stores about a user, without messages: read as the user would. */
async function exportFromLogic(calls: RpcCalls, userId: string): Promise<object> {
  const asUser = { ...DEADLINE, asUser: userId };
  const limit = PAGE;
  const { profile, own } = await ask('logic', calls.call(getProfile, {}, asUser));
  const friends = await readAll(async (afterUserId) => {
    const page = await ask('logic', calls.call(listFriends, { afterUserId, limit }, asUser));
    return { ...page, entries: page.friends, last: page.friends.at(-1)?.relation?.other?.userId };
  });
  const blocked = await readAll(async (afterUserId) => {
    const page = await ask('logic', calls.call(listBlocked, { afterUserId, limit }, asUser));
    return { ...page, entries: page.users, last: page.users.at(-1)?.userId };
  });
  const groups = await readAll(async (afterGroupId) => {
    const page = await ask('logic', calls.call(listGroups, { afterGroupId, limit }, asUser));
    return { ...page, entries: page.groups, last: page.groups.at(-1)?.groupId };
  });
  const conversations = await readAll(async (afterConversationId) => {
    const page = await ask('logic', calls.call(listConversations, { afterConversationId, limit }, asUser));
    const entries = page.conversations.map(({ lastMessage: _text, ...conversation }) => conversation);
    return { ...page, entries, last: entries.at(-1)?.conversationId };
  });
  return { profile, own, friends, blocked, groups, conversations };
}

async function readAll<T>(
  read: (after: string) => Promise<{ entries: readonly T[]; last: string | null | undefined; more: boolean }>,
): Promise<T[]> {
  const all: T[] = [];
  let after = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const { entries, last, more } = await read(after);
    all.push(...entries);
    if (!more || !last) break;
    after = last;
  }
  return all;
}

export function rpcGroups(calls: RpcCalls): Groups {
  const inspect: Groups['inspect'] = async (groupId, afterUserId, limit) => {
    const { group, members, more } = await ask('logic', calls.call(inspectGroup, { groupId, afterUserId, limit }, DEADLINE));
    const { name, about, ownerId, memberCount, createdAt, dissolved } = group as im.Group;
    return {
      group: { groupId, name, about, ownerId, memberCount, createdAt, dissolved },
      members: (members as im.GroupMember[]).map(({ userId, name: memberName, role, joinedAt }) => {
        return { userId, name: memberName, role: im.GroupRole[role] ?? '', joinedAt };
      }),
      more,
    };
  };
  return {
    inspect,
    async dissolve(groupId) {
      const { group } = await inspect(groupId, '', 1);
      // The owner's name stands under the system message, which says that an operator did it.
      await ask('logic', calls.call(closeGroup, { groupId }, { ...DEADLINE, asUser: group.ownerId }));
    },
  };
}

function toAccount({ userId, name, email, disabled, registeredAt, sessions }: im.InspectAccountReply) {
  return { userId, name, email, disabled, registeredAt, sessions: (sessions as im.SessionSummary[]).map(toSession) };
}

function toSession({ sessionId, deviceKind, deviceName, openedAt, boundAt }: im.SessionSummary): UserSession {
  return { sessionId, deviceKind, deviceName, openedAt, boundAt };
}

function toEnded({ userId, sessionsEnded }: SessionsEnded): SessionsEnded {
  return { userId, sessionsEnded };
}
