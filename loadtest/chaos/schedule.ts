// A random schedule of faults. The same seed, length and choice make the same schedule.
import { type FaultKind, FREEZE_SECONDS, type PlannedFault } from '../cli/planned-faults.ts';
import { READ_ONLY_SECONDS } from './faults/server-faults.ts';
import { LINK_KINDS, LINK_SECONDS } from './network/links.ts';
import { Random } from './random.ts';

/** Two of each service, so that one can be away, and one status. */
export const CHAOS_SERVICES = { gate: 2, auth: 2, logic: 2, status: 1 } as const;

const SERVICES = ['gate-0', 'gate-1', 'auth-0', 'auth-1', 'logic-0', 'logic-1', 'status-0'];
const WORKERS = ['auth-0', 'auth-1', 'logic-0', 'logic-1'];
const SERVERS = ['kafka', 'mysql', 'redis'];
/** Instances that there are while a role is scaled. */
const SCALED = ['auth-2', 'auth-3', 'logic-2', 'logic-3'];
/** Of several brokers: the one that leads a topic of commands, the active controller, two at once. */
const BROKERS = ['kafka-leader', 'kafka-controller', 'kafka-two'];
const LINKS = [
  ...['services:kafka', 'services:mysql', 'services:redis', 'clients:gate-0', 'clients:gate-1'],
  ...[...WORKERS, 'gate-0', 'gate-1'].map((name) => `${name}:kafka`),
  ...WORKERS.map((name) => `${name}:mysql`),
  ...['gate-0:redis', 'logic-0:redis', 'auth-0:redis'],
];

/** What may happen, and to whom. */
const CHOICES: Readonly<Record<FaultKind, readonly string[]>> = {
  kill: [...SERVICES, ...SERVERS, ...BROKERS],
  freeze: [...SERVICES, ...SERVERS],
  restart: [...SERVICES, ...SERVERS],
  roll: ['services'],
  scale: ['logic', 'auth'],
  drain: ['gate-0', 'gate-1'],
  die: ['logic-0', 'logic-1'],
  'cut-connections': ['mysql'],
  repeat: ['logic', 'auth'],
  rewind: ['logic', 'auth'],
  'jump-clock': SERVICES,
  cut: LINKS,
  'half-open': LINKS,
  // What the first end sends arrives. So the others are those whose replies arrive, and whose requests do not.
  'one-way': [...LINKS, ...LINKS.map((link) => link.split(':').reverse().join(':'))],
  slow: LINKS,
  'cut-commit': ['services:mysql', 'logic-0:mysql', 'logic-1:mysql'],
  'read-only': ['mysql'],
  'lose-data': ['redis'],
  'fail-over': ['redis'],
  'fill-disk': ['kafka'],
};

/** All names that an instance can have during a run. */
export const INSTANCES = [...SERVICES, ...SCALED];

/** How long a fault lasts before its process or link can come back. Others are over at once. */
const LASTING_SECONDS: Readonly<Partial<Record<FaultKind, number>>> = {
  ...{ freeze: FREEZE_SECONDS, scale: 10, drain: 5, 'jump-clock': 5, 'read-only': READ_ONLY_SECONDS, 'fill-disk': 6 },
  ...Object.fromEntries(LINK_KINDS.map((kind) => [kind, LINK_SECONDS])),
};

/** The first fault comes after a quiet time, and after the last one everybody has time to come back. */
const FIRST_SECONDS = 3;
const LAST_SECONDS = 15;
/** Between the begins of two faults. Many overlap, because a freeze and a restart of all services take longer. */
export const GAP_SECONDS = 2;
/** The longest gap, as a multiple of the shortest. */
const GAP_SPREAD = { overlapping: 4.5, apart: 1.3 };

export interface ChaosChoice {
  readonly seed: number;
  readonly seconds: number;
  /** Kinds ("kill"), processes ("kafka") or roles ("gate"). Empty: all. */
  readonly only: readonly string[];
  /** 1 or 3: with three, the leader, the controller and two at once are lost as well. */
  readonly brokers: number;
  /** The brokers have a small disk each, which can be filled. */
  readonly hasSmallDisk: boolean;
  /** The least time between the begins of two faults. */
  readonly gapSeconds?: number;
}

/** In the order of their moments. Throws RangeError when the choice leaves nothing that could happen. */
export function planChaos({ seed, seconds, gapSeconds = GAP_SECONDS, ...choice }: ChaosChoice): PlannedFault[] {
  const { only } = choice;
  const possible = listPossible(choice);
  if (possible.length === 0) throw new RangeError(`--only ${only.join(',')} leaves no fault: ${listNames().join(', ')}`);
  const kinds = [...new Set(possible.map(({ kind }) => kind))];
  const random = new Random(seed);
  const faults: PlannedFault[] = [];
  const spread = gapSeconds > GAP_SECONDS ? GAP_SPREAD.apart : GAP_SPREAD.overlapping;
  // Each kind comes once before one comes again.
  let left: FaultKind[] = [];
  for (let at = FIRST_SECONDS; ; at += gapSeconds * (1 + random.next() * (spread - 1))) {
    if (left.length === 0) left = [...kinds];
    const [kind] = left.splice(random.below(left.length), 1) as [FaultKind];
    const { process } = random.pick(possible.filter((one) => one.kind === kind));
    const lasts = LASTING_SECONDS[kind] ?? 0;
    if (at + LAST_SECONDS > seconds) return faults;
    // Too late to be over in time: another one may be shorter.
    if (at + lasts + LAST_SECONDS <= seconds) faults.push({ kind, process, atSeconds: Math.round(at * 10) / 10 });
  }
}

/** What --only takes. */
export function listNames(): string[] {
  const processes = [...SERVICES, ...SERVERS];
  return [...Object.keys(CHOICES), ...new Set(processes.map(roleOf)), ...SERVICES, ...BROKERS];
}

function listPossible({ only, brokers, hasSmallDisk }: Omit<ChaosChoice, 'seed' | 'seconds'>) {
  const all = Object.entries(CHOICES).flatMap(([kind, processes]) =>
    processes.map((process) => ({ kind: kind as FaultKind, process })),
  );
  const kinds = only.filter((name) => name in CHOICES);
  const names = only.filter((name) => !(name in CHOICES));
  return all.filter(
    ({ kind, process }) =>
      (brokers > 1 || !BROKERS.includes(process)) &&
      (hasSmallDisk || kind !== 'fill-disk') &&
      (kinds.length === 0 || kinds.includes(kind)) &&
      (names.length === 0 || names.some((name) => isNamed(process, name))),
  );
}

/** Whether `name` is the process, its role, or an end of the link. */
function isNamed(process: string, name: string): boolean {
  return process === name || process.split(':').some((end) => end === name || roleOf(end) === name);
}

function roleOf(process: string): string {
  return process.replace(/-(?:\d+|leader|controller|two)$/, '');
}
