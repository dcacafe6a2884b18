// Entry of `npm run loadtest`: starts the target, runs the load test, prints the report.
import { manageAccounts } from './accounts/main.ts';
import { runToExit } from './cli/exit.ts';
import { FlagError, parseFlags } from './cli/flags.ts';
import type { LoadTestFlags } from './cli/settings.ts';
import { USAGE } from './cli/usage.ts';
import { printTo } from './live/terminal.ts';
import { verifyFile } from './proof/main.ts';
import { compareResults, readResult } from './report/compare.ts';
import { formatResult, judge } from './report/result.ts';
import { recordResult, writeOutputs } from './report/result-files.ts';
import { startRival } from './rivals/start.ts';
import { runLoadTest, searchLimit } from './run.ts';
import { countAccounts, scenarioOf } from './scenarios/index.ts';
import { startEmbedded } from './setup/embedded-target.ts';
import { checkMachine, checkOutputs, checkTarget, readMachineLimits } from './setup/preflight.ts';
import { existingTarget, type RunningTarget } from './setup/running-target.ts';
import { startStack } from './setup/stack-target.ts';

async function startTarget(flags: LoadTestFlags): Promise<RunningTarget> {
  if (flags.target.kind === 'address') return existingTarget({ ...flags, clients: countAccounts(flags) }, flags.target);
  if (flags.target.kind === 'rival') return await startRival(flags.target.name, flags, print);
  return flags.target.kind === 'stack' ? await startStack(flags, print) : await startEmbedded(flags, print);
}

const print = printTo(process.stderr);

/** The addresses that clients connect to: each has the local ports of this machine. */
function countGates({ target, services }: LoadTestFlags): number {
  if (target.kind === 'address') return Math.max(1, target.urls.length);
  return target.kind === 'stack' ? services.gate : 1;
}

function compareFiles(paths: readonly string[]): number {
  const [before, after] = paths;
  if (before === undefined || after === undefined || paths.length > 2)
    throw new FlagError(['compare takes two files that --json has written: compare A.json B.json']);
  process.stdout.write(compareResults(readResult(before), readResult(after)));
  return 0;
}

async function main(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  if (command === 'compare') return compareFiles(rest);
  if (command === 'accounts') return await manageAccounts(rest, print);
  if (command === 'verify') return await verifyFile(rest, (text) => process.stdout.write(text));
  const flags = parseFlags(argv);
  if (flags === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const sockets = scenarioOf(flags.scenario).countSockets(flags);
  const gates = countGates(flags);
  for (const warning of checkMachine({ sockets, gates, workers: flags.workers }, readMachineLimits())) print(warning);
  checkOutputs(flags);
  await checkTarget(flags);
  const target = await startTarget(flags);
  try {
    const run = flags.findLimit ? searchLimit : runLoadTest;
    const result = judge(await run(flags, target, print), flags.failIf);
    print.clear();
    process.stdout.write(formatResult(result));
    writeOutputs(flags, result);
    if (flags.recordName) print(`written to ${recordResult(flags.recordName, result, argv)}.json`);
    return result.exitCode;
  } finally {
    await target.close();
  }
}

await runToExit(() => main(process.argv.slice(2)), 'npm run loadtest -- --help');
