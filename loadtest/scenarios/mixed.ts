// What people do all day: most of it to one other, some to a group, and now and then something that is no message.

import { BACKGROUND_KINDS } from '../driver/background-commands.ts';
import type { LoadResult } from '../driver/load-driver.ts';
import { mergeHistograms, type Quantiles } from '../ledger/histogram.ts';
import { validateGroups } from './group.ts';
import { formatQuantiles, type Scenario } from './scenario.ts';

/** Of twenty. */
const MIX = { direct: 16, group: 3, background: 1 };

/** Commands of one kind: asked = answered + the sum of refused + unanswered. */
export interface BackgroundCommandReport {
  readonly asked: number;
  readonly answered: number;
  /** Code → how many. */
  readonly refused: Readonly<Record<string, number>>;
  readonly unanswered: number;
  readonly answerMs: Quantiles;
}

export const mixed: Scenario = {
  flags: ['members'],
  defaultRate: 1000,
  defaultClients: () => 2000,
  validate: (flags) => [
    ...validateGroups(flags),
    ...(flags.members % 2 === 0 ? [] : ['--members must be even in --scenario mixed: they also write in pairs']),
  ],
  plan: ({ members }) => ({ workload: { peers: 1, members, mix: MIX } }),
  countSockets: ({ clients }) => clients,
  sections: (_flags, results) => ({ others: othersOf(results) }),
  reportLines: ({ others }) =>
    Object.entries(others ?? {}).map(([kind, report], index) => [index === 0 ? 'others' : '', lineOf(kind, report)]),
  // A refusal is an answer; a command to which nobody said anything is a broken promise of the gate.
  verdict: ({ others }) => (Object.values(others ?? {}).some(({ unanswered }) => unanswered > 0) ? 'broken' : 'fine'),
};

function othersOf(results: readonly LoadResult[]): Record<string, BackgroundCommandReport> {
  return Object.fromEntries(
    BACKGROUND_KINDS.map((kind) => {
      const all = results.flatMap(({ backgroundCommands }) => backgroundCommands[kind] ?? []);
      const sum = (pick: (one: (typeof all)[number]) => number): number => all.reduce((total, one) => total + pick(one), 0);
      const refused: Record<string, number> = {};
      for (const [code, times] of all.flatMap((one) => Object.entries(one.refused))) refused[code] = (refused[code] ?? 0) + times;
      const [asked, answered] = [sum((one) => one.asked), sum((one) => one.answered)];
      const answerMs = mergeHistograms(all.map((one) => one.answerMs));
      return [kind, { asked, answered, refused, unanswered: sum((one) => one.unanswered), answerMs }];
    }),
  );
}

function lineOf(kind: string, { asked, answered, refused, unanswered, answerMs }: BackgroundCommandReport): string {
  const refusals = Object.entries(refused).map(([code, times]) => `  ${times} × ${code}`);
  const silence = unanswered === 0 ? '' : `  ${unanswered} unanswered`;
  return `${kind.padEnd(18)}${answered} of ${asked} answered${refusals.join('')}${silence}  ${formatQuantiles(answerMs)}`;
}
