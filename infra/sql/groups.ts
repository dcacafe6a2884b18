// Groups: what a conversation of many is besides. A row's lock keeps other batches away, but not the other commands of this one: revisions do.
import type { Group, Groups } from '../../logic/ports.ts';
import { idOf, isId } from '../../proto/ids.ts';
import { DataError } from '../ports.ts';
import type { Row } from './connection.ts';
import { id, ids, tuples, whole } from './literals.ts';
import { ORDER, type Reading, type Scope, type Writing } from './tables.ts';

interface StoredGroup extends Group {
  /** Rises once with each command that changes the group, its members or its requests. */
  readonly revision: number;
}

/** The groups one command has locked or made. */
export interface LockedGroups {
  lock(group: string): Promise<Group | undefined>;
  /** Writes what this command has changed in the group, or in what hangs on its lock. Throws DataError where another command of this batch did so unseen by this one: they then run one after the other. */
  change(group: string, to: Partial<Group>): Group;
  add(group: Omit<Group, 'members' | 'dissolved'>): Group;
}

/** The columns of a group, for a SELECT with `g` as its table. `groupOf` reads the row. */
export const GROUP = 'g.conversation, g.name, g.avatar_url, g.about, g.owner, g.join_policy, g.members, g.made_at, g.dissolved';
export const GROUP_COLUMNS = 9;

export function groupOf([conversation, name, avatarUrl, about, owner, joinPolicy, members, madeAt, dissolved]: Row): Group {
  return {
    group: idOf(conversation as Uint8Array),
    name: String(name),
    avatarUrl: String(avatarUrl),
    about: String(about),
    owner: idOf(owner as Uint8Array),
    joinPolicy: Number(joinPolicy),
    members: Number(members),
    createdAt: Number(madeAt),
    dissolved: Number(dissolved) !== 0,
  };
}

function reading(forUpdate: boolean): Reading<string, StoredGroup | undefined> {
  return {
    ...(forUpdate && { locks: true }),
    sql: (keys, dialect) =>
      `SELECT ${GROUP}, g.revision FROM group_chats g WHERE g.conversation IN (${ids(keys)}) ORDER BY g.conversation${forUpdate ? dialect.forUpdate : ''}`,
    answer: (rows, keys) => {
      const found = new Map(
        rows.map((row) => {
          const group = groupOf(row);
          return [group.group, { ...group, revision: Number(row[GROUP_COLUMNS]) }];
        }),
      );
      return keys.map((key) => found.get(key));
    },
  };
}
const unlocked = reading(false);
const locked = reading(true);

const store: Writing<StoredGroup> = {
  order: ORDER.groups,
  sql: (rows, dialect) => {
    // The last one of each alone, sorted: rows are locked in one order everywhere.
    const last = [...new Map(rows.map((row) => [id(row.group), row]))].sort(([a], [b]) => (a < b ? -1 : 1));
    const values = tuples(last, ([key, row]) => [
      key,
      dialect.text(row.name),
      dialect.text(row.avatarUrl),
      dialect.text(row.about),
      id(row.owner),
      whole(row.joinPolicy),
      whole(row.members),
      whole(row.createdAt),
      row.dissolved ? '1' : '0',
      whole(row.revision),
    ]);
    const set = ['name', 'avatar_url', 'about', 'owner', 'join_policy', 'members', 'dissolved', 'revision'];
    return `INSERT INTO group_chats (conversation, name, avatar_url, about, owner, join_policy, members, made_at, dissolved, revision) VALUES ${values}${dialect.upsert('conversation', { set })}`;
  },
};

/** The revisions this batch has given. */
const given = (): Map<string, number> => new Map();

export function lockedGroups(scope: Scope): LockedGroups {
  const known = new Map<string, StoredGroup>();
  /** Those this command has changed, as it leaves them. */
  const changed = new Map<string, StoredGroup>();

  function revise(before: StoredGroup): StoredGroup {
    const revisions = scope.shared(given);
    const last = revisions.get(before.group);
    if (last !== undefined && last !== before.revision) throw new DataError('two commands of one batch change one group');
    revisions.set(before.group, before.revision + 1);
    scope.onDiscard(() => {
      if (last === undefined) revisions.delete(before.group);
      else revisions.set(before.group, last);
      return true;
    });
    return { ...before, revision: before.revision + 1 };
  }

  function write(group: StoredGroup): Group {
    changed.set(group.group, group);
    scope.write(store, group);
    return withoutRevision(group);
  }

  return {
    lock: async (group) => {
      if (!isId(group)) return undefined;
      const found = await scope.read(locked, group);
      // What it decides, it decides on what it has read first.
      if (found && !known.has(group)) known.set(group, found);
      const now = changed.get(group) ?? found;
      return now && withoutRevision(now);
    },
    add: (group) => write(revise({ ...group, members: 0, dissolved: false, revision: 0 })),
    change: (group, to) => {
      const before = known.get(group);
      const now = changed.get(group) ?? (before && revise(before));
      if (!now) throw new Error('a group is changed only after it was read and locked');
      return write({ ...now, ...to });
    },
  };
}

export function groups(scope: Scope, { lock, add, change }: LockedGroups): Groups {
  return {
    get: async (group) => {
      const found = isId(group) ? await scope.read(unlocked, group) : undefined;
      return found && withoutRevision(found);
    },
    lock,
    add,
    change,
  };
}

/** The port's words of it. */
function withoutRevision({ revision, ...group }: StoredGroup): Group {
  return group;
}
