// Empties a gate that stops. Its clients leave in waves, so that they reach the other gates at an even rate.
import { im } from '../proto/rpc.ts';
import type { Connection } from './connection/connection.ts';
import type { Connections } from './connection/connections.ts';
import { PauseReason } from './connection/frame-reader.ts';
import type { GateTimings } from './settings.ts';

type DrainTimings = Pick<GateTimings, 'drainPerSecond' | 'maxDrainMs' | 'drainWaveMs' | 'stopWaitMs'>;

/** Resolves when all clients are told to reconnect elsewhere, each after the replies to its commands. Sockets may still close. */
export async function drain(connections: Connections, timings: DrainTimings): Promise<void> {
  const { drainPerSecond, maxDrainMs, drainWaveMs } = timings;
  const all = [...connections.all()];
  const drainMs = Math.min(maxDrainMs, (all.length / drainPerSecond) * 1000);
  const perWave = Math.ceil(all.length / Math.max(1, Math.floor(drainMs / drainWaveMs)));
  const waves: Promise<void>[] = [];
  for (let at = 0; at < all.length; at += perWave) {
    if (at > 0) await sleep(drainWaveMs);
    waves.push(dismiss(all.slice(at, at + perWave), timings));
  }
  await Promise.all(waves);
}

/** Reads these clients no further, and tells each one after its replies to come back within the time of a wave. */
async function dismiss(wave: readonly Connection[], { drainWaveMs, stopWaitMs }: DrainTimings): Promise<void> {
  for (const { reader } of wave) reader.pause(PauseReason.DRAIN);
  const close = (connection: Connection): void =>
    connection.close(im.CloseReason.GATE_STOPPING, { afterMs: Math.floor(Math.random() * drainWaveMs) });
  let waiting = wave;
  const closeIdle = (): boolean => {
    for (const connection of waiting) if (connection.pendingCount === 0) close(connection);
    waiting = waiting.filter(({ isOpen, pendingCount }) => isOpen && pendingCount > 0);
    return waiting.length === 0;
  };
  await waitUntil(closeIdle, stopWaitMs);
  waiting.forEach(close);
}

/** Resolves when the condition is true, or after `waitMs`. */
export async function waitUntil(condition: () => boolean, waitMs: number): Promise<void> {
  const deadline = performance.now() + waitMs;
  while (!condition() && performance.now() < deadline) await sleep(10);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
