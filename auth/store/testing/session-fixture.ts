// The steps that the tests about sessions share.
import { newId } from '../../../proto/ids.ts';
import type { Lifetime, Session } from '../../ports.ts';
import { newSession, type ProcessPair, type StoreCommand } from './auth-store-fixture.ts';

/** The fields that change when a session is bound to another connection. */
export const REBOUND = {
  epoch: 9,
  connectionAddress: { instance: 'gate-2.BBBBBBBB', slot: 3, connection: 4_294_967_295 },
  boundAt: 1_700_000_000_001,
};

export interface SessionAccess {
  addSession(userId?: string, changes?: Partial<Session & Lifetime>): Promise<Session>;
  findSession(sessionId: string): Promise<Session | undefined>;
  /** Reads in the other process. */
  findSessionByRequest(session: Session): Promise<Session | undefined>;
}

/** Adds and reads sessions, each in a batch of its own. */
export function sessionAccess(processes: () => ProcessPair): SessionAccess {
  return {
    addSession: async (userId = newId(), changes = {}) => {
      const session = newSession(userId, changes);
      await processes().one.runOne(async ({ sessions }) => sessions.add(session));
      return session;
    },
    findSession: (sessionId) => processes().one.runOne(({ sessions }) => sessions.findById(sessionId)),
    findSessionByRequest: ({ userId, clientRequestId }) =>
      processes().other.runOne(({ sessions }) => sessions.findByRequest(userId, clientRequestId)),
  };
}

export const updateSession =
  (sessionId: string, to: Partial<Session & Lifetime>): StoreCommand<void> =>
  async ({ sessions }) => {
    if (await sessions.findById(sessionId)) sessions.update(sessionId, to);
  };

export const endSession =
  (sessionId: string): StoreCommand<void> =>
  async ({ sessions }) => {
    if (await sessions.findById(sessionId)) sessions.end(sessionId);
  };
