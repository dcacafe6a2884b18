// A deployment that does not exist: what the API of status would reply about it. Some names hold markup, as users may write it.
import type { HistoryReply, LoadSample, MembersReply, ShownMember, ShownService } from '../src/replies.ts';

export const GROUP_ID = 'Zm9vdGJhbGwtb24tc3VuZA';
export const USER_ID = 'YWxpY2UtaW4td29uZGVybA';
/** What a user may call themselves. */
export const MARKUP_NAME = '<img src=x onerror=alert(1)>';
const HOUR_MS = 3_600_000;
const STEP_MS = 5000;

function serviceOf(service: string, owned: number, lag: number, commandsPerSecond: number, first = 0): ShownService {
  return {
    service,
    owned,
    paused: 0,
    lag,
    queuedRecords: Math.min(lag, 12),
    deadLetters: service === 'logic' ? 2 : 0,
    partitions: Array.from({ length: owned }, (_, i) => ({
      partition: first + i,
      position: 182_400 + 977 * (first + i),
      lag: i === 0 ? lag : 0,
      paused: false,
    })),
    load: {
      commandsPerSecond,
      batchesPerSecond: 41.5,
      batchCommands: Math.round((commandsPerSecond / 41.5) * 10) / 10,
      batchMs: 6.4,
      refusalsPerSecond: service === 'logic' ? { NOT_A_FRIEND: 1.4, RATE_LIMITED: 0.2 } : {},
    },
  };
}

function memberOf(role: string, number: number, more: Partial<ShownMember> = {}): ShownMember {
  return {
    role,
    instance: `${role}-${number}`,
    state: 'ready',
    missing: [],
    version: '0.1.0',
    startedAt: new Date(Date.now() - 26.5 * HOUR_MS).toISOString(),
    addresses: [],
    adminUrl: `http://10.0.0.${4 + number}:9100`,
    logLevel: 'info',
    services: [],
    connections: 0,
    sessions: 0,
    maxConnections: 0,
    cpuPercent: 11.2,
    memoryMiB: 142,
    eventLoopDelayMs: 2.1,
    ...more,
  };
}

function gateOf(number: number, connections: number): ShownMember {
  return memberOf('gate', number, {
    addresses: [`tcp://10.0.0.${4 + number}:7000`, `ws://10.0.0.${4 + number}:7001`],
    connections,
    sessions: connections - 14,
    maxConnections: 20_000,
    cpuPercent: 34.5,
    memoryMiB: 318,
    load: {
      framesInPerSecond: 642.3,
      framesOutPerSecond: 1911.8,
      bytesInPerSecond: 91_400,
      bytesOutPerSecond: 288_100,
      refusalsPerSecond: { EXPIRED: 0.3 },
      ack: { p50Ms: 8.2, p99Ms: 31.7 },
      push: { p50Ms: 9.6, p99Ms: 38.1 },
    },
  });
}

/** A healthy deployment but for one instance of verify. */
export function fixtureMembers(): MembersReply {
  return {
    isCurrent: true,
    latency: { ack: { p50Ms: 8.2, p99Ms: 31.7 }, push: { p50Ms: 9.6, p99Ms: 38.1 } },
    members: [
      memberOf('auth', 0, {
        services: [serviceOf('auth', 8, 0, 12.5)],
        hashes: { waiting: 0, running: 1, done: 5210, refused: 0 },
      }),
      gateOf(0, 2491),
      gateOf(1, 2509),
      memberOf('logic', 0, {
        cpuPercent: 61.3,
        memoryMiB: 226,
        services: [serviceOf('logic', 4, 37, 640), serviceOf('presence', 4, 0, 8)],
      }),
      memberOf('logic', 1, {
        cpuPercent: 58.9,
        memoryMiB: 231,
        services: [serviceOf('logic', 4, 12, 655, 4), serviceOf('presence', 4, 0, 9, 4)],
      }),
      memberOf('status', 0),
      memberOf('verify', 0, {
        state: 'not ready',
        missing: ['the SMTP server: connection refused at 10.0.0.9:587'],
        services: [serviceOf('verify', 8, 3, 0.4)],
      }),
    ],
  };
}

/** The sample at a moment: load goes up and down, and there is a pause with a peak of lag after it. */
export function fixtureSample(at: number): LoadSample {
  const phase = at / HOUR_MS;
  const load = 1.1 + Math.sin(phase * 9) * 0.35 + Math.sin(phase * 61) * 0.06;
  const noise = (Math.sin(at / STEP_MS) * 43_758.5) % 1;
  const peak = Math.max(0, Math.sin(phase * 4) - 0.92) * 9000;
  return {
    at,
    messagesPerSecond: Math.round(1180 * load + noise * 60),
    pushesPerSecond: Math.round(3320 * load + noise * 180),
    connections: 5000,
    ack: { p50Ms: Math.round(70 * load + 6 * noise) / 10, p99Ms: Math.round(260 * load + 40 * noise) / 10 },
    push: { p50Ms: Math.round(82 * load + 7 * noise) / 10, p99Ms: Math.round(310 * load + 50 * noise) / 10 },
    lag: { auth: 0, logic: Math.round(40 * load + peak), presence: noise > 0.8 ? 4 : 0, verify: 3 },
  };
}

export function fixtureHistory(now: number): HistoryReply {
  const last = now - (now % STEP_MS);
  const samples = Array.from({ length: 720 }, (_, i) => fixtureSample(last - (719 - i) * STEP_MS));
  return { stepSeconds: 5, samples };
}
