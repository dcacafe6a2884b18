// Runs the load of one test and measures it meanwhile: processor time, memory, lag, the steps of a message, and faults.
import type { LoadTestFlags } from './cli/settings.ts';
import type { Workers } from './driver/workers.ts';
import type { LiveProgress } from './live/live-progress.ts';
import { CpuMeter, type CpuSample, cpuUsageBetween, type ProcessRoles } from './report/cpu.ts';
import { buildEventReports } from './report/events.ts';
import { buildHopReports } from './report/hops.ts';
import type { Measurements } from './report/report.ts';
import { ResourceSampler } from './report/resources.ts';
import { buildTimeline, findCommonPauses, mergeLanes } from './report/timeline.ts';
import { FaultSchedule } from './setup/fault-schedule.ts';
import type { RunningTarget } from './setup/running-target.ts';
import { type MetricSamples, scrapeMetrics, sumLag } from './setup/target-metrics.ts';

export type LoadMeasurements = Pick<Measurements, 'results' | 'cpu' | 'timeline' | 'events' | 'hops'>;

/** `onMeasuring` is called when the measured part begins. */
export async function measureLoad(
  workers: Workers,
  target: RunningTarget,
  { faults }: Pick<LoadTestFlags, 'faults'>,
  live: Pick<LiveProgress, 'enter' | 'during'>,
  onMeasuring: () => void,
): Promise<LoadMeasurements> {
  const roles = (): ProcessRoles => new Map([...target.roles(), ['load', [...workers.pids, process.pid]]]);
  const scrape = (): Promise<MetricSamples> => scrapeMetrics(target.adminUrls());
  const meter = new CpuMeter(roles);
  const sampler = new ResourceSampler(meter, roles, async () => sumLag(await scrape()));
  const schedule = new FaultSchedule(faults, (fault) =>
    live.during(`${fault.kind} ${fault.process}`, target.injectFault?.(fault)),
  );
  let from: CpuSample = meter.sample();
  let to: CpuSample = from;
  let [before, after] = [Promise.resolve<MetricSamples>(new Map()), Promise.resolve<MetricSamples>(new Map())];
  const startedMs = performance.now();
  sampler.start();
  live.enter('warm-up');
  try {
    const results = await workers.run(
      performance.timeOrigin + startedMs,
      () => {
        from = meter.sample();
        live.enter('measuring');
        before = scrape();
        schedule.start();
        onMeasuring();
      },
      () => {
        to = meter.sample();
        live.enter('draining');
        after = scrape();
      },
    );
    const injected = await schedule.finish();
    const series = results.map((result) => result.series);
    const measured = { from: (from.atMs - startedMs) / 1000, to: (to.atMs - startedMs) / 1000 };
    const timeline = buildTimeline(series, sampler.samples, measured);
    const sinceStart = injected.map((fault) => ({
      ...fault,
      startedMs: fault.startedMs - startedMs,
      readyMs: fault.readyMs - startedMs,
    }));
    const events = buildEventReports(sinceStart, {
      pauses: findCommonPauses(series),
      lanes: mergeLanes(series),
      endMs: to.atMs - startedMs,
      lostDueMs: results.flatMap((result) => result.lostDueMs),
      duplicatedDueMs: results.flatMap((result) => result.duplicatedDueMs),
      outOfOrderDueMs: results.flatMap((result) => result.outOfOrderDueMs),
      points: timeline.points,
    });
    return { results, cpu: cpuUsageBetween(from, to), timeline, events, hops: buildHopReports(await before, await after) };
  } finally {
    sampler.stop();
    schedule.stop();
  }
}
