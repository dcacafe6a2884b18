// Groups: creating one, and the server's lists of groups, members, join requests and bans.
import { randomFillSync } from 'node:crypto';
import { im } from '../../../proto/rpc.ts';
import { iteratePages, type PagedList } from './paging.ts';
import type { RpcApi } from './rpc-api.ts';
import type { RpcInvoker } from './rpc-invoker.ts';

export interface NewGroup {
  readonly name: string;
  readonly avatarUrl?: string;
  readonly about?: string;
  /** BY_INVITATION by default. */
  readonly joinPolicy?: keyof typeof im.JoinPolicy;
  /** User ids, besides me. */
  readonly memberIds?: readonly string[];
  /** 16 bytes; a repeated id is the same group. */
  readonly clientRequestId?: Uint8Array;
}

/** Every other command about groups is in `call.logic`. */
export interface GroupsApi {
  /** Creates one group, with retries. Rejects with CallError. */
  create(group: NewGroup): Promise<im.Group>;
  all(): PagedList<im.Group>;
  members(groupId: string): PagedList<im.GroupMember>;
  /** For admins. */
  joinRequests(groupId: string): PagedList<im.JoinRequest>;
  /** For admins. */
  bans(groupId: string): PagedList<im.GroupBan>;
}

const PAGE = 200;

export function groupsApi(invoker: RpcInvoker, { logic }: RpcApi): GroupsApi {
  return {
    async create({
      clientRequestId = randomFillSync(new Uint8Array(16)),
      joinPolicy = 'BY_INVITATION',
      memberIds = [],
      ...group
    }) {
      const request = { ...group, memberIds: [...memberIds], clientRequestId, joinPolicy: im.JoinPolicy[joinPolicy] };
      const created = await invoker.repeat('Logic', 'createGroup', request);
      return im.Group.create(created.group ?? {});
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
