import { afterEach, expect, test } from 'vitest';
import { FlagError, parseFlags } from '../cli/flags.ts';
import { NO_SECTIONS } from '../report/sections.ts';
import { loadFixture } from '../testing/load-fixture.ts';
import { NO_VIOLATIONS } from '../testing/no-violations.ts';
import { sync } from './sync.ts';

const load = loadFixture();
afterEach(() => load.close());

/** Ten clients with six conversations each, 30 in total. 20 times one of them disconnects for a moment while the others write. */
const SYNC = {
  workload: { peers: 6, members: 0, mix: { direct: 1, group: 0, background: 0 } },
  reconnects: { perSecond: 20, awayMs: 100 },
  rate: 100,
  warmUpSeconds: 0,
  seconds: 1,
};

test('a client that comes back learns what changed, pulls it, and loses nothing', async () => {
  const result = await load.run({}, SYNC);
  expect(result.violations).toEqual(NO_VIOLATIONS);
  // The counts include the initial message in each conversation, so that clients know some state.
  expect(result.traffic).toMatchObject({ sent: 130, acked: 130, due: 130, delivered: 130, pulledAtEnd: 0 });
  expect(result.measured).toMatchObject({ sent: 100, acked: 100 });
  expect(result.reconnects).toMatchObject({ disconnected: 20, synced: 20, syncCalls: 20, overlooked: 0 });
  expect(result.reconnects?.syncMs.samples).toBe(20);
  expect(result.reconnects?.changed).toBeGreaterThan(0);
  expect(result.reconnects?.changed).toBeLessThan(20 * 6);
  expect(result.incidents).toEqual([]);
});

test('without messages Sync reports no changes', async () => {
  const result = await load.run({}, { ...SYNC, rate: 0, seconds: 0.5 });
  expect(result.reconnects).toMatchObject({ disconnected: 10, synced: 10, changed: 0, overlooked: 0 });
});

test('a Sync that omits changes is detected', async () => {
  // Each client makes one of the first ten calls before the load.
  const overlook = Array.from({ length: 20 }, (_, index) => 11 + index);
  const result = await load.run({ overlook }, SYNC);
  expect(result.reconnects).toMatchObject({ disconnected: 20, synced: 20, changed: 0 });
  expect(result.reconnects?.overlooked).toBeGreaterThan(0);
});

test('a client whose Sync is rejected does not count as synced', async () => {
  const result = await load.run({ refuseSync: [12, 15] }, SYNC);
  expect(result.reconnects).toMatchObject({ disconnected: 20, synced: 18, overlooked: 0 });
  expect(result.incidents).toEqual([['Sync: BUSY', 2]]);
});

test('a client whose log-in gets no reply does not count as synced', async () => {
  const result = await load.run({ shutOut: [3] }, { ...SYNC, finalPullMs: 300 });
  expect(result.reconnects).toMatchObject({ disconnected: 20, synced: 19 });
  expect(result.unpulled).toBe(1);
});

test('the verdict is `broken` if a client does not come back or misses a change, and `nothing` if none disconnected', () => {
  const quantiles = { p50: 0, p90: 0, p99: 0, max: 0 };
  const sectionsWith = (disconnected: number, synced: number, overlooked: number) => ({
    ...NO_SECTIONS,
    reconnects: {
      rate: 1,
      conversations: 2,
      disconnected,
      synced,
      syncCalls: synced,
      changedEach: 0,
      overlooked,
      syncMs: quantiles,
      resumedMs: quantiles,
      syncedMs: quantiles,
      caughtUpMs: quantiles,
    },
  });
  expect(sync.verdict?.(sectionsWith(5, 5, 0))).toBe('fine');
  expect(sync.verdict?.(sectionsWith(5, 4, 0))).toBe('broken');
  expect(sync.verdict?.(sectionsWith(5, 5, 1))).toBe('broken');
  expect(sync.verdict?.(sectionsWith(0, 0, 0))).toBe('nothing');
});

test('the flags of the sync scenario have defaults and are checked', () => {
  const flags = ['--scenario', 'sync'];
  expect(parseFlags(flags)).toMatchObject({ clients: 250, conversations: 200, reconnects: 20, awaySeconds: 3, rate: 200 });
  expect(mistakesOf([...flags, '--clients', '200'])).toEqual([expect.stringContaining('more than 200 --clients')]);
  expect(mistakesOf([...flags, '--clients', '400', '--workers', '2'])).toEqual([
    expect.stringContaining('more than 400 --clients'),
  ]);
  expect(mistakesOf([...flags, '--conversations', '7'])).toEqual([expect.stringContaining('even')]);
  expect(mistakesOf([...flags, '--away', '-1'])).toEqual([expect.stringContaining('--away')]);
  expect(mistakesOf(['--away', '1'])).toEqual(['--away belongs to --scenario sync or churn']);
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
