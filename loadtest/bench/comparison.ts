// Ratios of two sides over the rounds of a comparison, and whether they differ.
import type { Round, RoundFigures } from './rounds.ts';

export interface Ratio {
  /** "cpu stack", "cpu gate", "deliveryP99" … */
  readonly name: string;
  /** Medians over the rounds. */
  readonly a: number;
  readonly b: number;
  /** B / A: the median over the pairs of neighbouring rounds, the least and the greatest. */
  readonly ratio: number;
  readonly least: number;
  readonly greatest: number;
  /** `same` also where the rounds are too few to tell. */
  readonly verdict: 'more' | 'less' | 'same';
}

export interface Comparison {
  readonly ratios: readonly Ratio[];
  /** Pairs of rounds that count: both are good. */
  readonly pairs: number;
  readonly rounds: readonly Round[];
  /** 0, 1 when a round was bad, 2 when no pair was good. */
  readonly exitCode: 0 | 1 | 2;
}

/**
 * When both sides are the same, all of n pairs point in one direction by chance in one of 2^(n-1) comparisons: with five in one
 * of 16, for each figure.
 */
const LEAST_PAIRS = 5;

export function compareRounds(rounds: readonly Round[]): Comparison {
  const goodOf = (side: Round['side'], number: number): RoundFigures | undefined =>
    rounds.find((round) => round.side === side && round.number === number && round.problem === null)?.figures ?? undefined;
  const numbers = [...new Set(rounds.map(({ number }) => number))];
  const pairs = numbers.flatMap((number) => {
    const [a, b] = [goodOf('A', number), goodOf('B', number)];
    return a && b ? [{ a: listFigures(a), b: listFigures(b) }] : [];
  });
  const names = [...new Set(pairs.flatMap(({ a, b }) => [...a.keys(), ...b.keys()]))];
  const ratios = names.flatMap((name) => {
    const values = pairs.flatMap(({ a, b }) => {
      const [before, after] = [a.get(name), b.get(name)];
      return before && after !== undefined ? [[before, after] as const] : [];
    });
    return values.length === 0 ? [] : [ratioOf(name, values)];
  });
  const isBad = rounds.some(({ problem }) => problem !== null);
  return { ratios, pairs: pairs.length, rounds, exitCode: pairs.length === 0 ? 2 : isBad ? 1 : 0 };
}

/** The table for people. */
export function formatComparison({ ratios, pairs, rounds }: Comparison): string {
  const lines = [
    row('', 'A', 'B', 'B / A', 'spread', ''),
    ...ratios.map(({ name, a, b, ratio, least, greatest, verdict }) =>
      row(
        name,
        show(a),
        show(b),
        ratio.toFixed(2),
        `${least.toFixed(2)} … ${greatest.toFixed(2)}`,
        verdict === 'same' ? '' : verdict,
      ),
    ),
    '',
    `${pairs} of ${rounds.length / 2} pairs of rounds count. cpu is µs of a message, latencies are ms.`,
    pairs < LEAST_PAIRS
      ? `Fewer than ${LEAST_PAIRS} pairs cannot tell a difference from chance: take more --rounds.`
      : '"more" and "less" stand where all pairs agree.',
    ...rounds.flatMap(({ side, number, problem }) =>
      problem === null ? [] : [`BAD           ${side} in round ${number}: ${problem}`],
    ),
  ];
  const limited = rounds.filter(({ generatorLimited }) => generatorLimited).length;
  if (limited > 0) lines.push(`GENERATOR     was the limit in ${limited} load tests: their latencies and rates are its own.`);
  return `${lines.join('\n')}\n`;
}

export function formatRound({ side, number, figures, problem }: Round): string {
  const { cpuMicros, deliveryP50, deliveryP99, deliveredPerSecond } = figures ?? {};
  const latencies = `p50 ${deliveryP50}  p99 ${deliveryP99} ms`;
  const found = figures ? `stack ${cpuMicros?.stack} µs  ${latencies}  ${deliveredPerSecond}/s` : 'nothing measured';
  return `${side} in round ${number}: ${found}${problem === null ? '' : `  BAD: ${problem}`}`;
}

function listFigures({ cpuMicros, deliveryP50, deliveryP99, deliveredPerSecond }: RoundFigures): Map<string, number> {
  const cpu = Object.entries(cpuMicros).map(([role, micros]) => [`cpu ${role}`, micros] as const);
  return new Map([...cpu, ...Object.entries({ deliveryP50, deliveryP99, deliveredPerSecond })]);
}

function ratioOf(name: string, pairs: readonly (readonly [before: number, after: number])[]): Ratio {
  const ratios = pairs.map(([before, after]) => after / before);
  const [least, greatest] = [Math.min(...ratios), Math.max(...ratios)];
  const isClear = pairs.length >= LEAST_PAIRS && (least > 1 || greatest < 1);
  return {
    name,
    a: median(pairs.map(([before]) => before)),
    b: median(pairs.map(([, after]) => after)),
    ratio: median(ratios),
    least,
    greatest,
    verdict: !isClear ? 'same' : least > 1 ? 'more' : 'less',
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? (sorted[Math.floor(middle)] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function row(name: string, ...[a = '', b = '', ratio = '', spread = '', verdict = '']: string[]): string {
  return `${name.padEnd(20)}${a.padStart(10)}${b.padStart(10)}${ratio.padStart(8)}  ${spread.padEnd(14)}${verdict}`.trimEnd();
}

function show(value: number): string {
  return String(Math.round(value * 100) / 100);
}
