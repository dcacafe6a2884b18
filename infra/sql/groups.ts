// Groups: what a conversation of many is besides.
import type { Groups } from '../../logic/ports.ts';
import { isId } from '../../proto/ids.ts';
import type { LockedGroups } from './groups-locked.ts';
import { unlockedGroup, withoutRevision } from './groups-rows.ts';
import type { Scope } from './tables.ts';

export function groups(scope: Scope, { lock, add, change }: LockedGroups): Groups {
  return {
    get: async (group) => {
      const found = isId(group) ? await scope.read(unlockedGroup, group) : undefined;
      return found && withoutRevision(found);
    },
    lock,
    add,
    change,
  };
}
