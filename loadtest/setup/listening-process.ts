// Finds the process that listens on a port of this machine.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTEN = '0A';

/** The process that listens on this TCP port. Undefined when there is none, or when its files may not be read. */
export function findListeningPid(port: number): number | undefined {
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => findListeningSockets(table, port)));
  if (sockets.size === 0) return undefined;
  for (const pid of readdirSync('/proc')) {
    if (/^\d+$/.test(pid) && listOpenFiles(pid).some((file) => sockets.has(file))) return Number(pid);
  }
  return undefined;
}

/** The process that listens at a server's address, if it runs on this machine. */
export function findServerPids(address: string): number[] {
  const { hostname, port } = new URL(address.includes('://') ? address : `tcp://${address.split(',')[0]}`);
  const pid = hostname === '127.0.0.1' || hostname === 'localhost' ? findListeningPid(Number(port)) : undefined;
  return pid === undefined ? [] : [pid];
}

/** The sockets that listen on the port, by the names they have among the open files of a process. */
function findListeningSockets(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync(`/proc/net/${table}`, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hexPort}`) && state === LISTEN)
    .map((fields) => `socket:[${fields[9]}]`);
}

function listOpenFiles(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  return (tryRead(() => readdirSync(folder)) ?? []).flatMap((fd) => tryRead(() => readlinkSync(`${folder}/${fd}`)) ?? []);
}

/** Undefined when the process or file no longer exists, or belongs to another user: then it is not the one. */
function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
