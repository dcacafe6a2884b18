// The cache fence with fake timers: when the cache is valid, and when writers may commit.
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { StoreFailed } from '../ports/index.ts';
import type { RedisClient } from '../redis/client.ts';
import { silentLog } from '../testing/silent-log.ts';
import { CACHE_FENCE_TIMES, CacheFence, type CacheFenceRow } from './cache-fence.ts';

const { validMs, maxCommitMs, outageMs, cooldownMs } = CACHE_FENCE_TIMES;
const LONG_AGO_MS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A fencing row in a store that can be down. */
function fakeRow(server: string, ageMs: number) {
  let since = performance.now() - ageMs;
  const state = { server, epoch: 1, replaced: 0, isDown: false };
  const row: CacheFenceRow = {
    async read() {
      if (state.isDown) throw new Error('the store is unavailable');
      return { server: state.server, epoch: state.epoch, ageMs: performance.now() - since };
    },
    async replace(epoch, next) {
      if (epoch !== state.epoch) return;
      Object.assign(state, { server: next, epoch: epoch + 1, replaced: state.replaced + 1 });
      since = performance.now();
    },
  };
  return { state, row };
}

/** A connection to the Redis process `server`; undefined = not connected. */
function connection(server: string | undefined) {
  const events = new EventEmitter();
  const state = { server, isFull: false };
  const client = Object.defineProperties(events, {
    status: { get: () => (state.server === undefined ? 'reconnecting' : 'ready') },
    set: {
      value: async () => {
        if (state.isFull) throw new Error('OOM command not allowed');
      },
    },
    info: { value: async () => `# Server\r\nrun_id:${state.server}\r\n` },
  });
  return {
    state,
    client: client as unknown as RedisClient,
    to(next: string | undefined) {
      events.emit('close');
      state.server = next;
      if (next !== undefined) events.emit('ready');
    },
  };
}

function startFence(client: RedisClient, row: CacheFenceRow): CacheFence {
  const made = new CacheFence(client, row, silentLog);
  onTestFinished(() => made.close());
  return made;
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test('a connected process activates its Redis, and reads it only after every write made without a cache has ended', async () => {
  const { state, row } = fakeRow('', LONG_AGO_MS);
  const fence = startFence(connection('aaa').client, row);
  await pass(300);
  expect(state).toMatchObject({ server: 'aaa', epoch: 2 });
  // Other processes may still trust the previous row.
  await expect(fence.writableEpoch()).rejects.toThrow(StoreFailed);
  await pass(validMs);
  expect(await fence.writableEpoch()).toBe(2);
  await pass(maxCommitMs - 500);
  expect(fence.readableEpoch()).toBeUndefined();
  await pass(1000);
  expect(fence.readableEpoch()).toBe(2);
  expect(state.replaced).toBe(1);
});

test('a process that cannot read the fencing row in time neither reads the cache nor commits', async () => {
  const { state, row } = fakeRow('aaa', LONG_AGO_MS);
  const fence = startFence(connection('aaa').client, row);
  await pass(300);
  expect(fence.readableEpoch()).toBe(1);
  state.isDown = true;
  await pass(validMs + 100);
  expect(fence.readableEpoch()).toBeUndefined();
  await expect(fence.writableEpoch()).rejects.toThrow(StoreFailed);
  state.isDown = false;
  expect(await fence.writableEpoch()).toBe(1);
  expect(fence.readableEpoch()).toBe(1);
});

test('a process connected to an inactive Redis does not read it, and activates it with its first write', async () => {
  const { state, row } = fakeRow('bbb', 0);
  const fence = startFence(connection('aaa').client, row);
  await pass(300);
  expect(fence.readableEpoch()).toBeUndefined();
  expect(state.server).toBe('bbb');
  await pass(validMs);
  await expect(fence.writableEpoch()).rejects.toThrow(StoreFailed);
  expect(state).toMatchObject({ server: 'aaa', epoch: 2 });
});

test('a restarted Redis server counts as a new server', async () => {
  const { state, row } = fakeRow('aaa', LONG_AGO_MS);
  const redis = connection('aaa');
  const fence = startFence(redis.client, row);
  await pass(300);
  expect(fence.readableEpoch()).toBe(1);
  redis.to('aab');
  expect(fence.readableEpoch()).toBeUndefined();
  await pass(300);
  expect(state).toMatchObject({ server: 'aab', epoch: 2 });
  expect(fence.readableEpoch()).toBeUndefined();
  await pass(validMs + maxCommitMs + 500);
  expect(fence.readableEpoch()).toBe(2);
});

test('a writer that cannot reach the active Redis deactivates it once, and then commits without a cache', async () => {
  const { state, row } = fakeRow('aaa', LONG_AGO_MS);
  const redis = connection('aaa');
  const fence = startFence(redis.client, row);
  await pass(300);
  redis.to(undefined);
  await expect(fence.writableEpoch()).rejects.toThrow(StoreFailed);
  expect(state).toMatchObject({ server: '', epoch: 2 });
  await pass(validMs - 100);
  await expect(fence.writableEpoch()).rejects.toThrow(StoreFailed);
  await pass(300);
  for (let i = 0; i < 3; i++) expect(await fence.writableEpoch()).toBeUndefined();
  expect(state.replaced).toBe(1);
});

test('without writes an unreachable Redis is deactivated after the outage time, and activated after the cool-down', async () => {
  const { state, row } = fakeRow('aaa', LONG_AGO_MS);
  const redis = connection('aaa');
  startFence(redis.client, row);
  await pass(300);
  redis.to(undefined);
  await pass(outageMs - 500);
  expect(state.server).toBe('aaa');
  await pass(1000);
  expect(state.server).toBe('');
  redis.to('aaa');
  await pass(cooldownMs - 1500);
  expect(state.server).toBe('');
  await pass(2000);
  expect(state).toMatchObject({ server: 'aaa', epoch: 3 });
});

test('a Redis with full memory is not activated, because invalidations would fail', async () => {
  const { state, row } = fakeRow('', LONG_AGO_MS);
  const redis = connection('aaa');
  redis.state.isFull = true;
  const fence = startFence(redis.client, row);
  await pass(2 * cooldownMs);
  expect(state.replaced).toBe(0);
  expect(await fence.writableEpoch()).toBeUndefined();
  redis.state.isFull = false;
  await pass(300);
  expect(state.server).toBe('aaa');
});

test('a Redis that others deactivate again and again gets a longer cool-down each time', async () => {
  const { state, row } = fakeRow('', LONG_AGO_MS);
  startFence(connection('aaa').client, row);
  const cooldowns: number[] = [];
  for (let round = 0; round < 4; round++) {
    const deactivatedAt = performance.now();
    while (state.server === '') await pass(250);
    cooldowns.push(performance.now() - deactivatedAt);
    await row.replace(state.epoch, '');
  }
  const [, first = 0, second = 0, third = 0] = cooldowns;
  expect(first).toBeGreaterThan(cooldownMs);
  expect(second / first).toBeGreaterThan(1.7);
  expect(third / second).toBeGreaterThan(1.7);
});

test('a writer that revokes the cache gets an error with the time after which it may commit', async () => {
  const { row } = fakeRow('aaa', LONG_AGO_MS);
  const fence = startFence(connection('aaa').client, row);
  await pass(300);
  const retryInMs = await fence.revoke(1).catch((error: StoreFailed) => error.retryInMs);
  expect(retryInMs).toBeGreaterThan(validMs);
  await pass(retryInMs ?? 0);
  expect(await fence.writableEpoch()).toBeUndefined();
});

test('a process that missed one answer of Redis reads the cache again after the next ping', async () => {
  const { state, row } = fakeRow('aaa', LONG_AGO_MS);
  const fence = startFence(connection('aaa').client, row);
  await pass(300);
  fence.markUnreachable();
  expect(fence.readableEpoch()).toBeUndefined();
  // The write pings again before it decides.
  expect(await fence.writableEpoch()).toBe(1);
  expect(fence.readableEpoch()).toBe(1);
  expect(state.replaced).toBe(0);
});
