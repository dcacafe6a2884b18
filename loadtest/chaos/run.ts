// One chaos run: a stack, a load in which clients come and go, the faults, and every check at the end.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runMysqlStatements } from '../../tools/servers/mysql-statements.ts';
import { parseFlags } from '../cli/flags.ts';
import type { PlannedFault } from '../cli/planned-faults.ts';
import type { LoadTestFlags } from '../cli/settings.ts';
import { readMysqlMessages } from '../proof/read-store.ts';
import { describeEvent } from '../report/events.ts';
import { judge, type Result, verdictOf } from '../report/result.ts';
import { runLoadTest } from '../run.ts';
import { runThenClose } from '../setup/run-then-close.ts';
import { type StackTarget, startStack } from '../setup/stack-target.ts';
import { checkEvents } from './checks/event-check.ts';
import { checkPositions, watchPositions } from './checks/position-check.ts';
import { checkStore, type StoreCheck } from './checks/store-check.ts';
import type { ChaosFlags } from './flags.ts';
import { STATEMENTS } from './in-service/weakening.ts';
import { startPlace } from './network/chaos-place.ts';
import { CHAOS_SERVICES, INSTANCES } from './schedule.ts';
import { StackChaos } from './stack-chaos.ts';

const WEAKEN = pathToFileURL(join(import.meta.dirname, 'in-service/weaken.ts')).href;
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

export interface ChaosRun extends Pick<ChaosFlags, 'seconds' | 'clients' | 'rate' | 'brokers' | 'diskMib' | 'without'> {
  readonly faults: readonly PlannedFault[];
}

export async function runChaos(run: ChaosRun, print: (line: string) => void): Promise<ChaosResult> {
  const { seconds, clients, rate, brokers, diskMib, without, faults } = run;
  const flags = { ...loadFlags({ seconds, clients, rate }), faults };
  const imports = without === undefined ? [] : [`${WEAKEN}?without=${without}`];
  const place = await startPlace({ brokers, diskMib, instances: INSTANCES, imports, print });
  const { mysql, kafka } = place.servers;

  async function disturb(stack: StackTarget, chaos: StackChaos): Promise<ChaosResult> {
    await watchPositions(mysql.address);
    if (without !== undefined) await runMysqlStatements(mysql.address, STATEMENTS[without]);
    await chaos.start();
    const injectFault = async (fault: PlannedFault): Promise<void> => {
      print(describeEvent(fault));
      await chaos.inject(fault);
    };
    const result = judge(await runLoadTest(flags, { ...stack, injectFault }, print), []);
    const store = await checkStore(mysql.address);
    const events = await checkEvents(kafka.address, () => readMysqlMessages(mysql.address));
    const positions = await checkPositions(mysql.address);
    const broken = [...listBroken(result, store), ...events, ...positions, ...(await chaos.listUnready())];
    return { result, broken };
  }
  const runOn = (stack: StackTarget) => async (): Promise<ChaosResult> => {
    const chaos = new StackChaos(stack.services, place.servers, place.network);
    return await runThenClose(() => disturb(stack, chaos), [() => chaos.stop()]);
  };
  return await runThenClose(async () => {
    // It stops the servers of the place when it fails.
    const stack = await startStack(flags, print, place);
    return await runThenClose(runOn(stack), [() => stack.close()]);
  }, [() => place.network.close()]);
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
