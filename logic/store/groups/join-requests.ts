// The port JoinRequestStore for one command of a batch. Invitations are rows of the same table: see group-invitations.ts.
import type { Row } from '../../../infra/sql/connection.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { column, RowReader } from '../../../infra/sql/row-reader.ts';
import { decodeId, isId } from '../../../proto/ids.ts';
import type { JoinRequest, JoinRequestStore } from '../../ports/index.ts';
import type { GroupLocks } from './group-locks.ts';

interface RequestKey {
  readonly groupId: string;
  readonly userId: string;
}

const requestReader = new RowReader({
  userId: column.id('r.user_id'),
  // Empty for a deleted account.
  name: column.text("COALESCE(a.name, '')"),
  greeting: column.text('r.greeting'),
  requestedAt: column.integer('r.requested_at'),
});
const REQUESTS = 'group_requests r LEFT JOIN accounts a ON a.user_id = r.user_id';

/** The request in a row, and what comes after its columns. */
function decodeRequest(row: Row): readonly [request: JoinRequest, rest: unknown] {
  return [requestReader.read(row.slice(0, -1)), row.at(-1)];
}

const rowReader = new RowReader({
  groupId: column.id('r.conversation_id'),
  request: requestReader,
  invitedBy: column.nullable(column.id('r.invited_by')),
});

/** Both kinds by the primary key: a condition on the inviter could lead the database to the other index. */
export const selectRequestRow: BatchedQuery<RequestKey, (JoinRequest & { readonly invitedBy: string | undefined }) | undefined> =
  {
    sql: (keys, dialect) => {
      const isWanted = dialect.tuplesIn('r.conversation_id, r.user_id', tuples(keys, keyLiterals));
      return `SELECT ${rowReader.columns} FROM ${REQUESTS} WHERE ${isWanted}`;
    },
    decode: (rows, keys) => {
      const found = new Map(
        rows.map((row) => {
          const { groupId, request, invitedBy } = rowReader.read(row);
          return [`${groupId} ${request.userId}`, { ...request, invitedBy }];
        }),
      );
      return keys.map(({ groupId, userId }) => found.get(`${groupId} ${userId}`));
    },
  };

type RequestPage = { readonly groupId: string; readonly after: string; readonly limit: number };

const selectPage: BatchedQuery<RequestPage, JoinRequest[]> = {
  sql: (pages, dialect) =>
    dialect.unionAll(
      pages.map(({ groupId, after, limit }, i) => {
        const above = after === '' ? '' : ` AND r.user_id > ${id(after)}`;
        return `SELECT ${requestReader.columns}, ${i} FROM ${REQUESTS}
          WHERE r.invited_by IS NULL AND r.conversation_id = ${id(groupId)}${above} ORDER BY r.user_id LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, pages) => {
    const found: JoinRequest[][] = pages.map(() => []);
    for (const [request, i] of rows.map(decodeRequest)) found[Number(i)]?.push(request);
    return found.map((page) => page.sort((a, b) => Buffer.compare(decodeId(a.userId), decodeId(b.userId))));
  },
};

interface RequestRow extends RequestKey {
  /** Undefined = the user has asked to join. */
  readonly invitedBy: string | undefined;
  readonly greeting: string;
  readonly requestedAt: number;
}

export const upsertRequest: BatchedWrite<RequestRow> = {
  lockOrder: LOCK_ORDER.joinRequests,
  sql: (rows, dialect) => {
    const values = tuples(rows, (row) => [
      ...keyLiterals(row),
      row.invitedBy === undefined ? 'NULL' : id(row.invitedBy),
      dialect.text(row.greeting),
      integer(row.requestedAt),
    ]);
    const set = ['invited_by', 'greeting', 'requested_at'];
    const update = dialect.onConflictUpdate('conversation_id, user_id', { set });
    return `INSERT INTO group_requests (conversation_id, user_id, ${set.join(', ')}) VALUES ${values}${update}`;
  },
};

export const deleteJoinRequest: BatchedWrite<RequestKey> = {
  lockOrder: LOCK_ORDER.answeredJoinRequests,
  sql: (rows, dialect) =>
    `DELETE FROM group_requests WHERE ${dialect.pairsIn(['conversation_id', 'user_id'], rows.map(keyLiterals))}`,
};

const deleteAllInGroup: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.joinRequestsOfGroup,
  sql: (groupIds) => `DELETE FROM group_requests WHERE conversation_id IN (${sortedIds(groupIds)})`,
};

const deleteAllByUser: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.joinRequestsOfUser,
  sql: (userIds) => `DELETE FROM group_requests WHERE user_id IN (${sortedIds(userIds)})`,
};

export function joinRequests(scope: Scope, locks: GroupLocks): JoinRequestStore {
  return {
    put: async (groupId, userId, greeting, requestedAt) => {
      await locks.flushIfTouched(groupId, [userId]);
      locks.update(groupId, {});
      scope.write(upsertRequest, { groupId, userId, invitedBy: undefined, greeting, requestedAt });
    },
    find: async (groupId, userId) => {
      if (!isId(groupId) || !isId(userId)) return undefined;
      const row = await scope.read(selectRequestRow, { groupId, userId });
      return row?.invitedBy === undefined ? row : undefined;
    },
    remove: async (groupId, userId) => {
      await locks.flushIfTouched(groupId, [userId]);
      locks.update(groupId, {});
      scope.write(deleteJoinRequest, { groupId, userId });
    },
    removeAllInGroup: (groupId) => {
      locks.update(groupId, {});
      scope.write(deleteAllInGroup, groupId);
    },
    removeAllByUser: (userId) => scope.write(deleteAllByUser, userId),
    list: async (groupId, after, limit) => {
      if (!isId(groupId) || (after !== '' && !isId(after))) return [];
      return scope.read(selectPage, { groupId, after, limit });
    },
  };
}

function keyLiterals({ groupId, userId }: RequestKey): [string, string] {
  return [id(groupId), id(userId)];
}
