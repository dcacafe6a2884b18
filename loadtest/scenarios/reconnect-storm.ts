// Scenario reconnect-storm: all connections end at one moment, and again, and again.
import { pairWorkload } from './chat.ts';
import { buildResumeReport, formatResume } from './resume-storm.ts';
import { type Scenario, validatePairs } from './scenario.ts';

export const reconnectStorm: Scenario = {
  flags: ['cuts'],
  defaultRate: 500,
  defaultClients: () => 5000,
  validate: validatePairs,
  plan: (flags) => {
    const [first = 0, ...again] = cutSeconds(flags);
    return { workload: pairWorkload(flags), storm: { afterSeconds: first, cut: true, again } };
  },
  // The old sockets stay open for a moment when the clients reconnect.
  countSockets: ({ clients }) => 2 * clients,
  sections: (flags, results) => ({
    returns: cutSeconds(flags).map((second, cut) => ({
      second,
      ...buildResumeReport(
        'connections',
        results.flatMap(({ resumes }) => resumes?.[cut] ?? []),
      ),
    })),
  }),
  reportLines: ({ returns }) =>
    (returns ?? []).flatMap(({ second, ...report }, index): [string, string][] => [
      [`cut ${index + 1}`, `after ${second} s of the measured part`],
      ...formatResume(report),
    ]),
  verdict: ({ returns }) => {
    if (!returns || returns.every(({ cut }) => cut === 0)) return 'nothing';
    return returns.some(({ cut, resumed }) => resumed < cut) ? 'broken' : 'fine';
  },
  waitsForClients: true,
};

/** Evenly over the measured part, in seconds since its beginning. */
function cutSeconds({ cuts, seconds }: { readonly cuts: number; readonly seconds: number }): number[] {
  return Array.from({ length: cuts }, (_, cut) => Math.round((100 * seconds * (cut + 1)) / (cuts + 1)) / 100);
}
