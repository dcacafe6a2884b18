// What the numbers of all instances say together: the tiles of the overview, the lag of services, and what is wrong.
import type { ShownMember, ShownPartition } from '../replies.ts';
import type { ClusterView } from './cluster.ts';

/** More waits than one batch takes, and not only for a moment. */
const MANY_WAITING = 1000;
/** Of one core: a process uses no more than one, so it has no room left. */
const BUSY_PERCENT = 90;
const LATE_TIMERS_MS = 200;
const FULL_SHARE = 0.9;

export interface PartitionRow extends ShownPartition {
  readonly service: string;
  readonly owner: ShownMember;
}

/** The partitions of all services, the worst first. */
export function listPartitions(members: readonly ShownMember[]): PartitionRow[] {
  const rows = members.flatMap((owner) =>
    owner.services.flatMap(({ service, partitions }) => partitions.map((one) => ({ ...one, service, owner }))),
  );
  return rows.sort(
    (a, b) =>
      Number(b.paused) - Number(a.paused) ||
      b.lag - a.lag ||
      a.service.localeCompare(b.service, 'en') ||
      a.partition - b.partition,
  );
}

export interface LagOfService {
  readonly service: string;
  readonly lag: number;
  readonly partitions: number;
  readonly paused: number;
  readonly instances: number;
}

/** The lag of each service, the worst first. */
export function sumLag(members: readonly ShownMember[]): LagOfService[] {
  const byService = new Map<string, LagOfService>();
  for (const { services } of members) {
    for (const { service, lag, owned, paused } of services) {
      const known = byService.get(service) ?? { service, lag: 0, partitions: 0, paused: 0, instances: 0 };
      byService.set(service, {
        service,
        lag: known.lag + lag,
        partitions: known.partitions + owned,
        paused: known.paused + paused,
        instances: known.instances + 1,
      });
    }
  }
  return [...byService.values()].sort((a, b) => b.lag - a.lag || a.service.localeCompare(b.service, 'en'));
}

export interface GateSums {
  readonly gates: number;
  readonly readyGates: number;
  readonly connections: number;
  readonly sessions: number;
  readonly room: number;
}

export function sumGates(members: readonly ShownMember[]): GateSums {
  const gates = members.filter(isGate);
  const sum = (value: (member: ShownMember) => number): number => gates.reduce((total, one) => total + value(one), 0);
  return {
    gates: gates.length,
    readyGates: gates.filter(({ state }) => state === 'ready').length,
    connections: sum(({ connections }) => connections),
    sessions: sum(({ sessions }) => sessions),
    room: sum(({ maxConnections }) => maxConnections),
  };
}

export function isGate({ addresses }: ShownMember): boolean {
  return addresses.length > 0;
}

/** Commands that became dead letters since their processes started: it rises with each new one. */
export function countNewLetters(members: readonly ShownMember[]): number {
  return members.reduce((sum, { services }) => sum + services.reduce((all, { deadLetters }) => all + deadLetters, 0), 0);
}

/** Something that an operator should look at. The texts say it in words. */
export type Problem =
  | { readonly kind: 'notCurrent' | 'noGate' }
  | { readonly kind: 'missing' | 'warning'; readonly member: ShownMember; readonly text: string }
  | { readonly kind: 'draining' | 'busy' | 'late' | 'full'; readonly member: ShownMember }
  | { readonly kind: 'pausedPartition'; readonly partition: PartitionRow }
  | { readonly kind: 'lag'; readonly service: string; readonly lag: number }
  | { readonly kind: 'versions'; readonly versions: readonly string[] };

/** How bad it is: users meet `bad`, while `warn` may become it. */
export function gradeProblem({ kind }: Problem): 'bad' | 'warn' {
  return ['notCurrent', 'noGate', 'missing', 'pausedPartition'].includes(kind) ? 'bad' : 'warn';
}

/** The worst first. */
export function findProblems({ members, isCurrent, isKnown }: ClusterView): Problem[] {
  if (!isKnown) return [];
  const versions = [...new Set(members.map(({ version }) => version))].sort();
  const problems: Problem[] = [
    ...(isCurrent ? [] : [{ kind: 'notCurrent' } as const]),
    ...(sumGates(members).readyGates === 0 ? [{ kind: 'noGate' } as const] : []),
    ...members.flatMap(findMemberProblems),
    ...listPartitions(members)
      .filter(({ paused }) => paused)
      .map((partition) => ({ kind: 'pausedPartition', partition }) as const),
    ...sumLag(members)
      .filter(({ lag }) => lag >= MANY_WAITING)
      .map(({ service, lag }) => ({ kind: 'lag', service, lag }) as const),
    ...(versions.length > 1 ? [{ kind: 'versions', versions } as const] : []),
  ];
  return problems.sort((a, b) => gradeProblem(a).localeCompare(gradeProblem(b)));
}

function findMemberProblems(member: ShownMember): Problem[] {
  const { missing, warning, state, cpuPercent, eventLoopDelayMs, connections, maxConnections } = member;
  return [
    ...missing.map((text) => ({ kind: 'missing', member, text }) as const),
    ...(warning ? [{ kind: 'warning', member, text: warning } as const] : []),
    ...(state === 'draining' ? [{ kind: 'draining', member } as const] : []),
    ...(cpuPercent >= BUSY_PERCENT ? [{ kind: 'busy', member } as const] : []),
    ...(eventLoopDelayMs >= LATE_TIMERS_MS ? [{ kind: 'late', member } as const] : []),
    ...(maxConnections > 0 && connections >= FULL_SHARE * maxConnections ? [{ kind: 'full', member } as const] : []),
  ];
}
