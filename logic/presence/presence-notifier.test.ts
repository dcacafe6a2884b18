import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { im } from '../../proto/rpc.ts';
import type { PresenceChange, PresenceStore, SocialGraphReader } from '../ports/index.ts';
import { type PresenceNotifier, type PresenceNotifierOptions, startPresenceNotifier } from './presence-notifier.ts';

const { ONLINE, OFFLINE } = im.PresenceState;

let waiting: PresenceChange[];
let pushes: { userIds: readonly string[]; push: im.Push.$Properties }[];
let lines: string[];
let options: PresenceNotifierOptions;
let notifiers: PresenceNotifier[];

beforeEach(() => {
  waiting = [];
  pushes = [];
  lines = [];
  notifiers = [];
  const note = (_fields: object, message: string): void => void lines.push(message);
  const presence: Pick<PresenceStore, 'takeChanges'> = {
    takeChanges: async (limit) => ({ changes: waiting.splice(0, limit), more: waiting.length > 0 }),
  };
  const socialGraph: Pick<SocialGraphReader, 'filterFriends'> = {
    filterFriends: async (_user, others) => new Set(others.filter((other) => other.startsWith('friend'))),
  };
  options = {
    presence: presence as PresenceStore,
    socialGraph: socialGraph as SocialGraphReader,
    push: async (some) => {
      pushes.push(...some);
      return some.flatMap(({ userIds }) => userIds).length;
    },
    log: { debug: note, info: note, warn: note, error: note },
    pollIntervalMs: 5,
  };
});
afterEach(() => Promise.all(notifiers.map((notifier) => notifier.close())));

function start(changes: Partial<PresenceNotifierOptions> = {}): PresenceNotifier {
  const notifier = startPresenceNotifier({ ...options, ...changes });
  notifiers.push(notifier);
  return notifier;
}
const change = (userId: string, watchers: string[], state = ONLINE): PresenceChange => ({ userId, state, lastSeen: 0, watchers });

test('a presence change is pushed to watchers who are still friends, and not to former friends', async () => {
  start();
  waiting.push(change('alice', ['friend-1', 'blocked', 'friend-2']), change('bob', ['blocked']));
  await expect
    .poll(() => pushes)
    .toEqual([
      { userIds: ['friend-1', 'friend-2'], push: { presence: { userId: 'alice', state: ONLINE, lastSeen: 0 } }, ttlMs: 60_000 },
    ]);
});

test('waiting changes are pushed without a pause, in the order in which they were taken', async () => {
  waiting = Array.from({ length: 1000 }, (_, i) => change(`user-${i}`, ['friend']));
  start({ pollIntervalMs: 60_000 });
  await expect.poll(() => pushes.length).toBe(1000);
  expect(pushes.map(({ push }) => push.presence?.userId)).toEqual(Array.from({ length: 1000 }, (_, i) => `user-${i}`));
});

test('the notifier pauses between large batches of pushes, and a batch has at most 2000 watchers', async () => {
  const asked: (number | undefined)[] = [];
  const real = options.presence.takeChanges;
  options.presence.takeChanges = (limit, watchers) => {
    asked.push(watchers);
    return real(limit);
  };
  const friends = Array.from({ length: 3000 }, (_, i) => `friend-${i}`);
  waiting = Array.from({ length: 201 }, (_, i) => change(`user-${i}`, i === 0 ? friends : ['friend']));
  const begun = performance.now();
  start();
  await expect.poll(() => pushes.length).toBe(201);
  // 3199 pushes.
  expect(performance.now() - begun).toBeGreaterThan(100);
  expect(new Set(asked)).toEqual(new Set([2000]));
});

test('the notifier logs an unavailable store once, and continues when the store is available again', async () => {
  const take = vi.spyOn(options.presence, 'takeChanges').mockRejectedValue(new Error('away'));
  start();
  await expect.poll(() => take.mock.calls.length).toBeGreaterThan(5);
  expect(lines).toEqual(['presence store unavailable, presence changes wait, retrying']);
  take.mockRestore();
  waiting.push(change('alice', ['friend']));
  await expect.poll(() => pushes).toHaveLength(1);
});

test('a failed push is retried before later changes', async () => {
  let failures = 1;
  start({
    push: async (some) => {
      if (failures-- > 0) throw new Error('away');
      pushes.push(...some);
      return some.length;
    },
  });
  waiting.push(change('alice', ['friend']));
  await expect.poll(() => failures).toBe(0);
  waiting.push(change('alice', ['friend'], OFFLINE));
  await expect.poll(() => pushes.map(({ push }) => push.presence?.state), { timeout: 3000 }).toEqual([ONLINE, OFFLINE]);
});

test('a notifier that closes pushes the changes that it has taken and takes no more', async () => {
  const pushed = Promise.withResolvers<number>();
  const pushing = vi.fn(() => pushed.promise);
  const notifier = start({ push: pushing });
  waiting.push(change('alice', ['friend']));
  await expect.poll(() => pushing.mock.calls.length).toBe(1);
  const closed = notifier.close();
  waiting.push(change('bob', ['friend']));
  pushed.resolve(1);
  await closed;
  expect(waiting).toHaveLength(1);
});
