// Groups: what a conversation of many is besides.
import type { GroupStore } from '../../logic/ports.ts';
import { isId } from '../../proto/ids.ts';
import type { GroupLocks } from './groups-locked.ts';
import { selectGroup, toGroup } from './groups-rows.ts';
import type { Scope } from './tables.ts';

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
