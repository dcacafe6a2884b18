// One chaos run: a stack, a load in which clients come and go, the faults, and every check at the end.
import { parseFlags } from '../cli/flags.ts';
import type { PlannedFault } from '../cli/planned-faults.ts';
import type { LoadTestFlags } from '../cli/settings.ts';
import { describeEvent } from '../report/events.ts';
import { judge, type Result, verdictOf } from '../report/result.ts';
import { runLoadTest } from '../run.ts';
import { startStack } from '../setup/stack-target.ts';
import type { ChaosFlags } from './flags.ts';
import { CHAOS_SERVICES } from './schedule.ts';
import { StackChaos } from './stack-chaos.ts';
import { checkStore, type StoreCheck } from './store-check.ts';

const GROUP_MEMBERS = 20;
const AWAY_SECONDS = 2;
/** Of the clients, each second. */
const LEAVING_SHARE = 0.1;

export interface ChaosResult {
  /** Of the load: the counts, and a report for each fault. */
  readonly result: Result;
  /** What speaks against the run; empty when every promise held. */
  readonly broken: readonly string[];
}

export async function runChaos(
  { seconds, clients, rate }: ChaosFlags,
  faults: readonly PlannedFault[],
  print: (line: string) => void,
): Promise<ChaosResult> {
  const flags = { ...loadFlags({ seconds, clients, rate }), faults };
  const stack = await startStack(flags, print);
  const chaos = new StackChaos(stack.services, stack.servers);
  try {
    await chaos.start();
    const injectFault = async (fault: PlannedFault): Promise<void> => {
      print(describeEvent(fault));
      await chaos.inject(fault);
    };
    const result = judge(await runLoadTest(flags, { ...stack, injectFault }, print), []);
    const store = await checkStore(stack.servers.mysql.address);
    return { result, broken: [...listBroken(result, store), ...(await chaos.listUnready())] };
  } finally {
    await chaos.stop();
    await stack.close();
  }
}

/** What speaks against a run, in words. */
export function listBroken(result: Result, { texts, faults }: StoreCheck): string[] {
  const acked = result.allSent - result.unacknowledged - result.refused;
  const overlooked = result.reconnects?.overlooked ?? 0;
  return [
    ...verdictOf(result).reasons,
    ...(acked === 0 ? ['no message was acknowledged, so nothing was checked'] : []),
    ...(overlooked > 0 ? [`overlooked ${overlooked}`] : []),
    ...(texts < acked ? [`${acked} messages were acknowledged, and the store has ${texts}`] : []),
    ...(texts > result.allSent ? [`${result.allSent} messages were sent, and the store has ${texts}`] : []),
    ...faults,
  ];
}

function loadFlags({ seconds, clients, rate }: Pick<ChaosFlags, 'seconds' | 'clients' | 'rate'>): LoadTestFlags {
  const { gate, auth, logic } = CHAOS_SERVICES;
  const values = {
    ...{ scenario: 'churn', target: 'stack', gates: gate, auth, logic, clients, rate, seconds, members: GROUP_MEMBERS },
    ...{ reconnects: Math.max(1, clients * LEAVING_SHARE), away: AWAY_SECONDS, 'warm-up': 0 },
  };
  const flags = parseFlags(Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]));
  if (flags === 'help') throw new TypeError('these are no flags of --help');
  return flags;
}
