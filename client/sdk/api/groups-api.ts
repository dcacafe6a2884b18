// Groups: creating one, and the server's lists of groups, members and join requests.
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
  readonly members?: readonly string[];
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
}

const PAGE = 200;

export function groupsApi(invoker: RpcInvoker, { logic }: RpcApi): GroupsApi {
  return {
    async create({ clientRequestId = randomFillSync(new Uint8Array(16)), joinPolicy = 'BY_INVITATION', members = [], ...group }) {
      const request = { ...group, members: [...members], clientRequestId, joinPolicy: im.JoinPolicy[joinPolicy] };
      const created = await invoker.repeat('Logic', 'createGroup', request);
      return im.Group.create(created.group ?? {});
    },
    all: () =>
      iteratePages(
        async (afterGroup) => {
          const { groups, more } = await logic.listGroups({ afterGroup, limit: PAGE });
          return { entries: groups as im.Group[], more };
        },
        ({ groupId }) => groupId,
      ),
    members: (groupId) =>
      iteratePages(
        async (afterUser) => {
          const { members, more } = await logic.listGroupMembers({ groupId, afterUser, limit: PAGE });
          return { entries: members as im.GroupMember[], more };
        },
        ({ user }) => user,
      ),
    joinRequests: (groupId) =>
      iteratePages(
        async (afterUser) => {
          const { requests, more } = await logic.listJoinRequests({ groupId, afterUser, limit: PAGE });
          return { entries: requests as im.JoinRequest[], more };
        },
        ({ user }) => user,
      ),
  };
}
