// Kills, freezes and restarts processes of the stack: services, and the servers that they use.
import { setTimeout as sleep } from 'node:timers/promises';
import type { RestartableServer, Servers } from '../../tools/servers/servers.ts';
import type { ServiceProcess, ServiceProcesses } from '../../tools/servers/service-processes.ts';
import { FREEZE_SECONDS, instanceOf, type PlannedFault } from '../cli/planned-faults.ts';
import { findServerPids } from './listening-process.ts';

/** A server that does not stop in this time is killed. */
const STOP_MS = 20_000;

/** Resolves when the process serves again. Rejects when it cannot be found or does not come back. */
export async function injectFault(
  { kind, process: name }: Pick<PlannedFault, 'kind' | 'process'>,
  services: Pick<ServiceProcesses, 'all'>,
  servers: Servers,
): Promise<void> {
  const service = services.all.find((one) => one.name === instanceOf(name));
  if (service) return injectIntoService(kind, service);
  if (name === 'kafka' || name === 'mysql' || name === 'redis') return injectIntoServer(kind, servers[name]);
  throw new Error(`the stack has no ${name}`);
}

async function injectIntoService(kind: PlannedFault['kind'], service: ServiceProcess): Promise<void> {
  if (kind === 'freeze') return freeze([service.pid]);
  if (kind === 'restart') await service.stop();
  // Kills it first if it runs.
  await service.restart();
}

async function injectIntoServer(kind: PlannedFault['kind'], server: RestartableServer): Promise<void> {
  const pids = findServerPids(server.address);
  if (kind === 'freeze') return freeze(pids);
  if (kind === 'restart') {
    for (const pid of pids) process.kill(pid, 'SIGTERM');
    await Promise.race([server.waitForExit(), sleep(STOP_MS, undefined, { ref: false })]);
  }
  await server.kill();
  await server.start();
}

/** Rejects when there is none. */
export async function freeze(pids: readonly number[]): Promise<void> {
  if (pids.length === 0) throw new Error('a process in a container cannot be frozen');
  try {
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await sleep(FREEZE_SECONDS * 1000);
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
}
