import { afterEach, expect, test } from 'vitest';
import { noMetrics } from '../infra/memory/no-metrics.ts';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { LivingServices } from '../infra/messaging/living-services.ts';
import type { HttpAnswer, PackSigner } from '../infra/ports/index.ts';
import type { AdminPages } from '../infra/process/admin/admin-server.ts';
import { Health } from '../infra/process/admin/health.ts';
import { InstanceControls } from '../infra/process/admin/instance-control.ts';
import { InstanceFacts } from '../infra/process/admin/instance-reporter.ts';
import { inMemoryBus } from '../infra/sqlite/testing/in-memory-bus.ts';
import { silentLog } from '../infra/testing/silent-log.ts';
import { signedPack, testGateSigner, testServicePacks } from '../infra/testing/test-packs.ts';
import { im, topicNames } from '../proto/rpc.ts';
import { startStatus } from './start.ts';

const topics = topicNames(1);
const place = { topic: topics.status, partition: 0 };
const packs = testServicePacks();
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function connect() {
  const bus = inMemoryBus();
  await bus.ensureTopics([{ name: topics.status, partitions: 1, retentionMs: 60_000 }]);
  const pages: AdminPages = new Map();
  const connections = {
    ...{ bus, topics, packs, routes: memoryRoutes(), log: silentLog, metrics: noMetrics, health: new Health() },
    ...{ partitions: { command: 8, gate: 8 }, lingerMs: { commands: 0, domainEvents: 0 }, faultInjection: {} },
    facts: new InstanceFacts(),
    controls: new InstanceControls(),
    living: new LivingServices(silentLog),
    newInstanceName: () => 'status',
    onStop: (_name: string, stop: () => unknown) => void stops.push(stop),
    onFatal: (error: Error) => expect.fail(String(error)),
  };
  return { bus, pages, connections };
}

test('reports without a key, of garbage, too large, or of a role that a gate may not claim, are dropped', async () => {
  const { bus, pages, connections } = await connect();
  await startStatus({ connections, ownProcess: 'own', pages }, { host: '127.0.0.1', port: 0, publicUrl: undefined });
  const shown = () =>
    JSON.parse(String((pages.get('/members') as () => HttpAnswer)().body)) as {
      members: { instance: string }[];
      droppedReports: object;
    };

  const report = (role: string, instance: string) =>
    im.InstanceReport.encode({ role, instance, process: instance, number: 1 }).finish();
  const kind = im.Envelope.Kind.REPORT;
  const record = (payload: Uint8Array, signer: PackSigner) =>
    signedPack(place, { producer: 'p', envelopes: [{ kind, payload }] }, signer);
  await bus.publish([
    { ...place, value: Buffer.from('garbage') },
    record(report('logic', 'forged'), testGateSigner),
    record(Buffer.from([0x0a, 0xff]), packs.signer),
    signedPack(
      place,
      { producer: 'p', envelopes: [{ kind: im.Envelope.Kind.PUSH, payload: report('logic', 'push') }] },
      packs.signer,
    ),
    record(
      im.InstanceReport.encode({
        role: 'gate',
        instance: 'g',
        process: 'g',
        number: 1,
        services: [{ service: 'logic' }],
      }).finish(),
      testGateSigner,
    ),
    record(report('logic', 'x'.repeat(129)), packs.signer),
    record(
      im.InstanceReport.encode({
        role: 'logic',
        instance: 'large',
        process: 'l',
        number: 1,
        adminUrl: 'x'.repeat(65_536),
      }).finish(),
      packs.signer,
    ),
    record(report('gate', 'gate-0'), testGateSigner),
    record(report('logic', 'logic-0'), packs.signer),
  ]);
  await expect.poll(() => shown().members.map(({ instance }) => instance)).toEqual(['gate-0', 'logic-0']);
  expect(shown().droppedReports).toEqual({ stale: 0, malformed: 7, excess: 0 });
});

test.each([
  ['0.0.0.0', undefined, undefined],
  ['::', undefined, undefined],
  ['0.0.0.0', 'https://status.example.org', 'https://status.example.org'],
  ['127.0.0.1', undefined, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)],
])('a status that listens on %s with the public URL %s tells clients %s', async (host, publicUrl, expected) => {
  const { pages, connections } = await connect();
  const { toldUrl } = await startStatus({ connections, ownProcess: 'own', pages }, { host, port: 0, publicUrl });
  expect(toldUrl).toEqual(expected);
});
