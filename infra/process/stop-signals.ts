// The signals that ask a process to stop.

/**
 * One Ctrl-C may arrive several times: from the terminal, which signals the whole process group, and from npm or the stack, which
 * pass it on. Within this time it is the same one.
 */
const SAME_REQUEST_MS = 1000;

/** Calls `stop` at the first SIGTERM, SIGINT or SIGHUP. A later one ends the process at once, with exit code 1. */
export function onStopSignal(stop: (signal: NodeJS.Signals) => void): void {
  let requestedAtMs: number | undefined;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (requestedAtMs !== undefined && performance.now() - requestedAtMs > SAME_REQUEST_MS) process.exit(1);
      if (requestedAtMs !== undefined) return;
      requestedAtMs = performance.now();
      stop(signal);
    });
  }
}
