// Groups whose members are all there: what is said is said to each of them.
import type { LoadTestFlags } from '../cli/flags.ts';
import type { Scenario } from './scenario.ts';

/** A group has no more unless the server is set to it. */
const MOST_MEMBERS = 2000;

export const group: Scenario = {
  flags: ['members'],
  defaultRate: 20,
  defaultClients: ({ members }) => members,
  validate: validateGroups,
  plan: ({ members }) => ({ workload: { peers: 0, members, mix: { direct: 0, group: 1, background: 0 } } }),
  countSockets: ({ clients }) => clients,
};

export function validateGroups({ self, clients, members, workers }: LoadTestFlags): string[] {
  const mistakes: string[] = [];
  if (self) mistakes.push('--self belongs to scenarios without groups');
  if (members < 2 || members > MOST_MEMBERS) mistakes.push(`--members is 2 to ${MOST_MEMBERS}, not ${members}`);
  if (clients % (members * workers) !== 0)
    mistakes.push(`--clients must be divisible into groups of --members ${members} for each of the --workers`);
  return mistakes;
}
