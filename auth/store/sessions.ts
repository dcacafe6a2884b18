// Sessions in SQL: the port Sessions.
import { DataError } from '../../infra/ports/index.ts';
import type { Scope } from '../../infra/sql/query.ts';
import { isId } from '../../proto/ids.ts';
import type { Lifetime, ListedSession, Session, Sessions } from '../ports.ts';
import * as queries from './session-queries.ts';

const ENDED = Number.POSITIVE_INFINITY;
/** The revisions that this batch has assigned; ENDED for the sessions it has ended. */
const assignedRevisions = (): Map<string, number> => new Map();

/**
 * Sessions for one command of a batch. A row lock excludes other batches, but not the other commands of the same batch: revisions
 * detect those. `touchAccount` is called with the user of each session that the command writes.
 */
export function sqlSessions(scope: Scope, touchAccount: (userId: string) => void): Sessions {
  return new SqlSessions(scope, touchAccount);
}

class SqlSessions implements Sessions {
  readonly #scope: Scope;
  readonly #touchAccount: (userId: string) => void;
  /** Each session as this command read it first, because its decisions depend on that state. */
  readonly #locked = new Map<string, queries.StoredSession>();
  /** This command's own changes; undefined for a session it has ended. */
  readonly #ownChanges = new Map<string, queries.StoredSession | undefined>();

  constructor(scope: Scope, touchAccount: (userId: string) => void) {
    this.#scope = scope;
    this.#touchAccount = touchAccount;
  }

  async findById(sessionId: string): Promise<Session | undefined> {
    if (!isId(sessionId)) return undefined;
    return this.#lock(sessionId, await this.#scope.read(queries.lockLivingById, sessionId))[0];
  }

  async findByRequest(userId: string, clientRequestId: Uint8Array): Promise<Session | undefined> {
    if (!isId(userId)) return undefined;
    return (await this.#scope.read(queries.selectByRequest, { userId, clientRequestId }))?.session;
  }

  async lockLiving(userId: string): Promise<ListedSession[]> {
    if (!isId(userId)) return [];
    // Locks by id: the index of users would lock in another order. The locked account prevents new sessions.
    const found = await this.#scope.read(queries.selectLivingByUser, userId);
    const locked = await Promise.all(found.map(({ session }) => this.#scope.read(queries.lockLivingById, session.sessionId)));
    return found.flatMap(({ session: { sessionId } }, i) => this.#lock(sessionId, locked[i]));
  }

  async listLiving(userId: string): Promise<ListedSession[]> {
    if (!isId(userId)) return [];
    const found = await this.#scope.read(queries.selectLivingByUser, userId);
    return found.map(({ session }) => session);
  }

  add({ lifetimeMs, ...session }: Session & Lifetime): void {
    this.#touchAccount(session.userId);
    this.#scope.write(queries.deleteOldSessions, session.userId);
    const row = { session: { ...session, openedAt: 0 }, expires: { lifetimeMs }, revision: 0 };
    this.#scope.write(queries.insertSession, row);
  }

  update(sessionId: string, { lifetimeMs, ...changes }: Parameters<Sessions['update']>[1]): void {
    const before = this.#assignRevision(sessionId, { isEnd: false });
    const after = {
      session: { ...before.session, ...changes },
      expires: lifetimeMs === undefined ? before.expires : { lifetimeMs },
      revision: before.revision + 1,
    };
    this.#ownChanges.set(sessionId, after);
    this.#scope.write(queries.updateSession, after);
  }

  end(sessionId: string, { forgetsDevice }: { readonly forgetsDevice: boolean } = { forgetsDevice: false }): void {
    this.#assignRevision(sessionId, { isEnd: true });
    this.#ownChanges.set(sessionId, undefined);
    this.#scope.write(queries.endSession, { sessionId, forgetsDevice });
  }

  #lock(sessionId: string, found: queries.StoredSession | undefined): ListedSession[] {
    if (found && !this.#locked.has(sessionId)) this.#locked.set(sessionId, found);
    const current = this.#withOwnChanges(sessionId, found);
    return current ? [current.session] : [];
  }

  #withOwnChanges(sessionId: string, found: queries.StoredSession | undefined): queries.StoredSession | undefined {
    return this.#ownChanges.has(sessionId) ? this.#ownChanges.get(sessionId) : found;
  }

  /** Throws DataError if another command of the batch has changed the session since this one read it: both then run in turn. */
  #assignRevision(sessionId: string, { isEnd }: { isEnd: boolean }): queries.StoredSession {
    const before = this.#withOwnChanges(sessionId, this.#locked.get(sessionId));
    if (!before) throw new Error('a session is changed only after it was read and locked');
    this.#touchAccount(before.session.userId);
    const revisions = this.#scope.oncePerBatch(assignedRevisions);
    const last = revisions.get(sessionId);
    if (last !== undefined && last !== before.revision) throw new DataError('two commands of one batch change one session');
    revisions.set(sessionId, isEnd ? ENDED : before.revision + 1);
    this.#scope.onDiscard(() => {
      if (last === undefined) revisions.delete(sessionId);
      else revisions.set(sessionId, last);
      return true;
    });
    return before;
  }
}
