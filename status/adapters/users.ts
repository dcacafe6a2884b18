// The ports Users and Groups on the rpcs of auth and logic.
import { rpc } from '../../infra/messaging/rpc-client.ts';
import { im } from '../../proto/rpc.ts';
import { ApiError } from '../api/endpoint.ts';
import type { Groups, SessionsEnded, UserSession, Users } from '../ports.ts';
import type { RpcCalls } from './rpc-calls.ts';
import { ask } from './rpc-errors.ts';
import { exportFromLogic } from './user-export.ts';

const DEADLINE = { deadlineMs: 10_000 };
/** Exports at once. Each makes one call after the other. */
const MAX_EXPORTS = 2;

const inspectAccount = rpc(im.Auth, 'inspectAccount');
const endSessions = rpc(im.Auth, 'endSessions');
const disableAccount = rpc(im.Auth, 'disableAccount');
const removeAccount = rpc(im.Auth, 'removeAccount');
const inspectGroup = rpc(im.Logic, 'inspectGroup');
const closeGroup = rpc(im.Logic, 'closeGroup');

export function rpcUsers(calls: RpcCalls): Users {
  let exports = 0;
  const inspect = (account: string) => ask('auth', calls.call(inspectAccount, { account }, DEADLINE));
  return {
    inspect: async (account) => toAccount(await inspect(account)),
    endSessions: async (account, sessionId = '') =>
      toEnded(await ask('auth', calls.call(endSessions, { account, sessionId }, DEADLINE))),
    setDisabled: async (account, disabled) =>
      toEnded(await ask('auth', calls.call(disableAccount, { account, disabled }, DEADLINE))),
    remove: async (account) => toEnded(await ask('auth', calls.call(removeAccount, { account }, DEADLINE))),
    async *export(account) {
      if (exports >= MAX_EXPORTS) throw new ApiError(503, 'BUSY', `${MAX_EXPORTS} exports run: try again when one has ended`);
      exports++;
      try {
        const { sessions, ...found } = toAccount(await inspect(account));
        yield { kind: 'account', ...found };
        for (const session of sessions) yield { kind: 'session', ...session };
        yield* exportFromLogic(calls, found.userId);
      } finally {
        exports--;
      }
    },
  };
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
