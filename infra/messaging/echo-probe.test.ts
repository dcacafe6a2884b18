import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { im, topicNames } from '../../proto/rpc.ts';
import { noMetrics } from '../memory/no-metrics.ts';
import type { LogRecord, OutgoingRecord } from '../ports/index.ts';
import { MetricRegistry } from '../process/admin/metric-registry.ts';
import { silentLog } from '../testing/silent-log.ts';
import { testGatePacks, testServicePacks } from '../testing/test-packs.ts';
import { EchoProbe, withoutEchoes } from './echo-probe.ts';
import { PackReader } from './pack-reader.ts';
import { publisher } from './publisher.ts';

const topic = topicNames(1).gate;
const place = { topic, partition: 0 };
afterEach(() => vi.useRealTimers());

/** A probe of a gate whose records wait until the test hands them over. */
function probed() {
  let partitions = [0];
  const packs = testGatePacks();
  const instance = `gate-0.${packs.publicKey}`;
  const registry = new MetricRegistry();
  const published: OutgoingRecord[] = [];
  const bus = { publish: async (records: readonly OutgoingRecord[]) => void published.push(...records) };
  const reader = new PackReader({ topic, verifier: packs.verifier, log: silentLog, metrics: registry.metrics });
  const own = publisher(bus, { instance: 'echoes', signer: packs.signer, metrics: noMetrics });
  const labelled = registry.metrics.withLabels({ reader: 'gate' });
  const probe = new EchoProbe({
    ...{ topic, publisher: own, instance, metrics: labelled, everyMs: 1000 },
    partitions: () => partitions,
  });
  const probing = withoutEchoes(reader, probe);
  onTestFinished(() => probe.stop());
  const handed: im.Envelope[] = [];
  const read = (value: Uint8Array): void =>
    probing.forEachEnvelope(0, [{ offset: 0, value } as LogRecord], (one) => handed.push(one));
  const value = async (name: string): Promise<number> =>
    Number(new RegExp(`^${name} (.*)$`, 'm').exec((await registry.render()).replaceAll(/\{[^}]*\}/g, ''))?.[1]);
  const reads = (now: number[]): void => {
    partitions = now;
  };
  return { probe, instance, published, read, handed, value, reads };
}

test('a gate measures how long its own envelope takes until it reads it, and hands on what others send', async () => {
  vi.useFakeTimers();
  const { probe, instance, published, read, handed, value } = probed();
  probe.start();
  await vi.advanceTimersByTimeAsync(3500);
  expect(published).toHaveLength(1);
  read(published[0]?.value as Uint8Array);
  expect(await value('im_echo_seconds_count')).toBe(1);
  expect(await value('im_echo_seconds_sum')).toBeCloseTo(3.5, 2);
  expect(handed).toEqual([]);
  // Kafka may hold it twice.
  read(published[0]?.value as Uint8Array);
  expect(await value('im_echo_seconds_count')).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(published).toHaveLength(2);

  const reply = { kind: im.Envelope.Kind.REPLY, requestId: 7, instance };
  const pack = im.Pack.encode({ version: 1, producer: 'logic', number: 1, envelopes: [reply] }).finish();
  read(testServicePacks().signer.sign(pack, place, instance));
  expect(handed).toMatchObject([reply]);
});

test('an echo of another gate on the same partition is neither handed on nor counted as a forgery', async () => {
  vi.useFakeTimers();
  const [one, other] = [probed(), probed()];
  one.probe.start();
  await vi.advanceTimersByTimeAsync(100);
  other.read(one.published[0]?.value as Uint8Array);
  expect(other.handed).toEqual([]);
  expect(await other.value('im_unverified_records_total')).toBe(0);
  expect(await other.value('im_echo_seconds_count')).toBe(0);
});

test('an echo that never comes counts as longer than every bucket, and the next one is measured', async () => {
  vi.useFakeTimers();
  const { probe, published, read, value } = probed();
  probe.start();
  await vi.advanceTimersByTimeAsync(31_500);
  expect(published).toHaveLength(2);
  expect(await value('im_echo_seconds_count')).toBe(1);
  expect(await value('im_echo_seconds_sum')).toBeGreaterThan(30);
  read(published[0]?.value as Uint8Array);
  expect(await value('im_echo_seconds_count')).toBe(1);
  read(published[1]?.value as Uint8Array);
  expect(await value('im_echo_seconds_count')).toBe(2);
});

test('an echo to a partition that another process has taken over is forgotten; the next goes to one that is read', async () => {
  vi.useFakeTimers();
  const { probe, published, reads, value } = probed();
  reads([]);
  probe.start();
  expect(published).toHaveLength(0);
  reads([3, 5]);
  await vi.advanceTimersByTimeAsync(1500);
  expect(published).toMatchObject([{ partition: 3 }]);
  reads([5]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(published).toMatchObject([{ partition: 3 }, { partition: 5 }]);
  expect(await value('im_echo_seconds_count')).toBe(0);
});
