import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ImError } from '../../proto/errors.ts';
import { type HashQueue, hashQueue } from './hash-queue.ts';

// The units of one hash with the default cost. The queue assumes 200 ms for it at first.
const JOB = { units: 2 ** 14 * 8 * 5, rank: 0 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Offers `count` hashes at once, each of which takes `tookMs`. */
function offer(queue: HashQueue, count: number, tookMs: number, rank = 0): { begun: number; done: number; refused: ImError[] } {
  const seen = { begun: 0, done: 0, refused: [] as ImError[] };
  for (let i = 0; i < count; i++)
    queue
      .run({ ...JOB, rank }, async () => {
        seen.begun++;
        await new Promise((resolve) => setTimeout(resolve, tookMs));
        return { tookMs };
      })
      .then(
        () => seen.done++,
        (error: ImError) => seen.refused.push(error),
      );
  return seen;
}

test('the queue rejects work that would wait too long at once, and serves admitted work in time', async () => {
  const seen = offer(hashQueue(2, 500), 100, 200);
  await vi.advanceTimersByTimeAsync(0);
  // Two hashes run. The last admitted hash waits for about 500 ms of work on two threads.
  expect(seen.begun).toBe(2);
  expect(100 - seen.refused.length).toBeGreaterThanOrEqual(5);
  expect(100 - seen.refused.length).toBeLessThanOrEqual(8);
  const refused = seen.refused.length;
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen.done).toBe(100 - refused);
});

test('the queue always admits one waiting hash, however long a hash takes', async () => {
  const queue = hashQueue(1, 500);
  const slow = offer(queue, 1, 5000);
  await vi.advanceTimersByTimeAsync(5000);
  expect(slow.done).toBe(1);
  // The expected wait is now 5 s, ten times the limit.
  const seen = offer(queue, 3, 600);
  await vi.advanceTimersByTimeAsync(1200);
  expect(seen).toMatchObject({ done: 2, refused: [expect.anything()] });
});

test('assertCapacity throws exactly when run would be rejected, and takes no place in the queue', async () => {
  const queue = hashQueue(1, 500);
  for (let i = 0; i < 100; i++) queue.assertCapacity(JOB);
  const seen = offer(queue, 10, 200);
  await vi.advanceTimersByTimeAsync(0);
  expect(seen.refused.length).toBeGreaterThan(0);
  expect(() => queue.assertCapacity(JOB)).toThrow(expect.objectContaining({ code: 'BUSY', retryAfterMs: expect.any(Number) }));
  await vi.advanceTimersByTimeAsync(2000);
  queue.assertCapacity(JOB);
  queue.close();
  expect(() => queue.assertCapacity(JOB)).toThrow(expect.objectContaining({ code: 'BUSY' }));
});

test('the queue learns the current duration of a hash: it admits many fast ones and few slow ones', async () => {
  const queue = hashQueue(2, 500);
  const admitted = async (tookMs: number): Promise<number> => {
    for (let i = 0; i < 20; i++) {
      offer(queue, 1, tookMs);
      await vi.advanceTimersByTimeAsync(tookMs);
    }
    const seen = offer(queue, 1000, tookMs);
    await vi.advanceTimersByTimeAsync(0);
    const { length } = seen.refused;
    await vi.advanceTimersByTimeAsync(10_000);
    return 1000 - length;
  };
  expect(await admitted(10)).toBeGreaterThan(80);
  expect(await admitted(400)).toBeLessThan(7);
});

test('the queue rejects work that has waited twice the limit, and does not touch running work', async () => {
  const seen = offer(hashQueue(1, 500), 2, 5000);
  await vi.advanceTimersByTimeAsync(999);
  expect(seen.refused).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(seen.refused.map(({ code }) => code)).toEqual(['BUSY']);
  await vi.advanceTimersByTimeAsync(4000);
  expect(seen).toMatchObject({ begun: 1, done: 1 });
});

test('rejected callers get staggered retry times', async () => {
  const seen = offer(hashQueue(2, 500), 30, 200);
  await vi.advanceTimersByTimeAsync(0);
  const waits = seen.refused.map(({ retryAfterMs }) => retryAfterMs ?? 0);
  expect(new Set(waits).size).toBeGreaterThan(waits.length - 3);
  expect(Math.min(...waits)).toBeGreaterThan(100);
  // 100 ms for each caller: the last ones retry after the first ones have finished.
  const mean = (some: number[]): number => some.reduce((sum, ms) => sum + ms, 0) / some.length;
  expect(mean(waits.slice(-6))).toBeGreaterThan(1.5 * mean(waits.slice(0, 6)));
  expect(Math.max(...waits)).toBeLessThan(20_000);
});

test('no retry time is longer than a person would wait, however many callers are rejected', async () => {
  const seen = offer(hashQueue(1, 100), 5000, 200);
  await vi.advanceTimersByTimeAsync(0);
  const waits = seen.refused.map(({ retryAfterMs }) => retryAfterMs ?? 0);
  expect(Math.max(...waits)).toBeLessThanOrEqual(15_000);
  // Many callers get the longest wait: jitter spreads them around it.
  expect(new Set(waits.slice(-1000)).size).toBeGreaterThan(500);
});

test('failed work passes its turn to the next in the queue', async () => {
  const queue = hashQueue(1, 500);
  const failing = queue.run(JOB, () => Promise.reject(new RangeError('no such cost')));
  const next = queue.run(JOB, async () => ({ tookMs: 1 }));
  await expect(failing).rejects.toThrow(RangeError);
  expect(await next).toEqual({ tookMs: 1 });
});

test('work with a lower rank runs first, and what it overtakes is rejected rather than kept waiting for too long', async () => {
  const queue = hashQueue(1, 500);
  const spraying = offer(queue, 10, 200, 3);
  await vi.advanceTimersByTimeAsync(0);
  const refused = spraying.refused.length;
  expect(refused).toBeGreaterThan(5);
  expect(() => queue.assertCapacity({ ...JOB, rank: 3 })).toThrow();
  queue.assertCapacity({ ...JOB, rank: 1 });
  const honest = offer(queue, 2, 200, 1);
  await vi.advanceTimersByTimeAsync(0);
  expect(honest.refused).toEqual([]);
  expect(spraying.refused.length).toBe(refused + 2);
  await vi.advanceTimersByTimeAsync(600);
  expect(honest.done).toBe(2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(spraying.done + spraying.refused.length).toBe(10);
});

test('work does not overtake running work, nor waiting work with its own rank', async () => {
  const queue = hashQueue(1, 5000);
  const order: number[] = [];
  const run = (id: number, rank: number) =>
    queue.run({ ...JOB, rank }, async () => {
      order.push(id);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { tookMs: 50 };
    });
  const all = [run(1, 9), run(2, 1), run(3, 1), run(4, 0)];
  await vi.advanceTimersByTimeAsync(500);
  await Promise.all(all);
  expect(order).toEqual([1, 4, 2, 3]);
});
