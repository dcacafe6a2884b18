// Runs the load tests of a comparison in turn, and says of each whether it counts.
import type { StoredResult } from '../report/compare.ts';

/** What a load test left: its result, or its last words. */
export interface Trial {
  readonly exitCode: number | null;
  readonly output: string;
  readonly result: StoredResult | undefined;
}

export interface RoundFigures {
  /** Processor time of a message in microseconds: by role, and `stack` for all but the load generator. */
  readonly cpuMicros: Readonly<Record<string, number>>;
  readonly deliveryP50: number;
  readonly deliveryP99: number;
  readonly deliveredPerSecond: number;
}

export interface Round {
  readonly side: 'A' | 'B';
  /** From 1. */
  readonly number: number;
  /** Null when nothing was measured. */
  readonly figures: RoundFigures | null;
  /** Why it does not count; null when it does. */
  readonly problem: string | null;
  /** The latencies are those of the load generator. */
  readonly generatorLimited: boolean;
}

/** Ends early with the message when the command line or the machine is at fault: every round would end like that. */
export class HopelessRoundError extends Error {
  override readonly name = 'HopelessRoundError';
}

const EXIT_USAGE = 64;
const BROKEN = ['lost', 'duplicated', 'outOfOrder', 'misdelivered', 'conflicts', 'holes', 'unverified', 'unpulled'] as const;

/** A B A B …: so that whatever slows the machine for a while slows both. */
export async function runRounds(
  rounds: number,
  run: (side: Round['side']) => Promise<Trial>,
  onRound: (round: Round) => void,
): Promise<Round[]> {
  const done: Round[] = [];
  for (let number = 1; number <= rounds; number++) {
    for (const side of ['A', 'B'] as const) {
      const trial = await run(side);
      const isHopeless = trial.exitCode === EXIT_USAGE && !done.some((round) => round.side === side && round.figures);
      if (isHopeless) throw new HopelessRoundError(`${side}: ${lastLine(trial.output)}`);
      const round = judgeRound(side, number, trial);
      done.push(round);
      onRound(round);
    }
  }
  return done;
}

/** A run that lost a message, or did not come to its end, says nothing about its cost. */
export function judgeRound(side: Round['side'], number: number, { exitCode, output, result }: Trial): Round {
  const generatorLimited = result?.generatorLimited ?? false;
  if (!result || result.exitCode === 2)
    return { side, number, figures: null, problem: `exit code ${exitCode}: ${lastLine(output)}`, generatorLimited };
  const broken = BROKEN.flatMap((name) => ((result[name] ?? 0) > 0 ? [`${name} ${result[name]}`] : []));
  const unacknowledged = result.unacknowledged ?? 0;
  const reasons = [...broken, ...(unacknowledged > 0 ? [`unacknowledged ${unacknowledged}`] : [])];
  if (reasons.length === 0 && exitCode !== 0) reasons.push(`exit code ${exitCode}`);
  return { side, number, figures: figuresOf(result), problem: reasons.join(', ') || null, generatorLimited };
}

export function figuresOf({ cpuMicrosPerMessage = {}, deliveryMs, deliveredPerSecond = 0 }: StoredResult): RoundFigures {
  const stack = Object.entries(cpuMicrosPerMessage).reduce((sum, [role, micros]) => sum + (role === 'load' ? 0 : micros), 0);
  return {
    cpuMicros: { stack: Math.round(10 * stack) / 10, ...cpuMicrosPerMessage },
    deliveryP50: deliveryMs?.p50 ?? 0,
    deliveryP99: deliveryMs?.p99 ?? 0,
    deliveredPerSecond,
  };
}

/** npm's hint about --help comes after the sentence. */
function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !line.includes('explains all flags'));
  return lines.at(-1)?.trim() ?? 'it said nothing';
}
