// The port JoinRequestStore for one command of a batch.
import type { Row } from '../../../infra/sql/connection.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { column, RowReader } from '../../../infra/sql/row-reader.ts';
import { decodeId, encodeId, isId } from '../../../proto/ids.ts';
import type { JoinRequest, JoinRequestStore } from '../../ports/index.ts';
import type { GroupLocks } from './group-locks.ts';

interface RequestKey {
  readonly group: string;
  readonly user: string;
}

const requestReader = new RowReader({
  user: column.id('r.user'),
  // Empty for a deleted account.
  name: column.text("COALESCE(a.name, '')"),
  greeting: column.text('r.greeting'),
  time: column.integer('r.asked_at'),
});
const REQUESTS = 'group_requests r LEFT JOIN accounts a ON a.user = r.user';

/** The request in a row, and what comes after its columns. */
function decodeRequest(row: Row): readonly [request: JoinRequest, rest: unknown] {
  return [requestReader.read(row.slice(0, -1)), row.at(-1)];
}

const selectRequest: BatchedQuery<RequestKey, JoinRequest | undefined> = {
  sql: (keys, dialect) => {
    const isWanted = dialect.tuplesIn('r.conversation, r.user', tuples(keys, keyLiterals));
    return `SELECT ${requestReader.columns}, r.conversation FROM ${REQUESTS} WHERE ${isWanted}`;
  },
  decode: (rows, keys) => {
    const found = new Map(
      rows.map(decodeRequest).map(([request, group]) => [`${encodeId(group as Uint8Array)} ${request.user}`, request]),
    );
    return keys.map(({ group, user }) => found.get(`${group} ${user}`));
  },
};

type RequestPage = { readonly group: string; readonly after: string; readonly limit: number };

const selectPage: BatchedQuery<RequestPage, JoinRequest[]> = {
  sql: (pages, dialect) =>
    dialect.unionAll(
      pages.map(({ group, after, limit }, i) => {
        const above = after === '' ? '' : ` AND r.user > ${id(after)}`;
        return `SELECT ${requestReader.columns}, ${i} FROM ${REQUESTS}
          WHERE r.conversation = ${id(group)}${above} ORDER BY r.user LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, pages) => {
    const found: JoinRequest[][] = pages.map(() => []);
    for (const [request, i] of rows.map(decodeRequest)) found[Number(i)]?.push(request);
    return found.map((page) => page.sort((a, b) => Buffer.compare(decodeId(a.user), decodeId(b.user))));
  },
};

const upsertRequest: BatchedWrite<RequestKey & { readonly greeting: string; readonly time: number }> = {
  lockOrder: LOCK_ORDER.joinRequests,
  sql: (rows, dialect) => {
    const values = tuples(rows, (row) => [...keyLiterals(row), dialect.text(row.greeting), integer(row.time)]);
    const update = dialect.onConflictUpdate('conversation, user', { set: ['greeting', 'asked_at'] });
    return `INSERT INTO group_requests (conversation, user, greeting, asked_at) VALUES ${values}${update}`;
  },
};

export const deleteJoinRequest: BatchedWrite<RequestKey> = {
  lockOrder: LOCK_ORDER.answeredJoinRequests,
  sql: (rows, dialect) => `DELETE FROM group_requests WHERE ${dialect.pairsIn(['conversation', 'user'], rows.map(keyLiterals))}`,
};

const deleteAllInGroup: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.joinRequestsOfGroup,
  sql: (groups) => `DELETE FROM group_requests WHERE conversation IN (${sortedIds(groups)})`,
};

const deleteAllByUser: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.joinRequestsOfUser,
  sql: (users) => `DELETE FROM group_requests WHERE user IN (${sortedIds(users)})`,
};

export function joinRequests(scope: Scope, locks: GroupLocks): JoinRequestStore {
  return {
    put: async (group, user, greeting, time) => {
      await locks.flushIfTouched(group, [user]);
      locks.update(group, {});
      scope.write(upsertRequest, { group, user, greeting, time });
    },
    find: async (group, user) => (isId(group) && isId(user) ? scope.read(selectRequest, { group, user }) : undefined),
    remove: async (group, user) => {
      await locks.flushIfTouched(group, [user]);
      locks.update(group, {});
      scope.write(deleteJoinRequest, { group, user });
    },
    removeAllInGroup: (group) => {
      locks.update(group, {});
      scope.write(deleteAllInGroup, group);
    },
    removeAllByUser: (user) => scope.write(deleteAllByUser, user),
    list: async (group, after, limit) => {
      if (!isId(group) || (after !== '' && !isId(after))) return [];
      return scope.read(selectPage, { group, after, limit });
    },
  };
}

function keyLiterals({ group, user }: RequestKey): [string, string] {
  return [id(group), id(user)];
}
