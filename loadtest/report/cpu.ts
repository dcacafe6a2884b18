// CPU time and memory of the processes of a run by role, read from /proc.
import { readFileSync } from 'node:fs';

/** Linux reports CPU time in 1/100 s, whatever the kernel's own tick is. */
const MS_PER_TICK = 10;

/** Role ("gate", "kafka", "load" …) → its processes. */
export type ProcessRoles = ReadonlyMap<string, readonly number[]>;

export interface CpuSample {
  readonly atMs: number;
  /** Role → milliseconds of CPU time so far. */
  readonly usedMs: ReadonlyMap<string, number>;
  readonly machine: { readonly idleMs: number; readonly softIrqMs: number; readonly stealMs: number };
}

/**
 * Sums CPU time over all threads. A process that has ended keeps the time it had used when it was last sampled, and the one that
 * replaces it counts from its start.
 */
export class CpuMeter {
  readonly #roles: () => ProcessRoles;
  /** Role → process → its time. */
  readonly #lastSeen = new Map<string, Map<number, number>>();

  /** `roles` names the processes that run now. */
  constructor(roles: () => ProcessRoles) {
    this.#roles = roles;
  }

  sample(): CpuSample {
    const usedMs = new Map<string, number>();
    for (const [role, pids] of this.#roles()) {
      const seen = this.#lastSeen.get(role) ?? new Map<number, number>();
      this.#lastSeen.set(role, seen);
      for (const pid of new Set([...seen.keys(), ...pids])) {
        const now = readCpuMs(pid);
        if (now !== undefined) seen.set(pid, now);
      }
      usedMs.set(
        role,
        [...seen.values()].reduce((sum, ms) => sum + ms, 0),
      );
    }
    return { atMs: performance.now(), usedMs, machine: readMachineMs() };
  }
}

/** Percent of one core that each role used between two samples, and the idle, softirq and steal time of the machine's cores. */
export function cpuUsageBetween(
  before: CpuSample,
  after: CpuSample,
): { percent: Record<string, number>; machine: { idle: number; softIrq: number; steal: number } } {
  const elapsedMs = Math.max(1, after.atMs - before.atMs);
  const share = (ms: number): number => Math.round((ms / elapsedMs) * 1000) / 10;
  const percent: Record<string, number> = {};
  for (const [role, used] of after.usedMs) percent[role] = share(used - (before.usedMs.get(role) ?? 0));
  return {
    percent,
    machine: {
      idle: share(after.machine.idleMs - before.machine.idleMs),
      softIrq: share(after.machine.softIrqMs - before.machine.softIrqMs),
      steal: share(after.machine.stealMs - before.machine.stealMs),
    },
  };
}

/** Resident memory in KiB, summed over the processes that run. */
export function readResidentKib(pids: readonly number[]): number {
  let sum = 0;
  for (const pid of pids) sum += Number(/^VmRSS:\s+(\d+) kB/m.exec(readProcFile(`${pid}/status`) ?? '')?.[1] ?? 0);
  return sum;
}

/** User and system time of a process. Undefined when it has ended. */
function readCpuMs(pid: number): number | undefined {
  const stat = readProcFile(`${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name in parentheses may contain anything: field 3 follows the last ")". Fields 14 and 15 are user and system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

function readMachineMs(): CpuSample['machine'] {
  const fields = (readProcFile('stat')?.split('\n')[0] ?? '').trim().split(/\s+/).slice(1).map(Number);
  const field = (index: number): number => (fields[index] ?? 0) * MS_PER_TICK;
  return { idleMs: field(3) + field(4), softIrqMs: field(5) + field(6), stealMs: field(7) };
}

function readProcFile(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ESRCH: the process ended between open and read.
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
