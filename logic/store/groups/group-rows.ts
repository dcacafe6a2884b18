// Rows of group_chats: how they are read, cached and written.
import type { CacheKey } from '../../../infra/ports/index.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, CachedQuery } from '../../../infra/sql/query.ts';
import { column, RowReader } from '../../../infra/sql/row-reader.ts';
import { encodeId } from '../../../proto/ids.ts';
import type { Group } from '../../ports/index.ts';

export interface VersionedGroup extends Group {
  /** Rises once with each command that changes the group, its members or its join requests. */
  readonly revision: number;
}

/** A group, from columns of group_chats g. */
export const groupReader = new RowReader({
  groupId: column.id('g.conversation_id'),
  name: column.text('g.name'),
  avatarUrl: column.text('g.avatar_url'),
  about: column.text('g.about'),
  ownerId: column.id('g.owner_id'),
  joinPolicy: column.integer('g.join_policy'),
  memberCount: column.integer('g.member_count'),
  createdAt: column.integer('g.created_at'),
  dissolved: column.boolean('g.dissolved'),
});

const versionedReader = new RowReader({ group: groupReader, revision: column.integer('g.revision') });

function groupQuery(forUpdate: boolean): BatchedQuery<string, VersionedGroup | undefined> {
  return {
    ...(forUpdate && { locks: true }),
    sql: (groupIds, dialect) =>
      `SELECT ${versionedReader.columns} FROM group_chats g WHERE g.conversation_id IN (${sortedIds(groupIds)})
        ORDER BY g.conversation_id${forUpdate ? dialect.forUpdate : ''}`,
    decode: (rows, groupIds) => {
      const found = new Map(
        rows.map((row) => {
          const { group, revision } = versionedReader.read(row);
          return [group.groupId, { ...group, revision }];
        }),
      );
      return groupIds.map((groupId) => found.get(groupId));
    },
  };
}
export const selectGroup = groupQuery(false);
export const lockGroupRow = groupQuery(true);
/** The group as lists display it. */
export const cachedGroup: CachedQuery<VersionedGroup> = { ...selectGroup, kind: 'group' };

export const selectRevision: BatchedQuery<string, number | undefined> = {
  sql: (groupIds) => `SELECT conversation_id, revision FROM group_chats WHERE conversation_id IN (${sortedIds(groupIds)})`,
  decode: (rows, groupIds) => {
    const found = new Map(rows.map(([groupId, revision]) => [encodeId(groupId as Uint8Array), Number(revision)]));
    return groupIds.map((groupId) => found.get(groupId));
  },
};

export const upsertGroup: BatchedWrite<VersionedGroup> = {
  lockOrder: LOCK_ORDER.groups,
  invalidates: ({ groupId }) => [groupCacheKey(groupId)],
  sql: (rows, dialect) => {
    // Only the last row of each group; sorted, because all batches lock rows in one order.
    const last = [...new Map(rows.map((row) => [id(row.groupId), row]))].sort(([a], [b]) => (a < b ? -1 : 1));
    const values = tuples(last, ([key, row]) => [
      key,
      dialect.text(row.name),
      dialect.text(row.avatarUrl),
      dialect.text(row.about),
      id(row.ownerId),
      integer(row.joinPolicy),
      integer(row.memberCount),
      integer(row.createdAt),
      row.dissolved ? '1' : '0',
      integer(row.revision),
    ]);
    const columns =
      'conversation_id, name, avatar_url, about, owner_id, join_policy, member_count, created_at, dissolved, revision';
    const set = ['name', 'avatar_url', 'about', 'owner_id', 'join_policy', 'member_count', 'dissolved', 'revision'];
    return `INSERT INTO group_chats (${columns}) VALUES ${values}${dialect.onConflictUpdate('conversation_id', { set })}`;
  },
};

/** Everything that is cached of a group at one revision. */
export function groupCacheKey(groupId: string): CacheKey {
  return { kind: cachedGroup.kind, id: groupId };
}

export function toGroup({ revision, ...group }: VersionedGroup): Group {
  return group;
}
