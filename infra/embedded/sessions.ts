// Sessions in the embedded store.
import type { Session, Sessions } from '../../auth/ports.ts';
import { idBytes, idOf, isId } from '../../proto/ids.ts';
import { DataError } from '../ports.ts';
import { type CommandView, Overlay } from './batch-state.ts';
import type { Store } from './store.ts';

interface StoredSession extends Session {
  readonly ended: boolean;
}

const BY_ID = new Overlay<StoredSession>();
const BY_REQUEST = new Overlay<StoredSession>();

/** Makes the sessions for one command of a batch. */
export function embeddedSessions(store: Store): (view: CommandView) => Sessions {
  const sql = statements(store);
  return (view) => sessions(view, sql);
}

function sessions(view: CommandView, sql: Statements): Sessions {
  const find = (session: string): StoredSession | undefined => {
    const found = isId(session) ? (view.written(BY_ID, session) ?? sql.byId(session)) : undefined;
    return found?.ended ? undefined : found;
  };
  const put = (session: StoredSession): void => {
    view.put(BY_ID, session.session, session);
    view.put(BY_REQUEST, requestName(session.user, session.clientRequestId), session);
  };
  const read = (session: string): StoredSession => {
    const found = find(session);
    if (!found) throw new Error('a session is changed only after it was read');
    return found;
  };
  return {
    byId: (session) => view.read(() => find(session)),
    byRequest: (user, clientRequestId) =>
      view.read(() =>
        isId(user)
          ? (view.written(BY_REQUEST, requestName(user, clientRequestId)) ?? sql.byRequest(user, clientRequestId))
          : undefined,
      ),
    add(session) {
      const added = { ...session, clientRequestId: Uint8Array.from(session.clientRequestId), ended: false };
      put(added);
      view.write(() => sql.insert(added));
    },
    move(session, { epoch, address, boundAt }) {
      const before = read(session);
      put({ ...before, epoch, address, boundAt });
      view.write(() => sql.move(before, { epoch, address, boundAt }));
    },
    end(session) {
      const before = read(session);
      put({ ...before, ended: true });
      view.write(() => sql.end(before));
    },
  };
}

type Statements = ReturnType<typeof statements>;

function statements(store: Store) {
  const columns =
    'session, user, client_request_id, epoch, gate_instance, gate_slot, connection, bound_at, device_kind, device_name';
  const byId = store.statement(`SELECT ${columns}, ended_at FROM sessions WHERE session = ?`);
  const byRequest = store.statement(`SELECT ${columns}, ended_at FROM sessions WHERE user = ? AND client_request_id = ?`);
  const insert = store.statement(`INSERT INTO sessions (${columns}, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  // The epoch that was read stands in the condition: two commands of one batch that change one session do not both find it.
  const move = store.statement(
    `UPDATE sessions SET epoch = ?, gate_instance = ?, gate_slot = ?, connection = ?, bound_at = ?
      WHERE session = ? AND epoch = ? AND ended_at IS NULL`,
  );
  const end = store.statement('UPDATE sessions SET ended_at = ? WHERE session = ? AND epoch = ? AND ended_at IS NULL');
  const assertOne = ({ changes }: { changes: number | bigint }): void => {
    if (Number(changes) !== 1) throw new DataError('two commands of one batch change one session');
  };
  return {
    byId: (session: string) => sessionOf(byId.get(idBytes(session))),
    byRequest: (user: string, clientRequestId: Uint8Array) => sessionOf(byRequest.get(idBytes(user), clientRequestId)),
    insert: (row: Session) =>
      insert.run(
        idBytes(row.session),
        idBytes(row.user),
        row.clientRequestId,
        row.epoch,
        row.address.instance,
        row.address.slot,
        row.address.connection,
        row.boundAt,
        row.deviceKind,
        row.deviceName,
        Date.now(),
      ),
    move: (before: Session, { epoch, address, boundAt }: Pick<Session, 'epoch' | 'address' | 'boundAt'>) =>
      assertOne(
        move.run(epoch, address.instance, address.slot, address.connection, boundAt, idBytes(before.session), before.epoch),
      ),
    end: (before: Session) => assertOne(end.run(Date.now(), idBytes(before.session), before.epoch)),
  };
}

function sessionOf(row: ReturnType<ReturnType<Store['statement']>['get']>): StoredSession | undefined {
  return (
    row && {
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
      ended: row.ended_at !== null,
    }
  );
}

function requestName(user: string, clientRequestId: Uint8Array): string {
  return `${user}:${idOf(clientRequestId)}`;
}
