// Sessions in the embedded store.
import type { SessionSeen, Sessions } from '../../auth/ports.ts';
import { idBytes, idOf, isId } from '../../proto/ids.ts';
import { DataError } from '../ports.ts';
import { type CommandView, Overlay } from './batch-state.ts';
import type { Store } from './store.ts';

const MAX_LIVING = 1000;
/** Ended and expired sessions are kept so long, and then go when their user opens another: at most so many at a time. */
const KEPT_MS = 30 * 86_400_000;
const MAX_FORGOTTEN = 100;

interface StoredSession {
  readonly session: SessionSeen;
  /** Null: not until it is next bound. */
  readonly expiresAt: number | null;
  readonly isEnded: boolean;
  /** Rises with each change. Two commands of one batch that build on one revision are in each other's way. */
  readonly revision: number;
}

const BY_ID = new Overlay<StoredSession>();
const BY_REQUEST = new Overlay<StoredSession>();

/** Makes the sessions for one command of a batch. `touched` is told of each user whose sessions the command writes. */
export function embeddedSessions(store: Store): (view: CommandView, touched: (user: string) => void) => Sessions {
  const sql = statements(store);
  return (view, touched) => sessions(view, sql, touched);
}

function sessions(view: CommandView, sql: Statements, touched: (user: string) => void): Sessions {
  const find = (session: string): StoredSession | undefined =>
    isId(session) ? (view.written(BY_ID, session) ?? sql.byId(session)) : undefined;
  /** As this command read them first, and what it has made of them since: what it decides, it decides on that. */
  const known = new Map<string, StoredSession>();
  const lock = (stored: StoredSession): SessionSeen => {
    if (!known.has(stored.session.session)) known.set(stored.session.session, stored);
    return stored.session;
  };
  const living = (user: string): StoredSession[] => {
    if (!isId(user)) return [];
    const all = new Map(sql.byUser(user).map((found) => [found.session.session, found]));
    for (const written of view.allWritten(BY_ID)) if (written.session.user === user) all.set(written.session.session, written);
    return [...all.values()]
      .filter(isLiving)
      .sort((one, other) => other.session.boundAt - one.session.boundAt)
      .slice(0, MAX_LIVING);
  };
  const put = (stored: StoredSession): void => {
    const { session, user, clientRequestId } = stored.session;
    view.put(BY_ID, session, stored);
    view.put(BY_REQUEST, requestName(user, clientRequestId), stored);
    touched(user);
  };
  const write = (session: string, change: (before: StoredSession) => Partial<StoredSession>): void => {
    const before = known.get(session);
    if (!before || before.isEnded) throw new Error('a session is changed only after it was read and locked');
    const changed = { ...before, ...change(before), revision: before.revision + 1 };
    known.set(session, changed);
    put(changed);
    view.write(() => sql.update(changed));
  };
  return {
    byId: (session) =>
      view.read(() => {
        const found = find(session);
        return found && isLiving(found) ? lock(found) : undefined;
      }),
    byRequest: (user, clientRequestId) =>
      view.read(() => {
        if (!isId(user)) return undefined;
        const written = view.written(BY_REQUEST, requestName(user, clientRequestId));
        return (written ?? sql.byRequest(user, clientRequestId))?.session;
      }),
    living: (user) => view.read(() => living(user).map(lock)),
    seen: (user) => view.read(() => living(user).map(({ session }) => session)),
    add({ livesMs, ...session }) {
      const openedAt = Date.now();
      const added = {
        session: { ...session, clientRequestId: Uint8Array.from(session.clientRequestId), openedAt },
        expiresAt: openedAt + livesMs,
        isEnded: false,
        revision: 0,
      };
      put(added);
      view.write(() => {
        sql.forget(session.user);
        sql.insert(added);
      });
    },
    change(session, { livesMs, ...to }) {
      write(session, (before) => ({
        session: { ...before.session, ...to },
        expiresAt: livesMs === undefined ? before.expiresAt : Date.now() + livesMs,
      }));
    },
    end(session) {
      write(session, () => ({ isEnded: true }));
    },
  };
}

function isLiving({ isEnded, expiresAt }: StoredSession): boolean {
  return !isEnded && (expiresAt === null || expiresAt > Date.now());
}

type Statements = ReturnType<typeof statements>;

function statements(store: Store) {
  const changing = 'epoch, gate_instance, gate_slot, connection, bound_at, token_number, token_used, expires_at, revision';
  const columns = `session, user, client_request_id, device_kind, device_name, created_at, ${changing}`;
  const byId = store.statement(`SELECT ${columns}, ended_at FROM sessions WHERE session = ?`);
  const byRequest = store.statement(`SELECT ${columns}, ended_at FROM sessions WHERE user = ? AND client_request_id = ?`);
  const byUser = store.statement(
    `SELECT ${columns}, ended_at FROM sessions
      WHERE user = ? AND ended_at IS NULL AND (expires_at IS NULL OR expires_at > ?) ORDER BY bound_at DESC LIMIT ${MAX_LIVING}`,
  );
  const insert = store.statement(`INSERT INTO sessions (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const update = store.statement(
    `UPDATE sessions SET (${changing}, ended_at) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      WHERE session = ? AND revision = ? AND ended_at IS NULL`,
  );
  const forget = store.statement(
    `DELETE FROM sessions WHERE session IN (SELECT session FROM sessions
      WHERE user = ?1 AND (ended_at < ?2 OR (ended_at IS NULL AND expires_at < ?2)) LIMIT ${MAX_FORGOTTEN})`,
  );
  const changingValues = ({ session, expiresAt, revision }: StoredSession) => {
    const { epoch, address, boundAt, tokenNumber, tokenUsed } = session;
    const { instance, slot, connection } = address;
    return [epoch, instance, slot, connection, boundAt, tokenNumber, tokenUsed, expiresAt, revision] as const;
  };
  return {
    byId: (session: string) => sessionOf(byId.get(idBytes(session))),
    byRequest: (user: string, clientRequestId: Uint8Array) => sessionOf(byRequest.get(idBytes(user), clientRequestId)),
    byUser: (user: string) => byUser.all(idBytes(user), Date.now()).flatMap((row) => sessionOf(row) ?? []),
    forget: (user: string) => forget.run(idBytes(user), Date.now() - KEPT_MS),
    insert(stored: StoredSession) {
      const { session, user, clientRequestId, deviceKind, deviceName, openedAt } = stored.session;
      insert.run(idBytes(session), idBytes(user), clientRequestId, deviceKind, deviceName, openedAt, ...changingValues(stored));
    },
    update(stored: StoredSession) {
      const { session, isEnded, revision } = { ...stored, session: stored.session.session };
      const endedAt = isEnded ? Date.now() : null;
      const { changes } = update.run(...changingValues(stored), endedAt, idBytes(session), revision - 1);
      if (Number(changes) !== 1) throw new DataError('two commands of one batch change one session');
    },
  };
}

function sessionOf(row: ReturnType<ReturnType<Store['statement']>['get']>): StoredSession | undefined {
  return (
    row && {
      session: {
        session: idOf(row.session as Uint8Array),
        user: idOf(row.user as Uint8Array),
        epoch: row.epoch as number,
        address: {
          instance: row.gate_instance as string,
          slot: row.gate_slot as number,
          connection: row.connection as number,
        },
        boundAt: row.bound_at as number,
        deviceKind: row.device_kind as string,
        deviceName: row.device_name as string,
        clientRequestId: row.client_request_id as Uint8Array,
        tokenNumber: row.token_number as number,
        tokenUsed: row.token_used as number,
        openedAt: row.created_at as number,
      },
      expiresAt: row.expires_at as number | null,
      isEnded: row.ended_at !== null,
      revision: row.revision as number,
    }
  );
}

function requestName(user: string, clientRequestId: Uint8Array): string {
  return `${user}:${idOf(clientRequestId)}`;
}
