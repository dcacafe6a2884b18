// Asks status which gates take clients: docs/protocol/gates.md.
import type { BackOff } from './timing.ts';
import { type GateTransport, isGateUrl } from './transport.ts';
import { parseUrl } from './urls.ts';

/** The answer of status. */
export interface GateList {
  /** In the order to try. */
  readonly gates: readonly string[];
  /** Server-spread: clients that ask at one moment must not connect at one moment. */
  readonly connectAfterMs: number;
  readonly backOff: BackOff;
}

const TIMEOUT_MS = 3000;
/** What a broken status says must not keep the client away for ever, nor make it try without a pause. */
const LIMITS = {
  gates: 16,
  connectAfterMs: 60_000,
  firstMs: [50, 60_000],
  maxMs: [50, 600_000],
  factor: [1, 10],
  jitter: [0, 10],
};

/** Asks one status after the other. Resolves with undefined when none names a gate. */
export async function findGates(statusUrls: readonly string[], transport: GateTransport): Promise<GateList | undefined> {
  for (const status of statusUrls) {
    try {
      const url = new URL('/gates', status);
      url.searchParams.set('transport', transport);
      const list = parseGateList(await fetchJson(url), transport);
      if (list.gates.length > 0) return list;
    } catch {
      // It is away, or no status answers there: the next one may.
    }
  }
  return undefined;
}

async function fetchJson(url: URL): Promise<unknown> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: timeout.signal });
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
}

/** True for a URL that `findGates` accepts. */
export function isStatusUrl(url: string): boolean {
  const protocol = parseUrl(url)?.protocol;
  return protocol === 'http:' || protocol === 'https:';
}

function parseGateList(answer: unknown, transport: GateTransport): GateList {
  const { gates, connectAfterMs, backOff } = answer as { gates?: unknown; connectAfterMs?: unknown; backOff?: unknown };
  const waits = (backOff ?? {}) as Record<string, unknown>;
  const isUsable = (url: unknown): url is string => typeof url === 'string' && url.startsWith(`${transport}:`) && isGateUrl(url);
  return {
    gates: Array.isArray(gates) ? gates.filter(isUsable).slice(0, LIMITS.gates) : [],
    connectAfterMs: clamp(connectAfterMs, [0, LIMITS.connectAfterMs], 0),
    backOff: {
      firstMs: clamp(waits.firstMs, LIMITS.firstMs, 500),
      factor: clamp(waits.factor, LIMITS.factor, 2),
      maxMs: clamp(waits.maxMs, LIMITS.maxMs, 30_000),
      jitter: clamp(waits.jitter, LIMITS.jitter, 0.5),
    },
  };
}

function clamp(value: unknown, [least = 0, most = 0]: readonly number[], fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : fallback;
}
