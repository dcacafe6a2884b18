// Groups as they stand in the table.

import type { CacheKey } from '../../../infra/ports/index.ts';
import type { Row } from '../../../infra/sql/connection.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, CachedQuery } from '../../../infra/sql/query.ts';
import { encodeId } from '../../../proto/ids.ts';
import type { Group } from '../../ports/index.ts';

export interface VersionedGroup extends Group {
  /** Rises once with each command that changes the group, its members or its requests. */
  readonly revision: number;
}

/** The columns of a group, for a SELECT with `g` as its table. `groupOf` reads the row. */
export const GROUP_SELECT_LIST =
  'g.conversation, g.name, g.avatar_url, g.about, g.owner, g.join_policy, g.members, g.made_at, g.dissolved';
export const GROUP_COLUMN_COUNT = 9;

export function decodeGroup([conversation, name, avatarUrl, about, owner, joinPolicy, members, madeAt, dissolved]: Row): Group {
  return {
    groupId: encodeId(conversation as Uint8Array),
    name: String(name),
    avatarUrl: String(avatarUrl),
    about: String(about),
    owner: encodeId(owner as Uint8Array),
    joinPolicy: Number(joinPolicy),
    members: Number(members),
    createdAt: Number(madeAt),
    dissolved: Number(dissolved) !== 0,
  };
}

function reading(forUpdate: boolean): BatchedQuery<string, VersionedGroup | undefined> {
  return {
    ...(forUpdate && { locks: true }),
    sql: (keys, dialect) =>
      `SELECT ${GROUP_SELECT_LIST}, g.revision FROM group_chats g WHERE g.conversation IN (${sortedIds(keys)}) ORDER BY g.conversation${forUpdate ? dialect.forUpdate : ''}`,
    decode: (rows, keys) => {
      const found = new Map(
        rows.map((row) => {
          const group = decodeGroup(row);
          return [group.groupId, { ...group, revision: Number(row[GROUP_COLUMN_COUNT]) }];
        }),
      );
      return keys.map((key) => found.get(key));
    },
  };
}
export const selectGroup = reading(false);
/** As its members see it in their lists. */
export const cachedGroup: CachedQuery<VersionedGroup> = { ...selectGroup, kind: 'group' };
export const lockGroupRow = reading(true);

export const selectRevision: BatchedQuery<string, number | undefined> = {
  sql: (groups) => `SELECT conversation, revision FROM group_chats WHERE conversation IN (${sortedIds(groups)})`,
  decode: (rows, groups) => {
    const found = new Map(rows.map(([group, revision]) => [encodeId(group as Uint8Array), Number(revision)]));
    return groups.map((group) => found.get(group));
  },
};

export const upsertGroup: BatchedWrite<VersionedGroup> = {
  lockOrder: LOCK_ORDER.groups,
  invalidates: ({ groupId }) => [groupCacheKey(groupId)],
  sql: (rows, dialect) => {
    // The last one of each alone, sorted: rows are locked in one order everywhere.
    const last = [...new Map(rows.map((row) => [id(row.groupId), row]))].sort(([a], [b]) => (a < b ? -1 : 1));
    const values = tuples(last, ([key, row]) => [
      key,
      dialect.text(row.name),
      dialect.text(row.avatarUrl),
      dialect.text(row.about),
      id(row.owner),
      integer(row.joinPolicy),
      integer(row.members),
      integer(row.createdAt),
      row.dissolved ? '1' : '0',
      integer(row.revision),
    ]);
    const set = ['name', 'avatar_url', 'about', 'owner', 'join_policy', 'members', 'dissolved', 'revision'];
    return `INSERT INTO group_chats (conversation, name, avatar_url, about, owner, join_policy, members, made_at, dissolved, revision) VALUES ${values}${dialect.onConflictUpdate('conversation', { set })}`;
  },
};

/** Whatever is known by a group's revision. */
export function groupCacheKey(group: string): CacheKey {
  return { kind: cachedGroup.kind, id: group };
}

/** The port's words of it. */
export function toGroup({ revision, ...group }: VersionedGroup): Group {
  return group;
}
