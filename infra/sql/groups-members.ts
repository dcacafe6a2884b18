// Who is in a group, in which role.
import type { Group, GroupMember, GroupMembers } from '../../logic/ports.ts';
import { idOf, isId } from '../../proto/ids.ts';
import type { Row } from './connection.ts';
import type { LockedGroups } from './groups-locked.ts';
import { forgetRequests } from './groups-requests.ts';
import { GROUP, GROUP_COLUMNS, groupOf } from './groups-rows.ts';
import { comes, goes } from './groups-seen.ts';
import { id, ids, tuples, whole } from './literals.ts';
import { ORDER, type Reading, type Scope, type Writing } from './tables.ts';

interface Place {
  readonly group: string;
  readonly user: string;
}

const MEMBER = 'm.user, m.role, m.muted_until, m.joined_at';
const MEMBER_COLUMNS = 4;
// Of im.GroupRole; OWNER is above it.
const ADMIN = 2;

const member: Reading<Place, GroupMember | undefined> = {
  sql: (keys, dialect) =>
    `SELECT ${MEMBER}, m.conversation FROM group_members m WHERE ${dialect.tuplesIn('m.conversation, m.user', tuples(keys, place))}`,
  answer: (rows, keys) => {
    const found = new Map(
      rows.map((row) => {
        const there = memberOf(row);
        return [`${idOf(row[MEMBER_COLUMNS] as Uint8Array)} ${there.user}`, there];
      }),
    );
    return keys.map(({ group, user }) => found.get(`${group} ${user}`));
  },
};

/** One list for all who ask for the same group: a message to it is pushed to whoever is in it, and a batch may hold hundreds. */
function userIds(where: string): Reading<string, readonly string[]> {
  return {
    sql: (groups) =>
      `SELECT conversation, user FROM group_members WHERE conversation IN (${ids(groups)})${where} ORDER BY conversation, user`,
    answer: (rows, groups) => {
      const found = new Map<string, string[]>(groups.map((group) => [group, []]));
      let last: Uint8Array = new Uint8Array();
      let list: string[] | undefined;
      for (const [conversation, user] of rows as Uint8Array[][]) {
        if (!conversation || !user) continue;
        if (Buffer.compare(conversation, last) !== 0) {
          last = conversation;
          list = found.get(idOf(conversation));
        }
        list?.push(idOf(user));
      }
      return groups.map((group) => found.get(group) ?? []);
    },
  };
}
const allIds = userIds('');
const adminIds = userIds(` AND role >= ${ADMIN}`);

type Page = { readonly of: string; readonly after: string; readonly limit: number };

const members: Reading<Page, (GroupMember & { readonly name: string })[]> = {
  sql: (keys, dialect) =>
    dialect.union(
      keys.map(({ of, after, limit }, i) => {
        const above = after === '' ? '' : ` AND m.user > ${id(after)}`;
        return `SELECT ${MEMBER}, COALESCE(a.name, ''), ${i} FROM group_members m LEFT JOIN accounts a ON a.user = m.user WHERE m.conversation = ${id(of)}${above} ORDER BY m.user LIMIT ${whole(limit)}`;
      }),
    ),
  answer: (rows, keys) => {
    const pages: (GroupMember & { readonly name: string })[][] = keys.map(() => []);
    for (const row of rows) pages[Number(row[MEMBER_COLUMNS + 1])]?.push({ ...memberOf(row), name: String(row[MEMBER_COLUMNS]) });
    return pages.map((page) => inOrder(page, ({ user }) => user));
  },
};

const groupsOf: Reading<Page, { readonly group: Group; readonly member: GroupMember }[]> = {
  sql: (keys, dialect) =>
    dialect.union(
      keys.map(({ of, after, limit }, i) => {
        const above = after === '' ? '' : ` AND m.conversation > ${id(after)}`;
        return `SELECT ${GROUP}, ${MEMBER.replace('m.user', 'm.user AS member')}, ${i} FROM group_members m JOIN group_chats g ON g.conversation = m.conversation WHERE m.user = ${id(of)}${above} ORDER BY m.conversation LIMIT ${whole(limit)}`;
      }),
    ),
  answer: (rows, keys) => {
    const pages: { readonly group: Group; readonly member: GroupMember }[][] = keys.map(() => []);
    for (const row of rows)
      pages[Number(row[GROUP_COLUMNS + MEMBER_COLUMNS])]?.push({
        group: groupOf(row),
        member: memberOf(row.slice(GROUP_COLUMNS)),
      });
    return pages.map((page) => inOrder(page, ({ group }) => group.group));
  },
};

const store: Writing<Place & GroupMember> = {
  order: ORDER.groupMembers,
  sql: (rows, dialect) =>
    `INSERT INTO group_members (conversation, user, role, muted_until, joined_at) VALUES ${tuples(rows, (row) => [
      ...place(row),
      whole(row.role),
      whole(row.mutedUntil),
      whole(row.joinedAt),
    ])}${dialect.upsert('conversation, user', { set: ['role', 'muted_until', 'joined_at'] })}`,
};

const remove: Writing<Place> = {
  order: ORDER.groupMembers + 0.1,
  sql: (rows, dialect) => `DELETE FROM group_members WHERE ${dialect.tuplesIn('conversation, user', tuples(rows, place))}`,
};

export function groupMembers(scope: Scope, locked: LockedGroups): GroupMembers {
  const page = (of: string, after: string, limit: number): Page | undefined =>
    isId(of) && (after === '' || isId(after)) ? { of, after, limit } : undefined;
  return {
    get: async (group, user) =>
      isId(group) && isId(user) ? locked.member(group, user, await scope.read(member, { group, user })) : undefined,
    ids: async (group) => (isId(group) ? locked.ids(group, () => scope.read(allIds, group)) : []),
    adminIds: async (group) => (isId(group) ? scope.read(adminIds, group) : []),
    list: async (group, after, limit) => {
      const key = page(group, after, limit);
      return key ? scope.read(members, key) : [];
    },
    groupsOf: async (user, after, limit) => {
      const key = page(user, after, limit);
      return key ? scope.read(groupsOf, key) : [];
    },
    join: async (group, users, from) => {
      await locked.apart(
        group,
        users.map(({ user }) => user),
      );
      const now = locked.change(group, {});
      const come = users.map(({ user, role }) => ({ user, role, mutedUntil: 0, joinedAt: from.time }));
      locked.changed(group, come);
      for (const of of come) {
        scope.write(store, { group, ...of });
        comes(scope, of.user, from);
        scope.write(forgetRequests, { group, user: of.user });
      }
      return locked.change(group, { members: now.members + users.length });
    },
    leave: async (group, users, leftSeq) => {
      await locked.apart(group, users);
      const now = locked.change(group, {});
      locked.changed(
        group,
        users.map((user) => ({ user, gone: true })),
      );
      for (const user of users) {
        scope.write(remove, { group, user });
        goes(scope, user, group, leftSeq);
      }
      return locked.change(group, { members: now.members - users.length });
    },
    change: (group, changed) => {
      locked.change(group, {});
      locked.changed(group, changed);
      for (const of of changed) scope.write(store, { group, ...of });
    },
  };
}

function place({ group, user }: Place): string[] {
  return [id(group), id(user)];
}

function memberOf([user, role, mutedUntil, joinedAt]: Row): GroupMember {
  return { user: idOf(user as Uint8Array), role: Number(role), mutedUntil: Number(mutedUntil), joinedAt: Number(joinedAt) };
}

/** Sorted by the bytes of an id. */
function inOrder<T>(entries: readonly T[], idIn: (entry: T) => string): T[] {
  return entries
    .map((entry) => ({ entry, key: Buffer.from(idIn(entry), 'base64url') }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ entry }) => entry);
}
