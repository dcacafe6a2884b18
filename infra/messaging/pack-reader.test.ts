import { expect, test } from 'vitest';
import { im, topicNames } from '../../proto/rpc.ts';
import { MetricRegistry } from '../process/admin/metric-registry.ts';
import { signedPack, testGateSigner, testServicePacks } from '../testing/test-packs.ts';
import { PackReader } from './pack-reader.ts';

const topics = topicNames(1);
const PLACE = { topic: topics.call, partition: 2 };
const { signer, verifier } = testServicePacks(topics);

/** A reader that accepts services alone, and what it reports. */
function newReader() {
  const errors: { message: string; fields: object }[] = [];
  const ignore = (): void => undefined;
  const error = (fields: object, message: string): void => void errors.push({ message, fields });
  const registry = new MetricRegistry();
  const log = { debug: ignore, info: ignore, warn: ignore, error };
  const reader = new PackReader({ topic: PLACE.topic, verifier, log, author: 'service', metrics: registry.metrics });
  const counted = async (): Promise<string | undefined> =>
    /im_unverified_records_total\{topic="im\.call\.1"\} (\d+)/.exec(await registry.render())?.[1];
  const read = (...values: Uint8Array[]): number[] => {
    const seen: number[] = [];
    const records = values.map((value, offset) => ({ offset, value }));
    reader.forEachEnvelope(PLACE.partition, records, ({ requestId }) => seen.push(requestId));
    return seen;
  };
  return { reader, errors, counted, read };
}

const packOf = (requestId: number, by = signer) => signedPack(PLACE, { producer: 'p', envelopes: [{ requestId }] }, by).value;

test('envelopes of packs that are signed by the wanted author are passed on in order, the others are counted', async () => {
  const { read, errors, counted } = newReader();
  const elsewhere = signedPack({ ...PLACE, partition: 3 }, { producer: 'p', envelopes: [{ requestId: 9 }] }, signer).value;
  expect(read(packOf(1), packOf(7, testGateSigner), Buffer.from('garbage'), elsewhere, packOf(2))).toEqual([1, 2]);
  expect(errors.map(({ message }) => message)).toEqual(new Array(3).fill('unverified record dropped'));
  expect(errors.map(({ fields }) => fields)).toMatchObject([
    {
      topic: PLACE.topic,
      partition: 2,
      offset: 1,
      total: 1,
      err: { message: 'a gate has signed the record, and not a service' },
    },
    { offset: 2, total: 2 },
    { offset: 3, total: 3 },
  ]);
  expect(await counted()).toBe('3');
});

test('a signed record that is malformed is reported as such, and does not count as unverified', async () => {
  const { read, errors, counted } = newReader();
  const broken = signer.sign(im.Pack.encode({ version: 99 }).finish(), PLACE, '');
  expect(read(broken, packOf(1))).toEqual([1]);
  expect(errors.map(({ message }) => message)).toEqual(['malformed record skipped, its replies and pushes are lost']);
  expect(await counted()).toBe('0');
});

test('of a flood, twenty a minute are logged one by one and the rest as a number', async () => {
  const { read, errors, counted } = newReader();
  expect(read(...Array.from({ length: 500 }, () => Buffer.from('garbage')), packOf(1))).toEqual([1]);
  expect(errors).toHaveLength(21);
  expect(errors.at(-1)).toMatchObject({ message: expect.stringMatching(/^unverified records dropped/), fields: { total: 21 } });
  expect(await counted()).toBe('500');
});
