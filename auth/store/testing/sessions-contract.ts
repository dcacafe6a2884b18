// The contract of auth's store: sessions, one command after the other.
import { describe, expect, test } from 'vitest';
import { newId } from '../../../proto/ids.ts';
import type { Session } from '../../ports.ts';
import {
  comparableSession,
  forEachCommand,
  newSession,
  type ProcessPair,
  type StoreCommand,
  UNKNOWN_IDS,
} from './auth-store-fixture.ts';
import { endSession, REBOUND, sessionAccess, updateSession } from './session-fixture.ts';

export function sessionsContract(processes: () => ProcessPair): void {
  const { addSession, findSession, findSessionByRequest } = sessionAccess(processes);

  test('a session is found unchanged by its id and by its request', async () => {
    const session = await addSession(newId(), { tokenNumber: 3, usedTokenNumber: 2 });
    expect(comparableSession(await findSession(session.sessionId))).toEqual(comparableSession(session));
    expect(comparableSession(await findSessionByRequest(session))).toEqual(comparableSession(session));
  });

  test('a request id is scoped to its user', async () => {
    const session = await addSession();
    expect(await findSessionByRequest({ ...session, userId: newId() })).toBeUndefined();
    const theirs = await addSession(newId(), { clientRequestId: session.clientRequestId });
    expect((await findSessionByRequest(theirs))?.sessionId).toBe(theirs.sessionId);
  });

  test('an unknown session is not found, whatever its id looks like', async () => {
    const { one } = processes();
    for (const strange of [...UNKNOWN_IDS, newId()]) {
      expect(await findSession(strange), strange).toBeUndefined();
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
    await expect(one.runOne(async ({ sessions }) => sessions.update(session.sessionId, REBOUND))).rejects.toThrow(refused);
    await expect(one.runOne(async ({ sessions }) => sessions.end(session.sessionId))).rejects.toThrow(refused);
    const blind: StoreCommand<void> = async ({ sessions }) => {
      const missing = newId();
      await sessions.findById(missing);
      sessions.update(missing, REBOUND);
    };
    await expect(one.runOne(blind)).rejects.toThrow(refused);
    const twice: StoreCommand<void> = async ({ sessions }) => {
      await sessions.findById(session.sessionId);
      sessions.end(session.sessionId);
      sessions.update(session.sessionId, REBOUND);
    };
    await expect(one.runOne(twice)).rejects.toThrow(refused);
  });

  describe('session updates', () => {
    test('a bound session has its new connection, and nothing else changes', async () => {
      const session = await addSession();
      await processes().other.runOne(updateSession(session.sessionId, REBOUND));
      expect(comparableSession(await findSession(session.sessionId))).toEqual(comparableSession({ ...session, ...REBOUND }));
      expect(comparableSession(await findSessionByRequest(session))).toEqual(comparableSession({ ...session, ...REBOUND }));
    });

    test('token numbers are updated, and nothing else changes', async () => {
      const { one, other } = processes();
      const session = await addSession();
      await other.runOne(updateSession(session.sessionId, { tokenNumber: 2 }));
      expect(comparableSession(await findSession(session.sessionId))).toEqual(comparableSession({ ...session, tokenNumber: 2 }));
      await one.runOne(updateSession(session.sessionId, { usedTokenNumber: 1 }));
      expect(comparableSession(await findSession(session.sessionId))).toEqual(
        comparableSession({ ...session, tokenNumber: 2, usedTokenNumber: 1 }),
      );
    });

    test('a command reads its own session updates, several times over', async () => {
      const session = await addSession();
      const seen = await processes().one.runOne(async ({ sessions }) => {
        await sessions.lockLiving(session.userId);
        sessions.update(session.sessionId, REBOUND);
        sessions.update(session.sessionId, { tokenNumber: 1 });
        const changed = await sessions.findById(session.sessionId);
        sessions.end(session.sessionId);
        return [changed, await sessions.findById(session.sessionId), ...(await sessions.lockLiving(session.userId))];
      });
      expect(seen.map(comparableSession)).toEqual([comparableSession({ ...session, ...REBOUND, tokenNumber: 1 }), undefined]);
      expect(await findSession(session.sessionId)).toBeUndefined();
    });

    test('an ended session is found by its request only', async () => {
      const session = await addSession();
      await processes().other.runOne(endSession(session.sessionId));
      expect(await findSession(session.sessionId)).toBeUndefined();
      expect((await findSessionByRequest(session))?.sessionId).toBe(session.sessionId);
    });

    test('a later command of a batch reads what an earlier one did to the session', async () => {
      const { one } = processes();
      const session = await addSession();
      const batch = one.openBatch();
      for (const epoch of [2, 3]) {
        const scope = batch.beginCommand();
        const { tx } = scope;
        expect((await tx.sessions.findById(session.sessionId))?.epoch).toBe(epoch - 1);
        tx.sessions.update(session.sessionId, { epoch });
        await scope.keep();
      }
      const scope = batch.beginCommand();
      const { tx } = scope;
      expect((await tx.sessions.lockLiving(session.userId)).map(({ epoch }) => epoch)).toEqual([3]);
      tx.sessions.end(session.sessionId);
      await scope.keep();
      const last = batch.beginCommand().tx.sessions;
      expect(await last.findById(session.sessionId)).toBeUndefined();
      expect(await last.lockLiving(session.userId)).toEqual([]);
      expect(await last.listLiving(session.userId)).toEqual([]);
      await batch.commit([]);
      one.advance();
      expect(await findSession(session.sessionId)).toBeUndefined();
    });

    test('a session ended and updated in one batch stays ended', async () => {
      const { one } = processes();
      const session = await addSession();
      await one.run([endSession(session.sessionId), updateSession(session.sessionId, REBOUND)]);
      expect(await findSession(session.sessionId)).toBeUndefined();
      const another = await addSession();
      await one.run([updateSession(another.sessionId, REBOUND), endSession(another.sessionId)]);
      expect(await findSession(another.sessionId)).toBeUndefined();
    });

    test('a discarded command leaves the session unchanged, for the batch and for the store', async () => {
      const { one } = processes();
      const session = await addSession();
      const batch = one.openBatch();
      const discarded = batch.beginCommand();
      await discarded.tx.sessions.findById(session.sessionId);
      discarded.tx.sessions.update(session.sessionId, REBOUND);
      expect(await discarded.discard()).toBe(true);
      const next = batch.beginCommand();
      expect((await next.tx.sessions.findById(session.sessionId))?.epoch).toBe(1);
      next.tx.sessions.update(session.sessionId, { epoch: 5 });
      await next.keep();
      await batch.commit([]);
      one.advance();
      expect(comparableSession(await findSession(session.sessionId))).toEqual(comparableSession({ ...session, epoch: 5 }));
    });

    test('hundreds of sessions opened, bound and ended in one batch all end up correct', async () => {
      const { one, other } = processes();
      const made = Array.from({ length: 300 }, () => newSession(newId()));
      await one.run(forEachCommand(made, async ({ sessions }, session) => sessions.add(session)));
      await one.run(
        made.map(({ sessionId }, i) =>
          i % 3 === 0 ? endSession(sessionId) : updateSession(sessionId, { ...REBOUND, boundAt: i }),
        ),
      );
      const found = await other.run(forEachCommand(made, ({ sessions }, { sessionId }) => sessions.findById(sessionId)));
      found.forEach((session, i) => {
        const added = made[i];
        expect(comparableSession(session)).toEqual(
          i % 3 === 0 || !added ? undefined : comparableSession({ ...added, ...REBOUND, boundAt: i }),
        );
      });
    });
  });

  describe('a user’s living sessions', () => {
    const ids = (sessions: readonly Session[]): string[] => sessions.map(({ sessionId }) => sessionId);

    test('a user’s living sessions are listed latest bound first, without those of other users', async () => {
      const { one } = processes();
      const [userId, other] = [newId(), newId()];
      const old = await addSession(userId, { boundAt: 10 });
      const ended = await addSession(userId, { boundAt: 15 });
      const latest = await addSession(userId, { boundAt: 30 });
      const middle = await addSession(userId, { boundAt: 20 });
      const theirs = await addSession(other);
      await one.runOne(endSession(ended.sessionId));
      const lists = await one.run(
        [userId, other].map(
          (of) =>
            ({ sessions }) =>
              sessions.lockLiving(of),
        ) satisfies StoreCommand<Session[]>[],
      );
      expect(lists.map(ids)).toEqual([ids([latest, middle, old]), ids([theirs])]);
      expect(lists[0]?.map(comparableSession)).toEqual([latest, middle, old].map(comparableSession));
      const seen = await one.runOne(({ sessions }) => sessions.listLiving(userId));
      expect(ids(seen)).toEqual(ids([latest, middle, old]));
      for (const { openedAt } of seen) expect(Math.abs(Date.now() - openedAt)).toBeLessThan(60_000);
    });

    test('a user’s living sessions reflect earlier commands of the batch', async () => {
      const { one } = processes();
      const userId = newId();
      const [kept, ended] = [await addSession(userId, { boundAt: 1 }), await addSession(userId, { boundAt: 3 })];
      const opened = newSession(userId, { boundAt: 2 });
      const batch = one.openBatch();
      const first = batch.beginCommand();
      for (const { sessionId } of await first.tx.sessions.lockLiving(userId)) {
        if (sessionId === ended.sessionId) first.tx.sessions.end(sessionId);
        else first.tx.sessions.update(sessionId, { boundAt: 4 });
      }
      first.tx.sessions.add(opened);
      await first.keep();
      const { sessions } = batch.beginCommand().tx;
      expect(ids(await sessions.lockLiving(userId))).toEqual(ids([kept, opened]));
      expect(ids(await sessions.listLiving(userId))).toEqual(ids([kept, opened]));
      await batch.rollback();
    });

    test('all living sessions of a user can be ended at once', async () => {
      const { one, other } = processes();
      const userId = newId();
      const made = Array.from({ length: 120 }, () => newSession(userId));
      await one.run(forEachCommand(made, async ({ sessions }, session) => sessions.add(session)));
      await other.runOne(async ({ sessions }) => {
        for (const { sessionId } of await sessions.lockLiving(userId)) sessions.end(sessionId);
      });
      expect(await one.runOne(({ sessions }) => sessions.listLiving(userId))).toEqual([]);
    });
  });
}
