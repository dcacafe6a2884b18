// What the numbers of two reports say: rates, and quantiles of latencies that several instances have measured.
import { LATENCY_BUCKETS_S } from '../infra/ports/index.ts';
import type { im } from '../proto/rpc.ts';
import type { Member } from './members.ts';

type Latency = im.InstanceReport.Latency.$Properties | null | undefined;
type CodeCounts = readonly im.InstanceReport.CodeCount.$Properties[];
type Served = im.InstanceReport.ServedPartitions.$Properties;

export interface LatencyQuantiles {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Per second, over some seconds; undefined before a second report. */
export function describeLoad({ report, before }: Member): object | undefined {
  const seconds = secondsBetween(report, before);
  if (!before || seconds === undefined) return undefined;
  const rate = (now: number, then: number): number => round((now - then) / seconds);
  return {
    framesInPerSecond: rate(report.framesIn, before.framesIn),
    framesOutPerSecond: rate(report.framesOut, before.framesOut),
    bytesInPerSecond: rate(report.bytesIn, before.bytesIn),
    bytesOutPerSecond: rate(report.bytesOut, before.bytesOut),
    refusalsPerSecond: refusals(report.replies, before.replies, seconds),
    ack: quantilesOf([countBetween(report.ack, before.ack)]),
    push: quantilesOf([countBetween(report.push, before.push)]),
  };
}

/** One service of an instance: its partitions, and its batches of the last seconds. */
export function describeServed(served: Served, { report, before }: Member): object {
  const then = before?.services.find(({ service }) => service === served.service);
  const seconds = secondsBetween(report, before);
  return {
    service: served.service,
    owned: served.owned,
    paused: served.paused,
    lag: (served.partitions ?? []).reduce((sum, { lag }) => sum + (lag ?? 0), 0),
    queuedRecords: served.queuedRecords,
    deadLetters: served.deadLetters,
    rpcs: served.rpcs,
    partitions: (served.partitions ?? []).map(({ partition, position, lag, paused }) => ({ partition, position, lag, paused })),
    ...(then && seconds !== undefined && { load: describeBatches(served, then, seconds) }),
  };
}

function describeBatches(now: Served, then: Served, seconds: number): object {
  const batches = countBetween(now.batches, then.batches);
  const count = batches.reduce((sum, one) => sum + one, 0);
  const sumUs = (now.batches?.sumUs ?? 0) - (then.batches?.sumUs ?? 0);
  return {
    commandsPerSecond: round(((now.commands ?? 0) - (then.commands ?? 0)) / seconds),
    batchesPerSecond: round(count / seconds),
    batchCommands: count === 0 ? 0 : round(((now.commands ?? 0) - (then.commands ?? 0)) / count),
    batchMs: count === 0 ? 0 : round(sumUs / count / 1000),
    refusalsPerSecond: refusals(now.replies ?? [], then.replies ?? [], seconds),
  };
}

/** The latencies that all gates together have measured in the last seconds. */
export function describeLatency(members: readonly Member[]): {
  ack: LatencyQuantiles | undefined;
  push: LatencyQuantiles | undefined;
} {
  const measured = members.filter(({ before }) => before);
  return {
    ack: quantilesOf(measured.map(({ report, before }) => countBetween(report.ack, before?.ack))),
    push: quantilesOf(measured.map(({ report, before }) => countBetween(report.push, before?.push))),
  };
}

/** Undefined where nothing was measured. A quantile lies within its bucket in proportion. */
export function quantilesOf(counts: readonly (readonly number[])[]): LatencyQuantiles | undefined {
  const sums = [...LATENCY_BUCKETS_S, 0].map((_, bucket) => counts.reduce((sum, one) => sum + (one[bucket] ?? 0), 0));
  const total = sums.reduce((sum, one) => sum + one, 0);
  return total === 0 ? undefined : { p50Ms: quantile(sums, total * 0.5), p99Ms: quantile(sums, total * 0.99) };
}

function quantile(counts: readonly number[], wanted: number): number {
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    if (below + count < wanted || count === 0) {
      below += count;
      continue;
    }
    const from = LATENCY_BUCKETS_S[bucket - 1] ?? 0;
    const to = LATENCY_BUCKETS_S[bucket] ?? from;
    return round((from + (to - from) * ((wanted - below) / count)) * 1000);
  }
  return (LATENCY_BUCKETS_S.at(-1) ?? 0) * 1000;
}

/** How often each bucket was hit between two reports. */
export function countBetween(now: Latency, then: Latency): number[] {
  return (now?.counts ?? []).map((count, i) => Math.max(0, count - (then?.counts?.[i] ?? 0)));
}

/** By code, without those that do not occur. */
function refusals(now: CodeCounts, then: CodeCounts, seconds: number): Record<string, number> {
  const before = new Map(then.map(({ code, count }) => [code ?? '', count ?? 0]));
  const rates = now.map(({ code, count }): [string, number] => [
    code ?? '',
    round(((count ?? 0) - (before.get(code ?? '') ?? 0)) / seconds),
  ]);
  return Object.fromEntries(rates.filter(([code, rate]) => code !== 'OK' && rate > 0));
}

function secondsBetween(now: im.InstanceReport, then: im.InstanceReport | undefined): number | undefined {
  const ms = then ? now.measuredAtMs - then.measuredAtMs : 0;
  return ms > 0 ? ms / 1000 : undefined;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
