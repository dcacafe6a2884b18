// Sessions on MySQL.
import type { Session, Sessions } from '../../auth/ports.ts';
import { idOf, isId } from '../../proto/ids.ts';
import { DataError } from '../ports.ts';
import type { Reading, Scope, Writing } from './batch.ts';
import type { Row } from './connection.ts';
import { bytes, id, text, whole } from './text.ts';

const ORDER = 11;
const COLUMNS =
  'session, user, client_request_id, epoch, gate_instance, gate_slot, connection, bound_at, device_kind, device_name';

const living: Reading<string, Session | undefined> = {
  locks: true,
  // Sorted: rows are locked in one order everywhere.
  sql: (sessions) =>
    `SELECT ${COLUMNS} FROM sessions WHERE session IN (${[...new Set(sessions)].map(id).sort().join(',')}) AND ended_at IS NULL ORDER BY session FOR UPDATE`,
  answer: (rows, sessions) => {
    const found = new Map(rows.map(sessionOf).map((session) => [session.session, session]));
    return sessions.map((session) => found.get(session));
  },
};

type RequestKey = { readonly user: string; readonly clientRequestId: Uint8Array };
const requestName = ({ user, clientRequestId }: RequestKey): string => `${user} ${idOf(clientRequestId)}`;

const opened: Reading<RequestKey, Session | undefined> = {
  sql: (keys) =>
    `SELECT ${COLUMNS} FROM sessions WHERE (user, client_request_id) IN (${keys
      .map((key) => `(${id(key.user)},${bytes(key.clientRequestId)})`)
      .join(',')})`,
  answer: (rows, keys) => {
    const found = new Map(rows.map(sessionOf).map((session) => [requestName(session), session]));
    return keys.map((key) => found.get(requestName(key)));
  },
};

const insert: Writing<Session> = {
  order: ORDER,
  sql: (rows) => `INSERT INTO sessions (${COLUMNS}) VALUES ${rows.map(values).join(',')}`,
};

/** Whole rows, because one statement sets many: they exist, locked by the batch. */
const update: Writing<Session> = {
  order: ORDER + 0.1,
  sql: (rows) =>
    `INSERT INTO sessions (${COLUMNS}) VALUES ${rows.map(values).join(',')} ON DUPLICATE KEY UPDATE ${[
      'epoch',
      'gate_instance',
      'gate_slot',
      'connection',
      'bound_at',
    ]
      .map((column) => `${column} = VALUES(${column})`)
      .join(', ')}`,
};

const end: Writing<string> = {
  order: ORDER + 0.2,
  sql: (sessions) => `UPDATE sessions SET ended_at = CURRENT_TIMESTAMP(3) WHERE session IN (${sessions.map(id).join(',')})`,
};

const ENDED = Number.POSITIVE_INFINITY;
/** The epochs this batch has given, ENDED for what it has ended. */
const changed = (): Map<string, number> => new Map();

/** Sessions for one command. The row lock keeps other batches away, but not the other commands of this one. */
export function sessions(scope: Scope): Sessions {
  const read = new Map<string, Session>();

  /** Throws DataError where another command of this batch has changed the session since this one read it: they then run one after the other. */
  function change(session: string, epoch: number): Session {
    const known = read.get(session);
    if (!known) throw new Error('a session is changed only after it was read and locked');
    const epochs = scope.shared(changed);
    const before = epochs.get(session);
    if (before !== undefined && before !== known.epoch) throw new DataError('two commands of one batch change one session');
    epochs.set(session, epoch);
    scope.onDiscard(() => {
      if (before === undefined) epochs.delete(session);
      else epochs.set(session, before);
      return true;
    });
    return known;
  }

  return {
    byId: async (session) => {
      if (!isId(session)) return undefined;
      const found = await scope.read(living, session);
      if (found) read.set(session, found);
      return found;
    },
    byRequest: async (user, clientRequestId) => (isId(user) ? scope.read(opened, { user, clientRequestId }) : undefined),
    add: (session) => scope.write(insert, session),
    move: (session, to) => {
      const moved = { ...change(session, to.epoch), ...to };
      read.set(session, moved);
      scope.write(update, moved);
    },
    end: (session) => {
      change(session, ENDED);
      read.delete(session);
      scope.write(end, session);
    },
  };
}

function values(row: Session): string {
  const { instance, slot, connection } = row.address;
  return `(${[
    id(row.session),
    id(row.user),
    bytes(row.clientRequestId),
    whole(row.epoch),
    text(instance),
    whole(slot),
    whole(connection),
    whole(row.boundAt),
    text(row.deviceKind),
    text(row.deviceName),
  ].join(',')})`;
}

function sessionOf(row: Row): Session {
  const [session, user, clientRequestId, epoch, instance, slot, connection, boundAt, deviceKind, deviceName] = row;
  return {
    session: idOf(session as Buffer),
    user: idOf(user as Buffer),
    epoch: Number(epoch),
    address: { instance: String(instance), slot: Number(slot), connection: Number(connection) },
    boundAt: Number(boundAt),
    deviceKind: String(deviceKind),
    deviceName: String(deviceName),
    clientRequestId: clientRequestId as Buffer,
  };
}
