// Groups: what a conversation of many is besides.

import type { Scope } from '../../../infra/sql/query.ts';
import { isId } from '../../../proto/ids.ts';
import type { GroupStore } from '../../ports/index.ts';
import type { GroupLocks } from './group-locks.ts';
import { selectGroup, toGroup } from './group-rows.ts';

export function groups(scope: Scope, { lock, add: create, change: update }: GroupLocks): GroupStore {
  return {
    find: async (group) => {
      const found = isId(group) ? await scope.read(selectGroup, group) : undefined;
      return found && toGroup(found);
    },
    lock,
    create,
    update,
  };
}
