// Entry of `npm run chaos`. Exit code 0: every promise held; 1: one was broken; 2: nothing could be checked; 64: wrong arguments.
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { renderPage } from '../report/html/page.ts';
import { formatResult } from '../report/result.ts';
import { recordResult } from '../report/result-files.ts';
import { renderFaultTable } from './fault-table.ts';
import { type ChaosFlags, formatSchedule, parseChaosFlags, USAGE } from './flags.ts';
import { type ChaosResult, runChaos } from './run.ts';
import { shrinkSchedule } from './shrink.ts';

const MAX_SHRINK_RUNS = 12;
const MAX_SEED = 1_000_000;
const EXIT_USAGE = 64;

const argv = process.argv.slice(2);
const print = (line: string): void => void process.stderr.write(`${line}\n`);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(flags: ChaosFlags): Promise<number> {
  say(`seed ${flags.seed}, ${flags.seconds} s: ${formatSchedule(flags.faults)}`);
  const outcome = await runChaos(flags, print);
  say(formatResult(outcome.result).trimEnd());
  if (flags.jsonFile) writeFileSync(flags.jsonFile, `${JSON.stringify(outcome.result, undefined, 2)}\n`);
  if (flags.htmlFile) writeFileSync(flags.htmlFile, renderPage(outcome.result));
  if (flags.recordName) print(`written to ${recordResult(flags.recordName, outcome.result, argv, new Date(), 'chaos')}.json`);
  if (flags.markdownFile) writeFileSync(flags.markdownFile, renderFaults(outcome));
  say(formatOutcome(outcome));
  if (outcome.broken.length === 0) return 0;
  say(`Again: npm run chaos -- --seconds ${flags.seconds}${formatServers(flags)} --schedule "${formatSchedule(flags.faults)}"`);
  if (flags.shrink) await shrink(flags);
  return 1;
}

function renderFaults({ result, broken }: ChaosResult): string {
  const command = `npm run chaos -- ${argv.map((word) => (word.includes(' ') ? `"${word}"` : word)).join(' ')}`;
  return renderFaultTable(result, { command, date: new Date().toISOString().slice(0, 10), broken });
}

function formatServers({ brokers, diskMib, without }: ChaosFlags): string {
  const given = { brokers: brokers > 1 ? brokers : undefined, disk: diskMib, without };
  return Object.entries(given)
    .flatMap(([name, value]) => (value === undefined ? [] : ` --${name} ${value}`))
    .join('');
}

function formatOutcome({ result, broken }: ChaosResult): string {
  if (broken.length > 0) return broken.map((reason) => `BROKEN        ${reason}`).join('\n');
  const slowest = Math.max(0, ...result.events.map(({ stallMs }) => stallMs));
  const { length } = result.events;
  return `held          ${length} faults, the longest time without any delivery ${slowest} ms; every process is ready`;
}

async function shrink(flags: ChaosFlags): Promise<void> {
  const fails = async (faults: ChaosFlags['faults']): Promise<boolean> => {
    const { broken } = await runChaos({ ...flags, faults }, () => undefined);
    say(`${broken.length > 0 ? 'fails' : 'holds'}: ${formatSchedule(faults)}`);
    return broken.length > 0;
  };
  say(`smallest      ${formatSchedule(await shrinkSchedule(flags.faults, fails, MAX_SHRINK_RUNS))}`);
}

let flags: ChaosFlags | 'help' | undefined;
try {
  flags = parseChaosFlags(argv, () => randomInt(MAX_SEED));
} catch (error) {
  print(`${(error as Error).message}\nnpm run chaos -- --help explains all flags`);
  process.exitCode = EXIT_USAGE;
}
if (flags === 'help') say(USAGE);
else if (flags)
  process.exitCode = await main(flags).catch((error: unknown) => {
    print(`Nothing could be checked: ${error instanceof Error ? error.stack : String(error)}`);
    return 2;
  });
