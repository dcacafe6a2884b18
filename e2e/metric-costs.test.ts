// Measures what counting costs: the budget is 2 % of a core at 2000 messages a second, scrapes included. Runs alone.
import { expect, test } from 'vitest';
import type { PendingCommand } from '../gate/connection/pending-commands.ts';
import { GateMetrics } from '../gate/monitoring/gate-metrics.ts';
import { LATENCY_BUCKETS_S } from '../infra/ports/index.ts';
import { MetricRegistry } from '../infra/process/admin/metric-registry.ts';
import type { ExecutedCommand } from '../infra/service/command-runner.ts';
import { ServiceMetrics } from '../infra/service/monitoring/service-metrics.ts';
import { allServices, rpcsByNumber } from '../proto/rpc.ts';

const PER_SECOND = 2000;
/** As many as a gate and a service have in a batch at this rate. */
const BATCH = 10;
const BATCHES = 20_000;
/** As infra/deploy/prometheus/prometheus.yml has it. */
const SCRAPE_EVERY_S = 5;
const SCRAPES = 100;
const rpcs = rpcsByNumber(allServices());
const send = [...rpcs.values()].find(({ name }) => name === 'Logic.SendMessage');

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

test('what a message counts at its gate and in its service, and scrapes of both, cost less than 2 % of a core', async () => {
  const registry = new MetricRegistry({ role: 'logic', instance: 'logic-0' });
  const partitions = Array.from({ length: 8 }, (_, partition) => ({ partition, position: 1e6, lag: 3, isPaused: false }));
  const service = new ServiceMetrics(registry.metrics.withLabels({ service: 'logic' }), {
    ...{ service: 'logic', rpcs, progress: () => partitions, queued: () => ({ records: 1, bytes: 1 }) },
    ...{ reads: () => ({ waiting: 0, running: 0 }), unpublishedBatches: () => 0 },
  });
  const sql = registry.metrics.histograms('im_sql_seconds', 'Round trips.', 'step', LATENCY_BUCKETS_S);
  const publishes = registry.metrics.histogram('im_publish_seconds', 'Publishes.', LATENCY_BUCKETS_S);
  const gate = new GateMetrics(registry.metrics);
  const pending = { rpc: send, acceptedAt: performance.now(), heldUs: 700 } as PendingCommand;
  const result = {
    ...{ command: { rpc: send, arrivedAtMs: performance.now() }, outcome: { reply: {} } },
    ...{ needsOutbox: false, bug: undefined },
  } as ExecutedCommand<unknown>;
  const results = Array.from({ length: BATCH }, () => result);
  // A series for every rpc, as after a day.
  for (const { name } of rpcs.values()) gate.countCommand(name);

  const countBatch = (): void => {
    for (let i = 0; i < BATCH; i++) {
      gate.framesIn.add();
      gate.bytesIn.add(200);
      gate.countCommand(send?.name);
      gate.measureLog(pending, performance.now());
      gate.countReply(pending, undefined, performance.now());
      gate.countPushes(1, performance.now() - 3);
      gate.framesOut.add(2);
    }
    gate.deliverySeconds.observe(0.0004);
    service.countBatch(results, performance.now());
    for (const step of ['begin', 'commit']) sql.of(step).observe(0.001);
    service.fanOutSeconds.observe(0.0002);
    service.pushes.add(BATCH);
    for (let i = 0; i < 4; i++) publishes.observe(0.002);
  };
  for (let i = 0; i < BATCHES / 10; i++) countBatch();
  const beforeMs = cpuMs();
  for (let i = 0; i < BATCHES; i++) countBatch();
  const messageMs = (cpuMs() - beforeMs) / (BATCHES * BATCH);

  for (let i = 0; i < 10; i++) await registry.render();
  const beforeScrapesMs = cpuMs();
  for (let i = 0; i < SCRAPES; i++) await registry.render();
  const scrapeMs = (cpuMs() - beforeScrapesMs) / SCRAPES;

  const share = (messageMs * PER_SECOND + scrapeMs / SCRAPE_EVERY_S) / 1000;
  console.info(
    `a message counts for ${(messageMs * 1000).toFixed(2)} µs, a scrape takes ${scrapeMs.toFixed(1)} ms: ` +
      `${(share * 100).toFixed(2)} % of a core at ${PER_SECOND} messages/s`,
  );
  expect(share).toBeLessThan(0.02);
});
