// What a report may hold. A process with a valid key but broken code must not fill the memory of status.
import { allServices, im, rpcsByNumber } from '../proto/rpc.ts';

/** A service with 2000 partitions reports less. */
const MAX_REPORT_BYTES = 64 * 1024;
/** IM_INSTANCE and host names are shorter. */
const MAX_NAME_CHARACTERS = 128;

const SERVICES: ReadonlySet<string> = new Set(
  [...rpcsByNumber(allServices()).values()].map(({ service }) => service.toLowerCase()),
);

/** Undefined where it is no report, or one beyond the limits. */
export function decodeReport(payload: Uint8Array): im.InstanceReport | undefined {
  if (payload.length > MAX_REPORT_BYTES) return undefined;
  try {
    // A copy: what is kept must not hold the memory of the whole fetch.
    const report = im.InstanceReport.decode(Buffer.from(payload)) as im.InstanceReport;
    const names = [report.role, report.instance, report.process];
    return names.some((name) => name.length > MAX_NAME_CHARACTERS) ? undefined : report;
  } catch {
    return undefined;
  }
}

/**
 * Removes what this deployment does not have: services that are none of the contract, and partitions from `partitions` on. So all
 * that is kept by service and partition has a bound. Returns how many were removed.
 */
export function removeUnknown(report: im.InstanceReport, partitions: number): number {
  let removed = 0;
  const keep = <T>(list: readonly T[] | null | undefined, isKnown: (one: T) => boolean): T[] => {
    const kept = (list ?? []).filter(isKnown);
    removed += (list?.length ?? 0) - kept.length;
    return kept;
  };
  report.services = keep(report.services, ({ service }) => SERVICES.has(service ?? ''));
  for (const served of report.services)
    served.partitions = keep(served.partitions, ({ partition }) => (partition ?? 0) < partitions);
  return removed;
}
