// Which process serves a port of this machine.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTEN = '0A';

/** The process that listens on this TCP port; undefined when there is none, or it belongs to somebody whose files may not be read. */
export function findListeningPid(port: number): number | undefined {
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => listeningSockets(table, port)));
  if (sockets.size === 0) return undefined;
  for (const pid of readdirSync('/proc')) {
    if (/^\d+$/.test(pid) && openFiles(pid).some((file) => sockets.has(file))) return Number(pid);
  }
  return undefined;
}

/** The sockets that listen on the port, named as they are among a process's open files. */
function listeningSockets(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync(`/proc/net/${table}`, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hexPort}`) && state === LISTEN)
    .map((fields) => `socket:[${fields[9]}]`);
}

function openFiles(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  return (ifReadable(() => readdirSync(folder)) ?? []).flatMap((fd) => ifReadable(() => readlinkSync(`${folder}/${fd}`)) ?? []);
}

/** Undefined when the process or the file has gone meanwhile, or is somebody else's: then it is not the one. */
function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
