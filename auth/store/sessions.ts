// Sessions.

import { DataError } from '../../infra/ports/index.ts';
import type { Row } from '../../infra/sql/connection.ts';
import type { Dialect } from '../../infra/sql/dialect.ts';
import { bytes, id, integer, sortedIds, tuples } from '../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../infra/sql/query.ts';
import { encodeId, isId } from '../../proto/ids.ts';
import type { Lifetime, ListedSession, Sessions } from '../ports.ts';

const MAX_LIVING = 1000;
/** Ended and expired sessions are kept so long, and then go when their user opens another: at most so many at a time. */
const KEPT_MS = 30 * 86_400_000;
const MAX_FORGOTTEN = 1000;

const isLiving = ({ nowMs }: Dialect): string => `ended_at IS NULL AND (expires_at IS NULL OR expires_at > ${nowMs()})`;
// What a change may change, after what stays.
const CHANGING = [
  'epoch',
  'gate_instance',
  'gate_slot',
  'connection',
  'bound_at',
  'token_number',
  'token_used',
  'expires_at',
  'revision',
];
const WRITTEN = ['session', 'user', 'client_request_id', 'device_kind', 'device_name', ...CHANGING].join(', ');
const columns = ({ toEpochMs }: Dialect): string => `${WRITTEN}, ${toEpochMs('created_at')}`;

interface StoredSession {
  readonly session: ListedSession;
  /** As it stands in the row, or from now on. */
  readonly expires: { readonly at: number | null } | Lifetime;
  /** Rises with each change. */
  readonly revision: number;
}

const living: BatchedQuery<string, StoredSession | undefined> = {
  locks: true,
  sql: (sessions, dialect) =>
    `SELECT ${columns(dialect)} FROM sessions WHERE session IN (${sortedIds(sessions)}) AND ${isLiving(dialect)} ORDER BY session${dialect.forUpdate}`,
  decode: (rows, sessions) => {
    const found = new Map(rows.map(storedOf).map((stored) => [stored.session.sessionId, stored]));
    return sessions.map((session) => found.get(session));
  },
};

const livingOf: BatchedQuery<string, StoredSession[]> = {
  sql: (users, dialect) =>
    `SELECT ${columns(dialect)} FROM sessions WHERE user IN (${sortedIds(users)}) AND ${isLiving(dialect)} ORDER BY bound_at DESC`,
  decode: (rows, users) => {
    const found = Map.groupBy(rows.map(storedOf), ({ session }) => session.userId);
    return users.map((user) => found.get(user)?.slice(0, MAX_LIVING) ?? []);
  },
};

type RequestKey = { readonly userId: string; readonly clientRequestId: Uint8Array };
const requestName = ({ userId, clientRequestId }: RequestKey): string => `${userId} ${encodeId(clientRequestId)}`;

const opened: BatchedQuery<RequestKey, StoredSession | undefined> = {
  sql: (keys, dialect) => {
    const requests = tuples(keys, (key) => [id(key.userId), bytes(key.clientRequestId)]);
    return `SELECT ${columns(dialect)} FROM sessions WHERE ${dialect.tuplesIn('user, client_request_id', requests)}`;
  },
  decode: (rows, keys) => {
    const found = new Map(rows.map(storedOf).map((stored) => [requestName(stored.session), stored]));
    return keys.map((key) => found.get(requestName(key)));
  },
};

const forget: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.expiredSessions,
  sql: (users, { now, nowMs, deleteLimited }) => {
    const old = `ended_at < ${now(KEPT_MS)} OR (ended_at IS NULL AND expires_at < ${nowMs()} - ${KEPT_MS})`;
    return deleteLimited('sessions', 'session', `user IN (${sortedIds(users)}) AND (${old})`, MAX_FORGOTTEN);
  },
};

const insert: BatchedWrite<StoredSession> = {
  lockOrder: LOCK_ORDER.newSessions,
  sql: (rows, dialect) => `INSERT INTO sessions (${WRITTEN}) VALUES ${tuples(rows, (row) => values(row, dialect))}`,
};

/** Whole rows, because one statement sets many: they exist, locked by the batch. */
const update: BatchedWrite<StoredSession> = {
  lockOrder: LOCK_ORDER.sessions,
  sql: (rows, dialect) => `${insert.sql(rows, dialect)}${dialect.onConflictUpdate('session', { set: CHANGING })}`,
};

const end: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.endedSessions,
  sql: (sessions, { now }) => `UPDATE sessions SET ended_at = ${now()} WHERE session IN (${sortedIds(sessions)})`,
};

const ENDED = Number.POSITIVE_INFINITY;
/** The revisions this batch has given, ENDED for what it has ended. */
const given = (): Map<string, number> => new Map();

/**
 * Sessions for one command. The row lock keeps other batches away, but not the other commands of this one: revisions do. `touched` is told of each user whose
 * sessions the command writes.
 */
export function sessions(scope: Scope, touched: (user: string) => void): Sessions {
  /** As this command read them first: what it decides, it decides on that. */
  const known = new Map<string, StoredSession>();
  /** What this command has made of them; undefined for what it has ended. */
  const written = new Map<string, StoredSession | undefined>();
  const now = (session: string, found: StoredSession | undefined): StoredSession | undefined =>
    written.has(session) ? written.get(session) : found;

  function lock(session: string, found: StoredSession | undefined): ListedSession[] {
    if (found && !known.has(session)) known.set(session, found);
    const own = now(session, found);
    return own ? [own.session] : [];
  }

  /** Throws DataError where another command of this batch has changed the session since this one read it: they then run one after the other. */
  function revise(session: string, { isEnd }: { isEnd: boolean }): StoredSession {
    const before = now(session, known.get(session));
    if (!before) throw new Error('a session is changed only after it was read and locked');
    touched(before.session.userId);
    const revisions = scope.oncePerBatch(given);
    const last = revisions.get(session);
    if (last !== undefined && last !== before.revision) throw new DataError('two commands of one batch change one session');
    revisions.set(session, isEnd ? ENDED : before.revision + 1);
    scope.onDiscard(() => {
      if (last === undefined) revisions.delete(session);
      else revisions.set(session, last);
      return true;
    });
    return before;
  }

  return {
    findById: async (session) => {
      if (!isId(session)) return undefined;
      return lock(session, await scope.read(living, session))[0];
    },
    findByRequest: async (user, clientRequestId) =>
      isId(user) ? (await scope.read(opened, { userId: user, clientRequestId }))?.session : undefined,
    lockLiving: async (user) => {
      if (!isId(user)) return [];
      // Locked by their ids, like all others: locks taken along the index of users would be taken in another order. Nobody adds one meanwhile, the account is locked.
      const found = await scope.read(livingOf, user);
      const locked = await Promise.all(found.map(({ session }) => scope.read(living, session.sessionId)));
      return found.flatMap(({ session: { sessionId } }, i) => lock(sessionId, locked[i]));
    },
    listLiving: async (user) => {
      if (!isId(user)) return [];
      const found = await scope.read(livingOf, user);
      return found.map(({ session }) => session);
    },
    add: ({ lifetimeMs, ...session }) => {
      touched(session.userId);
      scope.write(forget, session.userId);
      scope.write(insert, { session: { ...session, openedAt: 0 }, expires: { lifetimeMs }, revision: 0 });
    },
    update: (session, { lifetimeMs, ...to }) => {
      const before = revise(session, { isEnd: false });
      const changed = {
        session: { ...before.session, ...to },
        expires: lifetimeMs === undefined ? before.expires : { lifetimeMs },
        revision: before.revision + 1,
      };
      written.set(session, changed);
      scope.write(update, changed);
    },
    end: (session) => {
      revise(session, { isEnd: true });
      written.set(session, undefined);
      scope.write(end, session);
    },
  };
}

function values({ session: row, expires, revision }: StoredSession, dialect: Dialect): string[] {
  const { text } = dialect;
  const { instance, slot, connection } = row.connectionAddress;
  return [
    id(row.sessionId),
    id(row.userId),
    bytes(row.clientRequestId),
    text(row.deviceKind),
    text(row.deviceName),
    integer(row.epoch),
    text(instance),
    integer(slot),
    integer(connection),
    integer(row.boundAt),
    integer(row.tokenNumber),
    integer(row.usedTokenNumber),
    expiry(expires, dialect),
    integer(revision),
  ];
}

function expiry(expires: StoredSession['expires'], { nowMs }: Dialect): string {
  if ('lifetimeMs' in expires) return `${nowMs()} + ${integer(expires.lifetimeMs)}`;
  return expires.at === null ? 'NULL' : integer(expires.at);
}

function storedOf(row: Row): StoredSession {
  const [session, user, clientRequestId, deviceKind, deviceName, ...changing] = row;
  const [epoch, instance, slot, connection, boundAt, tokenNumber, tokenUsed, expiresAt, revision, openedAt] = changing;
  return {
    session: {
      sessionId: encodeId(session as Uint8Array),
      userId: encodeId(user as Uint8Array),
      epoch: Number(epoch),
      connectionAddress: { instance: String(instance), slot: Number(slot), connection: Number(connection) },
      boundAt: Number(boundAt),
      deviceKind: String(deviceKind),
      deviceName: String(deviceName),
      clientRequestId: clientRequestId as Uint8Array,
      tokenNumber: Number(tokenNumber),
      usedTokenNumber: Number(tokenUsed),
      openedAt: Number(openedAt),
    },
    expires: { at: expiresAt === null ? null : Number(expiresAt) },
    revision: Number(revision),
  };
}
