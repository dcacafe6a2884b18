// Groups as they stand in the table.
import type { Group } from '../../logic/ports.ts';
import { idOf } from '../../proto/ids.ts';
import type { CacheKey } from '../ports.ts';
import type { Row } from './connection.ts';
import { id, ids, tuples, whole } from './literals.ts';
import { type CopiedReading, ORDER, type Reading, type Writing } from './tables.ts';

export interface StoredGroup extends Group {
  /** Rises once with each command that changes the group, its members or its requests. */
  readonly revision: number;
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
export const unlockedGroup = reading(false);
/** As its members see it in their lists. */
export const shownGroup: CopiedReading<StoredGroup> = { ...unlockedGroup, kind: 'group' };
export const lockedGroup = reading(true);

export const revisionOf: Reading<string, number | undefined> = {
  sql: (groups) => `SELECT conversation, revision FROM group_chats WHERE conversation IN (${ids(groups)})`,
  answer: (rows, groups) => {
    const found = new Map(rows.map(([group, revision]) => [idOf(group as Uint8Array), Number(revision)]));
    return groups.map((group) => found.get(group));
  },
};

export const storeGroup: Writing<StoredGroup> = {
  order: ORDER.groups,
  stale: ({ group }) => [ofGroup(group)],
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

/** Whatever is known by a group's revision. */
export function ofGroup(group: string): CacheKey {
  return { kind: shownGroup.kind, id: group };
}

/** The port's words of it. */
export function withoutRevision({ revision, ...group }: StoredGroup): Group {
  return group;
}
