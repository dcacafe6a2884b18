import { afterEach, expect, test } from 'vitest';
import { FlagError, parseFlags } from '../cli/flags.ts';
import { loadFixture, NO_VIOLATIONS } from '../testing/load-fixture.ts';
import { NO_SECTIONS } from './scenario.ts';
import { sync } from './sync.ts';

const load = loadFixture();
afterEach(() => load.close());

/** Ten clients with six conversations each, 30 in all; 20 times one goes away for a moment while the others write. */
const SYNC = {
  workload: { peers: 6, members: 0, mix: { direct: 1, group: 0, background: 0 } },
  reconnects: { perSecond: 20, awayMs: 100 },
  rate: 100,
  warmUpSeconds: 0,
  seconds: 1,
};

test('who comes back is told what changed, pulls it, and nothing is lost', async () => {
  const result = await load.run({}, SYNC);
  expect(result.violations).toEqual(NO_VIOLATIONS);
  // One message in each conversation before, so that there is something to know.
  expect(result.traffic).toMatchObject({ sent: 130, acked: 130, due: 130, delivered: 130, pulledAtEnd: 0 });
  expect(result.measured).toMatchObject({ sent: 100, acked: 100 });
  expect(result.reconnects).toMatchObject({ left: 20, synced: 20, calls: 20, overlooked: 0 });
  expect(result.reconnects?.syncMs.samples).toBe(20);
  expect(result.reconnects?.changed).toBeGreaterThan(0);
  expect(result.reconnects?.changed).toBeLessThan(20 * 6);
  expect(result.incidents).toEqual([]);
});

test('where nobody writes nothing has changed', async () => {
  const result = await load.run({}, { ...SYNC, rate: 0, seconds: 0.5 });
  expect(result.reconnects).toMatchObject({ left: 10, synced: 10, changed: 0, overlooked: 0 });
});

test('a Sync that says nothing of what changed is found out', async () => {
  // The first ten calls are those before the load, when each client asks for the first time.
  const overlook = Array.from({ length: 20 }, (_, index) => 11 + index);
  const result = await load.run({ overlook }, SYNC);
  expect(result.reconnects).toMatchObject({ left: 20, synced: 20, changed: 0 });
  expect(result.reconnects?.overlooked).toBeGreaterThan(0);
});

test('a refused Sync is no return', async () => {
  const result = await load.run({ refuseSync: [12, 15] }, SYNC);
  expect(result.reconnects).toMatchObject({ left: 20, synced: 18, overlooked: 0 });
  expect(result.incidents).toEqual([['Sync: BUSY', 2]]);
});

test('who is not let in again has not come back', async () => {
  const result = await load.run({ shutOut: [3] }, { ...SYNC, finalPullMs: 300 });
  expect(result.reconnects).toMatchObject({ left: 20, synced: 19 });
  expect(result.unpulled).toBe(1);
});

test('whoever does not come back, or is not told everything, breaks a promise; where nobody went away nothing was measured', () => {
  const quantiles = { p50: 0, p90: 0, p99: 0, max: 0 };
  const of = (left: number, synced: number, overlooked: number) => ({
    ...NO_SECTIONS,
    reconnects: {
      rate: 1,
      conversations: 2,
      left,
      synced,
      calls: synced,
      changedEach: 0,
      overlooked,
      syncMs: quantiles,
      resumedMs: quantiles,
      syncedMs: quantiles,
      caughtUpMs: quantiles,
    },
  });
  expect(sync.verdict?.(of(5, 5, 0))).toBe('fine');
  expect(sync.verdict?.(of(5, 4, 0))).toBe('broken');
  expect(sync.verdict?.(of(5, 5, 1))).toBe('broken');
  expect(sync.verdict?.(of(0, 0, 0))).toBe('nothing');
});

test('what is asked for is 250 users with 200 conversations each', () => {
  const flags = ['--scenario', 'sync'];
  expect(parseFlags(flags)).toMatchObject({ clients: 250, conversations: 200, reconnects: 20, awaySeconds: 3, rate: 200 });
  expect(mistakesOf([...flags, '--clients', '200'])).toEqual([expect.stringContaining('more than 200 --clients')]);
  expect(mistakesOf([...flags, '--clients', '400', '--workers', '2'])).toEqual([
    expect.stringContaining('more than 400 --clients'),
  ]);
  expect(mistakesOf([...flags, '--conversations', '7'])).toEqual([expect.stringContaining('even')]);
  expect(mistakesOf([...flags, '--away', '-1'])).toEqual([expect.stringContaining('--away')]);
  expect(mistakesOf(['--away', '1'])).toEqual(['--away belongs to --scenario sync']);
});

function mistakesOf(argv: readonly string[]): readonly string[] {
  try {
    parseFlags(argv);
    return [];
  } catch (error) {
    if (error instanceof FlagError) return error.mistakes;
    throw error;
  }
}
