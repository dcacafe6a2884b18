// Notices when the clock of this machine is set while the process runs. Nothing depends on that clock, but people read it in
// logs, and the certificates and tokens of other systems do depend on it.
import type { Log } from '../ports/index.ts';

const EVERY_MS = 1000;
/** A time service corrects small errors by steps below this, or by running slower. */
const TOLD_MS = 2000;

export interface ClockWatchOptions {
  readonly log: Log;
  readonly monotonicMs?: () => number;
  readonly wallMs?: () => number;
}

/** Logs a warning with the size of each step. Returns a function that ends the watch. */
export function watchClock({
  log,
  monotonicMs = () => performance.now(),
  wallMs = () => Date.now(),
}: ClockWatchOptions): () => void {
  const readAhead = (): number => wallMs() - monotonicMs();
  let aheadMs = readAhead();
  const timer = setInterval(() => {
    const now = readAhead();
    const stepMs = Math.round(now - aheadMs);
    aheadMs = now;
    if (Math.abs(stepMs) < TOLD_MS) return;
    log.warn({ stepMs }, `the wall clock of this machine jumped ${stepMs > 0 ? 'ahead' : 'back'} by ${Math.abs(stepMs)} ms`);
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}
