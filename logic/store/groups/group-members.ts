// The port GroupMemberStore for one command of a batch.
import type { Scope } from '../../../infra/sql/query.ts';
import { isId } from '../../../proto/ids.ts';
import type { GroupMemberStore } from '../../ports/index.ts';
import type { GroupLocks } from './group-locks.ts';
import {
  deleteMember,
  type GroupPage,
  readCachedGroups,
  selectAdminIds,
  selectGroupIds,
  selectGroupMember,
  selectGroups,
  selectMemberIds,
  selectMembers,
  selectSuccessor,
  upsertMember,
} from './group-member-queries.ts';
import { groupCacheKey, selectRevision } from './group-rows.ts';
import { deleteJoinRequest } from './join-requests.ts';
import { closeVisibilityWindow, openVisibilityWindow } from './visibility-windows.ts';

export function groupMembers(scope: Scope, locks: GroupLocks): GroupMemberStore {
  const pageOf = (of: string, after: string, limit: number): GroupPage | undefined =>
    isId(of) && (after === '' || isId(after)) ? { of, after, limit } : undefined;
  return {
    find: async (group, user) => {
      if (!isId(group) || !isId(user)) return undefined;
      return locks.findMember(group, user, await scope.read(selectGroupMember, { group, user }));
    },
    listIds: async (group) => {
      if (!isId(group)) return [];
      return locks.memberIds(group, async () => {
        // Members change only together with the group's revision.
        const revision = await scope.read(selectRevision, group);
        return revision === undefined ? [] : scope.readVersioned(selectMemberIds, groupCacheKey(group), revision);
      });
    },
    listAdminIds: async (group) => (isId(group) ? scope.read(selectAdminIds, group) : []),
    list: async (group, after, limit) => {
      const page = pageOf(group, after, limit);
      return page ? scope.read(selectMembers, page) : [];
    },
    findSuccessor: async (group, user) => (isId(group) && isId(user) ? scope.read(selectSuccessor, { group, user }) : undefined),
    listGroupIds: async (user, limit) => (isId(user) ? scope.read(selectGroupIds, { user, limit }) : []),
    listGroups: async (user, after, limit) => {
      const page = pageOf(user, after, limit);
      return page ? ((await readCachedGroups(scope, page)) ?? scope.read(selectGroups, page)) : [];
    },
    add: async (group, users, from) => {
      await locks.flushIfTouched(
        group,
        users.map(({ user }) => user),
      );
      const before = locks.update(group, {});
      const added = users.map(({ user, role }) => ({ user, role, mutedUntil: 0, joinedAt: from.time }));
      locks.recordMembers(group, added);
      for (const member of added) {
        scope.write(upsertMember, { group, ...member });
        openVisibilityWindow(scope, member.user, from);
        scope.write(deleteJoinRequest, { group, user: member.user });
      }
      return locks.update(group, { members: before.members + users.length });
    },
    remove: async (group, users, leftSeq) => {
      await locks.flushIfTouched(group, users);
      const before = locks.update(group, {});
      locks.recordMembers(
        group,
        users.map((user) => ({ user, removed: true })),
      );
      for (const user of users) {
        scope.write(deleteMember, { group, user });
        closeVisibilityWindow(scope, user, before, leftSeq);
      }
      return locks.update(group, { members: before.members - users.length });
    },
    update: (group, members) => {
      locks.update(group, {});
      locks.recordMembers(group, members);
      for (const member of members) scope.write(upsertMember, { group, ...member });
    },
  };
}
