// Sessions.
import type { Lifetime, SessionSeen, Sessions } from '../../auth/ports.ts';
import { idOf, isId } from '../../proto/ids.ts';
import { DataError } from '../ports.ts';
import type { Row } from './connection.ts';
import type { Dialect } from './dialect.ts';
import { bytes, id, ids, tuples, whole } from './literals.ts';
import { ORDER, type Reading, type Scope, type Writing } from './tables.ts';

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
const columns = ({ msOf }: Dialect): string => `${WRITTEN}, ${msOf('created_at')}`;

interface StoredSession {
  readonly session: SessionSeen;
  /** As it stands in the row, or from now on. */
  readonly expires: { readonly at: number | null } | Lifetime;
  /** Rises with each change. */
  readonly revision: number;
}

const living: Reading<string, StoredSession | undefined> = {
  locks: true,
  sql: (sessions, dialect) =>
    `SELECT ${columns(dialect)} FROM sessions WHERE session IN (${ids(sessions)}) AND ${isLiving(dialect)} ORDER BY session${dialect.forUpdate}`,
  answer: (rows, sessions) => {
    const found = new Map(rows.map(storedOf).map((stored) => [stored.session.session, stored]));
    return sessions.map((session) => found.get(session));
  },
};

const livingOf: Reading<string, StoredSession[]> = {
  sql: (users, dialect) =>
    `SELECT ${columns(dialect)} FROM sessions WHERE user IN (${ids(users)}) AND ${isLiving(dialect)} ORDER BY bound_at DESC`,
  answer: (rows, users) => {
    const found = Map.groupBy(rows.map(storedOf), ({ session }) => session.user);
    return users.map((user) => found.get(user)?.slice(0, MAX_LIVING) ?? []);
  },
};

type RequestKey = { readonly user: string; readonly clientRequestId: Uint8Array };
const requestName = ({ user, clientRequestId }: RequestKey): string => `${user} ${idOf(clientRequestId)}`;

const opened: Reading<RequestKey, StoredSession | undefined> = {
  sql: (keys, dialect) => {
    const requests = tuples(keys, (key) => [id(key.user), bytes(key.clientRequestId)]);
    return `SELECT ${columns(dialect)} FROM sessions WHERE ${dialect.tuplesIn('user, client_request_id', requests)}`;
  },
  answer: (rows, keys) => {
    const found = new Map(rows.map(storedOf).map((stored) => [requestName(stored.session), stored]));
    return keys.map((key) => found.get(requestName(key)));
  },
};

const forget: Writing<string> = {
  order: ORDER.sessions,
  sql: (users, { now, nowMs, deleteSome }) => {
    const old = `ended_at < ${now(KEPT_MS)} OR (ended_at IS NULL AND expires_at < ${nowMs()} - ${KEPT_MS})`;
    return deleteSome('sessions', 'session', `user IN (${ids(users)}) AND (${old})`, MAX_FORGOTTEN);
  },
};

const insert: Writing<StoredSession> = {
  order: ORDER.sessions + 0.1,
  sql: (rows, dialect) => `INSERT INTO sessions (${WRITTEN}) VALUES ${tuples(rows, (row) => values(row, dialect))}`,
};

/** Whole rows, because one statement sets many: they exist, locked by the batch. */
const update: Writing<StoredSession> = {
  order: ORDER.sessions + 0.2,
  sql: (rows, dialect) => `${insert.sql(rows, dialect)}${dialect.upsert('session', { set: CHANGING })}`,
};

const end: Writing<string> = {
  order: ORDER.sessions + 0.3,
  sql: (sessions, { now }) => `UPDATE sessions SET ended_at = ${now()} WHERE session IN (${ids(sessions)})`,
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

  function lock(session: string, found: StoredSession | undefined): SessionSeen[] {
    if (found && !known.has(session)) known.set(session, found);
    const own = now(session, found);
    return own ? [own.session] : [];
  }

  /** Throws DataError where another command of this batch has changed the session since this one read it: they then run one after the other. */
  function revise(session: string, { isEnd }: { isEnd: boolean }): StoredSession {
    const before = now(session, known.get(session));
    if (!before) throw new Error('a session is changed only after it was read and locked');
    touched(before.session.user);
    const revisions = scope.shared(given);
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
    byId: async (session) => {
      if (!isId(session)) return undefined;
      return lock(session, await scope.read(living, session))[0];
    },
    byRequest: async (user, clientRequestId) =>
      isId(user) ? (await scope.read(opened, { user, clientRequestId }))?.session : undefined,
    living: async (user) => {
      if (!isId(user)) return [];
      // Locked by their ids, like all others: locks taken along the index of users would be taken in another order. Nobody adds one meanwhile, the account is locked.
      const found = await scope.read(livingOf, user);
      const locked = await Promise.all(found.map(({ session }) => scope.read(living, session.session)));
      return found.flatMap(({ session: { session } }, i) => lock(session, locked[i]));
    },
    seen: async (user) => {
      if (!isId(user)) return [];
      const found = await scope.read(livingOf, user);
      return found.map(({ session }) => session);
    },
    add: ({ livesMs, ...session }) => {
      touched(session.user);
      scope.write(forget, session.user);
      scope.write(insert, { session: { ...session, openedAt: 0 }, expires: { livesMs }, revision: 0 });
    },
    change: (session, { livesMs, ...to }) => {
      const before = revise(session, { isEnd: false });
      const changed = {
        session: { ...before.session, ...to },
        expires: livesMs === undefined ? before.expires : { livesMs },
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
  const { instance, slot, connection } = row.address;
  return [
    id(row.session),
    id(row.user),
    bytes(row.clientRequestId),
    text(row.deviceKind),
    text(row.deviceName),
    whole(row.epoch),
    text(instance),
    whole(slot),
    whole(connection),
    whole(row.boundAt),
    whole(row.tokenNumber),
    whole(row.tokenUsed),
    expiry(expires, dialect),
    whole(revision),
  ];
}

function expiry(expires: StoredSession['expires'], { nowMs }: Dialect): string {
  if ('livesMs' in expires) return `${nowMs()} + ${whole(expires.livesMs)}`;
  return expires.at === null ? 'NULL' : whole(expires.at);
}

function storedOf(row: Row): StoredSession {
  const [session, user, clientRequestId, deviceKind, deviceName, ...changing] = row;
  const [epoch, instance, slot, connection, boundAt, tokenNumber, tokenUsed, expiresAt, revision, openedAt] = changing;
  return {
    session: {
      session: idOf(session as Uint8Array),
      user: idOf(user as Uint8Array),
      epoch: Number(epoch),
      address: { instance: String(instance), slot: Number(slot), connection: Number(connection) },
      boundAt: Number(boundAt),
      deviceKind: String(deviceKind),
      deviceName: String(deviceName),
      clientRequestId: clientRequestId as Uint8Array,
      tokenNumber: Number(tokenNumber),
      tokenUsed: Number(tokenUsed),
      openedAt: Number(openedAt),
    },
    expires: { at: expiresAt === null ? null : Number(expiresAt) },
    revision: Number(revision),
  };
}
