// The contract of the port Routes: every adapter passes it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Route, Routes } from '../ports/index.ts';

export interface RoutesFixture {
  readonly routes: Routes;
  /** How long the routes of a gate count after its last refresh. */
  readonly gateTtlMs: number;
  release(): Promise<void>;
}

/** The test suite of the port. Each fixture is empty. */
export function routesContract(name: string, makeFixture: () => Promise<RoutesFixture>): void {
  describe(`${name}: routes`, () => {
    let fixture: RoutesFixture;
    let routes: Routes;

    beforeEach(async () => {
      fixture = await makeFixture();
      routes = fixture.routes;
      await routes.refresh('gate-1.a', []);
      await routes.refresh('gate-2.b', []);
    });
    afterEach(() => fixture.release());

    test('a bound session is found under its user, and other users have no routes', async () => {
      const route = routeAt('gate-1.a', 7, { sessionId: 'phone' });
      await routes.bind([{ userId: 'alice', route }]);
      expect(await routes.lookup(['bob', 'alice', '日本語', ''])).toEqual([[], [route], [], []]);
      expect(await routes.lookup([])).toEqual([]);
    });

    test('all sessions of a user are found, also when they were bound in one call', async () => {
      const phone = routeAt('gate-1.a', 1, { sessionId: 'phone' });
      const desktop = routeAt('gate-2.b', 2, { sessionId: 'desktop' });
      await routes.bind([
        { userId: 'alice', route: phone },
        { userId: 'alice', route: desktop },
      ]);
      const [found] = await routes.lookup(['alice']);
      expect(found).toHaveLength(2);
      expect(found).toEqual(expect.arrayContaining([phone, desktop]));
    });

    test('a session has one route, that of its highest epoch, whatever the order of the calls', async () => {
      const old = routeAt('gate-1.a', 1, { epoch: 1 });
      const moved = routeAt('gate-2.b', 5, { epoch: 2 });
      await routes.bind([{ userId: 'alice', route: old }]);
      await routes.bind([{ userId: 'alice', route: moved }]);
      expect(await routes.lookup(['alice'])).toEqual([[moved]]);
      await routes.bind([{ userId: 'alice', route: old }]);
      expect(await routes.lookup(['alice'])).toEqual([[moved]]);
      expect(await routes.refresh('gate-1.a', [{ userId: 'alice', route: old }])).toEqual([]);
      expect(await routes.lookup(['alice'])).toEqual([[moved]]);
    });

    test('epochs are compared as numbers', async () => {
      await routes.bind([{ userId: 'alice', route: routeAt('gate-1.a', 1, { epoch: 9 }) }]);
      const tenth = routeAt('gate-2.b', 2, { epoch: 10 });
      await routes.bind([{ userId: 'alice', route: tenth }]);
      expect(await routes.lookup(['alice'])).toEqual([[tenth]]);
    });

    test('a late disconnect of an old connection does not remove the route of the new connection', async () => {
      const moved = routeAt('gate-2.b', 5, { epoch: 2 });
      await routes.bind([{ userId: 'alice', route: routeAt('gate-1.a', 1, { epoch: 1 }) }]);
      await routes.bind([{ userId: 'alice', route: moved }]);
      await routes.unbind([{ userId: 'alice', sessionId: 'session', epoch: 1 }]);
      expect(await routes.lookup(['alice'])).toEqual([[moved]]);
    });

    test('an unbound session is removed, and the other sessions stay', async () => {
      const phone = routeAt('gate-1.a', 1, { sessionId: 'phone' });
      await routes.bind([
        { userId: 'alice', route: phone },
        { userId: 'alice', route: routeAt('gate-1.a', 2, { sessionId: 'desktop', epoch: 3 }) },
      ]);
      await routes.unbind([
        { userId: 'alice', sessionId: 'desktop', epoch: 3 },
        { userId: 'nobody', sessionId: 'x', epoch: 1 },
      ]);
      expect(await routes.lookup(['alice'])).toEqual([[phone]]);
      await routes.unbind([{ userId: 'alice', sessionId: 'phone', epoch: 1 }]);
      expect(await routes.lookup(['alice'])).toEqual([[]]);
    });

    test('a refresh adds missing routes and returns their users', async () => {
      const known = routeAt('gate-1.a', 1, { sessionId: 'a' });
      const lost = routeAt('gate-1.a', 2, { sessionId: 'b' });
      await routes.bind([{ userId: 'alice', route: known }]);
      const entries = [
        { userId: 'alice', route: known },
        { userId: 'bob', route: lost },
      ];
      expect(await routes.refresh('gate-1.a', entries)).toEqual(['bob']);
      expect(await routes.refresh('gate-1.a', entries)).toEqual([]);
      expect(await routes.lookup(['alice', 'bob'])).toEqual([[known], [lost]]);
    });

    test('a refresh with a higher epoch replaces the route and returns its user', async () => {
      await routes.bind([{ userId: 'alice', route: routeAt('gate-2.b', 9, { epoch: 1 }) }]);
      const now = routeAt('gate-1.a', 3, { epoch: 2 });
      expect(await routes.refresh('gate-1.a', [{ userId: 'alice', route: now }])).toEqual(['alice']);
      expect(await routes.lookup(['alice'])).toEqual([[now]]);
    });

    test('500 routes are refreshed in one call and looked up in one call', async () => {
      const entries = Array.from({ length: 500 }, (_, i) => ({ userId: `user-${i}`, route: routeAt('gate-1.a', i + 1) }));
      const userIds = entries.map((entry) => entry.userId);
      expect(await routes.refresh('gate-1.a', entries)).toEqual(userIds);
      expect(await routes.lookup(userIds)).toEqual(entries.map((entry) => [entry.route]));
    });

    test('routes of a removed gate do not count, those of other gates do', async () => {
      const stays = routeAt('gate-2.b', 1, { sessionId: 'desktop' });
      await routes.bind([
        { userId: 'alice', route: routeAt('gate-1.a', 1, { sessionId: 'phone' }) },
        { userId: 'alice', route: stays },
      ]);
      await routes.removeGate('gate-1.a');
      expect(await routes.lookup(['alice'])).toEqual([[stays]]);
    });

    test('when a gate stops refreshing, its routes do not count until its next refresh', async () => {
      const route = routeAt('gate-1.a', 1);
      await routes.bind([{ userId: 'alice', route }]);
      expect(await routes.lookup(['alice'])).toEqual([[route]]);
      await expect.poll(() => routes.lookup(['alice']), { timeout: fixture.gateTtlMs + 2000 }).toEqual([[]]);
      expect(await routes.refresh('gate-1.a', [])).toEqual([]);
      expect(await routes.lookup(['alice'])).toEqual([[route]]);
    });
  });
}

function routeAt(instance: string, connection: number, parts: { sessionId?: string; epoch?: number } = {}): Route {
  return { sessionId: parts.sessionId ?? 'session', epoch: parts.epoch ?? 1, address: { instance, slot: 3, connection } };
}
