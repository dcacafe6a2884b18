// The end of a run: waits until nothing more arrives, then pulls all conversations once more to find lost messages.
import type { Ledger } from '../ledger/ledger.ts';
import type { LoadClient } from './client/load-client.ts';
import { forEachConcurrently, sleep, withTimeout } from './concurrency.ts';

const PARALLEL_PULLS = 128;
const DRAIN_TIMEOUT_MS = 60_000;
const DRAIN_POLL_MS = 20;

/**
 * Resolves when all messages are acknowledged and delivered and no command is in flight, or when nothing has changed for
 * `quietMs`. Returns when something last changed, on the clock of performance.now().
 */
export async function waitUntilDrained(ledger: Ledger, countInFlight: () => number, quietMs: number): Promise<number> {
  const endMs = performance.now() + DRAIN_TIMEOUT_MS;
  let progressBefore = -1;
  let changedMs = performance.now();
  for (;;) {
    const { acked, delivered, sent, due } = ledger;
    const inFlight = countInFlight();
    const nowMs = performance.now();
    const progress = acked + delivered - inFlight;
    if (progress !== progressBefore) changedMs = nowMs;
    progressBefore = progress;
    const isComplete = acked === sent && delivered === due && inFlight === 0;
    if (isComplete || nowMs > endMs || nowMs - changedMs > quietMs) return changedMs;
    await sleep(DRAIN_POLL_MS);
  }
}

export interface FinalPullOptions {
  /** Pull only conversations that lack an acknowledged message. */
  readonly missingOnly: boolean;
  /** How long an acknowledged message may take until it can be pulled. */
  readonly pullableWithinMs: number;
  /** How long the pulls of all clients may take. */
  readonly timeoutMs: number;
  /** From when the time limits count. */
  readonly sinceMs: number;
}

/**
 * Pulls all conversations, repeatedly while an acknowledged message is missing. Returns the number of clients that could not
 * pull.
 */
export async function pullUntilComplete(
  clients: readonly LoadClient[],
  ledger: Ledger,
  { missingOnly, pullableWithinMs, timeoutMs, sinceMs }: FinalPullOptions,
): Promise<number> {
  const pulled = new Set<LoadClient>();
  for (;;) {
    const all = forEachConcurrently(clients, PARALLEL_PULLS, async (client) => {
      if (await client.pullAll({ missingOnly })) pulled.add(client);
    });
    await withTimeout(timeoutMs / 2, all);
    const unpulled = clients.length - pulled.size;
    const elapsedMs = performance.now() - sinceMs;
    const isComplete = unpulled === 0 && ledger.countMissing().lost === 0;
    if (isComplete || elapsedMs > (unpulled === 0 ? pullableWithinMs : timeoutMs)) return unpulled;
    await sleep(pullableWithinMs / 10);
  }
}
