// How often something may be done at this process. Not over all instances: it spares this one's batches, it guards nothing.

export interface FixedWindowRules {
  /** So often in each window. */
  readonly limit: number;
  readonly windowMs: number;
}

/** Counts one more of `key` and answers 0, or how many milliseconds to wait where it is one too many. */
export type FixedWindow = (key: string) => number;

export function fixedWindow({ limit, windowMs }: FixedWindowRules, nowMs: () => number = () => performance.now()): FixedWindow {
  const counts = new Map<string, number>();
  let endsAtMs = 0;
  return (key) => {
    const now = nowMs();
    // One window for all: nothing is kept of who is not here any more.
    if (now >= endsAtMs) {
      counts.clear();
      endsAtMs = now + windowMs;
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count > limit ? Math.ceil(endsAtMs - now) : 0;
  };
}
