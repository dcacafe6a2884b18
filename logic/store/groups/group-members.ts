// The port GroupMemberStore for one command of a batch.
import type { Scope } from '../../../infra/sql/query.ts';
import { isId } from '../../../proto/ids.ts';
import type { GroupMemberStore } from '../../ports/index.ts';
import { deleteSentInvitations } from './group-invitations.ts';
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
  return {
    find: async (groupId, userId) => {
      if (!isId(groupId) || !isId(userId)) return undefined;
      return locks.findMember(groupId, userId, await scope.read(selectGroupMember, { groupId, userId }));
    },
    listIds: async (groupId) => {
      if (!isId(groupId)) return [];
      return locks.memberIds(groupId, async () => {
        // Members change only together with the group's revision.
        const revision = await scope.read(selectRevision, groupId);
        return revision === undefined ? [] : scope.readVersioned(selectMemberIds, groupCacheKey(groupId), revision);
      });
    },
    listAdminIds: async (groupId) => (isId(groupId) ? scope.read(selectAdminIds, groupId) : []),
    list: async (groupId, after, limit) => {
      const page = pageOf(groupId, after, limit);
      return page ? scope.read(selectMembers, page) : [];
    },
    findSuccessor: async (groupId, userId) =>
      isId(groupId) && isId(userId) ? scope.read(selectSuccessor, { groupId, userId }) : undefined,
    listGroupIds: async (userId, limit) => (isId(userId) ? scope.read(selectGroupIds, { userId, limit }) : []),
    listGroups: async (userId, after, limit) => {
      const page = pageOf(userId, after, limit);
      return page ? ((await readCachedGroups(scope, page)) ?? scope.read(selectGroups, page)) : [];
    },
    add: async (groupId, users, from) => {
      const userIds = users.map(({ userId }) => userId);
      await locks.flushIfTouched(groupId, userIds);
      const before = locks.update(groupId, {});
      const added = users.map((user) => ({ mutedUntil: 0, ...user, joinedAt: from.time }));
      locks.recordMembers(groupId, added);
      for (const member of added) {
        scope.write(upsertMember, { groupId, ...member });
        openVisibilityWindow(scope, member.userId, from);
        scope.write(deleteJoinRequest, { groupId, userId: member.userId });
      }
      return locks.update(groupId, { memberCount: before.memberCount + users.length });
    },
    remove: async (groupId, userIds, leftSeq) => {
      await locks.flushIfTouched(groupId, userIds);
      const before = locks.update(groupId, {});
      locks.recordMembers(
        groupId,
        userIds.map((userId) => ({ userId, removed: true })),
      );
      for (const userId of userIds) {
        scope.write(deleteMember, { groupId, userId });
        scope.write(deleteSentInvitations, { groupId, inviterId: userId });
        closeVisibilityWindow(scope, userId, before, leftSeq);
      }
      return locks.update(groupId, { memberCount: before.memberCount - userIds.length });
    },
    update: (groupId, members) => {
      locks.update(groupId, {});
      locks.recordMembers(groupId, members);
      for (const member of members) scope.write(upsertMember, { groupId, ...member });
    },
  };
}

function pageOf(of: string, after: string, limit: number): GroupPage | undefined {
  return isId(of) && (after === '' || isId(after)) ? { of, after, limit } : undefined;
}
