import { expect, test } from 'vitest';
import { judge } from '../report/result.ts';
import { reportFixture } from '../report/testing/result-fixture.ts';
import { compareRounds, formatComparison } from './comparison.ts';
import { HopelessRoundError, judgeRound, type Round, runRounds, type Trial } from './rounds.ts';

/** A good load test in which a message costs this much, with these changes of its result. */
function trial(gate: number, changes: object = {}): Trial {
  const measured = { deliveryMs: { p50: 3, p90: 5, p99: 8, max: 9 }, deliveredPerSecond: 100 };
  const cost = { cpuMicrosPerMessage: { gate, load: 50 }, ...measured };
  const result = { ...judge(reportFixture(), []), unacknowledged: 0, exitCode: 0, ...cost };
  return { exitCode: 0, output: '', result: { ...result, ...changes } as Trial['result'] };
}

async function compare(a: readonly Trial[], b: readonly Trial[]) {
  const queue = { A: [...a], B: [...b] };
  const order: string[] = [];
  const rounds = await runRounds(
    a.length,
    async (side) => {
      order.push(side);
      return queue[side].shift() ?? trial(0);
    },
    () => undefined,
  );
  return { order: order.join(''), ...compareRounds(rounds) };
}

test('the two sides take turns, and the ratio is the median of the pairs with its spread', async () => {
  const a = [100, 200, 100, 100, 100].map((gate) => trial(gate));
  const b = [90, 170, 80, 85, 99].map((gate) => trial(gate));
  const { order, ratios, exitCode } = await compare(a, b);
  expect(order).toBe('ABABABABAB');
  const found = ratios.find(({ name }) => name === 'cpu stack');
  expect(found).toMatchObject({ a: 100, b: 90, ratio: 0.85, least: 0.8, greatest: 0.99, verdict: 'less' });
  expect(ratios.map(({ name }) => name)).toEqual([
    ...['cpu stack', 'cpu gate', 'cpu load', 'deliveryP50', 'deliveryP99', 'deliveredPerSecond'],
  ]);
  expect(exitCode).toBe(0);
});

test('a difference in which one pair disagrees is none, and neither is one of four pairs', async () => {
  const verdictOf = async (ratios: readonly number[]) => {
    const compared = await compare(
      ratios.map(() => trial(100)),
      ratios.map((ratio) => trial(100 * ratio)),
    );
    return compared.ratios.find(({ name }) => name === 'cpu stack')?.verdict;
  };
  expect(await verdictOf([0.5, 0.5, 0.5, 0.5, 1.01])).toBe('same');
  expect(await verdictOf([0.5, 0.5, 0.5, 0.5])).toBe('same');
  expect(await verdictOf([1.2, 1.2, 1.2, 1.3, 1.01])).toBe('more');
});

test('a round that lost a message, or ended early, is said and its pair left out', async () => {
  const ended: Trial = { exitCode: 2, output: 'starting\nNothing was measured: boom\n', result: undefined };
  const comparison = await compare(
    [trial(100), trial(100), trial(100)],
    [trial(50), trial(9000, { lost: 2, exitCode: 1 }), ended],
  );
  expect(comparison).toMatchObject({ pairs: 1, exitCode: 1 });
  expect(comparison.ratios[0]).toMatchObject({ ratio: 0.5, least: 0.5, greatest: 0.5 });
  const text = formatComparison(comparison);
  expect(text).toContain('1 of 3 pairs of rounds count');
  expect(text).toContain('BAD           B in round 2: lost 2\n');
  expect(text).toContain('BAD           B in round 3: exit code 2: Nothing was measured: boom\n');
});

test('without a good pair the exit code is 2, and a limit of the generator is said', async () => {
  const comparison = await compare([trial(1, { lost: 1 })], [trial(1, { generatorLimited: true })]);
  expect(comparison).toMatchObject({ pairs: 0, ratios: [], exitCode: 2 });
  expect(formatComparison(comparison)).toContain('GENERATOR     was the limit in 1 load tests');
});

test('a mistake that every round would repeat ends the comparison with its sentence', async () => {
  const mistaken: Trial = {
    exitCode: 64,
    output: '--rate x\nnpm run loadtest -- --help explains all flags\n',
    result: undefined,
  };
  await expect(compare([mistaken], [trial(1)])).rejects.toThrow(new HopelessRoundError('A: --rate x'));
  const rounds: Round[] = [];
  const trials = [trial(1), trial(1), mistaken, trial(1)];
  await runRounds(
    2,
    async () => trials.shift() ?? mistaken,
    (round) => rounds.push(round),
  );
  expect(rounds.map(({ problem }) => problem)).toEqual([null, null, 'exit code 64: --rate x', null]);
});

test('a message without a reply, or a condition of --fail-if, makes a round bad', () => {
  expect(judgeRound('A', 1, trial(1, { unacknowledged: 3 })).problem).toBe('unacknowledged 3');
  expect(judgeRound('A', 1, { ...trial(1), exitCode: 1 }).problem).toBe('exit code 1');
});
