// A fixed-window rate limiter within one process. It protects this process's batches from load and is no security limit.

export interface FixedWindowRules {
  /** How many events per window are allowed. */
  readonly limit: number;
  readonly windowMs: number;
}

/** Counts one event of `key`; returns 0, or the milliseconds until the window ends if the limit is exceeded. */
export type FixedWindow = (key: string) => number;

export function fixedWindow({ limit, windowMs }: FixedWindowRules, nowMs: () => number = () => performance.now()): FixedWindow {
  const counts = new Map<string, number>();
  let endsAtMs = 0;
  return (key) => {
    const now = nowMs();
    // One window for all keys, so that unused keys take no memory after its end.
    if (now >= endsAtMs) {
      counts.clear();
      endsAtMs = now + windowMs;
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count > limit ? Math.ceil(endsAtMs - now) : 0;
  };
}
