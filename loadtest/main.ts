// Entry of `npm run loadtest`: starts the target, runs the load test, prints the report.
import { manageAccounts } from './accounts/main.ts';
import { runToExit } from './cli/exit.ts';
import { FlagError, parseFlags, parseJoinFlags } from './cli/flags.ts';
import type { LoadTestFlags } from './cli/settings.ts';
import { USAGE } from './cli/usage.ts';
import { type StartWorkers, startWorkers } from './driver/workers.ts';
import { Coordinator } from './generators/coordinator.ts';
import { joinCoordinator } from './generators/join.ts';
import { readSecret } from './generators/secret.ts';
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
  const joining = parseJoinFlags(argv);
  if (joining) return await join(joining);
  const flags = parseFlags(argv);
  if (flags === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (!flags.coordinator) {
    const sockets = scenarioOf(flags.scenario).countSockets(flags);
    const needs = { sockets, gates: countGates(flags), workers: flags.workers };
    for (const warning of checkMachine(needs, readMachineLimits())) print(warning);
  }
  checkOutputs(flags);
  await checkTarget(flags);
  return await withGenerators(flags, (start) => measure(flags, start, argv));
}

async function measure(flags: LoadTestFlags, start: StartWorkers, argv: readonly string[]): Promise<number> {
  const target = await startTarget(flags);
  try {
    const run = flags.findLimit ? searchLimit : runLoadTest;
    const result = judge(await run(flags, target, print, start), flags.failIf);
    print.clear();
    process.stdout.write(formatResult(result));
    writeOutputs(flags, result);
    if (flags.recordName) print(`written to ${recordResult(flags.recordName, result, argv)}.json`);
    return result.exitCode;
  } finally {
    await target.close();
  }
}

/** Runs with the load processes of this machine, or of those that join. */
async function withGenerators(flags: LoadTestFlags, run: (start: StartWorkers) => Promise<number>): Promise<number> {
  if (!flags.coordinator) return await run(startWorkers);
  const { host, port, generators, secretFile } = flags.coordinator;
  const secret = readSecret(secretFile, { create: true });
  const workers = flags.workers / generators;
  const coordinator = await Coordinator.listen({ host, port, generators, workers, secret, print });
  try {
    await coordinator.waitForGenerators();
    const exitCode = await run(coordinator.startWorkers);
    coordinator.close();
    return exitCode;
  } catch (error) {
    coordinator.close(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

async function join({ host, port, secretFile }: NonNullable<ReturnType<typeof parseJoinFlags>>): Promise<0> {
  await joinCoordinator({ host, port, secret: readSecret(secretFile, { create: false }), print });
  print('the coordinator has the report');
  return 0;
}

await runToExit(() => main(process.argv.slice(2)), 'npm run loadtest -- --help');
