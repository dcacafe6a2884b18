// The port GroupRestrictionStore for one command of a batch.
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { column, RowReader } from '../../../infra/sql/row-reader.ts';
import { decodeId, encodeId, isId } from '../../../proto/ids.ts';
import type { GroupRestriction, GroupRestrictionStore } from '../../ports/index.ts';
import type { GroupLocks } from './group-locks.ts';

interface RestrictionKey {
  readonly groupId: string;
  readonly userId: string;
}
type NamedRestriction = GroupRestriction & { readonly name: string };

const fields = {
  userId: column.id('r.user_id'),
  banned: column.boolean('r.banned'),
  mutedUntil: column.integer('r.muted_until'),
  setBy: column.id('r.set_by'),
  setAt: column.integer('r.set_at'),
};
const restrictionReader = new RowReader(fields);
// Empty for a deleted account.
const namedReader = new RowReader({ ...fields, name: column.text("COALESCE(a.name, '')") });

const selectRestriction: BatchedQuery<RestrictionKey, GroupRestriction | undefined> = {
  sql: (keys, dialect) => {
    const isWanted = dialect.tuplesIn('r.conversation_id, r.user_id', tuples(keys, keyLiterals));
    return `SELECT ${restrictionReader.columns}, r.conversation_id FROM group_restrictions r WHERE ${isWanted}`;
  },
  decode: (rows, keys) => {
    const found = new Map(
      rows.map((row) => {
        const restriction = restrictionReader.read(row.slice(0, -1));
        return [`${encodeId(row.at(-1) as Uint8Array)} ${restriction.userId}`, restriction];
      }),
    );
    return keys.map(({ groupId, userId }) => found.get(`${groupId} ${userId}`));
  },
};

const selectBanCount: BatchedQuery<string, number> = {
  sql: (groupIds) =>
    `SELECT conversation_id, COUNT(*) FROM group_restrictions
      WHERE conversation_id IN (${sortedIds(groupIds)}) AND banned = 1 GROUP BY conversation_id`,
  decode: (rows, groupIds) => {
    const found = new Map(rows.map(([groupId, count]) => [encodeId(groupId as Uint8Array), Number(count)]));
    return groupIds.map((groupId) => found.get(groupId) ?? 0);
  },
};

type BanPage = { readonly groupId: string; readonly after: string; readonly limit: number };

const selectBans: BatchedQuery<BanPage, NamedRestriction[]> = {
  sql: (pages, dialect) =>
    dialect.unionAll(
      pages.map(({ groupId, after, limit }, i) => {
        const above = after === '' ? '' : ` AND r.user_id > ${id(after)}`;
        return `SELECT ${namedReader.columns}, ${i} FROM group_restrictions r LEFT JOIN accounts a ON a.user_id = r.user_id
          WHERE r.conversation_id = ${id(groupId)} AND r.banned = 1${above} ORDER BY r.user_id LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, pages) => {
    const found: NamedRestriction[][] = pages.map(() => []);
    for (const row of rows) found[Number(row.at(-1))]?.push(namedReader.read(row.slice(0, -1)));
    return found.map((page) => page.sort((a, b) => Buffer.compare(decodeId(a.userId), decodeId(b.userId))));
  },
};

const upsertRestriction: BatchedWrite<RestrictionKey & GroupRestriction> = {
  lockOrder: LOCK_ORDER.restrictions,
  sql: (rows, dialect) => {
    const values = tuples(rows, (row) => [
      ...keyLiterals(row),
      row.banned ? '1' : '0',
      integer(row.mutedUntil),
      id(row.setBy),
      integer(row.setAt),
    ]);
    const set = ['banned', 'muted_until', 'set_by', 'set_at'];
    const update = dialect.onConflictUpdate('conversation_id, user_id', { set });
    return `INSERT INTO group_restrictions (conversation_id, user_id, ${set.join(', ')}) VALUES ${values}${update}`;
  },
};

const deleteRestriction: BatchedWrite<RestrictionKey> = {
  lockOrder: LOCK_ORDER.liftedRestrictions,
  sql: (rows, dialect) =>
    `DELETE FROM group_restrictions WHERE ${dialect.pairsIn(['conversation_id', 'user_id'], rows.map(keyLiterals))}`,
};

const deleteExpired: BatchedWrite<{ readonly groupId: string; readonly now: number }> = {
  lockOrder: LOCK_ORDER.expiredRestrictions,
  sql: (rows) => {
    const now = Math.max(...rows.map((row) => row.now));
    return `DELETE FROM group_restrictions WHERE conversation_id IN (${sortedIds(rows.map(({ groupId }) => groupId))})
      AND banned = 0 AND muted_until <= ${integer(now)}`;
  },
};

const deleteAllInGroup: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.restrictionsOfGroup,
  sql: (groupIds) => `DELETE FROM group_restrictions WHERE conversation_id IN (${sortedIds(groupIds)})`,
};

const deleteAllByUser: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.restrictionsOfUser,
  sql: (userIds) => `DELETE FROM group_restrictions WHERE user_id IN (${sortedIds(userIds)})`,
};

export function groupRestrictions(scope: Scope, locks: GroupLocks): GroupRestrictionStore {
  return {
    find: async (groupId, userId) => {
      if (!isId(groupId) || !isId(userId)) return undefined;
      return locks.findRestriction(groupId, userId, await scope.read(selectRestriction, { groupId, userId }));
    },
    put: async (groupId, restriction) => {
      await locks.flushIfTouched(groupId, [restriction.userId]);
      locks.recordRestriction(groupId, restriction.userId, restriction);
      scope.write(upsertRestriction, { groupId, ...restriction });
      scope.write(deleteExpired, { groupId, now: restriction.setAt });
    },
    remove: async (groupId, userId) => {
      await locks.flushIfTouched(groupId, [userId]);
      locks.recordRestriction(groupId, userId, undefined);
      scope.write(deleteRestriction, { groupId, userId });
    },
    removeAllInGroup: (groupId) => scope.write(deleteAllInGroup, groupId),
    removeAllByUser: (userId) => scope.write(deleteAllByUser, userId),
    countBans: async (groupId) => (isId(groupId) ? scope.read(selectBanCount, groupId) : 0),
    listBans: async (groupId, after, limit) => {
      if (!isId(groupId) || (after !== '' && !isId(after))) return [];
      return scope.read(selectBans, { groupId, after, limit });
    },
  };
}

function keyLiterals({ groupId, userId }: RestrictionKey): [string, string] {
  return [id(groupId), id(userId)];
}
