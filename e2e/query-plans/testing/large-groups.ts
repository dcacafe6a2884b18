// Fills the tables of groups for the query plans.
import { id } from '../../../infra/sql/literals.ts';
import { BIG_GROUP, DELETED, deletedUser, nthId, SIZES, smallGroupId, userId } from './large-table-ids.ts';

export const NOW = Date.now();
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
/** The members of the n-th small group. */
export const inGroup = (n: number): number[] => [...new Set([0, ...upTo(9).map((i) => n + 1 + i)])];

/** Inserts rows of literals. */
export type InsertRows = (table: string, columns: string, rows: readonly (readonly (string | number)[])[]) => Promise<void>;

export async function fillGroups(insert: InsertRows): Promise<void> {
  const group = 'conversation_id, name, avatar_url, about, owner_id, join_policy, member_count, created_at, dissolved, revision';
  // The small groups are open; the big group needs a join request.
  const groupRow = (of: string, owner: number, members: number) => [
    id(of),
    "'group'",
    "''",
    "''",
    id(userId(owner)),
    owner === 0 ? 1 : 2,
    members,
    NOW,
    0,
    0,
  ];
  await insert('group_chats', group, [
    groupRow(BIG_GROUP, 0, SIZES.members + 1),
    ...upTo(SIZES.groups).map((n) => groupRow(smallGroupId(n), n + 1, 11)),
    // Further rows that no call reads: if a call read most of a table, a full scan would be the right plan.
    ...upTo(3000).map((n) => groupRow(nthId('other group', n), 0, 40)),
  ]);
  const inside = 'conversation_id, user_id, role, muted_until, joined_at';
  await insert('group_members', inside, [
    ...upTo(SIZES.members).map((n) => [id(BIG_GROUP), id(userId(n)), n === 0 ? 3 : n < 5 ? 2 : 1, 0, NOW]),
    ...upTo(SIZES.groups).flatMap((n) =>
      inGroup(n).map((i) => [id(smallGroupId(n)), id(userId(i)), i === n + 1 ? 3 : 1, 0, NOW]),
    ),
  ]);
  await insert(
    'group_members',
    inside,
    upTo(DELETED).map((n) => [id(n === 0 ? BIG_GROUP : smallGroupId(n)), id(userId(deletedUser(n))), n === 0 ? 1 : 3, 0, NOW]),
  );
  const asking = 'conversation_id, user_id, invited_by, greeting, requested_at';
  /** Without `inviter` a request to join, else an invitation. */
  const asks = (groupId: string, of: string, inviter?: string) => [
    id(groupId),
    id(of),
    inviter ? id(inviter) : 'NULL',
    "''",
    NOW,
  ];
  await insert('group_requests', asking, [
    ...upTo(500).map((n) => asks(BIG_GROUP, userId(SIZES.members + n))),
    ...upTo(SIZES.groups).map((n) => asks(smallGroupId(n), userId(SIZES.members + n))),
    // The second user has as many open invitations as one may have.
    ...upTo(100).map((n) => asks(BIG_GROUP, userId(2700 + n), userId(1))),
    ...upTo(SIZES.groups).map((n) => asks(smallGroupId(n), userId(2700 + (n % 250)), userId(n + 1))),
  ]);
  const [admin, outsider] = [id(userId(0)), (n: number) => id(nthId('other', n))];
  await insert('group_restrictions', 'conversation_id, user_id, banned, muted_until, set_by, set_at', [
    ...upTo(900).map((n) => [id(BIG_GROUP), id(userId(3000 + n)), n % 10 === 0 ? 0 : 1, NOW, admin, NOW]),
    ...upTo(10_000).map((n) => [id(nthId('other group', n % 500)), outsider(n), n % 2, NOW, outsider(n), NOW]),
  ]);

  // Rows of other users: if a call read most of a table, a full scan would be the right plan.
  await insert(
    'group_members',
    inside,
    upTo(20_000).map((n) => [id(nthId('other group', n % 500)), id(nthId('other', n)), 1, 0, NOW]),
  );
  await insert('group_requests', asking, [
    ...upTo(10_000).map((n) => asks(nthId('other group', n % 500), nthId('other', n), n % 2 ? nthId('other', n + 1) : undefined)),
    ...upTo(500).map((n) => asks(nthId('other group', n), userId(2999), nthId('other', n))),
  ]);
}
