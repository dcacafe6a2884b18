import { afterEach, expect, test } from 'vitest';
import { parseFlags } from '../cli/flags.ts';
import { NO_SECTIONS } from '../report/sections.ts';
import { loadFixture } from '../testing/load-fixture.ts';
import { NO_VIOLATIONS } from '../testing/no-violations.ts';
import { churn } from './churn.ts';

const load = loadFixture();
afterEach(() => load.close());

/** Ten clients in pairs and groups of five. 20 times one of them disconnects for a moment while the others write. */
const CHURN = {
  workload: { peers: 1, members: 5, mix: { direct: 16, group: 4, background: 0 } },
  reconnects: { perSecond: 20, awayMs: 100 },
  rate: 200,
  warmUpSeconds: 0,
  seconds: 1,
};

test('messages to users and groups arrive once while clients come and go', async () => {
  const result = await load.run({}, CHURN);
  expect(result.violations).toEqual(NO_VIOLATIONS);
  expect(result.reconnects).toMatchObject({ disconnected: 20, synced: 20, overlooked: 0 });
  expect(result.delivery.group.samples).toBeGreaterThan(0);
  expect(result.unpulled).toBe(0);
});

test('what is lost is found by the pulls at the end, of users and of groups', async () => {
  const result = await load.run({ lose: [40, 60, 80] }, CHURN);
  expect(result.violations.lost).toBeGreaterThanOrEqual(3);
});

test('the verdict is `broken` if a Sync leaves out a change, and not if a client needs a second attempt', () => {
  const flags = parseFlags(['--scenario', 'churn']);
  if (flags === 'help') throw new Error('not help');
  const reconnects = churn.sections?.(flags, [])?.reconnects ?? null;
  if (!reconnects) throw new Error('no section');
  const verdict = (changes: object) => churn.verdict?.({ ...NO_SECTIONS, reconnects: { ...reconnects, ...changes } });
  expect(verdict({ disconnected: 0 })).toBe('nothing');
  expect(verdict({ disconnected: 9, synced: 8 })).toBe('fine');
  expect(verdict({ disconnected: 9, synced: 9, overlooked: 1 })).toBe('broken');
});
