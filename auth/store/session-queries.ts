// The statements on the table `sessions`.
import type { Row } from '../../infra/sql/connection.ts';
import type { Dialect } from '../../infra/sql/dialect.ts';
import { bytes, id, integer, sortedIds, tuples } from '../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite } from '../../infra/sql/query.ts';
import { column, RowReader } from '../../infra/sql/row-reader.ts';
import { encodeId } from '../../proto/ids.ts';
import type { Lifetime, ListedSession } from '../ports.ts';

const MAX_LIVING = 1000;
/** Ended and expired sessions are kept this long. Opening another session then deletes at most MAX_DELETED of them. */
const RETENTION_MS = 30 * 86_400_000;
const MAX_DELETED = 1000;

export interface StoredSession {
  readonly session: ListedSession;
  /** The stored time, or a lifetime from now on. */
  readonly expires: { readonly at: number | null } | Lifetime;
  /** Rises with each change. */
  readonly revision: number;
}

/** The columns that an update changes. */
const UPDATED = [
  'epoch',
  'gate_instance',
  'gate_slot',
  'connection',
  'bound_at',
  'client_instance_id',
  'connection_attempt',
  'token_number',
  'token_used',
  'expires_at',
  'revision',
];
const WRITTEN = ['session_id', 'user_id', 'client_request_id', 'device_kind', 'device_name', ...UPDATED].join(', ');

/** Dialects differ in how they read a time. */
function rowOf({ toEpochMs }: Dialect) {
  return new RowReader({
    sessionId: column.id('session_id'),
    userId: column.id('user_id'),
    clientRequestId: column.bytes('client_request_id'),
    deviceKind: column.text('device_kind'),
    deviceName: column.text('device_name'),
    epoch: column.integer('epoch'),
    connectionAddress: new RowReader({
      instance: column.text('gate_instance'),
      slot: column.integer('gate_slot'),
      connection: column.integer('connection'),
    }),
    boundAt: column.integer('bound_at'),
    clientInstanceId: column.bytes('client_instance_id'),
    connectionAttempt: column.integer('connection_attempt'),
    tokenNumber: column.integer('token_number'),
    usedTokenNumber: column.integer('token_used'),
    expiresAt: column.nullable(column.integer('expires_at')),
    revision: column.integer('revision'),
    openedAt: column.integer(toEpochMs('created_at')),
  });
}
/** Only the column list depends on the dialect, not how its values decode. */
const ROW = rowOf({ toEpochMs: (sql: string) => sql } as Dialect);

const columnLists = new WeakMap<Dialect, string>();
function columns(dialect: Dialect): string {
  const known = columnLists.get(dialect) ?? rowOf(dialect).columns;
  columnLists.set(dialect, known);
  return known;
}

function decodeSession(row: Row): StoredSession {
  const { expiresAt, revision, ...session } = ROW.read(row);
  return { session, expires: { at: expiresAt ?? null }, revision };
}

const isLiving = ({ nowMs }: Dialect): string => `ended_at IS NULL AND (expires_at IS NULL OR expires_at > ${nowMs()})`;

export const lockLivingById: BatchedQuery<string, StoredSession | undefined> = {
  locks: true,
  sql: (sessionIds, dialect) =>
    `SELECT ${columns(dialect)} FROM sessions
      WHERE session_id IN (${sortedIds(sessionIds)}) AND ${isLiving(dialect)} ORDER BY session_id${dialect.forUpdate}`,
  decode: (rows, sessionIds) => {
    const found = new Map(rows.map(decodeSession).map((row) => [row.session.sessionId, row]));
    return sessionIds.map((sessionId) => found.get(sessionId));
  },
};

export const selectLivingByUser: BatchedQuery<string, StoredSession[]> = {
  sql: (userIds, dialect) =>
    `SELECT ${columns(dialect)} FROM sessions
      WHERE user_id IN (${sortedIds(userIds)}) AND ${isLiving(dialect)} ORDER BY bound_at DESC`,
  decode: (rows, userIds) => {
    const found = Map.groupBy(rows.map(decodeSession), ({ session }) => session.userId);
    return userIds.map((userId) => found.get(userId)?.slice(0, MAX_LIVING) ?? []);
  },
};

export interface RequestKey {
  readonly userId: string;
  readonly clientRequestId: Uint8Array;
}
const requestName = ({ userId, clientRequestId }: RequestKey): string => `${userId} ${encodeId(clientRequestId)}`;

export const selectByRequest: BatchedQuery<RequestKey, StoredSession | undefined> = {
  sql: (keys, dialect) => {
    const requests = tuples(keys, (key) => [id(key.userId), bytes(key.clientRequestId)]);
    return `SELECT ${columns(dialect)} FROM sessions WHERE ${dialect.tuplesIn('user_id, client_request_id', requests)}`;
  },
  decode: (rows, keys) => {
    const found = new Map(rows.map(decodeSession).map((row) => [requestName(row.session), row]));
    return keys.map((key) => found.get(requestName(key)));
  },
};

export const deleteOldSessions: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.expiredSessions,
  sql: (userIds, { now, nowMs, deleteLimited }) => {
    const isOld = `ended_at < ${now(RETENTION_MS)} OR (ended_at IS NULL AND expires_at < ${nowMs()} - ${RETENTION_MS})`;
    return deleteLimited(
      'sessions',
      'session_id',
      `user_id IN (${sortedIds(userIds)}) AND device_forgotten = 0 AND (${isOld})`,
      MAX_DELETED,
    );
  },
};

export const insertSession: BatchedWrite<StoredSession> = {
  lockOrder: LOCK_ORDER.newSessions,
  sql: (sessions, dialect) =>
    `INSERT INTO sessions (${WRITTEN}) VALUES ${tuples(sessions, (session) => literals(session, dialect))}`,
};

/** Whole rows, because one statement updates many. They exist: the batch has locked them. */
export const updateSession: BatchedWrite<StoredSession> = {
  lockOrder: LOCK_ORDER.sessions,
  sql: (sessions, dialect) =>
    `${insertSession.sql(sessions, dialect)}${dialect.onConflictUpdate('session_id', { set: UPDATED })}`,
};

export const endSession: BatchedWrite<{ readonly sessionId: string; readonly forgetsDevice: boolean }> = {
  lockOrder: LOCK_ORDER.endedSessions,
  sql: (ended, { now }) => {
    const forgotten = ended.flatMap(({ sessionId, forgetsDevice }) => (forgetsDevice ? [sessionId] : []));
    const forget =
      forgotten.length === 0
        ? ''
        : `, device_forgotten = CASE WHEN session_id IN (${sortedIds(forgotten)}) THEN 1 ELSE device_forgotten END`;
    const all = sortedIds(ended.map(({ sessionId }) => sessionId));
    return `UPDATE sessions SET ended_at = ${now()}${forget} WHERE session_id IN (${all})`;
  },
};

/** Of these, the sessions whose devices are forgotten. */
export function selectForgotten(sessionIds: readonly string[]): string {
  return `SELECT session_id FROM sessions WHERE session_id IN (${sortedIds(sessionIds)}) AND device_forgotten = 1`;
}

/** In the order of WRITTEN. */
function literals({ session, expires, revision }: StoredSession, dialect: Dialect): string[] {
  const { text } = dialect;
  const { instance, slot, connection } = session.connectionAddress;
  return [
    id(session.sessionId),
    id(session.userId),
    bytes(session.clientRequestId),
    text(session.deviceKind),
    text(session.deviceName),
    integer(session.epoch),
    text(instance),
    integer(slot),
    integer(connection),
    integer(session.boundAt),
    bytes(session.clientInstanceId),
    integer(session.connectionAttempt),
    integer(session.tokenNumber),
    integer(session.usedTokenNumber),
    expiryLiteral(expires, dialect),
    integer(revision),
  ];
}

function expiryLiteral(expires: StoredSession['expires'], { nowMs }: Dialect): string {
  if ('lifetimeMs' in expires) return `${nowMs()} + ${integer(expires.lifetimeMs)}`;
  return expires.at === null ? 'NULL' : integer(expires.at);
}
