// Members and samples with what a test says of them.
import type { LoadSample, ShownMember, ShownService } from '../src/replies.ts';

export function member(role: string, number: number, more: Partial<ShownMember> = {}): ShownMember {
  return {
    role,
    instance: `${role}-${number}`,
    state: 'ready',
    missing: [],
    version: '1.0.0',
    startedAt: '2026-11-30T12:00:00.000Z',
    addresses: role === 'gate' ? ['tcp://127.0.0.1:7000'] : [],
    adminUrl: '',
    logLevel: 'info',
    services: [],
    connections: 0,
    sessions: 0,
    maxConnections: role === 'gate' ? 100 : 0,
    cpuPercent: 1,
    memoryMiB: 100,
    eventLoopDelayMs: 1,
    ...more,
  };
}

/** A service with the lags of its partitions, from number 0. */
export function served(service: string, lags: readonly number[], more: Partial<ShownService> = {}): ShownService {
  return {
    service,
    owned: lags.length,
    paused: 0,
    lag: lags.reduce((sum, lag) => sum + lag, 0),
    queuedRecords: 0,
    deadLetters: 0,
    partitions: lags.map((lag, partition) => ({ partition, position: 10, lag, paused: false })),
    ...more,
  };
}

export function sample(at: number, more: Partial<LoadSample> = {}): LoadSample {
  return { at, messagesPerSecond: 1, pushesPerSecond: 2, connections: 3, lag: {}, ...more };
}
