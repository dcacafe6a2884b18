// A random schedule of faults. The same seed, length and choice make the same schedule.
import { type FaultKind, FREEZE_SECONDS, type PlannedFault } from '../cli/planned-faults.ts';
import { Random } from './random.ts';

/** Two of each service, so that one can be away, and one verify and status. */
export const CHAOS_SERVICES = { gate: 2, auth: 2, logic: 2, verify: 1, status: 1 } as const;

const SERVICES = ['gate-0', 'gate-1', 'auth-0', 'auth-1', 'logic-0', 'logic-1', 'status-0'];
const SERVERS = ['kafka', 'mysql', 'redis'];

/** What may happen, and to whom. */
const CHOICES: Readonly<Record<FaultKind, readonly string[]>> = {
  kill: [...SERVICES, ...SERVERS],
  freeze: [...SERVICES, ...SERVERS],
  restart: [...SERVICES, ...SERVERS],
  roll: ['services'],
  scale: ['logic', 'auth'],
  'cut-connections': ['mysql'],
  repeat: ['logic', 'auth'],
};

/** The first fault comes after a quiet time, and after the last one everybody has time to come back. */
const FIRST_SECONDS = 3;
const LAST_SECONDS = 15;
/** Between the begins of two faults. Many overlap, because a freeze and a restart of all services take longer. */
const GAP_SECONDS = { least: 2, most: 9 };

export interface ChaosChoice {
  readonly seed: number;
  readonly seconds: number;
  /** Kinds ("kill"), processes ("kafka") or roles ("gate"). Empty: all. */
  readonly only: readonly string[];
}

/** In the order of their moments. Throws RangeError when the choice leaves nothing that could happen. */
export function planChaos({ seed, seconds, only }: ChaosChoice): PlannedFault[] {
  const possible = listPossible(only);
  if (possible.length === 0) throw new RangeError(`--only ${only.join(',')} leaves no fault: ${listNames().join(', ')}`);
  const kinds = [...new Set(possible.map(({ kind }) => kind))];
  const random = new Random(seed);
  const faults: PlannedFault[] = [];
  for (let at = FIRST_SECONDS; ; at += GAP_SECONDS.least + random.next() * (GAP_SECONDS.most - GAP_SECONDS.least)) {
    const kind = random.pick(kinds);
    const { process } = random.pick(possible.filter((one) => one.kind === kind));
    const lasts = kind === 'freeze' ? FREEZE_SECONDS : 0;
    if (at + LAST_SECONDS > seconds) return faults;
    // Too late to be over in time: another one may be shorter.
    if (at + lasts + LAST_SECONDS <= seconds) faults.push({ kind, process, atSeconds: Math.round(at * 10) / 10 });
  }
}

/** What --only takes. */
export function listNames(): string[] {
  const processes = [...SERVICES, ...SERVERS];
  return [...Object.keys(CHOICES), ...new Set(processes.map(roleOf)), ...SERVICES];
}

function listPossible(only: readonly string[]): Pick<PlannedFault, 'kind' | 'process'>[] {
  const all = Object.entries(CHOICES).flatMap(([kind, processes]) =>
    processes.map((process) => ({ kind: kind as FaultKind, process })),
  );
  const kinds = only.filter((name) => name in CHOICES);
  const processes = only.filter((name) => !(name in CHOICES));
  return all.filter(
    ({ kind, process }) =>
      (kinds.length === 0 || kinds.includes(kind)) &&
      (processes.length === 0 || processes.includes(process) || processes.includes(roleOf(process))),
  );
}

function roleOf(process: string): string {
  return process.replace(/-\d+$/, '');
}
