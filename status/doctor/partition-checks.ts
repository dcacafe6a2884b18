// The partitions of all services: each needs an owner that goes on with it.
import type { ServicePartitions } from '../lag.ts';
import { bad, type Finding, group } from './findings.ts';

/** Services that another one's process serves. */
const PROCESSES: Readonly<Record<string, string>> = { presence: 'logic', codes: 'verify', registry: 'status' };
/** Without it users register without e-mail addresses. */
const OPTIONAL = 'verify';

export function examinePartitions(services: readonly ServicePartitions[]): Finding[] {
  const found = services.flatMap((service) => [examineOwners(service), examinePaused(service)]);
  return group('partitions', found, 'every partition has an owner that goes on with it');
}

function examineOwners({ service, topic, partitions }: ServicePartitions): Finding | undefined {
  const process = PROCESSES[service] ?? service;
  const unowned = partitions.filter(({ owner }) => owner === '');
  const hasRun = partitions.some(({ position }) => position !== undefined);
  if (unowned.length === 0 || (process === OPTIONAL && !hasRun)) return undefined;
  const waiting = unowned.reduce((sum, { lag }) => sum + (lag ?? 0), 0);
  const since = hasRun ? `${waiting} records wait there` : 'no instance has reported since this status started';
  const text = `nobody owns ${unowned.length} of ${partitions.length} partitions: ${since}`;
  return bad('partitions', topic, text, `start an instance of ${process}, or look at the log of the one that runs`);
}

function examinePaused({ topic, partitions }: ServicePartitions): Finding | undefined {
  const paused = partitions.filter((one) => one.paused);
  if (paused.length === 0) return undefined;
  const owners = [...new Set(paused.map(({ owner }) => owner))].join(', ');
  const text = `partitions are paused: ${paused.map(({ partition }) => partition).join(', ')}`;
  return bad('partitions', topic, text, `the log of ${owners} says why ("partition paused"); docs/operations.md says what to do`);
}
