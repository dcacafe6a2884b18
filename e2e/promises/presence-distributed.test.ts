// Promises about presence while a logic or Redis fails.
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { im } from '../../proto/rpc.ts';
import type { TestDevice } from '../testing/device.ts';
import { emittedStates, pushedPresences, watchNewFriends } from '../testing/presence.ts';
import { describeDistributedPromises } from '../testing/test-system.ts';

const { OFFLINE, ONLINE, AWAY } = im.PresenceState;
const soon = { timeout: 10_000 };

describeDistributedPromises(
  'presence during failures',
  (system) => {
    const inTurn = (index: number): string => system().gates[index % 2] ?? '';

    test('each presence change is pushed once, even after one of the logics has died', {
      timeout: 60_000,
    }, async () => {
      const { watcher, friends } = await watchNewFriends(system(), 12, inTurn);
      const last = () => friends.map((friend) => emittedStates(watcher, friend).at(-1));
      const logic = system().distributed?.services.logic[1];
      await Promise.all(friends.map(({ client }) => client.presence.setAway(true)));
      await expect.poll(last, soon).toEqual(friends.map(() => 'AWAY'));
      await logic?.kill();
      await Promise.all(friends.map(({ client }) => client.presence.setAway(false)));
      await expect.poll(last, soon).toEqual(friends.map(() => 'ONLINE'));
      await logic?.restart();
      for (const friend of friends) {
        expect(emittedStates(watcher, friend)).toEqual(['ONLINE', 'AWAY', 'ONLINE']);
        expect(pushedPresences(watcher, friend)).toEqual([AWAY, ONLINE]);
      }
      const { friends: listed } = await watcher.logic.listFriends({});
      expect(listed.map(({ presence }) => presence)).toEqual(friends.map(() => ONLINE));
    });

    test('an emptied Redis causes no wrong presence pushes, and later changes are pushed again', {
      timeout: 120_000,
    }, async () => {
      const { watcher, friends } = await watchNewFriends(system(), 4, inTurn);
      const [stays, away, leaver, other] = friends as [TestDevice, TestDevice, TestDevice, TestDevice];
      const gone = { userId: leaver.userId };
      await away.client.presence.setAway(true);
      await expect.poll(() => emittedStates(watcher, away).at(-1), soon).toBe('AWAY');
      await emptyRedis();
      const watch = () => watcher.client.presence.watch(friends.map(({ userId }) => userId)).then(() => 'known', String);
      // Resolves when the server knows the presence of all users again.
      await expect.poll(watch, { timeout: 40_000, interval: 1000 }).toBe('known');
      leaver.client.close();
      await other.client.presence.setAway(true);
      await expect.poll(() => emittedStates(watcher, other).at(-1), { timeout: 20_000 }).toBe('AWAY');
      await expect.poll(() => emittedStates(watcher, gone).at(-1), { timeout: 20_000 }).toBe('OFFLINE');
      expect(emittedStates(watcher, stays)).toEqual(['ONLINE']);
      expect(emittedStates(watcher, away)).toEqual(['ONLINE', 'AWAY']);
      expect(emittedStates(watcher, other)).toEqual(['ONLINE', 'AWAY']);
      expect(emittedStates(watcher, gone)).toEqual(['ONLINE', 'OFFLINE']);
      expect(pushedPresences(watcher, gone)).toEqual([OFFLINE]);
    });

    async function emptyRedis(): Promise<void> {
      const redis = new Redis(system().distributed?.redisUrl ?? '');
      await redis.flushdb();
      redis.disconnect();
    }
  },
  'own',
);
