import { afterEach, expect, test } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { BACKGROUND_KINDS } from '../driver/background-commands.ts';
import { type BackgroundCommandReport, NO_SECTIONS } from '../report/sections.ts';
import { loadFixture } from '../testing/load-fixture.ts';
import { NO_VIOLATIONS } from '../testing/no-violations.ts';
import { mixed } from './mixed.ts';

const load = loadFixture();
afterEach(() => load.close());

/** Rounds of 16 messages to one user, 3 to a group of five and 1 background command: 600 turns, 400 of them measured. */
const MIXED = {
  workload: { peers: 1, members: 5, mix: { direct: 16, group: 3, background: 1 } },
  rate: 1_000,
  warmUpSeconds: 0.2,
  seconds: 0.4,
};
/** 30 rounds. */
const SENT = { sent: 570, acked: 570, due: 480 + 90 * 4, delivered: 480 + 90 * 4 };

test('messages to users and groups arrive exactly once, and every background command gets a reply', async () => {
  const result = await load.run({}, MIXED);
  expect(result.violations).toEqual(NO_VIOLATIONS);
  expect(result.traffic).toMatchObject({ ...SENT, pulledAtEnd: 0 });
  expect(result.measured).toEqual({ sent: 380, acked: 380, due: 320 + 60 * 4, delivered: 320 + 60 * 4 });
  expect(result.delivery.direct.samples).toBe(320);
  expect(result.delivery.group.samples).toBe(60 * 4);
  expect(Object.keys(result.backgroundCommands)).toEqual(BACKGROUND_KINDS);
  expect(totalOf(result.backgroundCommands, (one) => one.sent)).toBe(30);
  expect(totalOf(result.backgroundCommands, (one) => one.answered)).toBe(30);
  expect(totalOf(result.backgroundCommands, (one) => one.answerMs.samples)).toBe(20);
  for (const kind of BACKGROUND_KINDS) expect(result.backgroundCommands[kind]?.sent, kind).toBeGreaterThan(0);
});

test('a rejected background command is counted under its code, and one without a reply as unanswered', async () => {
  const commands = new Map<string, im.Failure.$Properties | 'silence'>([
    ['Logic.GetProfile', { code: im.Code.TOO_MANY_REQUESTS, retry: im.Retry.RESEND }],
    ['Presence.Typing', 'silence'],
  ]);
  const { violations, traffic, backgroundCommands } = await load.run({ commands }, MIXED);
  expect(violations).toEqual(NO_VIOLATIONS);
  expect(traffic).toMatchObject(SENT);
  const sent = backgroundCommands.GetProfile?.sent ?? 0;
  expect(backgroundCommands.GetProfile).toMatchObject({ answered: 0, refused: { TOO_MANY_REQUESTS: sent }, unanswered: 0 });
  expect(backgroundCommands.Typing).toMatchObject({ answered: 0, refused: {}, unanswered: backgroundCommands.Typing?.sent });
});

test('lost messages are counted in direct conversations and in groups', async () => {
  const { violations, traffic } = await load.run(
    { lose: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19] },
    MIXED,
  );
  // One round: 16 messages to one user each, 3 to four members each.
  expect(violations).toMatchObject({ lost: 16 + 3 * 4, duplicated: 0, outOfOrder: 0 });
  expect(traffic).toMatchObject({ acked: 570 });
});

test('clients become friends before the load, and existing friendships are accepted', async () => {
  const commands = new Map([['Logic.RequestFriend', { code: im.Code.ALREADY_FRIENDS, retry: im.Retry.NEVER }]]);
  expect((await load.run({ commands }, MIXED)).traffic).toMatchObject(SENT);
  await load.close();
  const blocked = new Map([['Logic.RequestFriend', { code: im.Code.BLOCKED, retry: im.Retry.NEVER }]]);
  await expect(load.run({ commands: blocked }, MIXED)).rejects.toThrow('BLOCKED');
});

test('a background command without a reply makes the verdict broken, and a rejected one does not', () => {
  const quantiles = { p50: 0, p90: 0, p99: 0, max: 0 };
  const sectionsWith = (report: Partial<BackgroundCommandReport>) => ({
    ...NO_SECTIONS,
    backgroundCommands: { Typing: { sent: 2, answered: 1, refused: {}, unanswered: 0, answerMs: quantiles, ...report } },
  });
  expect(mixed.verdict?.(sectionsWith({ refused: { BUSY: 1 } }))).toBe('fine');
  expect(mixed.verdict?.(sectionsWith({ unanswered: 1 }))).toBe('broken');
  expect(mixed.reportLines?.(sectionsWith({ refused: { BUSY: 1 } }))).toEqual([
    ['background', expect.stringContaining('1 of 2 answered  1 × BUSY')],
  ]);
});

function totalOf<T>(counts: Readonly<Record<string, T>>, pick: (one: T) => number): number {
  return Object.values(counts).reduce((sum, one) => sum + pick(one), 0);
}
