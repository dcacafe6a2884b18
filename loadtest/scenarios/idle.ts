// Scenario idle: clients are connected and send nothing but heartbeats.
import { PAIRS } from '../driver/workload.ts';
import type { Scenario } from './scenario.ts';

export const idle: Scenario = {
  flags: [],
  defaultRate: 0,
  defaultClients: () => 5000,
  validate: ({ rate, clients, workers }) => [
    ...(rate === 0 ? [] : ['--scenario idle sends nothing: leave out --rate']),
    ...(clients % (2 * workers) === 0 ? [] : ['--clients must be even for each of the --workers']),
  ],
  plan: () => ({ workload: PAIRS }),
  countSockets: ({ clients }) => clients,
  sections: (_flags, results) => ({
    idle: { lostConnections: results.flatMap(({ incidents }) => incidents).reduce((sum, [, count]) => sum + count, 0) },
  }),
  reportLines: ({ idle: report }) => (report ? [['idle', `${report.lostConnections} connections lost`]] : []),
  // Nothing happens to this target: a lost connection is its fault.
  verdict: ({ idle: report }) => (report && report.lostConnections > 0 ? 'broken' : 'fine'),
};
