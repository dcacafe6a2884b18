// The part of auth's suite about sessions, one command after the other.
import { describe, expect, test } from 'vitest';
import { newId } from '../../../proto/ids.ts';
import type { Lifetime, Session } from '../../ports.ts';
import {
  comparableSession,
  DAY_MS,
  forEachCommand,
  newSession,
  type ProcessPair,
  type StoreCommand,
  UNKNOWN_IDS,
} from './auth-store-fixture.ts';

const MOVED = {
  epoch: 9,
  connectionAddress: { instance: 'gate-2.BBBBBBBB', slot: 3, connection: 4_294_967_295 },
  boundAt: 1_700_000_000_001,
};

export function sessionsContract(processes: () => ProcessPair): void {
  const addSession = async (user = newId(), changes: Partial<Session & Lifetime> = {}): Promise<Session> => {
    const session = newSession(user, changes);
    await processes().one.runOne(async ({ sessions }) => sessions.add(session));
    return session;
  };
  const byId = (session: string): Promise<Session | undefined> =>
    processes().one.runOne(({ sessions }) => sessions.findById(session));
  const byRequest = ({ userId, clientRequestId }: Session): Promise<Session | undefined> =>
    processes().other.runOne(({ sessions }) => sessions.findByRequest(userId, clientRequestId));
  const change =
    (session: string, to: Partial<Session & Lifetime>): StoreCommand<void> =>
    async ({ sessions }) => {
      if (await sessions.findById(session)) sessions.update(session, to);
    };
  const end =
    (session: string): StoreCommand<void> =>
    async ({ sessions }) => {
      if (await sessions.findById(session)) sessions.end(session);
    };

  test('a session is found unchanged by its id and by its request', async () => {
    const session = await addSession(newId(), { tokenNumber: 3, usedTokenNumber: 2 });
    expect(comparableSession(await byId(session.sessionId))).toEqual(comparableSession(session));
    expect(comparableSession(await byRequest(session))).toEqual(comparableSession(session));
  });

  test('a request id is scoped to its user', async () => {
    const session = await addSession();
    expect(await byRequest({ ...session, userId: newId() })).toBeUndefined();
    const theirs = await addSession(newId(), { clientRequestId: session.clientRequestId });
    expect((await byRequest(theirs))?.sessionId).toBe(theirs.sessionId);
  });

  test('an unknown session is not found, whatever its id looks like', async () => {
    const { one } = processes();
    for (const strange of [...UNKNOWN_IDS, newId()]) {
      expect(await byId(strange), strange).toBeUndefined();
      const request = Buffer.alloc(16);
      expect(await one.runOne(({ sessions }) => sessions.findByRequest(strange, request)), strange).toBeUndefined();
      expect(await one.runOne(({ sessions }) => sessions.lockLiving(strange)), strange).toEqual([]);
      expect(await one.runOne(({ sessions }) => sessions.listLiving(strange)), strange).toEqual([]);
    }
  });

  test('a session that was not read, does not exist or has ended cannot be updated', async () => {
    const { one } = processes();
    const session = await addSession();
    const refused = 'only after it was read';
    await expect(one.runOne(async ({ sessions }) => sessions.update(session.sessionId, MOVED))).rejects.toThrow(refused);
    await expect(one.runOne(async ({ sessions }) => sessions.end(session.sessionId))).rejects.toThrow(refused);
    const blind: StoreCommand<void> = async ({ sessions }) => {
      const missing = newId();
      await sessions.findById(missing);
      sessions.update(missing, MOVED);
    };
    await expect(one.runOne(blind)).rejects.toThrow(refused);
    const twice: StoreCommand<void> = async ({ sessions }) => {
      await sessions.findById(session.sessionId);
      sessions.end(session.sessionId);
      sessions.update(session.sessionId, MOVED);
    };
    await expect(one.runOne(twice)).rejects.toThrow(refused);
  });

  describe('session updates', () => {
    test('a bound session has its new connection, and nothing else changes', async () => {
      const session = await addSession();
      await processes().other.runOne(change(session.sessionId, MOVED));
      expect(comparableSession(await byId(session.sessionId))).toEqual(comparableSession({ ...session, ...MOVED }));
      expect(comparableSession(await byRequest(session))).toEqual(comparableSession({ ...session, ...MOVED }));
    });

    test('token numbers are updated, and nothing else changes', async () => {
      const { one, other } = processes();
      const session = await addSession();
      await other.runOne(change(session.sessionId, { tokenNumber: 2 }));
      expect(comparableSession(await byId(session.sessionId))).toEqual(comparableSession({ ...session, tokenNumber: 2 }));
      await one.runOne(change(session.sessionId, { usedTokenNumber: 1 }));
      expect(comparableSession(await byId(session.sessionId))).toEqual(
        comparableSession({ ...session, tokenNumber: 2, usedTokenNumber: 1 }),
      );
    });

    test('a command reads its own session updates, several times over', async () => {
      const session = await addSession();
      const seen = await processes().one.runOne(async ({ sessions }) => {
        await sessions.lockLiving(session.userId);
        sessions.update(session.sessionId, MOVED);
        sessions.update(session.sessionId, { tokenNumber: 1 });
        const changed = await sessions.findById(session.sessionId);
        sessions.end(session.sessionId);
        return [changed, await sessions.findById(session.sessionId), ...(await sessions.lockLiving(session.userId))];
      });
      expect(seen.map(comparableSession)).toEqual([comparableSession({ ...session, ...MOVED, tokenNumber: 1 }), undefined]);
      expect(await byId(session.sessionId)).toBeUndefined();
    });

    test('an ended session is found by its request only', async () => {
      const session = await addSession();
      await processes().other.runOne(end(session.sessionId));
      expect(await byId(session.sessionId)).toBeUndefined();
      expect((await byRequest(session))?.sessionId).toBe(session.sessionId);
    });

    test('a later command of a batch reads what an earlier one did to the session', async () => {
      const { one } = processes();
      const session = await addSession();
      const batch = one.openBatch();
      for (const epoch of [2, 3]) {
        const place = batch.beginCommand();
        const { tx } = place;
        expect((await tx.sessions.findById(session.sessionId))?.epoch).toBe(epoch - 1);
        tx.sessions.update(session.sessionId, { epoch });
        await place.keep();
      }
      const place = batch.beginCommand();
      const { tx } = place;
      expect((await tx.sessions.lockLiving(session.userId)).map(({ epoch }) => epoch)).toEqual([3]);
      tx.sessions.end(session.sessionId);
      await place.keep();
      const last = batch.beginCommand().tx.sessions;
      expect(await last.findById(session.sessionId)).toBeUndefined();
      expect(await last.lockLiving(session.userId)).toEqual([]);
      expect(await last.listLiving(session.userId)).toEqual([]);
      await batch.commit([]);
      one.advance();
      expect(await byId(session.sessionId)).toBeUndefined();
    });

    test('a session ended and updated in one batch stays ended', async () => {
      const { one } = processes();
      const session = await addSession();
      await one.run([end(session.sessionId), change(session.sessionId, MOVED)]);
      expect(await byId(session.sessionId)).toBeUndefined();
      const another = await addSession();
      await one.run([change(another.sessionId, MOVED), end(another.sessionId)]);
      expect(await byId(another.sessionId)).toBeUndefined();
    });

    test('a discarded command leaves the session unchanged, for the batch and for the store', async () => {
      const { one } = processes();
      const session = await addSession();
      const batch = one.openBatch();
      const discarded = batch.beginCommand();
      await discarded.tx.sessions.findById(session.sessionId);
      discarded.tx.sessions.update(session.sessionId, MOVED);
      expect(await discarded.discard()).toBe(true);
      const next = batch.beginCommand();
      expect((await next.tx.sessions.findById(session.sessionId))?.epoch).toBe(1);
      next.tx.sessions.update(session.sessionId, { epoch: 5 });
      await next.keep();
      await batch.commit([]);
      one.advance();
      expect(comparableSession(await byId(session.sessionId))).toEqual(comparableSession({ ...session, epoch: 5 }));
    });

    test('hundreds of sessions opened, bound and ended in one batch all end up correct', async () => {
      const { one, other } = processes();
      const made = Array.from({ length: 300 }, () => newSession(newId()));
      await one.run(forEachCommand(made, async ({ sessions }, session) => sessions.add(session)));
      await one.run(made.map(({ sessionId }, i) => (i % 3 === 0 ? end(sessionId) : change(sessionId, { ...MOVED, boundAt: i }))));
      const found = await other.run(forEachCommand(made, ({ sessions }, { sessionId }) => sessions.findById(sessionId)));
      found.forEach((session, i) => {
        const added = made[i];
        expect(comparableSession(session)).toEqual(
          i % 3 === 0 || !added ? undefined : comparableSession({ ...added, ...MOVED, boundAt: i }),
        );
      });
    });
  });

  describe('a user’s living sessions', () => {
    const ids = (sessions: readonly Session[]): string[] => sessions.map(({ sessionId }) => sessionId);

    test('a user’s living sessions are listed latest bound first, without those of other users', async () => {
      const { one } = processes();
      const [user, somebody] = [newId(), newId()];
      const old = await addSession(user, { boundAt: 10 });
      const ended = await addSession(user, { boundAt: 15 });
      const latest = await addSession(user, { boundAt: 30 });
      const middle = await addSession(user, { boundAt: 20 });
      const theirs = await addSession(somebody);
      await one.runOne(end(ended.sessionId));
      const lists = await one.run(
        [user, somebody].map(
          (of) =>
            ({ sessions }) =>
              sessions.lockLiving(of),
        ) satisfies StoreCommand<Session[]>[],
      );
      expect(lists.map(ids)).toEqual([ids([latest, middle, old]), ids([theirs])]);
      expect(lists[0]?.map(comparableSession)).toEqual([latest, middle, old].map(comparableSession));
      const seen = await one.runOne(({ sessions }) => sessions.listLiving(user));
      expect(ids(seen)).toEqual(ids([latest, middle, old]));
      for (const { openedAt } of seen) expect(Math.abs(Date.now() - openedAt)).toBeLessThan(60_000);
    });

    test('a user’s living sessions reflect earlier commands of the batch', async () => {
      const { one } = processes();
      const user = newId();
      const [stays, goes] = [await addSession(user, { boundAt: 1 }), await addSession(user, { boundAt: 3 })];
      const comes = newSession(user, { boundAt: 2 });
      const batch = one.openBatch();
      const first = batch.beginCommand();
      for (const { sessionId } of await first.tx.sessions.lockLiving(user)) {
        if (sessionId === goes.sessionId) first.tx.sessions.end(sessionId);
        else first.tx.sessions.update(sessionId, { boundAt: 4 });
      }
      first.tx.sessions.add(comes);
      await first.keep();
      const { sessions } = batch.beginCommand().tx;
      expect(ids(await sessions.lockLiving(user))).toEqual(ids([stays, comes]));
      expect(ids(await sessions.listLiving(user))).toEqual(ids([stays, comes]));
      await batch.rollback();
    });

    test('all living sessions of a user can be ended at once', async () => {
      const { one, other } = processes();
      const user = newId();
      const made = Array.from({ length: 120 }, () => newSession(user));
      await one.run(forEachCommand(made, async ({ sessions }, session) => sessions.add(session)));
      await other.runOne(async ({ sessions }) => {
        for (const { sessionId } of await sessions.lockLiving(user)) sessions.end(sessionId);
      });
      expect(await one.runOne(({ sessions }) => sessions.listLiving(user))).toEqual([]);
    });
  });

  describe('session expiry', () => {
    const lives = async (session: Session): Promise<boolean[]> => {
      const { one } = processes();
      const living = await one.runOne(({ sessions }) => sessions.lockLiving(session.userId));
      const seen = await one.runOne(({ sessions }) => sessions.listLiving(session.userId));
      return [(await byId(session.sessionId)) !== undefined, living.length > 0, seen.length > 0];
    };

    test('an expired session is found by its request only', async () => {
      const session = await addSession(newId(), { lifetimeMs: 0 });
      expect(await lives(session)).toEqual([false, false, false]);
      expect((await byRequest(session))?.sessionId).toBe(session.sessionId);
    });

    test('a session lives for the given lifetime', async () => {
      const session = await addSession(newId(), { lifetimeMs: 3650 * DAY_MS });
      const { fixture } = processes();
      await fixture.backdate(session.userId, 3649);
      expect(await lives(session)).toEqual([true, true, true]);
      await fixture.backdate(session.userId, 2);
      expect(await lives(session)).toEqual([false, false, false]);
    });

    test('an update may restart the lifetime; any other update keeps it', async () => {
      const { fixture, one } = processes();
      const session = await addSession(newId(), { lifetimeMs: 2 * DAY_MS });
      await fixture.backdate(session.userId, 1);
      await one.runOne(change(session.sessionId, MOVED));
      await one.runOne(async ({ sessions }) => {
        await sessions.findById(session.sessionId);
        sessions.update(session.sessionId, { lifetimeMs: 4 * DAY_MS });
        sessions.update(session.sessionId, { tokenNumber: 1 });
      });
      await fixture.backdate(session.userId, 3);
      expect(await lives(session)).toEqual([true, true, true]);
      await one.runOne(change(session.sessionId, { tokenNumber: 2 }));
      await fixture.backdate(session.userId, 1);
      expect(await lives(session)).toEqual([false, false, false]);
    });

    test('a command that read a living session may set its lifetime to zero and restart it', async () => {
      const { one } = processes();
      const session = await addSession();
      await one.runOne(async ({ sessions }) => {
        await sessions.findById(session.sessionId);
        sessions.update(session.sessionId, { lifetimeMs: 0 });
        sessions.update(session.sessionId, { lifetimeMs: DAY_MS });
      });
      expect(await lives(session)).toEqual([true, true, true]);
    });

    test('a session without an expiry time does not expire until it is bound', async () => {
      const { fixture, one } = processes();
      const session = await addSession();
      await fixture.removeExpiry(session.sessionId);
      await fixture.backdate(session.userId, 10_000);
      await one.runOne(change(session.sessionId, { tokenNumber: 1 }));
      expect(await lives(session)).toEqual([true, true, true]);
      await one.runOne(change(session.sessionId, { ...MOVED, lifetimeMs: DAY_MS }));
      await fixture.backdate(session.userId, 1);
      expect(await lives(session)).toEqual([false, false, false]);
    });

    test('opening a session deletes the user’s sessions that ended or expired over 30 days ago', async () => {
      const { fixture, one } = processes();
      const user = newId();
      const [timeless, living] = [await addSession(user), await addSession(user, { lifetimeMs: 3650 * DAY_MS })];
      const oldest = [await addSession(user), await addSession(user, { lifetimeMs: 0 })];
      await fixture.removeExpiry(timeless.sessionId);
      for (const { sessionId } of oldest.slice(0, 1)) await one.runOne(end(sessionId));
      await fixture.backdate(user, 2);
      const newer = [await addSession(user), await addSession(user, { lifetimeMs: 0 })];
      for (const { sessionId } of newer.slice(0, 1)) await one.runOne(end(sessionId));
      await fixture.backdate(user, 29);

      const theirs = await addSession(newId(), { lifetimeMs: 0 });
      await fixture.backdate(theirs.userId, 100);
      for (const session of oldest) expect((await byRequest(session))?.sessionId).toBe(session.sessionId);
      await addSession(user);
      for (const session of oldest) expect(await byRequest(session)).toBeUndefined();
      for (const session of [...newer, theirs, timeless, living])
        expect((await byRequest(session))?.sessionId).toBe(session.sessionId);
    });
  });
}
