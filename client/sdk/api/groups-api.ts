// Groups: creating one, and the server's lists of groups, members, join requests, invitations and bans.

import type { im } from '../../../proto/rpc.ts';
import { randomIdBytes } from '../ids/bytes.ts';
import { wire } from '../wire/wire.ts';
import { iteratePages, type PagedList } from './paging.ts';
import type { RpcApi } from './rpc-api.ts';
import type { RpcInvoker } from './rpc-invoker.ts';

export interface NewGroup {
  readonly name: string;
  readonly avatarUrl?: string;
  readonly about?: string;
  /** BY_INVITATION by default. */
  readonly joinPolicy?: keyof typeof im.JoinPolicy;
  /** User ids, besides me. My friends are members at once, everybody else gets an invitation. */
  readonly memberIds?: readonly string[];
  /** 16 bytes; a repeated id is the same group. */
  readonly clientRequestId?: Uint8Array;
}

export interface CreatedGroup {
  readonly group: im.Group;
  /** Those of `memberIds` who have to accept an invitation. */
  readonly invitedUserIds: readonly string[];
}

/** Every other command about groups is in `call.logic`. */
export interface GroupsApi {
  /** Creates one group, with retries. Rejects with CallError. */
  create(group: NewGroup): Promise<CreatedGroup>;
  all(): PagedList<im.Group>;
  members(groupId: string): PagedList<im.GroupMember>;
  /** For admins. */
  joinRequests(groupId: string): PagedList<im.JoinRequest>;
  /** The open invitations to me. Answer them with `call.logic.answerGroupInvitation`. */
  invitations(): PagedList<im.GroupInvitation>;
  /** My invitations that are not answered. `call.logic.removeFromGroup` withdraws one. */
  sentInvitations(): PagedList<im.GroupInvitation>;
  /** For admins. */
  bans(groupId: string): PagedList<im.GroupBan>;
}

const PAGE = 200;

export function groupsApi(invoker: RpcInvoker, { logic }: RpcApi): GroupsApi {
  return {
    async create({ clientRequestId = randomIdBytes(), joinPolicy = 'BY_INVITATION', memberIds = [], ...group }) {
      const request = { ...group, memberIds: [...memberIds], clientRequestId, joinPolicy: wire.JoinPolicy[joinPolicy] };
      const created = await invoker.repeat('Logic', 'createGroup', request);
      return { group: wire.Group.create(created.group ?? {}), invitedUserIds: created.invitedUserIds ?? [] };
    },
    all: () =>
      iteratePages(
        async (afterGroupId) => {
          const { groups, more } = await logic.listGroups({ afterGroupId, limit: PAGE });
          return { entries: groups as im.Group[], more };
        },
        ({ groupId }) => groupId,
      ),
    members: (groupId) =>
      iteratePages(
        async (afterUserId) => {
          const { members, more } = await logic.listGroupMembers({ groupId, afterUserId, limit: PAGE });
          return { entries: members as im.GroupMember[], more };
        },
        ({ userId }) => userId,
      ),
    invitations: () => listInvitations(logic, false),
    sentInvitations: () => listInvitations(logic, true),
    bans: (groupId) =>
      iteratePages(
        async (afterUserId) => {
          const { bans, more } = await logic.listGroupBans({ groupId, afterUserId, limit: PAGE });
          return { entries: bans as im.GroupBan[], more };
        },
        ({ userId }) => userId,
      ),
    joinRequests: (groupId) =>
      iteratePages(
        async (afterUserId) => {
          const { requests, more } = await logic.listJoinRequests({ groupId, afterUserId, limit: PAGE });
          return { entries: requests as im.JoinRequest[], more };
        },
        ({ userId }) => userId,
      ),
  };
}

function listInvitations(logic: RpcApi['logic'], sent: boolean): PagedList<im.GroupInvitation> {
  return iteratePages(
    async (after) => {
      const [afterGroupId = '', afterUserId = ''] = after.split(' ');
      const { invitations, more } = await logic.listGroupInvitations({ sent, afterGroupId, afterUserId, limit: PAGE });
      return { entries: invitations as im.GroupInvitation[], more };
    },
    ({ group, userId }) => `${group?.groupId ?? ''} ${userId}`,
  );
}
