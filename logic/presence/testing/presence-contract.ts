// The contract of PresenceStore, together with the routes it is derived from.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import { type PresenceAdapters, type PresenceFixture, presenceFixture, QUICK_TIMES, testRoute } from './presence-fixture.ts';

const { OFFLINE, ONLINE, AWAY } = im.PresenceState;

/** Each fixture starts empty. Its stores use QUICK_TIMES and QUICK_GATE_TTL_MS. */
export function presenceContract(name: string, makeAdapters: () => Promise<PresenceAdapters>): void {
  describe(`${name}: presence`, () => {
    let fixture: PresenceFixture;
    beforeEach(async () => {
      fixture = await presenceFixture(await makeAdapters());
    });
    afterEach(() => fixture?.close());
    const soon = { timeout: 5000 };

    test('watching returns the states in the order of the request; an unknown user has no last-seen time', async () => {
      await fixture.connect('alice', 'phone');
      expect(await fixture.watch('bob', 'alice', '日本語')).toEqual([
        { user: 'bob', state: OFFLINE, lastSeen: 0 },
        { user: 'alice', state: ONLINE, lastSeen: 0 },
        { user: '日本語', state: OFFLINE, lastSeen: 0 },
      ]);
      expect(await fixture.watch()).toEqual([]);
    });

    test('reading states starts no watch', async () => {
      await fixture.watch('bob');
      await fixture.connect('alice', 'phone');
      expect(await fixture.presence.getStates(['bob', 'alice'])).toMatchObject([{ state: OFFLINE }, { state: ONLINE }]);
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([]);
    });

    test('a user who comes online is announced once, to their watchers only', async () => {
      await fixture.watch('alice');
      await fixture.presence.watch('other', ['bob']);
      await fixture.connect('bob', 'b');
      await fixture.connect('carol', 'c');
      await fixture.connect('alice', 'phone');
      await fixture.connect('alice', 'desktop');
      await expect.poll(() => fixture.changes.length, soon).toBe(2);
      expect(fixture.changes.find(({ user }) => user === 'alice')).toEqual({
        user: 'alice',
        state: ONLINE,
        lastSeen: 0,
        watchers: ['watcher'],
      });
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
      expect(fixture.announced('bob')).toEqual([ONLINE]);
      expect(fixture.announced('carol')).toEqual([]);
    });

    test('a user who disconnects is announced as OFFLINE after the grace period, with the time they left', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE]);
      const before = Date.now();
      await fixture.disconnect('alice', 'phone');
      const after = Date.now();
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE, OFFLINE]);
      expect(Date.now() - after).toBeGreaterThanOrEqual(QUICK_TIMES.graceMs - 50);
      const lastSeen = fixture.changes.at(-1)?.lastSeen ?? 0;
      expect(lastSeen).toBeGreaterThanOrEqual(before - 5);
      expect(lastSeen).toBeLessThanOrEqual(after + 5);
      expect(await fixture.watch('alice')).toEqual([{ user: 'alice', state: OFFLINE, lastSeen }]);
    });

    test('a user who reconnects within the grace period stays ONLINE and is not announced', async () => {
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

    test('users of a dead gate go offline, except those who are connected to another gate', async () => {
      await fixture.watch('alice', 'bob', 'carol');
      for (const user of ['alice', 'bob', 'carol']) await fixture.connect(user, user);
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

    test('a user whose living gate refreshes late stays online', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      // Nobody refreshes the route. Two of these waits are longer than the recheck interval.
      await fixture.waitForAnnouncements();
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
    });

    test('a user who is refreshed without a bind is online', async () => {
      await fixture.watch('alice', 'bob');
      const entries = ['alice', 'bob'].map((user) => ({ userId: user, route: testRoute('gate-1', user, 1) }));
      await fixture.routes.refresh('gate-1', [...entries, ...entries]);
      await expect.poll(() => [fixture.announced('alice'), fixture.announced('bob')], soon).toEqual([[ONLINE], [ONLINE]]);
      await fixture.routes.refresh('gate-1', entries);
      await fixture.waitForAnnouncements();
      expect(fixture.changes.filter(({ user }) => !user.startsWith('stranger'))).toHaveLength(2);
    });

    test('a user is AWAY when all of their devices are', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      await fixture.connect('alice', 'desktop');
      await fixture.presence.setAway('alice', 'phone', true);
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
      await fixture.presence.setAway('alice', 'desktop', true);
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE, AWAY]);
      expect(await fixture.watch('alice')).toEqual([{ user: 'alice', state: AWAY, lastSeen: 0 }]);
      await fixture.presence.setAway('alice', 'phone', false);
      await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE, AWAY, ONLINE]);
    });

    test('a user is AWAY after their only active device has disconnected, and ONLINE when it is back', async () => {
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

    test('a reconnect of an active or of an away device is not announced', async () => {
      await fixture.watch('alice');
      await fixture.connect('alice', 'phone');
      await fixture.connect('alice', 'desktop');
      await fixture.presence.setAway('alice', 'desktop', true);
      for (const session of ['phone', 'desktop']) {
        await fixture.disconnect('alice', session);
        await fixture.connect('alice', session, 'gate-2');
      }
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
    });

    test('an away user who reconnects stays AWAY; after going offline they come back ONLINE', async () => {
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

    test('rapid changes of a user are debounced, and the last state is announced', async () => {
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

    test('each change is taken once by concurrent callers', async () => {
      const users = Array.from({ length: 300 }, (_, i) => `user-${i}`);
      await fixture.watch(...users);
      await fixture.routes.bind(users.map((user) => ({ userId: user, route: testRoute('gate-1', user, 1) })));
      const taken = await Promise.all(Array.from({ length: 20 }, () => fixture.presence.takeChanges(50)));
      fixture.changes.push(...taken.flatMap(({ changes }) => changes));
      await expect.poll(() => fixture.changes.length, soon).toBe(300);
      expect(new Set(fixture.changes.map(({ user }) => user)).size).toBe(300);
    });

    test('changes beyond the limit wait, and the reply says so', async () => {
      const users = Array.from({ length: 250 }, (_, i) => `user-${i}`);
      await fixture.routes.bind(users.map((user) => ({ userId: user, route: testRoute('gate-1', user, 1) })));
      expect((await fixture.presence.takeChanges(100)).more).toBe(true);
      await expect.poll(async () => (await fixture.presence.takeChanges(100)).more, soon).toBe(false);
    });

    test('changes wait when one batch has enough watchers, and each is still announced once', async () => {
      const users = Array.from({ length: 40 }, (_, i) => `user-${i}`);
      await fixture.watch(...users);
      for (let i = 0; i < 10; i++) await fixture.presence.watch(`watcher-${i}`, users);
      await fixture.stopPolling();
      await fixture.routes.bind(users.map((user) => ({ userId: user, route: testRoute('gate-1', user, 1) })));
      const taken: string[] = [];
      for (let more = true; more; ) {
        const some = await fixture.presence.takeChanges(100, 25);
        expect(some.changes.length).toBeLessThanOrEqual(3);
        taken.push(...some.changes.map(({ user }) => user));
        more = some.more;
      }
      expect(taken.sort()).toEqual(users.sort());
    });
  });
}
