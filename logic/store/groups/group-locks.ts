// The groups a batch has locked. A row's lock keeps other batches away; commands of one batch take turns, and each finds in memory what those before it have done: hundreds who join one
// group at once are a matter of a few round trips. Who only says something in a group takes no turn, but none begins while he says it: those he says it to are those who may read it.

import type { Scope } from '../../../infra/sql/query.ts';
import { decodeId, isId } from '../../../proto/ids.ts';
import type { Group, GroupMember } from '../../ports/index.ts';
import { recordMembershipChange } from '../conversations/membership-conflicts.ts';
import { lockGroupRow, toGroup, upsertGroup, type VersionedGroup } from './group-rows.ts';

/** The groups one command has locked or made, with what hangs on their locks. */
export interface GroupLocks {
  /** Waits until every command of the batch that has asked before is kept or discarded. Whoever needs several asks for them in the order of their ids. */
  lock(group: string): Promise<Group | undefined>;
  add(group: Omit<Group, 'members' | 'dissolved'>): Group;
  change(group: string, to: Partial<Group>): Group;
  /** The member as the batch has made him, where this command holds or waits for the lock; else as he was found. */
  findMember(group: string, user: string, found: GroupMember | undefined): Promise<GroupMember | undefined>;
  /** Remembers what a member is now, or that he is none. */
  recordMembers(group: string, members: readonly (GroupMember | { readonly user: string; readonly gone: true })[]): void;
  /**
   * All members: from memory where somebody of the batch has asked before, else from `read`. Where this command has not asked for its turn it waits for those who have, and keeps those who ask later
   * waiting until it has ended; it cannot have a turn of its own any more.
   */
  memberIds(group: string, read: () => Promise<readonly string[]>): Promise<readonly string[]>;
  /** Before rows of these users are written that others of the same batch may have written: those go to the store first. Statements of one round trip stand in the order of their tables. */
  flushIfTouched(group: string, users: readonly string[]): Promise<void>;
}

/** What the batch knows of a group it has locked. */
interface Held {
  group: VersionedGroup | undefined;
  /** Those whom it has changed; undefined: is no member any more. */
  readonly members: Map<string, GroupMember | undefined>;
  /** In the order of their bytes, once somebody has asked. */
  ids: readonly string[] | undefined;
  /** Users whose rows it has written since the last round trip, or may have. */
  readonly touched: Set<string>;
  /** Ends when all who have asked for their turn have had it. */
  turns: Promise<void>;
  /** Ends when all who have asked who is there, without a turn of their own, have ended. */
  said: Promise<void>;
}

const allHeld = (): Map<string, Held> => new Map();

export function groupLocks(scope: Scope): GroupLocks {
  /** Ends with the beginning of this command's turn; for each group it has asked for. */
  const asked = new Map<string, Promise<Held>>();
  /** The same for those of which it only wants to know who is in them. */
  const heard = new Map<string, Promise<Held>>();
  const held = new Map<string, Held>();
  const changed = new Set<string>();

  function heldOf(group: string): Held {
    const all = scope.oncePerBatch(allHeld);
    const its = all.get(group) ?? {
      group: undefined,
      members: new Map(),
      ids: undefined,
      touched: new Set(),
      turns: Promise.resolve(),
      said: Promise.resolve(),
    };
    all.set(group, its);
    return its;
  }

  const settled = (): Promise<void> => new Promise((resolve) => scope.onSettled(resolve));

  function turn(group: string): Promise<Held> {
    const before = asked.get(group);
    if (before) return before;
    if (heard.has(group)) throw new Error('a group is locked before it is asked who is in it');
    const its = heldOf(group);
    const mine = Promise.all([its.turns, its.said]).then(() => its);
    const end = settled();
    its.turns = mine.then(() => end);
    asked.set(group, mine);
    return mine;
  }

  function hear(group: string): Promise<Held> {
    const before = asked.get(group) ?? heard.get(group);
    if (before) return before;
    const its = heldOf(group);
    const mine = its.turns.then(() => its);
    its.said = Promise.all([its.said, settled()]).then(() => undefined);
    heard.set(group, mine);
    return mine;
  }

  function mine(group: string): Held {
    const its = held.get(group);
    if (!its) throw new Error('a group is changed only after it was read and locked');
    return its;
  }

  function write(its: Held, group: VersionedGroup): Group {
    const before = its.group;
    its.group = group;
    scope.onDiscard(() => {
      its.group = before;
      return true;
    });
    changed.add(group.groupId);
    scope.write(upsertGroup, group);
    return toGroup(group);
  }

  return {
    lock: async (group) => {
      if (!isId(group)) return undefined;
      // Both are asked for at once: those who wait for their turn have read with the first one.
      const waiting = turn(group);
      const found = await scope.read(lockGroupRow, group);
      const its = await waiting;
      its.group ??= found;
      held.set(group, its);
      return its.group && toGroup(its.group);
    },

    add: (group) => write(mine(group.groupId), { ...group, members: 0, dissolved: false, revision: 1 }),

    change: (group, to) => {
      const its = mine(group);
      if (!its.group) throw new Error('a group is changed only where it is there');
      const revision = its.group.revision + (changed.has(group) ? 0 : 1);
      return write(its, { ...its.group, ...to, revision });
    },

    findMember: async (group, user, found) => {
      const members = (await asked.get(group))?.members;
      return members?.has(user) ? members.get(user) : found;
    },

    recordMembers: (group, members) => {
      const its = mine(group);
      const before = {
        ids: its.ids,
        members: members.map(({ user }) => [user, its.members.has(user), its.members.get(user)] as const),
      };
      scope.onDiscard(() => {
        its.ids = before.ids;
        for (const [user, had, was] of before.members) had ? its.members.set(user, was) : its.members.delete(user);
        return true;
      });
      for (const { user } of members) recordMembershipChange(scope, user, group);
      for (const member of members) its.members.set(member.user, 'gone' in member ? undefined : member);
      its.ids = its.ids && idsAfter(its.ids, members);
    },

    memberIds: async (group, read) => {
      const its = await hear(group);
      if (its.ids) return its.ids;
      const found = await read();
      // What this command has changed itself is not in it yet.
      if (!changed.has(group)) its.ids = found;
      return found;
    },

    flushIfTouched: async (group, users) => {
      const { touched } = mine(group);
      if (users.some((user) => touched.has(user))) {
        await scope.read(lockGroupRow, group);
        touched.clear();
      }
      for (const user of users) touched.add(user);
    },
  };
}

function idsAfter(
  ids: readonly string[],
  members: readonly { readonly user: string; readonly gone?: true }[],
): readonly string[] {
  const gone = new Set(members.filter((member) => member.gone).map(({ user }) => user));
  const after = gone.size === 0 ? [...ids] : ids.filter((user) => !gone.has(user));
  for (const { user } of members) {
    if (gone.has(user)) continue;
    const at = placeOf(user, after);
    if (after[at] !== user) after.splice(at, 0, user);
  }
  return after;
}

/** Where an id stands in a list that is in the order of its bytes, or would. */
function placeOf(user: string, ids: readonly string[]): number {
  const bytes = decodeId(user);
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Buffer.compare(decodeId(ids[middle] ?? ''), bytes) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
