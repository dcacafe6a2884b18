// The contract of auth's store: how long sessions live, and when they are deleted.
import { expect, test } from 'vitest';
import { newId } from '../../../proto/ids.ts';
import type { Session } from '../../ports.ts';
import { DAY_MS, type ProcessPair } from './auth-store-fixture.ts';
import { endSession, REBOUND, sessionAccess, updateSession } from './session-fixture.ts';

export function sessionExpiryContract(processes: () => ProcessPair): void {
  const { addSession, findSession, findSessionByRequest } = sessionAccess(processes);
  const lives = async (session: Session): Promise<boolean[]> => {
    const { one } = processes();
    const living = await one.runOne(({ sessions }) => sessions.lockLiving(session.userId));
    const seen = await one.runOne(({ sessions }) => sessions.listLiving(session.userId));
    return [(await findSession(session.sessionId)) !== undefined, living.length > 0, seen.length > 0];
  };

  test('an expired session is found by its request only', async () => {
    const session = await addSession(newId(), { lifetimeMs: 0 });
    expect(await lives(session)).toEqual([false, false, false]);
    expect((await findSessionByRequest(session))?.sessionId).toBe(session.sessionId);
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
    await one.runOne(updateSession(session.sessionId, REBOUND));
    await one.runOne(async ({ sessions }) => {
      await sessions.findById(session.sessionId);
      sessions.update(session.sessionId, { lifetimeMs: 4 * DAY_MS });
      sessions.update(session.sessionId, { tokenNumber: 1 });
    });
    await fixture.backdate(session.userId, 3);
    expect(await lives(session)).toEqual([true, true, true]);
    await one.runOne(updateSession(session.sessionId, { tokenNumber: 2 }));
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
    await one.runOne(updateSession(session.sessionId, { tokenNumber: 1 }));
    expect(await lives(session)).toEqual([true, true, true]);
    await one.runOne(updateSession(session.sessionId, { ...REBOUND, lifetimeMs: DAY_MS }));
    await fixture.backdate(session.userId, 1);
    expect(await lives(session)).toEqual([false, false, false]);
  });

  test('opening a session deletes the user’s sessions that ended or expired over 30 days ago', async () => {
    const { fixture, one } = processes();
    const userId = newId();
    const [timeless, living] = [await addSession(userId), await addSession(userId, { lifetimeMs: 3650 * DAY_MS })];
    const oldest = [await addSession(userId), await addSession(userId, { lifetimeMs: 0 })];
    await fixture.removeExpiry(timeless.sessionId);
    for (const { sessionId } of oldest.slice(0, 1)) await one.runOne(endSession(sessionId));
    await fixture.backdate(userId, 2);
    const newer = [await addSession(userId), await addSession(userId, { lifetimeMs: 0 })];
    for (const { sessionId } of newer.slice(0, 1)) await one.runOne(endSession(sessionId));
    await fixture.backdate(userId, 29);

    const theirs = await addSession(newId(), { lifetimeMs: 0 });
    await fixture.backdate(theirs.userId, 100);
    for (const session of oldest) expect((await findSessionByRequest(session))?.sessionId).toBe(session.sessionId);
    await addSession(userId);
    for (const session of oldest) expect(await findSessionByRequest(session)).toBeUndefined();
    for (const session of [...newer, theirs, timeless, living])
      expect((await findSessionByRequest(session))?.sessionId).toBe(session.sessionId);
  });
}
