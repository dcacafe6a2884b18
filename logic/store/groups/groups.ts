// The port GroupStore for one command of a batch.
import type { Scope } from '../../../infra/sql/query.ts';
import { isId } from '../../../proto/ids.ts';
import type { GroupStore } from '../../ports/index.ts';
import type { GroupLocks } from './group-locks.ts';
import { selectGroup, toGroup } from './group-rows.ts';

export function groups(scope: Scope, locks: GroupLocks): GroupStore {
  return {
    find: async (groupId) => {
      const group = isId(groupId) ? await scope.read(selectGroup, groupId) : undefined;
      return group && toGroup(group);
    },
    lock: (groupId) => locks.lock(groupId),
    create: (group) => locks.create(group),
    update: (groupId, to) => locks.update(groupId, to),
  };
}
