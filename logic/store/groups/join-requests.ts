// Requests to be let into a group.

import type { Row } from '../../../infra/sql/connection.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { encodeId, isId } from '../../../proto/ids.ts';
import type { JoinRequest, JoinRequestStore } from '../../ports/index.ts';
import type { GroupLocks } from './group-locks.ts';

interface Asked {
  readonly group: string;
  readonly user: string;
}

const REQUEST = "r.user, COALESCE(a.name, ''), r.greeting, r.asked_at";
const FROM_REQUESTS = 'FROM group_requests r LEFT JOIN accounts a ON a.user = r.user';

const request: BatchedQuery<Asked, JoinRequest | undefined> = {
  sql: (keys, dialect) =>
    `SELECT ${REQUEST}, r.conversation ${FROM_REQUESTS} WHERE ${dialect.tuplesIn('r.conversation, r.user', tuples(keys, asked))}`,
  decode: (rows, keys) => {
    const found = new Map(
      rows.map((row) => {
        const there = requestOf(row);
        return [`${encodeId(row[4] as Uint8Array)} ${there.user}`, there];
      }),
    );
    return keys.map(({ group, user }) => found.get(`${group} ${user}`));
  },
};

type Page = { readonly group: string; readonly after: string; readonly limit: number };
const page: BatchedQuery<Page, JoinRequest[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(({ group, after, limit }, i) => {
        const above = after === '' ? '' : ` AND r.user > ${id(after)}`;
        return `SELECT ${REQUEST}, ${i} ${FROM_REQUESTS} WHERE r.conversation = ${id(group)}${above} ORDER BY r.user LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, keys) => {
    const pages: JoinRequest[][] = keys.map(() => []);
    for (const row of rows) pages[Number(row[4])]?.push(requestOf(row));
    return pages.map((found) => found.sort((a, b) => Buffer.compare(bytesOf(a.user), bytesOf(b.user))));
  },
};

const ask: BatchedWrite<Asked & { readonly greeting: string; readonly time: number }> = {
  lockOrder: LOCK_ORDER.joinRequests,
  sql: (rows, dialect) =>
    `INSERT INTO group_requests (conversation, user, greeting, asked_at) VALUES ${tuples(rows, (row) => [
      ...asked(row),
      dialect.text(row.greeting),
      integer(row.time),
    ])}${dialect.onConflictUpdate('conversation, user', { set: ['greeting', 'asked_at'] })}`,
};

export const deleteJoinRequest: BatchedWrite<Asked> = {
  lockOrder: LOCK_ORDER.answeredJoinRequests,
  sql: (rows, dialect) => `DELETE FROM group_requests WHERE ${dialect.pairsIn(['conversation', 'user'], rows.map(asked))}`,
};

const forgetAll: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.joinRequestsOfGroup,
  sql: (groups) => `DELETE FROM group_requests WHERE conversation IN (${sortedIds(groups)})`,
};

const forgetThose: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.joinRequestsOfUser,
  sql: (users) => `DELETE FROM group_requests WHERE user IN (${sortedIds(users)})`,
};

export function joinRequests(scope: Scope, { change, flushIfTouched }: GroupLocks): JoinRequestStore {
  return {
    put: async (group, user, greeting, time) => {
      await flushIfTouched(group, [user]);
      change(group, {});
      scope.write(ask, { group, user, greeting, time });
    },
    find: async (group, user) => (isId(group) && isId(user) ? scope.read(request, { group, user }) : undefined),
    remove: async (group, user) => {
      await flushIfTouched(group, [user]);
      change(group, {});
      scope.write(deleteJoinRequest, { group, user });
    },
    removeAllInGroup: (group) => {
      change(group, {});
      scope.write(forgetAll, group);
    },
    removeAllByUser: (user) => scope.write(forgetThose, user),
    list: async (group, after, limit) => {
      if (!isId(group) || (after !== '' && !isId(after))) return [];
      return scope.read(page, { group, after, limit });
    },
  };
}

function asked({ group, user }: Asked): [string, string] {
  return [id(group), id(user)];
}

function requestOf([user, name, greeting, askedAt]: Row): JoinRequest {
  return { user: encodeId(user as Uint8Array), name: String(name), greeting: String(greeting), time: Number(askedAt) };
}

function bytesOf(user: string): Buffer {
  return Buffer.from(user, 'base64url');
}
