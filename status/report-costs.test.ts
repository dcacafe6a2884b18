// Measures what reports cost: status with 200 instances, and each instance that reports. Runs alone.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { noMetrics } from '../infra/memory/no-metrics.ts';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { LivingServices } from '../infra/messaging/living-services.ts';
import type { HttpAnswer, OutgoingRecord, Publisher } from '../infra/ports/index.ts';
import type { AdminPages } from '../infra/process/admin/admin-server.ts';
import { Health } from '../infra/process/admin/health.ts';
import { InstanceControls } from '../infra/process/admin/instance-control.ts';
import { InstanceFacts, InstanceReporter } from '../infra/process/admin/instance-reporter.ts';
import { inMemoryBus } from '../infra/sqlite/testing/in-memory-bus.ts';
import { silentLog } from '../infra/testing/silent-log.ts';
import { signedPack, testServicePacks } from '../infra/testing/test-packs.ts';
import { im, topicNames } from '../proto/rpc.ts';
import { startStatus } from './start.ts';

const INSTANCES = 200;
const SECONDS = 5;
const topics = topicNames(1);
const place = { topic: topics.status, partition: 0 };
const packs = testServicePacks(topics);

/** As large as a report of a logic with all of its partitions. */
function reportOf(instance: number, number: number): im.InstanceReport.$Properties {
  const partitions = Array.from({ length: 8 }, (_, partition) => ({ partition, position: 1e6 + number, lag: number % 7 }));
  const latency = { counts: Array.from({ length: 15 }, (_, bucket) => number * bucket), sumUs: 1e9 };
  const rpcs = Array.from({ length: 40 }, (_, rpc) => 200 + rpc);
  const replies = ['OK', 'BUSY', 'UNAVAILABLE'].map((code) => ({ code, count: number }));
  const services = [{ service: 'logic', owned: 8, rpcs, partitions, batches: latency, commands: number, replies }];
  const name = { role: 'logic', instance: `logic-${instance}`, process: `process-${instance}`, version: '1.0.0' };
  return { ...name, number, services, ack: latency, push: latency, cpuPermille: 300, measuredAtMs: number * 1000 };
}

/** All instances report in this second: one record each, as over Kafka. */
function recordsOf(number: number): OutgoingRecord[] {
  return Array.from({ length: INSTANCES }, (_, instance) => {
    const payload = im.InstanceReport.encode(reportOf(instance, number)).finish();
    const pack = { producer: `p${instance}`, number, envelopes: [{ kind: im.Envelope.Kind.REPORT, payload }] };
    return signedPack(place, pack, packs.signer);
  });
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

test('status with 200 instances uses less than 10 % of a core', async () => {
  const bus = inMemoryBus();
  const specs = [topics.status, topics.control].map((name) => ({ name, partitions: 1, retentionMs: 60_000 }));
  await bus.ensureTopics(specs);
  const pages: AdminPages = new Map();
  const connections = {
    ...{ bus, topics, packs, routes: memoryRoutes(), log: silentLog, metrics: noMetrics, health: new Health() },
    ...{ partitions: { command: 8, gate: 8 }, lingerMs: { commands: 0, domainEvents: 0 }, faultInjection: {} },
    ...{ facts: new InstanceFacts(), controls: new InstanceControls(), living: new LivingServices(silentLog) },
    newInstanceName: () => 'status',
    onStop: (_name: string, stop: () => unknown) => onTestFinished(() => void stop()),
    onFatal: (error: Error) => expect.fail(String(error)),
  };
  await startStatus({ connections, ownProcess: 'process-0', pages }, { host: '127.0.0.1', port: 0, publicUrl: undefined });
  const seconds = Array.from({ length: SECONDS }, (_, n) => recordsOf(n + 1));
  await sleep(300);
  const beforeMs = cpuMs();
  for (const records of seconds) {
    await bus.publish(records);
    await sleep(1000);
  }
  const share = (cpuMs() - beforeMs) / (SECONDS * 1000);
  const { body } = (pages.get('/members') as () => HttpAnswer)();
  const shown = JSON.parse(String(body)) as { members: object[] };
  expect(shown.members).toHaveLength(INSTANCES);
  console.info(`${INSTANCES} instances: ${(share * 100).toFixed(1)} % of a core, with the log in memory`);
  expect(share).toBeLessThan(0.1);
});

test('an instance uses less than 0.5 % of a core for its reports', async () => {
  const sent: im.Envelope.$Properties[] = [];
  // As the real one does: it encodes and signs.
  const publisher: Publisher = {
    send(_topic, _partition, envelope) {
      sent.push(envelope);
      signedPack(place, { producer: 'p', number: sent.length, envelopes: [envelope] }, packs.signer);
    },
    flush: async () => undefined,
    queuedBytes: 0,
  };
  const facts = new InstanceFacts();
  facts.add(() => reportOf(1, 1));
  const own = { role: 'logic', instance: 'logic-1', topics, publisher, health: new Health(), facts };
  const reporter = new InstanceReporter(own);
  const reports = 200;
  for (let i = 0; i < reports; i++) reporter.report();
  const beforeMs = cpuMs();
  for (let i = 0; i < reports; i++) reporter.report();
  const eachMs = (cpuMs() - beforeMs) / reports;
  await reporter.stop();
  console.info(`a report takes ${eachMs.toFixed(2)} ms: ${(eachMs / 10).toFixed(3)} % of a core`);
  expect(eachMs).toBeLessThan(5);
});
