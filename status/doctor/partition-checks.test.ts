import { expect, test } from 'vitest';
import type { PartitionLag, ServicePartitions } from '../lag.ts';
import { examinePartitions } from './partition-checks.ts';

const owned: PartitionLag = { partition: 0, owner: 'x-0', position: 5, lag: 0, oldestSeconds: undefined, paused: false };
const neverOwned: PartitionLag = { ...owned, owner: '', position: undefined, lag: undefined };

function partitionsOf(service: string, ...partitions: readonly Partial<PartitionLag>[]): ServicePartitions {
  const all = partitions.map((one, partition) => ({ ...owned, ...one, partition }));
  return { service, topic: `im.${service}.1`, partitions: all };
}

test('partitions with owners are good, and verify need not run', () => {
  const services = [
    partitionsOf('logic', {}, { lag: 700 }),
    partitionsOf('verify', neverOwned),
    partitionsOf('codes', neverOwned),
  ];
  expect(examinePartitions(services).map(({ isGood }) => isGood)).toEqual([true]);
});

test.each([
  [
    partitionsOf('logic', {}, { owner: '', lag: 7 }, { owner: '', lag: 5 }),
    'nobody owns 2 of 3 partitions: 12 records wait there',
    'start an instance of logic',
  ],
  [partitionsOf('presence', neverOwned), 'nobody owns 1 of 1 partitions: no instance has reported', 'an instance of logic'],
  [partitionsOf('codes', { owner: '' }), 'nobody owns 1 of 1 partitions: 0 records wait there', 'an instance of verify'],
  [partitionsOf('auth', {}, { paused: true, owner: 'auth-1' }), 'partitions are paused: 1', 'the log of auth-1 says why'],
])('what does not go on is found: %j', (service, text, remedy) => {
  expect(examinePartitions([service])).toMatchObject([
    {
      ...{ check: 'partitions', isGood: false, subject: service.topic },
      ...{ text: expect.stringContaining(text), remedy: expect.stringContaining(remedy) },
    },
  ]);
});
