// The contract of the port PresenceStore, tested together with the routes that it reads.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import { type PresenceAdapters, type PresenceFixture, presenceFixture, QUICK_TIMES, testRoute } from './presence-fixture.ts';

const { OFFLINE, ONLINE, AWAY } = im.PresenceState;

/** The suite. Each fixture is empty; its stores have QUICK_TIMES and QUICK_GATE_TTL_MS. */
export function presenceContract(name: string, makeParts: () => Promise<PresenceAdapters>): void {
  describe(`${name}: presence`, () => {
    let fixture: PresenceFixture;
    beforeEach(async () => {
      fixture = await presenceFixture(await makeParts());
    });
    afterEach(() => fixture?.close());
    const soon = { timeout: 5000 };

    test('a query returns the states in the order asked, and no last-seen time for an unknown user', async () => {
      await fixture.connect('alice', 'phone');
      expect(await fixture.watch('bob', 'alice', '日本語')).toEqual([
        { userId: 'bob', state: OFFLINE, lastSeen: 0 },
        { userId: 'alice', state: ONLINE, lastSeen: 0 },
        { userId: '日本語', state: OFFLINE, lastSeen: 0 },
      ]);
      expect(await fixture.watch()).toEqual([]);
    });

    test('a query without a watcher causes no notification', async () => {
      await fixture.watch('bob');
      await fixture.connect('alice', 'phone');
      expect(await fixture.presence.getStates(['bob', 'alice'])).toMatchObject([{ state: OFFLINE }, { state: ONLINE }]);
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([]);
    });

    test('a user who connects is announced once, to their watchers only', async () => {
      await fixture.watch('alice');
      await fixture.presence.watch('other', ['bob']);
      await fixture.connect('bob', 'b');
      await fixture.connect('carol', 'c');
      await fixture.connect('alice', 'phone');
      await fixture.connect('alice', 'desktop');
      await expect.poll(() => fixture.changes.length, soon).toBe(2);
      expect(fixture.changes.find(({ userId }) => userId === 'alice')).toEqual({
        userId: 'alice',
        state: ONLINE,
        lastSeen: 0,
        watchers: ['watcher'],
      });
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
      expect(fixture.announced('bob')).toEqual([ONLINE]);
      expect(fixture.announced('carol')).toEqual([]);
    });

    test('a user who disconnects is announced as offline after the grace period, with the time of the disconnect', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE]);
      const before = Date.now();
      await fixture.disconnect('alice', 'phone');
      const after = Date.now();
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE, OFFLINE]);
      expect(Date.now() - before).toBeGreaterThanOrEqual(QUICK_TIMES.graceMs - 50);
      const lastSeen = fixture.changes.at(-1)?.lastSeen ?? 0;
      expect(lastSeen).toBeGreaterThanOrEqual(before - 5);
      expect(lastSeen).toBeLessThanOrEqual(after + 5);
      expect(await fixture.watch('alice')).toEqual([{ userId: 'alice', state: OFFLINE, lastSeen }]);
    });

    test('a reconnect within the grace period announces nothing, and the user counts as online meanwhile', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE]);
      await fixture.disconnect('alice', 'phone');
      expect(await fixture.watch('alice')).toMatchObject([{ state: ONLINE }]);
      await fixture.connect('alice', 'phone', 'gate-2');
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
    });

    test('a user with two devices goes offline when both have disconnected', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      await fixture.connect('alice', 'desktop', 'gate-2');
      await fixture.disconnect('alice', 'phone');
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
      await fixture.disconnect('alice', 'desktop');
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE, OFFLINE]);
    });

    test('the users of a dead gate go offline, except those who have connected to another gate', async () => {
      await fixture.watch('alice', 'bob', 'carol');
      for (const userId of ['alice', 'bob', 'carol']) await fixture.connect(userId, userId);
      await fixture.connect('carol', 'desktop', 'gate-2');
      await expect.poll(() => fixture.changes.length, soon).toBe(3);
      fixture.silenceGate('gate-1');
      await fixture.connect('bob', 'bob', 'gate-2');
      const died = Date.now();
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE, OFFLINE]);
      expect(Math.abs((fixture.changes.at(-1)?.lastSeen ?? 0) - died)).toBeLessThan(1000);
      await fixture.waitForAnnouncements();
      expect(fixture.announced('bob')).toEqual([ONLINE]);
      expect(fixture.announced('carol')).toEqual([ONLINE]);
    });

    test('a user stays online when their gate lives but refreshes routes late', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      // No gate refreshes alice's route. Two waits are longer than the time until the next route check.
      await fixture.waitForAnnouncements();
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
    });

    test('a user whose route is refreshed without a bind is online', async () => {
      await fixture.watch('alice', 'bob');
      const entries = ['alice', 'bob'].map((userId) => ({ userId: userId, route: testRoute('gate-1', userId, 1) }));
      await fixture.routes.refresh('gate-1', [...entries, ...entries]);
      await expect.poll(() => [fixture.announced('alice'), fixture.announced('bob')], soon).toEqual([[ONLINE], [ONLINE]]);
      await fixture.routes.refresh('gate-1', entries);
      await fixture.waitForAnnouncements();
      expect(fixture.changes.filter(({ userId }) => !userId.startsWith('stranger'))).toHaveLength(2);
    });

    test('a user is away when all their devices are away', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      await fixture.connect('alice', 'desktop');
      await fixture.presence.setAway('alice', 'phone', true);
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
      await fixture.presence.setAway('alice', 'desktop', true);
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE, AWAY]);
      expect(await fixture.watch('alice')).toEqual([{ userId: 'alice', state: AWAY, lastSeen: 0 }]);
      await fixture.presence.setAway('alice', 'phone', false);
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE, AWAY, ONLINE]);
    });

    test('a user becomes away when their only active device disconnects, and online again when it reconnects', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      await fixture.connect('alice', 'desktop');
      await fixture.presence.setAway('alice', 'desktop', true);
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE]);
      await fixture.disconnect('alice', 'phone');
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE, AWAY]);
      await fixture.connect('alice', 'phone');
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE, AWAY, ONLINE]);
    });

    test('a reconnect of one device announces nothing, whether that device is active or away', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      await fixture.connect('alice', 'desktop');
      await fixture.presence.setAway('alice', 'desktop', true);
      for (const sessionId of ['phone', 'desktop']) {
        await fixture.disconnect('alice', sessionId);
        await fixture.connect('alice', sessionId, 'gate-2');
      }
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
    });

    test('an away user who reconnects stays away, and an offline user who connects is online', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      await fixture.presence.setAway('alice', 'phone', true);
      await expect.poll(() => fixture.announced('alice').at(-1), soon).toBe(AWAY);
      const away = fixture.announced('alice');
      await fixture.disconnect('alice', 'phone');
      await fixture.connect('alice', 'phone');
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual(away);
      await fixture.disconnect('alice', 'phone');
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([...away, OFFLINE]);
      await fixture.connect('alice', 'phone');
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([...away, OFFLINE, ONLINE]);
    });

    test('a user with an unstable connection is announced rarely, and at the end with the current state', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE]);
      const begun = performance.now();
      for (let i = 0; i < 100; i++) await fixture.presence.setAway('alice', 'phone', i % 2 === 0);
      await fixture.presence.setAway('alice', 'phone', true);
      await expect.poll(() => fixture.announced('alice').at(-1), soon).toBe(AWAY);
      const spaces = (performance.now() - begun) / QUICK_TIMES.debounceMs;
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice').at(-1)).toBe(AWAY);
      expect(fixture.announced('alice').length).toBeLessThanOrEqual(spaces + 2);
    });

    test('each change is taken once by any number of concurrent takers', async () => {
      const userIds = Array.from({ length: 300 }, (_, i) => `user-${i}`);
      await fixture.watch(...userIds);
      await fixture.routes.bind(userIds.map((userId) => ({ userId: userId, route: testRoute('gate-1', userId, 1) })));
      const taken = await Promise.all(Array.from({ length: 20 }, () => fixture.presence.takeChanges(50)));
      fixture.changes.push(...taken.flatMap(({ changes }) => changes));
      await expect.poll(() => fixture.changes.length, soon).toBe(300);
      expect(new Set(fixture.changes.map(({ userId }) => userId)).size).toBe(300);
    });

    test('changes beyond the limit wait, and `more` says so', async () => {
      const userIds = Array.from({ length: 250 }, (_, i) => `user-${i}`);
      // Otherwise the fixture may take them first.
      await fixture.stopPolling();
      await fixture.routes.bind(userIds.map((userId) => ({ userId: userId, route: testRoute('gate-1', userId, 1) })));
      expect((await fixture.presence.takeChanges(100)).more).toBe(true);
      await expect.poll(async () => (await fixture.presence.takeChanges(100)).more, soon).toBe(false);
    });

    test('when enough watchers are to be notified, further changes wait, and each is taken once', async () => {
      const userIds = Array.from({ length: 40 }, (_, i) => `user-${i}`);
      await fixture.watch(...userIds);
      for (let i = 0; i < 10; i++) await fixture.presence.watch(`watcher-${i}`, userIds);
      await fixture.stopPolling();
      await fixture.routes.bind(userIds.map((userId) => ({ userId: userId, route: testRoute('gate-1', userId, 1) })));
      const taken: string[] = [];
      for (let more = true; more; ) {
        const some = await fixture.presence.takeChanges(100, 25);
        expect(some.changes.length).toBeLessThanOrEqual(3);
        taken.push(...some.changes.map(({ userId }) => userId));
        more = some.more;
      }
      expect(taken.sort()).toEqual(userIds.sort());
    });
  });
}
