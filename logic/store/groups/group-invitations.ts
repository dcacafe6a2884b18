// The port GroupInvitationStore for one command of a batch. The rows are those of group_requests that have an inviter.
import { id, integer, sortedIds } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { column, RowReader } from '../../../infra/sql/row-reader.ts';
import { decodeId, isId } from '../../../proto/ids.ts';
import type { GroupInvitationStore, NamedInvitation } from '../../ports/index.ts';
import type { GroupLocks } from './group-locks.ts';
import { groupReader } from './group-rows.ts';
import { selectRequestRow, upsertRequest } from './join-requests.ts';

const namedReader = new RowReader({
  groupId: column.id('r.conversation_id AS of_group'),
  userId: column.id('r.user_id'),
  invitedBy: column.id('r.invited_by'),
  invitedAt: column.integer('r.requested_at'),
  group: groupReader,
  userName: column.text("COALESCE(a.name, '') AS user_name"),
  inviterName: column.text("COALESCE(b.name, '') AS inviter_name"),
});
const NAMED = `group_requests r JOIN group_chats g ON g.conversation_id = r.conversation_id
  LEFT JOIN accounts a ON a.user_id = r.user_id LEFT JOIN accounts b ON b.user_id = r.invited_by`;

const countReader = new RowReader({ inviterId: column.id('r.invited_by'), count: column.integer('COUNT(*) AS total') });

const selectSentCount: BatchedQuery<string, number> = {
  sql: (inviterIds) =>
    `SELECT ${countReader.columns} FROM group_requests r WHERE r.invited_by IN (${sortedIds(inviterIds)}) GROUP BY r.invited_by`,
  decode: (rows, inviterIds) => {
    const found = new Map(
      rows.map((row) => {
        const { inviterId, count } = countReader.read(row);
        return [inviterId, count];
      }),
    );
    return inviterIds.map((inviterId) => found.get(inviterId) ?? 0);
  },
};

interface InvitationPage {
  readonly of: string;
  readonly afterGroupId: string;
  readonly afterUserId: string;
  readonly limit: number;
}

/** `where`: the rows of a user. */
function pageQuery(where: (page: InvitationPage) => string): BatchedQuery<InvitationPage, NamedInvitation[]> {
  return {
    sql: (pages, dialect) =>
      dialect.unionAll(
        pages.map(
          (page, i) =>
            `SELECT ${namedReader.columns}, ${i} FROM ${NAMED} WHERE ${where(page)}
              ORDER BY r.conversation_id, r.user_id LIMIT ${integer(page.limit)}`,
        ),
      ),
    decode: (rows, pages) => {
      const found: NamedInvitation[][] = pages.map(() => []);
      for (const row of rows) found[Number(row.at(-1))]?.push(namedReader.read(row.slice(0, -1)));
      return found.map((page) => page.sort(byGroupAndUser));
    },
  };
}

const selectReceived = pageQuery(({ of, afterGroupId }) => {
  const above = afterGroupId === '' ? '' : ` AND r.conversation_id > ${id(afterGroupId)}`;
  return `r.user_id = ${id(of)} AND r.invited_by IS NOT NULL${above}`;
});
const selectSent = pageQuery(({ of, afterGroupId, afterUserId }) => {
  const sent = `r.invited_by = ${id(of)}`;
  if (afterGroupId === '') return sent;
  const group = id(afterGroupId);
  const listed = afterUserId === '' ? '' : ` AND r.user_id <= ${id(afterUserId)}`;
  return `${sent} AND r.conversation_id >= ${group} AND NOT (r.conversation_id = ${group}${listed})`;
});

export const deleteSentInvitations: BatchedWrite<{ readonly inviterId: string; readonly groupId: string }> = {
  lockOrder: LOCK_ORDER.invitationsOfInviter,
  sql: (rows, dialect) =>
    `DELETE FROM group_requests WHERE ${dialect.pairsIn(
      ['conversation_id', 'invited_by'],
      rows.map(({ groupId, inviterId }) => [id(groupId), id(inviterId)]),
    )}`,
};

const deleteSentByOthers: BatchedWrite<{ readonly groupId: string; readonly inviterIds: readonly string[] }> = {
  lockOrder: LOCK_ORDER.invitationsOfOthers,
  sql: (rows) => {
    // Only the last row of each group: it knows the inviters that are left.
    const last = [...new Map(rows.map((row) => [id(row.groupId), row.inviterIds]))].sort(([a], [b]) => (a < b ? -1 : 1));
    const conditions = last.map(
      ([group, inviterIds]) => `conversation_id = ${group} AND invited_by NOT IN (${sortedIds(inviterIds)})`,
    );
    return `DELETE FROM group_requests WHERE ${conditions.map((condition) => `(${condition})`).join(' OR ')}`;
  },
};

const deleteBetween: BatchedWrite<{ readonly inviterId: string; readonly userId: string }> = {
  lockOrder: LOCK_ORDER.invitationsBetween,
  sql: (rows, dialect) =>
    `DELETE FROM group_requests WHERE ${dialect.pairsIn(
      ['user_id', 'invited_by'],
      rows.map(({ userId, inviterId }) => [id(userId), id(inviterId)]),
    )}`,
};

export function groupInvitations(scope: Scope, locks: GroupLocks): GroupInvitationStore {
  const list = async (query: typeof selectSent, page: InvitationPage): Promise<NamedInvitation[]> => {
    const areIds = [page.of, page.afterGroupId || page.of, page.afterUserId || page.of].every(isId);
    return areIds ? scope.read(query, page) : [];
  };
  return {
    find: async (groupId, userId) => {
      if (!isId(groupId) || !isId(userId)) return undefined;
      const row = await scope.read(selectRequestRow, { groupId, userId });
      return row?.invitedBy === undefined ? undefined : { groupId, userId, invitedBy: row.invitedBy, invitedAt: row.requestedAt };
    },
    put: async (groupId, userIds, { invitedBy, invitedAt }) => {
      await locks.flushIfTouched(groupId, [...userIds, invitedBy]);
      locks.update(groupId, {});
      for (const userId of userIds)
        scope.write(upsertRequest, { groupId, userId, invitedBy, greeting: '', requestedAt: invitedAt });
    },
    countSent: async (inviterId) => (isId(inviterId) ? scope.read(selectSentCount, inviterId) : 0),
    removeSent: async (groupId, inviterId) => {
      await locks.flushIfTouched(groupId, [inviterId]);
      locks.update(groupId, {});
      scope.write(deleteSentInvitations, { groupId, inviterId });
    },
    removeSentByOthers: (groupId, inviterIds) => {
      locks.update(groupId, {});
      scope.write(deleteSentByOthers, { groupId, inviterIds });
    },
    removeBetween: (inviterId, userId) => scope.write(deleteBetween, { inviterId, userId }),
    listReceived: (userId, afterGroupId, limit) => list(selectReceived, { of: userId, afterGroupId, afterUserId: '', limit }),
    listSent: (inviterId, { groupId, userId }, limit) =>
      list(selectSent, { of: inviterId, afterGroupId: groupId, afterUserId: userId, limit }),
  };
}

function byGroupAndUser(a: NamedInvitation, b: NamedInvitation): number {
  return compareIds(a.groupId, b.groupId) || compareIds(a.userId, b.userId);
}

function compareIds(a: string, b: string): number {
  return Buffer.compare(decodeId(a), decodeId(b));
}
