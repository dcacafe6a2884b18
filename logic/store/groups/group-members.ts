// Who is in a group, in which role.

import type { CacheKey } from '../../../infra/ports/index.ts';
import type { Row } from '../../../infra/sql/connection.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, CachedQuery, Scope } from '../../../infra/sql/query.ts';
import { decodeId, encodeId, isId } from '../../../proto/ids.ts';
import type { Group, GroupMember, GroupMemberStore } from '../../ports/index.ts';
import type { GroupLocks } from './group-locks.ts';
import {
  cachedGroup,
  decodeGroup,
  GROUP_COLUMN_COUNT,
  GROUP_SELECT_LIST,
  groupCacheKey,
  selectRevision,
  toGroup,
} from './group-rows.ts';
import { deleteJoinRequest } from './join-requests.ts';
import { closeVisibilityWindow, openVisibilityWindow } from './visibility-windows.ts';

interface Place {
  readonly group: string;
  readonly user: string;
}

const MEMBER = 'm.user, m.role, m.muted_until, m.joined_at';
const MEMBER_COLUMNS = 4;
// Of im.GroupRole; OWNER is above it.
const ADMIN = 2;

const member: BatchedQuery<Place, GroupMember | undefined> = {
  sql: (keys, dialect) =>
    `SELECT ${MEMBER}, m.conversation FROM group_members m WHERE ${dialect.tuplesIn('m.conversation, m.user', tuples(keys, place))}`,
  decode: (rows, keys) => {
    const found = new Map(
      rows.map((row) => {
        const there = memberOf(row);
        return [`${encodeId(row[MEMBER_COLUMNS] as Uint8Array)} ${there.user}`, there];
      }),
    );
    return keys.map(({ group, user }) => found.get(`${group} ${user}`));
  },
};

/** One list for all who ask for the same group: a message to it is pushed to whoever is in it, and a batch may hold hundreds. */
function userIds(where: string): BatchedQuery<string, readonly string[]> {
  return {
    sql: (groups) =>
      `SELECT conversation, user FROM group_members WHERE conversation IN (${sortedIds(groups)})${where} ORDER BY conversation, user`,
    decode: (rows, groups) => {
      const found = new Map<string, string[]>(groups.map((group) => [group, []]));
      let last: Uint8Array = new Uint8Array();
      let list: string[] | undefined;
      for (const [conversation, user] of rows as Uint8Array[][]) {
        if (!conversation || !user) continue;
        if (Buffer.compare(conversation, last) !== 0) {
          last = conversation;
          list = found.get(encodeId(conversation));
        }
        list?.push(encodeId(user));
      }
      return groups.map((group) => found.get(group) ?? []);
    },
  };
}
const allIds = userIds('');
const adminIds = userIds(` AND role >= ${ADMIN}`);

/** Whoever comes next, for each of these groups but for one of its members. */
const successor: BatchedQuery<Place, GroupMember | undefined> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(
        (key, i) =>
          `SELECT ${MEMBER}, ${i} FROM group_members m WHERE m.conversation = ${id(key.group)} AND m.user <> ${id(key.user)} ORDER BY m.role DESC, m.joined_at, m.user LIMIT 1`,
      ),
    ),
  decode: (rows, keys) => {
    const found = new Map(rows.map((row) => [Number(row[MEMBER_COLUMNS]), memberOf(row)]));
    return keys.map((_, i) => found.get(i));
  },
};

const groupIds: BatchedQuery<{ readonly user: string; readonly limit: number }, string[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(
        ({ user, limit }, i) =>
          `SELECT ${i}, conversation FROM group_members WHERE user = ${id(user)} ORDER BY conversation LIMIT ${integer(limit)}`,
      ),
    ),
  decode: (rows, keys) => {
    const found: string[][] = keys.map(() => []);
    for (const [i, conversation] of rows) found[Number(i)]?.push(encodeId(conversation as Uint8Array));
    return found.map((groups) => inOrder(groups, (group) => group));
  },
};

type Page = { readonly of: string; readonly after: string; readonly limit: number };

const members: BatchedQuery<Page, (GroupMember & { readonly name: string })[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(({ of, after, limit }, i) => {
        const above = after === '' ? '' : ` AND m.user > ${id(after)}`;
        return `SELECT ${MEMBER}, COALESCE(a.name, ''), ${i} FROM group_members m LEFT JOIN accounts a ON a.user = m.user WHERE m.conversation = ${id(of)}${above} ORDER BY m.user LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, keys) => {
    const pages: (GroupMember & { readonly name: string })[][] = keys.map(() => []);
    for (const row of rows) pages[Number(row[MEMBER_COLUMNS + 1])]?.push({ ...memberOf(row), name: String(row[MEMBER_COLUMNS]) });
    return pages.map((page) => inOrder(page, ({ user }) => user));
  },
};

type MemberOfGroup = { readonly group: Group; readonly member: GroupMember };
const groupsOf: BatchedQuery<Page, MemberOfGroup[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(({ of, after, limit }, i) => {
        const above = after === '' ? '' : ` AND m.conversation > ${id(after)}`;
        return `SELECT ${GROUP_SELECT_LIST}, ${MEMBER.replace('m.user', 'm.user AS member')}, ${i} FROM group_members m JOIN group_chats g ON g.conversation = m.conversation WHERE m.user = ${id(of)}${above} ORDER BY m.conversation LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, keys) => {
    const pages: MemberOfGroup[][] = keys.map(() => []);
    for (const row of rows)
      pages[Number(row[GROUP_COLUMN_COUNT + MEMBER_COLUMNS])]?.push({
        group: decodeGroup(row),
        member: memberOf(row.slice(GROUP_COLUMN_COUNT)),
      });
    return pages.map((page) => inOrder(page, ({ group }) => group.groupId));
  },
};

/** What the copies hold of a user's groups: the longest page, and one more. */
const FIRST = 201;
type Joined = Omit<GroupMember, 'user'> & { readonly group: string };

/** The first groups of a user, in the order of their ids' bytes. Nobody has none. */
const firstGroups: CachedQuery<readonly Joined[]> = {
  kind: 'groups-of',
  sql: (users, dialect) =>
    dialect.unionAll(
      users.map(
        (user, i) =>
          `SELECT ${i}, conversation, role, muted_until, joined_at FROM group_members WHERE user = ${id(user)} ORDER BY conversation LIMIT ${FIRST}`,
      ),
    ),
  decode: (rows, users) => {
    const found: Joined[][] = users.map(() => []);
    for (const [i, conversation, role, mutedUntil, joinedAt] of rows) {
      const group = encodeId(conversation as Uint8Array);
      found[Number(i)]?.push({ group, role: Number(role), mutedUntil: Number(mutedUntil), joinedAt: Number(joinedAt) });
    }
    return found.map((groups) => inOrder(groups, ({ group }) => group));
  },
};
const ofMember = ({ user }: Place): CacheKey[] => [{ kind: firstGroups.kind, id: user }];

/** A page of a user's groups from copies; undefined where it may lie behind what they hold. */
async function copiedGroups(scope: Scope, { of, after, limit }: Page): Promise<MemberOfGroup[] | undefined> {
  if (!scope.hasCache) return undefined;
  const all = (await scope.readCached(firstGroups, of)) ?? [];
  const at = after === '' ? 0 : all.findIndex(({ group }) => Buffer.compare(decodeId(group), decodeId(after)) > 0);
  const from = at < 0 ? all.length : at;
  if (all.length === FIRST && from + limit > FIRST) return undefined;
  const found = await Promise.all(
    all.slice(from, from + limit).map(async ({ group: id, ...member }): Promise<MemberOfGroup | undefined> => {
      const group = await scope.readCached(cachedGroup, id);
      return group && { group: toGroup(group), member: { user: of, ...member } };
    }),
  );
  return found.filter((each) => each !== undefined);
}

const store: BatchedWrite<Place & GroupMember> = {
  lockOrder: LOCK_ORDER.groupMembers,
  invalidates: ofMember,
  sql: (rows, dialect) =>
    `INSERT INTO group_members (conversation, user, role, muted_until, joined_at) VALUES ${tuples(rows, (row) => [
      ...place(row),
      integer(row.role),
      integer(row.mutedUntil),
      integer(row.joinedAt),
    ])}${dialect.onConflictUpdate('conversation, user', { set: ['role', 'muted_until', 'joined_at'] })}`,
};

const remove: BatchedWrite<Place> = {
  lockOrder: LOCK_ORDER.removedGroupMembers,
  invalidates: ofMember,
  sql: (rows, dialect) => `DELETE FROM group_members WHERE ${dialect.pairsIn(['conversation', 'user'], rows.map(place))}`,
};

export function groupMembers(scope: Scope, locked: GroupLocks): GroupMemberStore {
  const page = (of: string, after: string, limit: number): Page | undefined =>
    isId(of) && (after === '' || isId(after)) ? { of, after, limit } : undefined;
  return {
    find: async (group, user) =>
      isId(group) && isId(user) ? locked.findMember(group, user, await scope.read(member, { group, user })) : undefined,
    listIds: async (group) => {
      if (!isId(group)) return [];
      return locked.memberIds(group, async () => {
        // Who is in a group changes with its revision, never without.
        const revision = await scope.read(selectRevision, group);
        return revision === undefined ? [] : scope.readVersioned(allIds, groupCacheKey(group), revision);
      });
    },
    listAdminIds: async (group) => (isId(group) ? scope.read(adminIds, group) : []),
    list: async (group, after, limit) => {
      const key = page(group, after, limit);
      return key ? scope.read(members, key) : [];
    },
    findSuccessor: async (group, user) => (isId(group) && isId(user) ? scope.read(successor, { group, user }) : undefined),
    listGroupIds: async (user, limit) => (isId(user) ? scope.read(groupIds, { user, limit }) : []),
    listGroups: async (user, after, limit) => {
      const key = page(user, after, limit);
      return key ? ((await copiedGroups(scope, key)) ?? scope.read(groupsOf, key)) : [];
    },
    add: async (group, users, from) => {
      await locked.flushIfTouched(
        group,
        users.map(({ user }) => user),
      );
      const now = locked.change(group, {});
      const come = users.map(({ user, role }) => ({ user, role, mutedUntil: 0, joinedAt: from.time }));
      locked.recordMembers(group, come);
      for (const of of come) {
        scope.write(store, { group, ...of });
        openVisibilityWindow(scope, of.user, from);
        scope.write(deleteJoinRequest, { group, user: of.user });
      }
      return locked.change(group, { members: now.members + users.length });
    },
    remove: async (group, users, leftSeq) => {
      await locked.flushIfTouched(group, users);
      const now = locked.change(group, {});
      locked.recordMembers(
        group,
        users.map((user) => ({ user, gone: true })),
      );
      for (const user of users) {
        scope.write(remove, { group, user });
        closeVisibilityWindow(scope, user, now, leftSeq);
      }
      return locked.change(group, { members: now.members - users.length });
    },
    update: (group, changed) => {
      locked.change(group, {});
      locked.recordMembers(group, changed);
      for (const of of changed) scope.write(store, { group, ...of });
    },
  };
}

function place({ group, user }: Place): [string, string] {
  return [id(group), id(user)];
}

function memberOf([user, role, mutedUntil, joinedAt]: Row): GroupMember {
  return { user: encodeId(user as Uint8Array), role: Number(role), mutedUntil: Number(mutedUntil), joinedAt: Number(joinedAt) };
}

/** Sorted by the bytes of an id. */
function inOrder<T>(entries: readonly T[], idIn: (entry: T) => string): T[] {
  return entries
    .map((entry) => ({ entry, key: Buffer.from(idIn(entry), 'base64url') }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ entry }) => entry);
}
