// Pairs that write to each other.
import { PAIRS, type Workload } from '../driver/workload.ts';
import { type Scenario, validatePairs } from './scenario.ts';

export const chat: Scenario = {
  flags: [],
  defaultRate: 2000,
  defaultClients: () => 5000,
  validate: validatePairs,
  plan: (flags) => ({ workload: pairWorkload(flags) }),
  countSockets: ({ clients }) => clients,
};

export function pairWorkload({ self }: { readonly self: boolean }): Workload {
  return self ? { ...PAIRS, peers: 0 } : PAIRS;
}
