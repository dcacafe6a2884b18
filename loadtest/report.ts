// What a run found, for people and for programs.
import type { Scenario } from './flags.ts';
import type { Quantiles } from './histogram.ts';
import type { LoadResult } from './load.ts';
import type { StormResult } from './log-in-storm.ts';
import {
  type LogInReport,
  logInLines,
  logInReportOf,
  merged,
  type ResumeReport,
  resumeLines,
  resumeReportOf,
} from './storm-report.ts';

/** The JSON result. The first block has the keys every reader may count on; the rest explains it. */
export interface Report {
  readonly clients: number;
  /** Messages per second asked for. */
  readonly rate: number;
  /** Length of the measured part. */
  readonly seconds: number;
  /** Messages of the measured part. */
  readonly sent: number;
  readonly acked: number;
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
  /** Memory of the gates per idle connection; in the embedded target of the one process. Absent where the gate is not on this machine. */
  readonly kibPerConnection: number | null;

  readonly wireDuplicates: number;
  readonly refused: number;
  readonly unacknowledged: number;
  /** Reached the receiver only by the pull at the end. */
  readonly pulledAtEnd: number;
  readonly misdelivered: number;
  readonly conflicts: number;
  readonly holes: number;
  readonly unpulled: number;
  readonly deliveredPerSecond: number;
  /** Sustained: at least 97 % delivered while sending went on, and a delivery p99 below one second. */
  readonly held: boolean;
  readonly connected: number;
  readonly warmUpSeconds: number;
  /** Messages of the warm-up and the measured part together. */
  readonly allSent: number;
  readonly cpuMicrosPerMessage: Readonly<Record<string, number>>;
  readonly machineCpu: { readonly idle: number; readonly softIrq: number; readonly steal: number };
  /** What went wrong on the way: reason → how often. */
  readonly incidents: Readonly<Record<string, number>>;
  readonly target: string;
  readonly transport: string;
  readonly scenario: Scenario;
  /** Of a login-storm, null in other scenarios. */
  readonly logIns: LogInReport | null;
  /** Of a resume-storm. */
  readonly resume: ResumeReport | null;
}

export interface Measured {
  readonly scenario: Scenario;
  readonly cut: ResumeReport['by'];
  /** Offered per second, and what came of it. */
  readonly logIns: { readonly rate: number; readonly result: StormResult } | undefined;
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
  readonly kibPerConnection: number | undefined;
}

export function reportOf(measured: Measured): Report {
  const { results, cpu } = measured;
  const sum = (pick: (result: LoadResult) => number): number => results.reduce((total, result) => total + pick(result), 0);
  const deliveryMs = merged(results.map((result) => result.delivery));
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
    ackMs: merged(results.map((result) => result.ack)),
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
    unpulled: sum((result) => result.unpulled),
    deliveredPerSecond: Math.round(deliveredPerSecond),
    held: deliveredPerSecond >= 0.97 * measured.rate && deliveryMs.p99 < 1000,
    connected: measured.connected,
    warmUpSeconds: measured.warmUpSeconds,
    allSent: sum((result) => result.traffic.sent),
    cpuMicrosPerMessage: Object.fromEntries(
      Object.entries(cpu.percent).map(([role, percent]) => [role, Math.round((percent * 1e5) / perSecond) / 10]),
    ),
    machineCpu: cpu.machine,
    incidents: addUp(results.flatMap((result) => result.incidents)),
    target: measured.target,
    transport: measured.transport,
    scenario: measured.scenario,
    logIns: measured.logIns ? logInReportOf(measured.logIns.rate, measured.logIns.result) : null,
    resume:
      measured.scenario === 'resume-storm'
        ? resumeReportOf(
            measured.cut,
            results.flatMap(({ resume }) => resume ?? []),
          )
        : null,
  };
}

/** 0 = every promise held; 1 = one was broken, or could not be proven, or a client did not come back; 2 = nothing was measured. */
export function exitCodeOf(report: Report): 0 | 1 | 2 {
  const broken = report.lost + report.duplicated + report.outOfOrder + report.misdelivered + report.conflicts + report.holes;
  const stayedAway = report.resume ? report.resume.cut - report.resume.resumed : 0;
  if (broken + report.unpulled + stayedAway > 0) return 1;
  const noStorm =
    report.resume?.cut === 0 ||
    (report.logIns && report.logIns.offered > 0 && report.logIns.succeeded + report.logIns.busy === 0);
  return noStorm || (report.acked === 0 && report.allSent > 0) ? 2 : 0;
}

/** The result as a table for people. */
export function tableOf(report: Report): string {
  const line = (name: string, text: string): string => `${name.padEnd(14)}${text}`;
  const text = ({ p50, p90, p99, max }: Quantiles): string => `p50 ${p50}  p90 ${p90}  p99 ${p99}  max ${max} ms`;
  const ms = (name: string, quantiles: Quantiles): string => line(name, text(quantiles));
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
      `${report.sent} sent  ${report.acked} acked  ${report.delivered} delivered (${report.deliveredPerSecond}/s while sending)`,
    ),
    ms('ack', report.ackMs),
    ms('delivery', report.deliveryMs),
    ...(report.logIns ? logInLines(report.logIns, text) : []).map(([name, said]) => line(name, said)),
    ...(report.resume ? resumeLines(report.resume, text) : []).map(([name, said]) => line(name, said)),
    line(
      'over all',
      `${report.allSent} messages: lost ${report.lost}  duplicated ${report.duplicated}  outOfOrder ${report.outOfOrder}`,
    ),
    line(
      '',
      `refused ${report.refused}  unacknowledged ${report.unacknowledged}  pulled at the end ${report.pulledAtEnd}  wireDuplicates ${report.wireDuplicates}`,
    ),
    line('cpu', `${perRole(report.cpu, ' %')}  of one core`),
    line('', `${perRole(report.cpuMicrosPerMessage, '')}  µs per message`),
    line(
      'machine',
      `idle ${report.machineCpu.idle} %  softirq ${report.machineCpu.softIrq} %  steal ${report.machineCpu.steal} %`,
    ),
    line('memory', report.kibPerConnection === null ? 'not measured' : `${report.kibPerConnection} KiB per idle connection`),
    line('held', report.held ? 'yes' : 'no: below 97 % delivered, or p99 of 1 s and more'),
  ];
  const broken = (['misdelivered', 'conflicts', 'holes', 'unpulled'] as const).filter((name) => report[name] > 0);
  if (broken.length > 0) lines.push(line('BROKEN', broken.map((name) => `${name} ${report[name]}`).join('  ')));
  for (const [reason, times] of Object.entries(report.incidents)) lines.push(line('incident', `${times} × ${reason}`));
  return `${lines.join('\n')}\n`;
}

function addUp(incidents: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [reason, times] of incidents) sums[reason] = (sums[reason] ?? 0) + times;
  return sums;
}
