import { expect, test } from 'vitest';
import { findLimit } from './find-limit.ts';
import { formatLimit } from './report/profile-report.ts';

/** A target that sustains up to `capacity`, with a p99 that grows tenfold towards it. */
function targetWith(capacity: number) {
  const asked: number[] = [];
  return {
    asked,
    async run(rate: number) {
      asked.push(rate);
      const p99 = 20 * 10 ** (rate / capacity);
      return { rate, sustained: rate <= capacity, deliveredPerSecond: Math.min(rate, capacity), deliveryMs: { p50: 5, p99 } };
    },
  };
}
const never = () => false;

test('the limit is found within 10 %, from below and from above; the report is that of the highest sustained rate', async () => {
  for (const first of [50, 500, 4000, 90_000]) {
    const { report, limit } = await findLimit(first, targetWith(3210).run, never);
    expect(limit.highestSustained).toBeGreaterThan(3210 / 1.1);
    expect(limit.highestSustained).toBeLessThanOrEqual(3210);
    expect(report).toMatchObject({ rate: limit.highestSustained, sustained: true });
  }
});

test('the knee is where the p99 has doubled', async () => {
  const { limit } = await findLimit(250, targetWith(4000).run, never);
  // The p99 of 250/s is 23 ms, and it is twice that at 1454/s.
  expect(limit.knee).toBe(1000);
  expect(formatLimit(limit)[0]).toBe(`${limit.highestSustained}/s is sustained; the knee is at 1000/s`);
});

test('a rate that fails once by chance is tried again', async () => {
  const target = targetWith(1000);
  let hiccups = 0;
  const run = async (rate: number) => ({
    ...(await target.run(rate)),
    ...(rate === 400 && hiccups++ === 0 && { sustained: false }),
  });
  const { limit } = await findLimit(100, run, never);
  expect(limit.highestSustained).toBeGreaterThan(900);
  expect(limit.trials.filter(({ rate }) => rate === 400).map(({ sustained }) => sustained)).toEqual([false, true]);
});

test('a target that sustains nothing ends the search at one message per second', async () => {
  const { limit } = await findLimit(5, targetWith(0.5).run, never);
  expect(limit).toMatchObject({ highestSustained: null, knee: null });
  expect(limit.trials.at(-1)?.rate).toBe(1);
  expect(formatLimit(limit)[0]).toBe('no rate is sustained');
});

test('a broken promise ends the search with its report', async () => {
  const target = targetWith(1000);
  const { report, limit } = await findLimit(100, target.run, ({ rate }) => rate === 400);
  expect(report.rate).toBe(400);
  expect(target.asked).toEqual([100, 200, 400]);
  expect(limit.highestSustained).toBe(400);
});
