// Queries and writes of group_members.
import type { CacheKey } from '../../../infra/ports/index.ts';
import type { Row } from '../../../infra/sql/connection.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, CachedQuery, Scope } from '../../../infra/sql/query.ts';
import { column, RowReader } from '../../../infra/sql/row-reader.ts';
import { decodeId, encodeId } from '../../../proto/ids.ts';
import { im } from '../../../proto/rpc.ts';
import type { Group, GroupMember } from '../../ports/index.ts';
import { cachedGroup, groupReader, toGroup } from './group-rows.ts';

interface MemberKey {
  readonly groupId: string;
  readonly userId: string;
}

const memberFields = {
  userId: column.id('m.user_id'),
  role: column.integer('m.role'),
  mutedUntil: column.integer('m.muted_until'),
  joinedAt: column.integer('m.joined_at'),
};
const memberReader = new RowReader(memberFields);
/** With the account's name, which is empty when the account was deleted. */
const namedMemberReader = new RowReader({ ...memberFields, name: column.text("COALESCE(a.name, '')") });
/** The alias keeps the column names of one SELECT different. */
const membershipReader = new RowReader({
  group: groupReader,
  member: new RowReader({ ...memberFields, userId: column.id('m.user_id AS member') }),
});

/** The columns of a row before its last one, and the last one. */
const splitLast = (row: Row): readonly [columns: Row, last: unknown] => [row.slice(0, -1), row.at(-1)];

export const selectGroupMember: BatchedQuery<MemberKey, GroupMember | undefined> = {
  sql: (keys, dialect) => {
    const isWanted = dialect.tuplesIn('m.conversation_id, m.user_id', tuples(keys, keyLiterals));
    return `SELECT ${memberReader.columns}, m.conversation_id FROM group_members m WHERE ${isWanted}`;
  },
  decode: (rows, keys) => {
    const found = new Map(
      rows.map(splitLast).map(([columns, groupId]) => {
        const member = memberReader.read(columns);
        return [`${encodeId(groupId as Uint8Array)} ${member.userId}`, member];
      }),
    );
    return keys.map(({ groupId, userId }) => found.get(`${groupId} ${userId}`));
  },
};

/** One array per group, shared by all commands that ask for it: a batch may hold hundreds of messages to one group. */
function userIdsQuery(where: string): BatchedQuery<string, readonly string[]> {
  return {
    sql: (groupIds) =>
      `SELECT conversation_id, user_id FROM group_members WHERE conversation_id IN (${sortedIds(groupIds)})${where}
        ORDER BY conversation_id, user_id`,
    decode: (rows, groupIds) => {
      const found = new Map<string, string[]>(groupIds.map((groupId) => [groupId, []]));
      let last: Uint8Array = new Uint8Array();
      let userIds: string[] | undefined;
      for (const [conversationId, userId] of rows as Uint8Array[][]) {
        if (!conversationId || !userId) continue;
        if (Buffer.compare(conversationId, last) !== 0) {
          last = conversationId;
          userIds = found.get(encodeId(conversationId));
        }
        userIds?.push(encodeId(userId));
      }
      return groupIds.map((groupId) => found.get(groupId) ?? []);
    },
  };
}
export const selectMemberIds = userIdsQuery('');
export const selectAdminIds = userIdsQuery(` AND role >= ${im.GroupRole.ADMIN}`);

/** The first other member by role, and then by time of joining. */
export const selectSuccessor: BatchedQuery<MemberKey, GroupMember | undefined> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(
        (key, i) =>
          `SELECT ${memberReader.columns}, ${i} FROM group_members m
            WHERE m.conversation_id = ${id(key.groupId)} AND m.user_id <> ${id(key.userId)}
            ORDER BY m.role DESC, m.joined_at, m.user_id LIMIT 1`,
      ),
    ),
  decode: (rows, keys) => {
    const found = new Map(rows.map(splitLast).map(([columns, i]) => [Number(i), memberReader.read(columns)]));
    return keys.map((_, i) => found.get(i));
  },
};

export const selectGroupIds: BatchedQuery<{ readonly userId: string; readonly limit: number }, string[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(
        ({ userId, limit }, i) =>
          `SELECT ${i}, conversation_id FROM group_members
            WHERE user_id = ${id(userId)} ORDER BY conversation_id LIMIT ${integer(limit)}`,
      ),
    ),
  decode: (rows, keys) => {
    const found: string[][] = keys.map(() => []);
    for (const [i, conversationId] of rows) found[Number(i)]?.push(encodeId(conversationId as Uint8Array));
    return found.map((groupIds) => sortById(groupIds, (groupId) => groupId));
  },
};

/** A page of a group's members, or of a user's groups, after an id. */
export type GroupPage = { readonly of: string; readonly after: string; readonly limit: number };

export const selectMembers: BatchedQuery<GroupPage, (GroupMember & { readonly name: string })[]> = {
  sql: (pages, dialect) =>
    dialect.unionAll(
      pages.map(({ of, after, limit }, i) => {
        const above = after === '' ? '' : ` AND m.user_id > ${id(after)}`;
        return `SELECT ${namedMemberReader.columns}, ${i} FROM group_members m LEFT JOIN accounts a ON a.user_id = m.user_id
          WHERE m.conversation_id = ${id(of)}${above} ORDER BY m.user_id LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, pages) => {
    const found: (GroupMember & { readonly name: string })[][] = pages.map(() => []);
    for (const [columns, i] of rows.map(splitLast)) found[Number(i)]?.push(namedMemberReader.read(columns));
    return found.map((page) => sortById(page, ({ userId }) => userId));
  },
};

type GroupMembership = { readonly group: Group; readonly member: GroupMember };

export const selectGroups: BatchedQuery<GroupPage, GroupMembership[]> = {
  sql: (pages, dialect) =>
    dialect.unionAll(
      pages.map(({ of, after, limit }, i) => {
        const above = after === '' ? '' : ` AND m.conversation_id > ${id(after)}`;
        return `SELECT ${membershipReader.columns}, ${i}
          FROM group_members m JOIN group_chats g ON g.conversation_id = m.conversation_id
          WHERE m.user_id = ${id(of)}${above} ORDER BY m.conversation_id LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, pages) => {
    const found: GroupMembership[][] = pages.map(() => []);
    for (const [columns, i] of rows.map(splitLast)) found[Number(i)]?.push(membershipReader.read(columns));
    return found.map((page) => sortById(page, ({ group }) => group.groupId));
  },
};

/** The length of a cached list of groups: the largest page, and one more. */
const CACHED_GROUPS = 201;
type CachedMembership = Omit<GroupMember, 'userId'> & { readonly groupId: string };

/** The first groups of a user, in the order of the ids' bytes. A user without groups has an empty list. */
const cachedMemberships: CachedQuery<readonly CachedMembership[]> = {
  kind: 'groups-of',
  sql: (userIds, dialect) =>
    dialect.unionAll(
      userIds.map(
        (userId, i) =>
          `SELECT ${i}, conversation_id, role, muted_until, joined_at FROM group_members
            WHERE user_id = ${id(userId)} ORDER BY conversation_id LIMIT ${CACHED_GROUPS}`,
      ),
    ),
  decode: (rows, userIds) => {
    const found: CachedMembership[][] = userIds.map(() => []);
    for (const [i, conversationId, role, mutedUntil, joinedAt] of rows) {
      const groupId = encodeId(conversationId as Uint8Array);
      found[Number(i)]?.push({ groupId, role: Number(role), mutedUntil: Number(mutedUntil), joinedAt: Number(joinedAt) });
    }
    return found.map((groups) => sortById(groups, ({ groupId }) => groupId));
  },
};
const membershipCacheKeys = ({ userId }: MemberKey): CacheKey[] => [{ kind: cachedMemberships.kind, id: userId }];

/** A page of a user's groups from the cache; undefined when the page may go beyond the cached list. */
export async function readCachedGroups(scope: Scope, { of, after, limit }: GroupPage): Promise<GroupMembership[] | undefined> {
  if (!scope.hasCache) return undefined;
  const all = (await scope.readCached(cachedMemberships, of)) ?? [];
  const at = after === '' ? 0 : all.findIndex(({ groupId }) => Buffer.compare(decodeId(groupId), decodeId(after)) > 0);
  const from = at < 0 ? all.length : at;
  if (all.length === CACHED_GROUPS && from + limit > CACHED_GROUPS) return undefined;
  const page = await Promise.all(
    all.slice(from, from + limit).map(async ({ groupId, ...member }): Promise<GroupMembership | undefined> => {
      const group = await scope.readCached(cachedGroup, groupId);
      return group && { group: toGroup(group), member: { userId: of, ...member } };
    }),
  );
  return page.filter((membership) => membership !== undefined);
}

export const upsertMember: BatchedWrite<MemberKey & GroupMember> = {
  lockOrder: LOCK_ORDER.groupMembers,
  invalidates: membershipCacheKeys,
  sql: (rows, dialect) => {
    const values = tuples(rows, (row) => [
      ...keyLiterals(row),
      integer(row.role),
      integer(row.mutedUntil),
      integer(row.joinedAt),
    ]);
    const update = dialect.onConflictUpdate('conversation_id, user_id', { set: ['role', 'muted_until', 'joined_at'] });
    return `INSERT INTO group_members (conversation_id, user_id, role, muted_until, joined_at) VALUES ${values}${update}`;
  },
};

export const deleteMember: BatchedWrite<MemberKey> = {
  lockOrder: LOCK_ORDER.removedGroupMembers,
  invalidates: membershipCacheKeys,
  sql: (rows, dialect) =>
    `DELETE FROM group_members WHERE ${dialect.pairsIn(['conversation_id', 'user_id'], rows.map(keyLiterals))}`,
};

function keyLiterals({ groupId, userId }: MemberKey): [string, string] {
  return [id(groupId), id(userId)];
}

/** Sorted by the bytes of an id. */
function sortById<T>(entries: readonly T[], idOf: (entry: T) => string): T[] {
  return entries
    .map((entry) => ({ entry, key: decodeId(idOf(entry)) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ entry }) => entry);
}
