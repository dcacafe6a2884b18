// What the processes of a run use, from /proc: processor time and memory, by role.
import { readFileSync } from 'node:fs';

/** Linux counts processor time in 1/100 s for user space, whatever the kernel's own tick is. */
const MS_PER_TICK = 10;

/** Role ("gate", "kafka", "load" …) → its processes. */
export type ProcessRoles = ReadonlyMap<string, readonly number[]>;

export interface CpuSample {
  readonly atMs: number;
  /** Role → milliseconds of processor time so far. */
  readonly usedMs: ReadonlyMap<string, number>;
  readonly machine: { readonly idleMs: number; readonly softIrqMs: number; readonly stealMs: number };
}

/** Adds up processor time over all threads. A process that has gone keeps what it had used when it was last seen. */
export class CpuMeter {
  readonly #roles: ProcessRoles;
  readonly #lastSeen = new Map<number, number>();

  constructor(roles: ProcessRoles) {
    this.#roles = roles;
  }

  sample(): CpuSample {
    const usedMs = new Map<string, number>();
    for (const [role, pids] of this.#roles) {
      let sum = 0;
      for (const pid of pids) {
        const now = processorMs(pid);
        if (now !== undefined) this.#lastSeen.set(pid, now);
        sum += this.#lastSeen.get(pid) ?? 0;
      }
      usedMs.set(role, sum);
    }
    return { atMs: performance.now(), usedMs, machine: machineMs() };
  }
}

/** Percent of one core that each role used between two samples, and what the machine had left (of all its cores). */
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

/** Resident memory in KiB, summed over the processes that live. */
export function readResidentKib(pids: readonly number[]): number {
  let sum = 0;
  for (const pid of pids) sum += Number(/^VmRSS:\s+(\d+) kB/m.exec(procFile(`${pid}/status`) ?? '')?.[1] ?? 0);
  return sum;
}

/** User and system time of a process; undefined when it has gone. */
function processorMs(pid: number): number | undefined {
  const stat = procFile(`${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name in parentheses may contain anything; field 3 follows the last ")". 14 and 15 are user and system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

function machineMs(): CpuSample['machine'] {
  const fields = (procFile('stat')?.split('\n')[0] ?? '').trim().split(/\s+/).slice(1).map(Number);
  const field = (index: number): number => (fields[index] ?? 0) * MS_PER_TICK;
  return { idleMs: field(3) + field(4), softIrqMs: field(5) + field(6), stealMs: field(7) };
}

function procFile(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ESRCH: it went away between open and read.
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
