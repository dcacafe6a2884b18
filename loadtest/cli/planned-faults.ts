// The faults that a run injects into its target: --kill logic@10s, --freeze gate@20s, --restart kafka@30s.
import { LINK_KINDS } from '../chaos/network/links.ts';

export const FAULT_KINDS = ['kill', 'freeze', 'restart'] as const;

/**
 * What only `npm run chaos` does. Those of a link last five seconds. `describeEvent` of the report says what each does.
 */
export const CHAOS_KINDS = [
  ...(['roll', 'scale', 'drain', 'die', 'cut-connections', 'repeat', 'rewind', 'jump-clock'] as const),
  ...LINK_KINDS,
  ...(['read-only', 'lose-data', 'fail-over', 'fill-disk'] as const),
] as const;
export type FaultKind = (typeof FAULT_KINDS | typeof CHAOS_KINDS)[number];

/** How long a frozen process gets no processor time. */
export const FREEZE_SECONDS = 10;

export interface PlannedFault {
  readonly kind: FaultKind;
  /** A role, whose first process is meant, an instance, or a link: "logic", "logic-1", "logic-1:mysql". */
  readonly process: string;
  /** Since the beginning of the measured part. */
  readonly atSeconds: number;
}

const SERVERS = ['kafka', 'mysql', 'redis'];

/** Parses the values of one flag. Adds a sentence to `mistakes` for each one that names no moment. */
export function parseFaults(kind: FaultKind, values: readonly string[] = [], mistakes: string[]): PlannedFault[] {
  return values.flatMap((value) => {
    const [, process, at] = /^([a-z]+(?:-\d+)?)@(\d+(?:\.\d+)?)s?$/.exec(value) ?? [];
    if (process !== undefined && at !== undefined) return [{ kind, process, atSeconds: Number(at) }];
    mistakes.push(`--${kind} takes PROCESS@SECONDS, like logic@10s or logic-1@10s, not "${value}"`);
    return [];
  });
}

/** One sentence for each fault that this run cannot inject. */
export function validateFaults(
  faults: readonly PlannedFault[],
  { target, services, seconds }: { target: { kind: string }; services: Readonly<Record<string, number>>; seconds: number },
): string[] {
  if (faults.length > 0 && target.kind !== 'stack')
    return [`--${faults[0]?.kind} needs --target stack, whose processes may be killed`];
  const known = Object.entries(services).flatMap(([role, count]) => Array.from({ length: count }, (_, i) => `${role}-${i}`));
  return faults.flatMap(({ kind, process, atSeconds }) => {
    const flag = `--${kind} ${process}@${atSeconds}s`;
    const lasts = kind === 'freeze' ? FREEZE_SECONDS : 0;
    if (!SERVERS.includes(process) && !known.includes(instanceOf(process)))
      return [`${flag}: the stack has ${[...known, ...SERVERS].join(', ')}`];
    if (atSeconds + lasts >= seconds) return [`${flag} ends after the --seconds ${seconds} of the measured part`];
    return [];
  });
}

/** "logic" means its first process. */
export function instanceOf(process: string): string {
  return SERVERS.includes(process) || /-\d+$/.test(process) ? process : `${process}-0`;
}
