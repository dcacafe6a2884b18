// What can be known before a run: limits of this machine, files that cannot be written, a target that does not answer.
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { findGates } from '../../client/sdk/connection/gate-finder.ts';
import { openTransport } from '../../client/sdk/node/transport.ts';
import type { LoadTestFlags } from '../cli/settings.ts';
import { UsageError } from '../cli/usage-error.ts';

/** Files that a process has open besides its clients: logs, databases, Kafka connections. */
const SPARE_FILES = 200;
const ANSWER_MS = 5_000;

export interface MachineLimits {
  readonly openFiles: number;
  /** Local ports for connections to one address. */
  readonly ports: number;
  readonly cores: number;
}

export function readMachineLimits(): MachineLimits {
  const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  // Node has already raised the limit to its maximum, and child processes inherit it.
  const openFiles = /^Max open files\s+\d+\s+(\d+)/m.exec(read('/proc/self/limits'))?.[1];
  const [, low, high] = /^(\d+)\s+(\d+)/.exec(read('/proc/sys/net/ipv4/ip_local_port_range')) ?? [];
  const ports = low === undefined ? 16_384 : Number(high) - Number(low) + 1;
  return { openFiles: Number(openFiles ?? Number.POSITIVE_INFINITY), ports, cores: availableParallelism() };
}

/** Throws UsageError when this machine cannot hold the clients. Returns warnings: a sentence each. */
export function checkMachine(
  { sockets, gates, workers }: { readonly sockets: number; readonly gates: number; readonly workers: number },
  limits: MachineLimits,
): string[] {
  const files = sockets + SPARE_FILES;
  if (limits.openFiles < files)
    throw new UsageError(
      `${sockets} clients need ${files} open files, ${limits.openFiles} are allowed: raise the limit with ulimit -n`,
    );
  if (limits.ports < sockets / gates)
    throw new UsageError(
      `${sockets} clients of ${gates} gates need ${Math.ceil(sockets / gates)} local ports, this machine has ${limits.ports}: ` +
        'widen net.ipv4.ip_local_port_range, name more gates, or take fewer --clients',
    );
  return workers <= limits.cores
    ? []
    : [`${workers} load processes on ${limits.cores} cores slow each other down: take --workers ${limits.cores}`];
}

/** Throws UsageError when a file cannot be written after the run. */
export function checkOutputs(flags: Pick<LoadTestFlags, 'htmlFile' | 'jsonFile' | 'csvFile' | 'fatesFile'>): void {
  const { htmlFile, jsonFile, csvFile, fatesFile } = flags;
  for (const [flag, path] of Object.entries({ html: htmlFile, json: jsonFile, csv: csvFile, fates: fatesFile })) {
    if (path === undefined) continue;
    try {
      if (existsSync(path) && statSync(path).isDirectory()) throw new Error('it is a folder');
      accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
    } catch (error) {
      throw new UsageError(`--${flag} ${path} cannot be written: ${(error as Error).message}`);
    }
  }
}

/** Throws UsageError when a gate does not greet, or when status names none. */
export async function checkTarget({ target, transport }: Pick<LoadTestFlags, 'target' | 'transport'>): Promise<void> {
  if (target.kind !== 'address') return;
  const { statusUrl } = target;
  const named = statusUrl === undefined ? undefined : await findGates([statusUrl], transport);
  if (statusUrl !== undefined && !named)
    throw new UsageError(`${statusUrl} names no gate for ${transport}: is it a status, and do gates run?`);
  const problems = await Promise.all([...target.urls, ...(named?.gates.slice(0, 1) ?? [])].map(findProblem));
  const problem = problems.find((one) => one !== undefined);
  if (problem !== undefined) throw new UsageError(problem);
}

/** Resolves with undefined when something greets there as a gate does: with a frame. */
function findProblem(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const finish = (problem?: string): void => {
      clearTimeout(timer);
      transport.close();
      resolve(problem);
    };
    const timer = setTimeout(() => finish(`${url} does not greet within ${ANSWER_MS / 1000} s: is it a gate?`), ANSWER_MS);
    const transport = openTransport(url, {
      onOpen: () => undefined,
      onFrame: () => finish(),
      onClosed: (error) => finish(`${url} cannot be reached: ${error?.message ?? 'it closes the connection'}`),
    });
  });
}
