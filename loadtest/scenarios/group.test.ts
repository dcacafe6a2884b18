import { afterEach, expect, test } from 'vitest';
import { FlagError, parseFlags } from '../cli/flags.ts';
import { loadFixture } from '../testing/load-fixture.ts';
import { NO_VIOLATIONS } from '../testing/no-violations.ts';

const load = loadFixture();
afterEach(() => load.close());

/** Two groups of five: 60 messages, so 240 deliveries. Message 1 has deliveries 1 to 4, message 2 has 5 to 8, and so on. */
const FIVES = { workload: { peers: 0, members: 5, mix: { direct: 0, group: 1, background: 0 } } };

test('every message reaches every other member of its group exactly once', async () => {
  const result = await load.run({}, FIVES);
  expect(result.violations).toEqual(NO_VIOLATIONS);
  expect(result.traffic).toMatchObject({ sent: 60, acked: 60, due: 240, delivered: 240, pulledAtEnd: 0 });
  expect(result.measured).toEqual({ sent: 40, acked: 40, due: 160, delivered: 160 });
  expect(result.delivery.group.samples).toBe(160);
  expect(result.delivery.direct.samples).toBe(0);
  expect(result).toMatchObject({ wireDuplicates: 0, unpulled: 0, incidents: [] });
});

test('a message that one member cannot get counts as lost once, and one that no member gets counts four times', async () => {
  expect((await load.run({ loseFor: [7, 30, 240] }, FIVES)).violations).toEqual({ ...NO_VIOLATIONS, lost: 3, holes: 3 });
  await load.close();
  expect((await load.run({ lose: [7, 60] }, FIVES)).violations).toEqual({ ...NO_VIOLATIONS, lost: 8, holes: 2 });
});

test('a member pulls a message that was not pushed: at once if a later push shows the gap, else at the end', async () => {
  const result = await load.run({ forgetFor: [9, 240] }, { ...FIVES, quietMs: 2_000 });
  expect(result.violations).toEqual(NO_VIOLATIONS);
  expect(result.traffic).toMatchObject({ due: 240, delivered: 239, pulledAtEnd: 1 });
});

test('a message under two seqs counts as duplicated at each of its receivers', async () => {
  expect((await load.run({ storeTwice: [9, 30] }, FIVES)).violations).toEqual({ ...NO_VIOLATIONS, duplicated: 8 });
});

test('a repeated push to one member is a duplicate on the wire', async () => {
  const result = await load.run({ twiceFor: [4, 5, 6] }, FIVES);
  expect(result.violations).toEqual(NO_VIOLATIONS);
  expect(result.wireDuplicates).toBe(3);
});

test('a message that the next message of its sender overtakes counts as out of order at each receiver', async () => {
  // The sender of message 3 sends again ten messages later.
  expect((await load.run({ overtaken: [3] }, FIVES)).violations).toEqual({ ...NO_VIOLATIONS, outOfOrder: 4 });
});

test('pushes that arrive in the wrong order are sorted by their seq', async () => {
  const result = await load.run({ lateFor: [12, 50] }, FIVES);
  expect(result.violations).toEqual(NO_VIOLATIONS);
  expect(result.traffic).toMatchObject({ delivered: 240 });
});

test('a message to a client outside the group is misdelivered', async () => {
  expect((await load.run({ misdeliver: [15] }, FIVES)).violations).toEqual({ ...NO_VIOLATIONS, misdelivered: 1 });
});

test('a skipped seq counts as one hole for the whole group', async () => {
  expect((await load.run({ skipSeq: [40] }, FIVES)).violations).toEqual({ ...NO_VIOLATIONS, holes: 1 });
});

test('two messages with one seq are a conflict: one is lost for all members, the other for the sender of the first', async () => {
  const { conflicts, lost } = (await load.run({ overwrite: [7] }, FIVES)).violations;
  expect(conflicts).toBeGreaterThan(0);
  expect(lost).toBe(4 + 1);
});

test('a member whose connection is cut comes back and has every message', async () => {
  const result = await load.run({ cut: [14, 52] }, FIVES);
  expect(result.violations).toEqual(NO_VIOLATIONS);
  expect(result.traffic).toMatchObject({ acked: 60, delivered: 240 });
});

test.each(['Logic.CreateGroup', 'Logic.JoinGroup'])('a run without its group is rejected: %s fails', async (rpc) => {
  const commands = new Map([[rpc, { code: 1 }]]);
  await expect(load.run({ commands }, FIVES)).rejects.toThrow('cannot be created');
});

test('the flags of the group scenario have defaults and are checked', () => {
  const flags = ['--scenario', 'group'];
  expect(parseFlags(flags)).toMatchObject({ clients: 500, members: 500, rate: 20 });
  expect(parseFlags([...flags, '--members', '50'])).toMatchObject({ clients: 50, members: 50 });
  expect(parseFlags([...flags, '--members', '50', '--clients', '500', '--workers', '2'])).toMatchObject({ clients: 500 });
  expect(mistakesOf([...flags, '--clients', '510'])).toEqual([expect.stringContaining('--members 500')]);
  expect(mistakesOf([...flags, '--members', '2001'])).toEqual([expect.stringContaining('2 to 2000')]);
  expect(mistakesOf([...flags, '--members', '50', '--clients', '50', '--workers', '2'])).toHaveLength(1);
  expect(mistakesOf([...flags, '--self'])).toEqual([expect.stringContaining('--self')]);
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
