// What every PresenceStore promises, together with the routes it looks at.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import { type PresenceAdapters, type PresenceFixture, presenceFixture, QUICK_TIMES, testRoute } from './presence-fixture.ts';

const { OFFLINE, ONLINE, AWAY } = im.PresenceState;

/** The suite. Each world is empty; its stores have QUICK_TIMES and QUICK_GATE_TTL_MS. */
export function presenceContract(name: string, makeParts: () => Promise<PresenceAdapters>): void {
  describe(`${name}: presence`, () => {
    let world: PresenceFixture;
    beforeEach(async () => {
      world = await presenceFixture(await makeParts());
    });
    afterEach(() => world?.close());
    const soon = { timeout: 5000 };

    test('who asks is told how users are, in the order asked, and that nobody knows when a stranger was there', async () => {
      await world.connect('alice', 'phone');
      expect(await world.watch('bob', 'alice', '日本語')).toEqual([
        { user: 'bob', state: OFFLINE, lastSeen: 0 },
        { user: 'alice', state: ONLINE, lastSeen: 0 },
        { user: '日本語', state: OFFLINE, lastSeen: 0 },
      ]);
      expect(await world.watch()).toEqual([]);
    });

    test('who only asks how users are is told no changes', async () => {
      await world.watch('bob');
      await world.connect('alice', 'phone');
      expect(await world.presence.getStates(['bob', 'alice'])).toMatchObject([{ state: OFFLINE }, { state: ONLINE }]);
      await world.waitForAnnouncements();
      expect(world.announced('alice')).toEqual([]);
    });

    test('who comes is told to those who watch him, once, and to nobody else', async () => {
      await world.watch('alice');
      await world.presence.watch('other', ['bob']);
      await world.connect('bob', 'b');
      await world.connect('carol', 'c');
      await world.connect('alice', 'phone');
      await world.connect('alice', 'desktop');
      await expect.poll(() => world.changes.length, soon).toBe(2);
      expect(world.changes.find(({ user }) => user === 'alice')).toEqual({
        user: 'alice',
        state: ONLINE,
        lastSeen: 0,
        watchers: ['watcher'],
      });
      await world.waitForAnnouncements();
      expect(world.announced('alice')).toEqual([ONLINE]);
      expect(world.announced('bob')).toEqual([ONLINE]);
      expect(world.announced('carol')).toEqual([]);
    });

    test('who goes is told when nobody has come back, with the time he went', async () => {
      await world.watch('alice');
      await world.connect('alice', 'phone');
      await expect.poll(() => world.announced('alice'), soon).toEqual([ONLINE]);
      const before = Date.now();
      await world.disconnect('alice', 'phone');
      const after = Date.now();
      await expect.poll(() => world.announced('alice'), soon).toEqual([ONLINE, OFFLINE]);
      expect(Date.now() - after).toBeGreaterThanOrEqual(QUICK_TIMES.graceMs - 50);
      const lastSeen = world.changes.at(-1)?.lastSeen ?? 0;
      expect(lastSeen).toBeGreaterThanOrEqual(before - 5);
      expect(lastSeen).toBeLessThanOrEqual(after + 5);
      expect(await world.watch('alice')).toEqual([{ user: 'alice', state: OFFLINE, lastSeen }]);
    });

    test('a reconnect tells nobody, and he counts as there meanwhile', async () => {
      await world.watch('alice');
      await world.connect('alice', 'phone');
      await expect.poll(() => world.announced('alice'), soon).toEqual([ONLINE]);
      await world.disconnect('alice', 'phone');
      expect(await world.watch('alice')).toMatchObject([{ state: ONLINE }]);
      await world.connect('alice', 'phone', 'gate-2');
      await world.waitForAnnouncements();
      expect(world.announced('alice')).toEqual([ONLINE]);
    });

    test('with two devices he goes when both are gone', async () => {
      await world.watch('alice');
      await world.connect('alice', 'phone');
      await world.connect('alice', 'desktop', 'gate-2');
      await world.disconnect('alice', 'phone');
      await world.waitForAnnouncements();
      expect(world.announced('alice')).toEqual([ONLINE]);
      await world.disconnect('alice', 'desktop');
      await expect.poll(() => world.announced('alice'), soon).toEqual([ONLINE, OFFLINE]);
    });

    test('the users of a gate that died go, those who have come to another one do not', async () => {
      await world.watch('alice', 'bob', 'carol');
      for (const user of ['alice', 'bob', 'carol']) await world.connect(user, user);
      await world.connect('carol', 'desktop', 'gate-2');
      await expect.poll(() => world.changes.length, soon).toBe(3);
      world.silenceGate('gate-1');
      await world.connect('bob', 'bob', 'gate-2');
      const died = Date.now();
      await expect.poll(() => world.announced('alice'), soon).toEqual([ONLINE, OFFLINE]);
      expect(Math.abs((world.changes.at(-1)?.lastSeen ?? 0) - died)).toBeLessThan(1000);
      await world.waitForAnnouncements();
      expect(world.announced('bob')).toEqual([ONLINE]);
      expect(world.announced('carol')).toEqual([ONLINE]);
    });

    test('who is asserted late by a gate that lives stays', async () => {
      await world.watch('alice');
      await world.connect('alice', 'phone');
      // Nobody asserts her route: two of these are longer than it takes until somebody looks.
      await world.waitForAnnouncements();
      await world.waitForAnnouncements();
      expect(world.announced('alice')).toEqual([ONLINE]);
    });

    test('who is asserted without having been bound is there', async () => {
      await world.watch('alice', 'bob');
      const entries = ['alice', 'bob'].map((user) => ({ userId: user, route: testRoute('gate-1', user, 1) }));
      await world.routes.refresh('gate-1', [...entries, ...entries]);
      await expect.poll(() => [world.announced('alice'), world.announced('bob')], soon).toEqual([[ONLINE], [ONLINE]]);
      await world.routes.refresh('gate-1', entries);
      await world.waitForAnnouncements();
      expect(world.changes.filter(({ user }) => !user.startsWith('stranger'))).toHaveLength(2);
    });

    test('he is away when all of his devices are', async () => {
      await world.watch('alice');
      await world.connect('alice', 'phone');
      await world.connect('alice', 'desktop');
      await world.presence.setAway('alice', 'phone', true);
      await world.waitForAnnouncements();
      expect(world.announced('alice')).toEqual([ONLINE]);
      await world.presence.setAway('alice', 'desktop', true);
      await expect.poll(() => world.announced('alice'), soon).toEqual([ONLINE, AWAY]);
      expect(await world.watch('alice')).toEqual([{ user: 'alice', state: AWAY, lastSeen: 0 }]);
      await world.presence.setAway('alice', 'phone', false);
      await expect.poll(() => world.announced('alice'), soon).toEqual([ONLINE, AWAY, ONLINE]);
    });

    test('he is away when the device he was at is gone, and back when it is', async () => {
      await world.watch('alice');
      await world.connect('alice', 'phone');
      await world.connect('alice', 'desktop');
      await world.presence.setAway('alice', 'desktop', true);
      await expect.poll(() => world.announced('alice'), soon).toEqual([ONLINE]);
      await world.disconnect('alice', 'phone');
      await expect.poll(() => world.announced('alice'), soon).toEqual([ONLINE, AWAY]);
      await world.connect('alice', 'phone');
      await expect.poll(() => world.announced('alice'), soon).toEqual([ONLINE, AWAY, ONLINE]);
    });

    test('a reconnect of one device tells nobody, whether it is the one he is at or one that is away', async () => {
      await world.watch('alice');
      await world.connect('alice', 'phone');
      await world.connect('alice', 'desktop');
      await world.presence.setAway('alice', 'desktop', true);
      for (const session of ['phone', 'desktop']) {
        await world.disconnect('alice', session);
        await world.connect('alice', session, 'gate-2');
      }
      await world.waitForAnnouncements();
      expect(world.announced('alice')).toEqual([ONLINE]);
    });

    test('one who is away and reconnects is away all the time; one who was gone is not any more', async () => {
      await world.watch('alice');
      await world.connect('alice', 'phone');
      await world.presence.setAway('alice', 'phone', true);
      await expect.poll(() => world.announced('alice').at(-1), soon).toBe(AWAY);
      const away = world.announced('alice');
      await world.disconnect('alice', 'phone');
      await world.connect('alice', 'phone');
      await world.waitForAnnouncements();
      expect(world.announced('alice')).toEqual(away);
      await world.disconnect('alice', 'phone');
      await expect.poll(() => world.announced('alice'), soon).toEqual([...away, OFFLINE]);
      await world.connect('alice', 'phone');
      await expect.poll(() => world.announced('alice'), soon).toEqual([...away, OFFLINE, ONLINE]);
    });

    test('who flickers is told seldom, and in the end as he is', async () => {
      await world.watch('alice');
      await world.connect('alice', 'phone');
      await expect.poll(() => world.announced('alice'), soon).toEqual([ONLINE]);
      const begun = performance.now();
      for (let i = 0; i < 100; i++) await world.presence.setAway('alice', 'phone', i % 2 === 0);
      await world.presence.setAway('alice', 'phone', true);
      await expect.poll(() => world.announced('alice').at(-1), soon).toBe(AWAY);
      const spaces = (performance.now() - begun) / QUICK_TIMES.debounceMs;
      await world.waitForAnnouncements();
      expect(world.announced('alice').at(-1)).toBe(AWAY);
      expect(world.announced('alice').length).toBeLessThanOrEqual(spaces + 2);
    });

    test('each change is taken once, however many take at the same time', async () => {
      const users = Array.from({ length: 300 }, (_, i) => `user-${i}`);
      await world.watch(...users);
      await world.routes.bind(users.map((user) => ({ userId: user, route: testRoute('gate-1', user, 1) })));
      const taken = await Promise.all(Array.from({ length: 20 }, () => world.presence.takeChanges(50)));
      world.changes.push(...taken.flatMap(({ changes }) => changes));
      await expect.poll(() => world.changes.length, soon).toBe(300);
      expect(new Set(world.changes.map(({ user }) => user)).size).toBe(300);
    });

    test('what is more than was asked for waits, and says so', async () => {
      const users = Array.from({ length: 250 }, (_, i) => `user-${i}`);
      await world.routes.bind(users.map((user) => ({ userId: user, route: testRoute('gate-1', user, 1) })));
      expect((await world.presence.takeChanges(100)).more).toBe(true);
      await expect.poll(async () => (await world.presence.takeChanges(100)).more, soon).toBe(false);
    });

    test('once enough watchers are to be told, other changes wait, and each is told once all the same', async () => {
      const users = Array.from({ length: 40 }, (_, i) => `user-${i}`);
      await world.watch(...users);
      for (let i = 0; i < 10; i++) await world.presence.watch(`watcher-${i}`, users);
      await world.stopPolling();
      await world.routes.bind(users.map((user) => ({ userId: user, route: testRoute('gate-1', user, 1) })));
      const taken: string[] = [];
      for (let more = true; more; ) {
        const some = await world.presence.takeChanges(100, 25);
        expect(some.changes.length).toBeLessThanOrEqual(3);
        taken.push(...some.changes.map(({ user }) => user));
        more = some.more;
      }
      expect(taken.sort()).toEqual(users.sort());
    });
  });
}
