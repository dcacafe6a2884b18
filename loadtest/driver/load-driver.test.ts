import { afterEach, describe, expect, test } from 'vitest';
import { loadFixture } from '../testing/load-fixture.ts';
import { NO_VIOLATIONS } from '../testing/no-violations.ts';
import { PAIRS } from './workload.ts';

const load = loadFixture();
const runAgainst = load.run;
afterEach(() => load.close());

describe('the load driver counts every message', () => {
  test('against a correct gate all messages are sent, acknowledged and delivered', async () => {
    const result = await runAgainst({});
    expect(result.violations).toEqual(NO_VIOLATIONS);
    expect(result.traffic).toEqual({
      sent: 60,
      acked: 60,
      refused: 0,
      unacknowledged: 0,
      due: 60,
      delivered: 60,
      pulledAtEnd: 0,
    });
    expect(result.measured).toEqual({ sent: 40, acked: 40, due: 40, delivered: 40 });
    expect(result.delivery.direct.samples).toBe(40);
    expect(result).toMatchObject({ wireDuplicates: 0, unpulled: 0, incidents: [] });
  });

  test('clients that write to themselves receive their own messages', async () => {
    const result = await runAgainst({}, { workload: { ...PAIRS, peers: 0 } });
    expect(result.violations).toEqual(NO_VIOLATIONS);
    expect(result.traffic).toMatchObject({ sent: 60, acked: 60, delivered: 60 });
  });

  test('an acknowledged message that was neither pushed nor stored counts as lost', async () => {
    const result = await runAgainst({ lose: [7, 23, 60] });
    expect(result.violations).toEqual({ ...NO_VIOLATIONS, lost: 3, holes: 3 });
  });

  test('two messages with one seq count as a conflict, and the overwritten message counts as lost', async () => {
    const result = await runAgainst({ overwrite: [7] });
    expect(result.violations.conflicts).toBeGreaterThan(0);
    expect(result.violations.lost).toBeGreaterThan(0);
  });

  test('a message that was not pushed but can be pulled does not count as lost', async () => {
    const result = await runAgainst({ forgetPush: [5, 60] });
    expect(result.violations).toEqual(NO_VIOLATIONS);
    expect(result.traffic).toMatchObject({ acked: 60, delivered: 58, pulledAtEnd: 2 });
  });

  test('a message under two seqs counts as duplicated once', async () => {
    const result = await runAgainst({ storeTwice: [9, 30] });
    expect(result.violations).toEqual({ ...NO_VIOLATIONS, duplicated: 2 });
  });

  test('a repeated push counts only as a duplicate on the wire', async () => {
    const result = await runAgainst({ pushTwice: [4, 5, 6] });
    expect(result.violations).toEqual(NO_VIOLATIONS);
    expect(result.wireDuplicates).toBe(3);
  });

  test('a message with a higher seq than the next message of its sender counts as out of order', async () => {
    const result = await runAgainst({ overtaken: [12, 33] });
    expect(result.violations).toEqual({ ...NO_VIOLATIONS, outOfOrder: 2 });
  });

  test('a message pushed to a client outside the conversation counts as misdelivered', async () => {
    const result = await runAgainst({ misdeliver: [15] });
    expect(result.violations).toEqual({ ...NO_VIOLATIONS, misdelivered: 1 });
  });

  test('a skipped seq counts as a hole', async () => {
    const result = await runAgainst({ skipSeq: [40] });
    expect(result.violations).toEqual({ ...NO_VIOLATIONS, holes: 1 });
  });

  test('rejected and unacknowledged messages are counted separately', async () => {
    const result = await runAgainst({ refuse: [3], ignore: [8, 44] });
    expect(result.violations).toEqual(NO_VIOLATIONS);
    expect(result.traffic).toMatchObject({ acked: 57, refused: 1, unacknowledged: 2, delivered: 57 });
  });

  test('a message that must be resent is resent before the messages after it', async () => {
    const result = await runAgainst({ askAgain: [11, 31] });
    expect(result.violations).toEqual(NO_VIOLATIONS);
    expect(result.traffic).toMatchObject({ acked: 60, delivered: 60 });
  });

  test('silent clients stay connected beyond the idle time-out of the gate', async () => {
    const result = await runAgainst({}, { rate: 1, warmUpSeconds: 0, seconds: 4 });
    expect(result.traffic).toMatchObject({ sent: 4, acked: 4, delivered: 4 });
    expect(result.incidents).toEqual([]);
  });

  test('a client that is cut off reconnects, resends with the same ids, and gets the first replies', async () => {
    const result = await runAgainst({ cut: [14, 52] });
    expect(result.violations).toEqual(NO_VIOLATIONS);
    expect(result.traffic).toMatchObject({ acked: 60, delivered: 60 });
    expect(result.incidents).toEqual([['connection closed', 2]]);
  });
});

describe('a resume storm', () => {
  const storm = { storm: { afterSeconds: 0.1, cut: true }, rate: 100, seconds: 1 };

  test('all clients come back, and messages sent meanwhile arrive once and in order', async () => {
    const result = await runAgainst({ comingBackTakesMs: 200 }, storm);
    expect(result.resume).toMatchObject({ cut: 10, resumed: 10, resumedMs: { samples: 10 } });
    expect(result.resume?.lastMs).toBeGreaterThanOrEqual(199);
    expect(result.violations).toEqual(NO_VIOLATIONS);
    expect(result.traffic).toMatchObject({ sent: 110, acked: 110, delivered: 110, pulledAtEnd: 0 });
    expect(result.delivery.direct.maxMs).toBeGreaterThan(150);
    expect(result.incidents).toEqual([]);
  });

  test('the time to the last log-in is that of the last client', async () => {
    const quick = await runAgainst({}, storm);
    expect(quick.resume?.lastMs).toBeLessThan(1500);
  });

  test('connections that end again are counted for each cut, with a curve of returns', async () => {
    const again = { ...storm.storm, again: [0.4, 0.7] };
    const { resumes = [], violations } = await runAgainst({ comingBackTakesMs: 100 }, { ...storm, storm: again });
    expect(resumes.map(({ cut, resumed, curve }) => [cut, resumed, curve])).toEqual(Array(3).fill([10, 10, [10]]));
    expect(violations).toEqual(NO_VIOLATIONS);
  });

  test('a client that does not come back is counted', async () => {
    const result = await runAgainst({ shutOut: [3, 7] }, { ...storm, finalPullMs: 300 });
    expect(result.resume).toMatchObject({ cut: 10, resumed: 8 });
    expect(result.unpulled).toBe(2);
    // Nobody can tell whether what these two lack is lost.
    expect(result.violations.lost).toBe(0);
    expect(result.violations.unverified).toBeGreaterThan(0);
  });

  test('a message lost during the storm is counted', async () => {
    const result = await runAgainst({ lose: [40] }, storm);
    expect(result.violations).toEqual({ ...NO_VIOLATIONS, lost: 1, holes: 1 });
  });

  test('when another process cuts the connections, times count from the planned moment', async () => {
    // The planned moment comes after 20 messages.
    const cutting = setInterval(() => {
      if (load.acked() < 50) return;
      clearInterval(cutting);
      load.gate()?.disconnectAll();
    }, 5);
    const result = await runAgainst({}, { ...storm, storm: { afterSeconds: 0.1, cut: false } });
    clearInterval(cutting);
    expect(result.resume).toMatchObject({ cut: 10, resumed: 10 });
    expect(result.incidents).toEqual([['connection closed', 10]]);
    expect(result.traffic).toMatchObject({ acked: 110, delivered: 110 });
  });

  test('without a storm the result has no resume section', async () => {
    expect((await runAgainst({ cut: [5] })).resume).toBeUndefined();
  });
});
