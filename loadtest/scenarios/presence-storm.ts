// Scenario presence-storm: clients type, come, go away and watch their friends, and send a message now and then.
import { BACKGROUND_KINDS } from '../driver/background-commands.ts';
import { mixed } from './mixed.ts';
import { type Scenario, validatePairs } from './scenario.ts';

/** Of ten turns. */
const MIX = { direct: 1, group: 0, background: 9 };
const KINDS = BACKGROUND_KINDS.filter((kind) => ['Typing', 'SetPresence', 'WatchPresence'].includes(kind));

export const presenceStorm: Scenario = {
  ...mixed,
  flags: [],
  validate: (flags) => [...validatePairs(flags), ...(flags.self ? ['--self belongs to scenarios without friends'] : [])],
  plan: () => ({ workload: { peers: 1, members: 0, mix: MIX }, backgroundKinds: KINDS }),
};
