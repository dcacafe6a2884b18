// One load test against a running target: connect, measure the gates' memory, send, report.
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { segmentsFor } from './cli/profiles.ts';
import type { LoadTestFlags } from './cli/settings.ts';
import { UsageError } from './cli/usage-error.ts';
import type { ConnectResult, LoadPlan } from './driver/load-driver.ts';
import { type StartWorkers, startWorkers } from './driver/workers.ts';
import { findLimit } from './find-limit.ts';
import { LiveProgress } from './live/live-progress.ts';
import type { Print } from './live/terminal.ts';
import { type LoadMeasurements, measureLoad } from './measure.ts';
import { joinFateFile, partFile } from './proof/fate-file.ts';
import { readResidentKib } from './report/cpu.ts';
import { buildStepReports, memoryGrowth } from './report/profile-report.ts';
import { buildReport, exitCodeFor, type Report } from './report/report.ts';
import { NO_SECTIONS, type ReportSections } from './report/sections.ts';
import { scenarioOf } from './scenarios/index.ts';
import type { RunningTarget } from './setup/running-target.ts';

const CONNECT_TIMEOUT_MS = 120_000;
/** Wait before the memory of the gates is measured. */
const SETTLE_MS = 1_000;
/** A search begins well below the rate that is expected, so that its first latencies are those of an idle target. */
const SEARCH_FROM = 0.25;

/**
 * Runs the load and measures it. Always ends: each step has a time limit. `print` receives progress lines, `start` starts the
 * load processes.
 */
export async function runLoadTest(
  flags: LoadTestFlags,
  target: RunningTarget,
  print: Print,
  start: StartWorkers = startWorkers,
): Promise<Report> {
  const workers = await start(flags.workers);
  const scenario = scenarioOf(flags.scenario);
  const driver = scenario.drive?.(flags, target);
  const live = new LiveProgress(flags, { read: () => workers.progress(), print, cores: availableParallelism() });
  live.start();
  try {
    const emptyKib = await measureGateKib(target);
    const connected = await workers.connect(plansFor(flags, target));
    assertTokensLive(flags, connected);
    if (connected.bound < flags.clients) print(`only ${connected.bound} of ${flags.clients} clients are logged in`);
    const fullKib = await measureGateKib(target);
    const measurements = await measureLoad(workers, target, flags, live, () => driver?.start());
    const { results } = measurements;
    if (flags.fatesFile !== undefined) await writeFates(flags.fatesFile, flags, target);
    return buildReport({
      scenario: flags.scenario,
      sections: {
        ...NO_SECTIONS,
        rival: flags.target.kind === 'rival' ? flags.target.name : null,
        ...profileSections(flags, measurements),
        ...scenario.sections?.(flags, results),
        ...(await driver?.finish(results)),
      },
      members: scenario.flags.includes('members') ? flags.members : null,
      clients: flags.clients,
      rate: flags.rate,
      seconds: flags.seconds,
      warmUpSeconds: flags.warmUpSeconds,
      target: target.name,
      transport: flags.transport,
      connected: connected.bound,
      connectSeconds: connected.seconds,
      ...measurements,
      // After an earlier run the gates hold its memory: the difference would say nothing.
      kibPerConnection:
        target.gatePids.length === 0 || target.usedBefore ? undefined : (fullKib - emptyKib) / Math.max(1, connected.bound),
    });
  } finally {
    live.stop();
    driver?.stop();
    workers.stop();
  }
}

/** Puts the files of the load processes together, with what the store has, if it can be read. */
async function writeFates(path: string, { workers, scenario }: LoadTestFlags, target: RunningTarget): Promise<void> {
  await joinFateFile(path, workers, { target: target.name, scenario }, await target.readStored?.());
}

/** Throws UsageError when the target refuses tokens: those clients would never come, and the run would measure another load. */
function assertTokensLive({ accountsFile, clients }: LoadTestFlags, { incidents }: ConnectResult): void {
  const refusals = incidents.filter(([reason]) => reason.startsWith('log-in refused: '));
  const count = refusals.reduce((sum, [, times]) => sum + times, 0);
  if (accountsFile === undefined || count === 0) return;
  const code = refusals[0]?.[0].replace(/^log-in refused: |, for good$/g, '');
  throw new UsageError(`${count} of ${clients} tokens of ${accountsFile} are refused (${code}): put new ones there`);
}

/** Resident memory of the gates after a garbage collection; 0 when no gate runs on this machine. */
async function measureGateKib(target: RunningTarget): Promise<number> {
  if (target.gatePids.length === 0) return 0;
  await sleep(SETTLE_MS);
  await target.collectGarbage();
  return readResidentKib(target.gatePids);
}

function profileSections(flags: LoadTestFlags, { results, timeline }: LoadMeasurements): Partial<ReportSections> {
  if (flags.profile === 'soak') return { memoryGrowth: memoryGrowth(timeline) };
  if (flags.profile !== 'steps') return {};
  const series = results.map((result) => result.series);
  const count = (key: 'sent' | 'due'): number => results.reduce((sum, { measured }) => sum + measured[key], 0);
  const perMessage = count('due') / Math.max(1, count('sent'));
  return { steps: buildStepReports(segmentsFor(flags), series, { measuredFrom: timeline.measuredFrom, perMessage }) };
}

/** Runs the load at one rate after the other. The report is that of the highest sustained rate. */
export async function searchLimit(
  flags: LoadTestFlags,
  target: RunningTarget,
  print: Print,
  start: StartWorkers = startWorkers,
): Promise<Report> {
  let { usedBefore } = target;
  const { report, limit } = await findLimit(
    flags.rate * SEARCH_FROM,
    async (rate) => {
      print(`trying ${rate} messages per second`);
      const result = await runLoadTest({ ...flags, rate }, { ...target, usedBefore }, print, start);
      usedBefore = true;
      return result;
    },
    (result) => exitCodeFor(result) === 1,
  );
  return { ...report, limit };
}

function plansFor(flags: LoadTestFlags, target: RunningTarget): LoadPlan[] {
  const each = flags.clients / flags.workers;
  return Array.from({ length: flags.workers }, (_, index) => ({
    accounts: target.accounts.slice(index * each, (index + 1) * each),
    usedBefore: target.usedBefore,
    urls: target.urls,
    ...(target.statusUrl !== undefined && { statusUrl: target.statusUrl }),
    transport: flags.transport,
    rate: flags.rate / flags.workers,
    segments: segmentsFor(flags, 1 / flags.workers),
    warmUpSeconds: flags.warmUpSeconds,
    seconds: flags.seconds,
    textBytes: flags.textBytes,
    ...(flags.fatesFile !== undefined && { fatesFile: partFile(flags.fatesFile, index) }),
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    ...(flags.target.kind === 'rival' && { rival: flags.target.name }),
    ...scenarioOf(flags.scenario).plan(flags),
  }));
}
