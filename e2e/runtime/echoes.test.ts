// What a service sends to itself through its own partition: it measures Kafka, and nothing else happens.
import { expect, test } from 'vitest';
import { noMetrics } from '../../infra/memory/no-metrics.ts';
import { EchoProbe } from '../../infra/messaging/echo-probe.ts';
import { publisher } from '../../infra/messaging/publisher.ts';
import type { HistogramMetric, Metrics } from '../../infra/ports/index.ts';
import { testGateSigner } from '../../infra/testing/test-packs.ts';
import { waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { im } from '../../proto/rpc.ts';

onEveryStore('an echo', (fixture, store) => {
  test('is measured, runs no command and leaves only an advanced position', async () => {
    const { bus, packs, topics } = fixture();
    const topic = topics.service('Fixture');
    const seconds: number[] = [];
    const histogram: HistogramMetric = { counts: [], sum: 0, observe: (value) => void seconds.push(value) };
    const metrics: Metrics = { ...noMetrics, histogram: () => histogram };
    const own = publisher(bus, { instance: 'echoes', signer: packs.signer });
    const probe = new EchoProbe({
      ...{ publisher: own, topic, instance: 'service.1', metrics, everyMs: 10 },
      partitions: () => service.ownedPartitions(),
    });
    const service = await fixture().start('Fixture', { echoes: probe });
    await waitFor(() => service.ownedPartitions().length === 4, 'all partitions');
    probe.start();
    await waitFor(() => seconds.length >= 8, 'echoes through every partition');
    probe.stop();
    expect(Math.min(...seconds)).toBeGreaterThan(0);

    const batches = store().connect();
    const ranges = service.ownedPartitions().map((partition) => ({ partition, earliest: 0, end: 0 }));
    const positions = async () => [...(await batches.loadPositions('fixture', topic, ranges)).values()];
    await expect.poll(async () => (await positions()).every(({ next, published }) => next >= 2 && published === next)).toBe(true);
    expect((await positions()).flatMap(({ producers }) => [...producers])).toEqual([]);
    expect(fixture().deadLetters).toEqual([]);
    expect(fixture().log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    const { commands, batches: measured } = service.describe();
    expect([commands, measured?.sumUs]).toEqual([0, 0]);
    const request = { text: 'hello', toUserId: fixture().bob };
    expect((await fixture().ask('Fixture.Keep', request)).failure).toBeNull();
  });

  test('of a gate is dropped as unverified, because gates send nothing but commands to services', async () => {
    const { bus, topics } = fixture();
    const received: im.Envelope[] = [];
    await fixture().start('Fixture', { echoes: { receive: (envelope) => received.push(envelope) } });
    const gate = publisher(bus, { instance: 'gate.other', signer: testGateSigner });
    gate.send(topics.service('Fixture'), 0, { kind: im.Envelope.Kind.ECHO, requestId: 1, instance: 'service.1' });
    await waitFor(() => fixture().deadLetters.length > 0, 'the dead letter');
    expect(fixture().deadLetters[0]?.cause).toContain('is no command');
    expect(received).toEqual([]);
  });
});
