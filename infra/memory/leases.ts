// The port Leases in memory, for services in one process.
import type { Leases } from '../ports/index.ts';

export function memoryLeases(): Leases {
  const held = new Map<string, { readonly holder: string; readonly token: number; until: number }>();
  let lastToken = 0;

  return {
    async acquire(name, holder, ttlMs) {
      const now = performance.now();
      const lease = held.get(name);
      if (lease && lease.until > now) {
        if (lease.holder !== holder) return undefined;
        lease.until = now + ttlMs;
        return lease.token;
      }
      // The token starts from the clock, so that tokens keep rising after a restart of the process.
      lastToken = Math.max(lastToken + 1, Date.now());
      held.set(name, { holder, token: lastToken, until: now + ttlMs });
      return lastToken;
    },

    async release(name, holder) {
      if (held.get(name)?.holder === holder) held.delete(name);
    },
  };
}
