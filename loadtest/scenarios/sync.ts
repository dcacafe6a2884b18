// Users with many conversations who were away for a moment: log in by token, one Sync, and what is missing pulled.

import type { LoadResult } from '../driver/load-driver.ts';
import type { ReconnectResult } from '../driver/reconnects.ts';
import { mergeHistograms, type Quantiles } from '../ledger/histogram.ts';
import { formatQuantiles, type Scenario } from './scenario.ts';

export interface ReconnectReport {
  /** Per second. */
  readonly rate: number;
  /** Conversations of each client. */
  readonly conversations: number;
  readonly left: number;
  readonly synced: number;
  readonly calls: number;
  /** Conversations that each Sync told of, on average. */
  readonly changedEach: number;
  readonly overlooked: number;
  /** Of Sync alone. */
  readonly syncMs: Quantiles;
  /** From the moment of connecting. */
  readonly resumedMs: Quantiles;
  readonly syncedMs: Quantiles;
  readonly caughtUpMs: Quantiles;
}

export const sync: Scenario = {
  flags: ['conversations', 'reconnects', 'away'],
  defaultRate: 200,
  defaultClients: () => 250,
  validate: ({ self, conversations, clients, workers }) => [
    ...(self ? ['--self belongs to scenarios without --conversations'] : []),
    ...(conversations % 2 === 0 && conversations >= 2 ? [] : [`--conversations is an even number, not ${conversations}`]),
    ...(clients % workers === 0 ? [] : ['--clients must be divisible among the --workers']),
    ...(clients / workers > conversations
      ? []
      : [`${conversations} conversations each need more than ${conversations * workers} --clients`]),
  ],
  plan: ({ conversations, reconnects, awaySeconds, workers }) => ({
    workload: { peers: conversations, members: 0, mix: { direct: 1, group: 0, background: 0 } },
    reconnects: { perSecond: reconnects / workers, awayMs: awaySeconds * 1000 },
  }),
  // Those that were cut off are still there for a moment when they come back.
  countSockets: ({ clients }) => 2 * clients,
  sections: ({ reconnects, conversations }, results) => ({ reconnects: reportOf(reconnects, conversations, results) }),
  reportLines: ({ reconnects }) => (reconnects ? linesOf(reconnects) : []),
  verdict: ({ reconnects }) => {
    if (!reconnects || reconnects.left === 0) return 'nothing';
    return reconnects.overlooked > 0 || reconnects.synced < reconnects.left ? 'broken' : 'fine';
  },
  waitsForClients: true,
};

function reportOf(rate: number, conversations: number, results: readonly LoadResult[]): ReconnectReport {
  const all = results.flatMap(({ reconnects }) => reconnects ?? []);
  const sum = (pick: (one: ReconnectResult) => number): number => all.reduce((total, one) => total + pick(one), 0);
  const synced = sum((one) => one.synced);
  return {
    rate,
    conversations,
    left: sum((one) => one.left),
    synced,
    calls: sum((one) => one.calls),
    changedEach: Math.round((10 * sum((one) => one.changed)) / Math.max(1, synced)) / 10,
    overlooked: sum((one) => one.overlooked),
    syncMs: mergeHistograms(all.map((one) => one.syncMs)),
    resumedMs: mergeHistograms(all.map((one) => one.resumedMs)),
    syncedMs: mergeHistograms(all.map((one) => one.syncedMs)),
    caughtUpMs: mergeHistograms(all.map((one) => one.caughtUpMs)),
  };
}

function linesOf(report: ReconnectReport): [string, string][] {
  const { left, synced, conversations, changedEach, overlooked } = report;
  return [
    [
      'came back',
      `${synced} of ${left}, with ${conversations} conversations each, ${changedEach} of them changed  overlooked ${overlooked}`,
    ],
    ['Sync', formatQuantiles(report.syncMs)],
    ['resumed', `${formatQuantiles(report.resumedMs)}, from connecting`],
    ['synced', formatQuantiles(report.syncedMs)],
    ['caught up', formatQuantiles(report.caughtUpMs)],
  ];
}
