// Fixture: a result without a run, with all that a report may show.
import type { Measurements } from '../report.ts';
import { buildReport } from '../report.ts';
import { NO_SECTIONS } from '../sections.ts';
import type { TimelinePoint } from '../timeline.ts';

const quantiles = (p50: number) => ({ p50, p90: 2 * p50, p99: 5 * p50, max: 9 * p50 });

function point(second: number): TimelinePoint {
  const isPaused = second === 5;
  return {
    second,
    due: 100,
    acked: isPaused ? 0 : 100,
    delivered: isPaused ? 0 : 99,
    ackMs: isPaused ? null : quantiles(4),
    deliveryMs: isPaused ? null : quantiles(5),
    cpu: { gate: 30 + second, load: 10 },
    memoryMib: { gate: 80, load: 120.5 },
    lag: second % 2 ? null : second,
  };
}

const SOUND = { partitionStallMs: 1200, backMs: 1100, lost: 0, duplicated: 0, outOfOrder: 0 };

/** Ten seconds of chat, of which two are warm-up, with a killed logic. */
export function measurementsFixture(changes: Partial<Measurements> = {}): Measurements {
  return {
    scenario: 'chat',
    sections: NO_SECTIONS,
    members: null,
    clients: 50,
    rate: 100,
    seconds: 8,
    warmUpSeconds: 2,
    target: 'stack (1 gate, 1 auth, 1 logic)',
    transport: 'ws',
    connected: 50,
    connectSeconds: 1,
    results: [],
    cpu: { percent: { gate: 34.5, load: 10 }, machine: { idle: 100, softIrq: 3, steal: 0 } },
    timeline: { measuredFrom: 2.02, measuredTo: 10.03, points: Array.from({ length: 10 }, (_, second) => point(second)) },
    events: [{ kind: 'kill', process: 'logic', second: 5.02, readyMs: 900, stallMs: 1240, slowestMs: 1300, ...SOUND }],
    hops: [{ name: 'logic: its batch, with SQL', count: 200, meanMs: 10, p50: 9, p99: 20 }],
    kibPerConnection: 15.04,
    ...changes,
  };
}

export const reportFixture = (changes?: Partial<Measurements>) => buildReport(measurementsFixture(changes));
