// Entry of `npm run bench`: compares two checkouts or two settings by load tests in turn, or one with its recorded cost.
import { writeFileSync } from 'node:fs';
import { runToExit } from '../cli/exit.ts';
import { UsageError } from '../cli/usage-error.ts';
import { checkOutputs } from '../setup/preflight.ts';
import { BENCH_USAGE, type BenchSide, type ComparisonFlags, parseBenchFlags } from './bench-flags.ts';
import { type Checkout, openCheckout, ownCheckout } from './checkouts.ts';
import { compareRounds, formatComparison, formatRound } from './comparison.ts';
import { checkCost, recordCost } from './cost-check.ts';
import { HopelessRoundError, runRounds } from './rounds.ts';
import { runTrial } from './run-trial.ts';

function print(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(argv: readonly string[]): Promise<number> {
  const flags = parseBenchFlags(argv);
  if (flags.kind === 'help') process.stdout.write(`${BENCH_USAGE}\n`);
  else if (flags.kind === 'check') return await checkCost(print);
  else if (flags.kind === 'record') return await recordCost(print);
  else if (flags.kind === 'compare') return await compare(flags);
  return 0;
}

async function compare({ sides, rounds, loadArguments, jsonFile }: ComparisonFlags): Promise<number> {
  checkOutputs({ jsonFile, htmlFile: undefined, csvFile: undefined, fatesFile: undefined });
  const opened: Checkout[] = [];
  // Ctrl-C must not leave worktrees behind.
  const end = (): never => {
    removeAll(opened);
    process.exit(130);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    for (const { checkout } of sides) opened.push(checkout === undefined ? ownCheckout() : await openCheckout(checkout, print));
    const [a, b] = opened as [Checkout, Checkout];
    const argumentsOf = ({ settings }: BenchSide): string[] => [...loadArguments, ...settings.map((text) => `--set=${text}`)];
    const done = await runRounds(
      rounds,
      (side) => runTrial((side === 'A' ? a : b).folder, argumentsOf(sides[side === 'A' ? 0 : 1])),
      (round) => print(formatRound(round)),
    );
    const comparison = compareRounds(done);
    const about = { a: describe(a, sides[0]), b: describe(b, sides[1]), flags: loadArguments.join(' ') };
    const head = Object.entries(about).map(([name, text]) => `${name.toUpperCase().padEnd(8)}${text}\n`);
    process.stdout.write(`${head.join('')}\n${formatComparison(comparison)}`);
    if (jsonFile) writeFileSync(jsonFile, `${JSON.stringify({ ...about, ...comparison }, null, 2)}\n`);
    return comparison.exitCode;
  } catch (error) {
    throw error instanceof HopelessRoundError ? new UsageError(error.message) : error;
  } finally {
    removeAll(opened);
  }
}

function describe({ name }: Checkout, { settings }: BenchSide): string {
  return [name, ...settings].join(' ');
}

function removeAll(checkouts: Checkout[]): void {
  for (const checkout of checkouts.splice(0)) checkout.remove();
}

await runToExit(() => main(process.argv.slice(2)), 'npm run bench -- --help');
