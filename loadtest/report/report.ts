// The result of a run: as JSON for programs, and as a table for people.

import type { ScenarioName } from '../cli/settings.ts';
import type { LoadResult } from '../driver/load-driver.ts';
import { findGeneratorLimits, type GeneratorLoad } from '../generators/generator-meter.ts';
import { type HistogramCounts, mergeHistograms, type Quantiles } from '../ledger/histogram.ts';
import { scenarioOf } from '../scenarios/index.ts';
import { formatQuantiles } from '../scenarios/scenario.ts';
import { type EventReport, formatEvent } from './events.ts';
import type { HopReport } from './hops.ts';
import { formatLimit, formatStep } from './profile-report.ts';
import type { ReportSections } from './sections.ts';
import type { Timeline } from './timeline.ts';

/** The JSON result. Programs may rely on the keys of the first block; the other keys explain them. */
export interface Report extends ReportSections {
  readonly clients: number;
  /** Messages per second that were requested. */
  readonly rate: number;
  /** Length of the measured part. */
  readonly seconds: number;
  /** Messages of the measured part. */
  readonly sent: number;
  readonly acked: number;
  /** Deliveries: a message at one of its receivers. In a pair each message has one, in a group of 500 it has 499. */
  readonly delivered: number;
  /** Over all messages, warm-up included. */
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** From the moment a message was due to be sent, measured part only. */
  readonly ackMs: Quantiles;
  readonly deliveryMs: Quantiles;
  readonly connectPerSecond: number;
  /** Percent of one core during the measured part, by role; `load` is the load generator. */
  readonly cpu: Readonly<Record<string, number>>;
  /** Memory of the gates (embedded: of the one process) per idle connection; null when they run on another machine. */
  readonly kibPerConnection: number | null;

  readonly wireDuplicates: number;
  readonly refused: number;
  readonly unacknowledged: number;
  /** Deliveries that reached the receiver only by the pull at the end. */
  readonly pulledAtEnd: number;
  readonly misdelivered: number;
  readonly conflicts: number;
  readonly holes: number;
  /** Missing deliveries at clients that could not pull at the end. */
  readonly unverified: number;
  readonly unpulled: number;
  readonly deliveredPerSecond: number;
  /** The target sustained the rate: at least 97 % delivered while sending, and a delivery p99 below one second. */
  readonly sustained: boolean;
  readonly connected: number;
  readonly warmUpSeconds: number;
  /** Messages of the warm-up and the measured part together. */
  readonly allSent: number;
  readonly cpuMicrosPerMessage: Readonly<Record<string, number>>;
  readonly machineCpu: { readonly idle: number; readonly softIrq: number; readonly steal: number };
  /** Errors that the clients recovered from or that are counted elsewhere: reason → count. */
  readonly incidents: Readonly<Record<string, number>>;
  readonly target: string;
  readonly transport: string;
  readonly scenario: ScenarioName;
  /** Members of each group; null where there are no groups. */
  readonly members: number | null;
  /** Expected deliveries, of the measured part and of all. */
  readonly due: number;
  readonly allDue: number;
  /** By kind of conversation; null where there is none. */
  readonly directDeliveryMs: Quantiles | null;
  readonly groupDeliveryMs: Quantiles | null;
  /** How long after its due time the load generator sent a message, in the measured part. */
  readonly lateMs: Quantiles;
  /** The load generator was at its own limit: latencies and rates are its own. */
  readonly generatorLimited: boolean;
  /** A sentence for each limit that it met. */
  readonly generatorLimits: readonly string[];
  /** Its load processes, on all machines. */
  readonly generators: readonly GeneratorLoad[];
  readonly timeline: Timeline;
  /** Of --kill, --freeze and --restart. */
  readonly events: readonly EventReport[];
  /** The longest stall of these; null without any. */
  readonly longestStallMs: number | null;
  /** Where the time of a message goes, over the measured part; empty when the target's metrics cannot be read. */
  readonly hops: readonly HopReport[];
}

export interface Measurements {
  readonly scenario: ScenarioName;
  readonly sections: ReportSections;
  readonly members: number | null;
  readonly clients: number;
  readonly rate: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly target: string;
  readonly transport: string;
  readonly connected: number;
  readonly connectSeconds: number;
  readonly results: readonly LoadResult[];
  readonly cpu: { readonly percent: Readonly<Record<string, number>>; readonly machine: Report['machineCpu'] };
  readonly timeline: Timeline;
  readonly events: readonly EventReport[];
  readonly hops: readonly HopReport[];
  readonly kibPerConnection: number | undefined;
}

export function buildReport(measured: Measurements): Report {
  const { results, cpu } = measured;
  const sum = (pick: (result: LoadResult) => number): number => results.reduce((total, result) => total + pick(result), 0);
  const direct = results.map((result) => result.delivery.direct);
  const group = results.map((result) => result.delivery.group);
  const deliveryMs = mergeHistograms([...direct, ...group]);
  const due = sum((result) => result.measured.due);
  const deliveredPerSecond = sum((result) => result.deliveredPerSecond);
  const perSecond = Math.max(1, deliveredPerSecond);
  return {
    clients: measured.clients,
    rate: measured.rate,
    seconds: measured.seconds,
    sent: sum((result) => result.measured.sent),
    acked: sum((result) => result.measured.acked),
    delivered: sum((result) => result.measured.delivered),
    lost: sum((result) => result.violations.lost),
    duplicated: sum((result) => result.violations.duplicated),
    outOfOrder: sum((result) => result.violations.outOfOrder),
    ackMs: mergeHistograms(results.map((result) => result.ack)),
    deliveryMs,
    connectPerSecond: Math.round(measured.connected / Math.max(0.001, measured.connectSeconds)),
    cpu: cpu.percent,
    kibPerConnection: measured.kibPerConnection === undefined ? null : Math.round(measured.kibPerConnection * 10) / 10,
    wireDuplicates: sum((result) => result.wireDuplicates),
    refused: sum((result) => result.traffic.refused),
    unacknowledged: sum((result) => result.traffic.unacknowledged),
    pulledAtEnd: sum((result) => result.traffic.pulledAtEnd),
    misdelivered: sum((result) => result.violations.misdelivered),
    conflicts: sum((result) => result.violations.conflicts),
    holes: sum((result) => result.violations.holes),
    unverified: sum((result) => result.violations.unverified),
    unpulled: sum((result) => result.unpulled),
    deliveredPerSecond: Math.round(deliveredPerSecond),
    sustained: deliveredPerSecond >= (0.97 * due) / measured.seconds && deliveryMs.p99 < 1000,
    connected: measured.connected,
    warmUpSeconds: measured.warmUpSeconds,
    allSent: sum((result) => result.traffic.sent),
    cpuMicrosPerMessage: Object.fromEntries(
      Object.entries(cpu.percent).map(([role, percent]) => [role, Math.round((percent * 1e5) / perSecond) / 10]),
    ),
    machineCpu: cpu.machine,
    incidents: sumIncidents(results.flatMap((result) => result.incidents)),
    target: measured.target,
    transport: measured.transport,
    scenario: measured.scenario,
    members: measured.members,
    due,
    allDue: sum((result) => result.traffic.due),
    directDeliveryMs: countSamples(direct) === 0 ? null : mergeHistograms(direct),
    groupDeliveryMs: countSamples(group) === 0 ? null : mergeHistograms(group),
    ...describeGenerators(results),
    timeline: measured.timeline,
    events: measured.events,
    longestStallMs: measured.events.length === 0 ? null : Math.max(...measured.events.map(({ stallMs }) => stallMs)),
    hops: measured.hops,
    ...measured.sections,
  };
}

function describeGenerators(
  results: readonly LoadResult[],
): Pick<Report, 'lateMs' | 'generatorLimited' | 'generatorLimits' | 'generators'> {
  const lateMs = mergeHistograms(results.map((result) => result.late));
  const generators = results.flatMap(({ generator }) => generator ?? []);
  const generatorLimits = findGeneratorLimits(generators, lateMs.p99);
  return { lateMs, generatorLimited: generatorLimits.length > 0, generatorLimits, generators };
}

/** 0 = every promise held; 1 = a promise was broken or could not be verified; 2 = nothing was measured. */
export function exitCodeFor(report: Report): 0 | 1 | 2 {
  const broken = report.lost + report.duplicated + report.outOfOrder + report.misdelivered + report.conflicts + report.holes;
  const verdict = scenarioOf(report.scenario).verdict?.(report) ?? 'fine';
  if (broken + report.unverified + report.unpulled > 0 || verdict === 'broken') return 1;
  return verdict === 'nothing' || (report.acked === 0 && report.allSent > 0) ? 2 : 0;
}

/** The result as a table for people. */
export function formatReport(report: Report): string {
  const line = (name: string, text: string): string => `${name.padEnd(14)}${text}`;
  const ms = (name: string, quantiles: Quantiles): string => line(name, formatQuantiles(quantiles));
  const scenario = scenarioOf(report.scenario);
  const isBoth = report.directDeliveryMs && report.groupDeliveryMs;
  const perRole = (values: Readonly<Record<string, number>>, unit: string): string =>
    Object.entries(values)
      .map(([role, value]) => `${role} ${value}${unit}`)
      .join('  ');
  const load = `${report.rate}/s for ${report.seconds} s after ${report.warmUpSeconds} s of warm-up`;
  const lines = [
    line('target', `${report.target} over ${report.transport}, ${report.clients} clients, ${load}`),
    line('log-in', `${report.connected} connected, ${report.connectPerSecond}/s`),
    line(
      'messages',
      `${report.sent} sent  ${report.acked} acked  ` +
        `${report.delivered} of ${report.due} delivered (${report.deliveredPerSecond}/s while sending)`,
    ),
    ...(report.rival === null ? [] : [line('RIVAL', `${report.rival}, for comparison: none of these figures is ours`)]),
    ms('ack', report.ackMs),
    ms('delivery', report.deliveryMs),
    ...(isBoth && report.directDeliveryMs ? [ms('  to one', report.directDeliveryMs)] : []),
    ...(isBoth && report.groupDeliveryMs ? [ms('  to a group', report.groupDeliveryMs)] : []),
    ...(scenario.reportLines?.(report) ?? []).map(([name, text]) => line(name, text)),
    ...profileLines(report).map(([name, text]) => line(name, text)),
    ...report.events.map((event, index) => line(index === 0 ? 'faults' : '', formatEvent(event, report.timeline.measuredFrom))),
    line(
      'over all',
      `${report.allSent} messages, ${report.allDue} deliveries: ` +
        `lost ${report.lost}  duplicated ${report.duplicated}  outOfOrder ${report.outOfOrder}`,
    ),
    line(
      '',
      `refused ${report.refused}  unacknowledged ${report.unacknowledged}  ` +
        `pulled at the end ${report.pulledAtEnd}  wireDuplicates ${report.wireDuplicates}`,
    ),
    line('cpu', `${perRole(report.cpu, ' %')}  of one core`),
    line('', `${perRole(report.cpuMicrosPerMessage, '')}  µs per message`),
    line(
      'machine',
      `idle ${report.machineCpu.idle} %  softirq ${report.machineCpu.softIrq} %  steal ${report.machineCpu.steal} %`,
    ),
    line('memory', report.kibPerConnection === null ? 'not measured' : `${report.kibPerConnection} KiB per idle connection`),
    // In these scenarios clients disconnect on purpose, so late messages say nothing about the target.
    ...(scenario.waitsForClients
      ? []
      : [line('sustained', report.sustained ? 'yes' : 'no: below 97 % delivered, or p99 of 1 s and more')]),
  ];
  for (const [index, limit] of report.generatorLimits.entries()) lines.push(line(index === 0 ? 'GENERATOR' : '', limit));
  if (report.generatorLimited) lines.push(line('', 'so the generator was the limit: add --workers, cores, or --generators'));
  const broken = (['misdelivered', 'conflicts', 'holes', 'unverified', 'unpulled'] as const).filter((name) => report[name] > 0);
  if (broken.length > 0) lines.push(line('BROKEN', broken.map((name) => `${name} ${report[name]}`).join('  ')));
  for (const [reason, count] of Object.entries(report.incidents)) lines.push(line('incident', `${count} × ${reason}`));
  return `${lines.join('\n')}\n`;
}

/** What --profile and --find-limit add. */
function profileLines({ steps, memoryGrowth, limit }: ReportSections): [string, string][] {
  const named = (name: string, texts: readonly string[]): [string, string][] =>
    texts.map((text, index) => [index === 0 ? name : '', text]);
  const growth = Object.entries(memoryGrowth ?? {}).map(([role, mib]) => `${role} ${mib}`);
  return [
    ...named('limit', limit ? formatLimit(limit) : []),
    ...named('steps', (steps ?? []).map(formatStep)),
    ...named('growth', growth.length > 0 ? [`${growth.join('  ')}  MiB per hour`] : []),
  ];
}

function countSamples(histograms: readonly HistogramCounts[]): number {
  return histograms.reduce((sum, { samples }) => sum + samples, 0);
}

function sumIncidents(incidents: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [reason, count] of incidents) sums[reason] = (sums[reason] ?? 0) + count;
  return sums;
}
