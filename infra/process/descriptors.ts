// File descriptors: at their limit the operating system accepts no client, file or server, and Node tells nobody: it accepts a
// connection and closes it.
import { close, open, readFileSync } from 'node:fs';
import type { Log } from '../ports/index.ts';

const CHECK_INTERVAL_MS = 1000;
/** While it lasts, a line per minute. */
const REPEAT_MS = 60_000;
/** What a process opens beside its clients: servers, files, connections to Kafka, MySQL and Redis. */
const OWN_DESCRIPTORS = 200;

const REMEDY = 'raise the limit of open files (ulimit -n, LimitNOFILE of systemd) or lower IM_MAX_CONNECTIONS';

/** Logs an error while the process can open nothing more, and that it can again. It goes on meanwhile. */
export function watchDescriptors(log: Log): void {
  let loggedAtMs: number | undefined;
  const check = (): void => {
    open('/dev/null', (error, descriptor) => {
      if (!error) close(descriptor);
      const isFull = error?.code === 'EMFILE' || error?.code === 'ENFILE';
      if (!isFull && loggedAtMs !== undefined) {
        loggedAtMs = undefined;
        log.info({}, 'file descriptors are available again');
      } else if (isFull && (loggedAtMs === undefined || performance.now() - loggedAtMs > REPEAT_MS)) {
        loggedAtMs = performance.now();
        log.error({ err: error }, `out of file descriptors, new connections are closed: ${REMEDY}`);
      }
    });
  };
  setInterval(check, CHECK_INTERVAL_MS).unref();
}

/** Warns at the start of a gate that its clients may need more descriptors than it gets. */
export function checkDescriptorLimit(log: Log, maxConnections: number): void {
  const limit = readDescriptorLimit();
  if (limit !== undefined && limit < maxConnections + OWN_DESCRIPTORS)
    log.warn({ limit, maxConnections }, `the limit of open files is too low for IM_MAX_CONNECTIONS clients: ${REMEDY}`);
}

/** Undefined where there is no limit, or where the platform does not tell. */
export function readDescriptorLimit(): number | undefined {
  try {
    const [, soft] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}
