// When copies may be believed, by a clock that is turned by hand.
import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { type Log, StoreFailed } from '../ports/index.ts';
import { CACHE_FENCE_TIMES, CacheFence, type CacheFenceRow } from './cache-fence.ts';

const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const { validMs: termMs, maxCommitMs: commitMs, outageMs: awayMs, cooldownMs: restMs } = CACHE_FENCE_TIMES;
const LONG_AGO_MS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The row, of a store that can be away. */
function row(server: string, ageMs: number) {
  let since = performance.now() - ageMs;
  const state = { server, epoch: 1, replaced: 0, away: false };
  const inForce: CacheFenceRow = {
    async read() {
      if (state.away) throw new Error('the store is away');
      return { server: state.server, epoch: state.epoch, ageMs: performance.now() - since };
    },
    async replace(epoch, next) {
      if (epoch !== state.epoch) return;
      Object.assign(state, { server: next, epoch: epoch + 1, replaced: state.replaced + 1 });
      since = performance.now();
    },
  };
  return { state, inForce };
}

/** A connection to the process `server`; undefined = to none. */
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
    client: client as unknown as Redis,
    to(next: string | undefined) {
      events.emit('close');
      state.server = next;
      if (next !== undefined) events.emit('ready');
    },
  };
}

function term(client: Redis, inForce: CacheFenceRow): CacheFence {
  const made = new CacheFence(client, inForce, log);
  onTestFinished(() => made.close());
  return made;
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test('a cache is put in force by whoever is connected to it, and read when all who knew none have committed', async () => {
  const { state, inForce } = row('', LONG_AGO_MS);
  const its = term(connection('aaa').client, inForce);
  await pass(300);
  expect(state).toMatchObject({ server: 'aaa', epoch: 2 });
  // Somebody may still believe what was in force before.
  await expect(its.writableEpoch()).rejects.toThrow(StoreFailed);
  await pass(termMs);
  expect(await its.writableEpoch()).toBe(2);
  await pass(commitMs - 500);
  expect(its.readableEpoch()).toBeUndefined();
  await pass(1000);
  expect(its.readableEpoch()).toBe(2);
  expect(state.replaced).toBe(1);
});

test('what is not heard of for its term is not believed any more, and nothing may be changed', async () => {
  const { state, inForce } = row('aaa', LONG_AGO_MS);
  const its = term(connection('aaa').client, inForce);
  await pass(300);
  expect(its.readableEpoch()).toBe(1);
  state.away = true;
  await pass(termMs + 100);
  expect(its.readableEpoch()).toBeUndefined();
  await expect(its.writableEpoch()).rejects.toThrow(StoreFailed);
  state.away = false;
  expect(await its.writableEpoch()).toBe(1);
  expect(its.readableEpoch()).toBe(1);
});

test('a process that is not the one in force is not read; who changes something puts it in its place', async () => {
  const { state, inForce } = row('bbb', 0);
  const its = term(connection('aaa').client, inForce);
  await pass(300);
  expect(its.readableEpoch()).toBeUndefined();
  expect(state.server).toBe('bbb');
  await pass(termMs);
  await expect(its.writableEpoch()).rejects.toThrow(StoreFailed);
  expect(state).toMatchObject({ server: 'aaa', epoch: 2 });
});

test('a server that was started again is another one', async () => {
  const { state, inForce } = row('aaa', LONG_AGO_MS);
  const connected = connection('aaa');
  const its = term(connected.client, inForce);
  await pass(300);
  expect(its.readableEpoch()).toBe(1);
  connected.to('aab');
  expect(its.readableEpoch()).toBeUndefined();
  await pass(300);
  expect(state).toMatchObject({ server: 'aab', epoch: 2 });
  expect(its.readableEpoch()).toBeUndefined();
  await pass(termMs + commitMs + 500);
  expect(its.readableEpoch()).toBe(2);
});

test('who cannot reach it takes it out of force, once, and then changes what he likes', async () => {
  const { state, inForce } = row('aaa', LONG_AGO_MS);
  const connected = connection('aaa');
  const its = term(connected.client, inForce);
  await pass(300);
  connected.to(undefined);
  await expect(its.writableEpoch()).rejects.toThrow(StoreFailed);
  expect(state).toMatchObject({ server: '', epoch: 2 });
  await pass(termMs - 100);
  await expect(its.writableEpoch()).rejects.toThrow(StoreFailed);
  await pass(300);
  for (let i = 0; i < 3; i++) expect(await its.writableEpoch()).toBeUndefined();
  expect(state.replaced).toBe(1);
});

test('who changes nothing takes it out of force only after a while, and it comes back after a rest', async () => {
  const { state, inForce } = row('aaa', LONG_AGO_MS);
  const connected = connection('aaa');
  term(connected.client, inForce);
  await pass(300);
  connected.to(undefined);
  await pass(awayMs - 500);
  expect(state.server).toBe('aaa');
  await pass(1000);
  expect(state.server).toBe('');
  connected.to('aaa');
  await pass(restMs - 1500);
  expect(state.server).toBe('');
  await pass(2000);
  expect(state).toMatchObject({ server: 'aaa', epoch: 3 });
});

test('a full one is not put in force: it could not be told of a change', async () => {
  const { state, inForce } = row('', LONG_AGO_MS);
  const connected = connection('aaa');
  connected.state.isFull = true;
  const its = term(connected.client, inForce);
  await pass(2 * restMs);
  expect(state.replaced).toBe(0);
  expect(await its.writableEpoch()).toBeUndefined();
  connected.state.isFull = false;
  await pass(300);
  expect(state.server).toBe('aaa');
});

test('what others take out of force again and again rests longer each time', async () => {
  const { state, inForce } = row('', LONG_AGO_MS);
  term(connection('aaa').client, inForce);
  const rests: number[] = [];
  for (let round = 0; round < 4; round++) {
    const outAt = performance.now();
    while (state.server === '') await pass(250);
    rests.push(performance.now() - outAt);
    await inForce.replace(state.epoch, '');
  }
  const [, first = 0, second = 0, third = 0] = rests;
  expect(first).toBeGreaterThan(restMs);
  expect(second / first).toBeGreaterThan(1.7);
  expect(third / second).toBeGreaterThan(1.7);
});

test('who has to wait until nobody believes it is told for how long', async () => {
  const { inForce } = row('aaa', LONG_AGO_MS);
  const its = term(connection('aaa').client, inForce);
  await pass(300);
  const told = await its.revoke(1).catch((error: StoreFailed) => error.retryInMs);
  expect(told).toBeGreaterThan(termMs);
  await pass(told ?? 0);
  expect(await its.writableEpoch()).toBeUndefined();
});

test('an answer that was missed is no loss: after the next ping it is read again', async () => {
  const { state, inForce } = row('aaa', LONG_AGO_MS);
  const its = term(connection('aaa').client, inForce);
  await pass(300);
  its.markUnreachable();
  expect(its.readableEpoch()).toBeUndefined();
  // Asked again before anything is decided.
  expect(await its.writableEpoch()).toBe(1);
  expect(its.readableEpoch()).toBe(1);
  expect(state.replaced).toBe(0);
});
