import { expect, test } from 'vitest';
import { allServices, topicNames } from '../../proto/rpc.ts';
import { inMemoryBus } from '../sqlite/testing/in-memory-bus.ts';
import { topicSpecs } from './topics.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const topics = topicNames(1);
const kept = new Map(topicSpecs(topics, allServices(), { command: 8, gate: 8 }).map((spec) => [spec.name, spec.retentionMs]));

test('commands with effects are kept for a week while their service is down', () => {
  expect(kept.get(topics.service('Logic'))).toBe(7 * DAY_MS);
});

test.each(['Presence', 'Auth', 'Verify', 'Codes'])('ephemeral or sealed commands are kept for minutes: %s', (service) => {
  expect(kept.get(topics.service(service))).toBe(10 * MINUTE_MS);
});

test('the counts of a generation cannot change, whatever counts the topics in Kafka have', async () => {
  const bus = inMemoryBus();
  const specs = (command: number, gate: number) => topicSpecs(topics, allServices(), { command, gate });
  await bus.ensureTopics(specs(8, 16));
  await bus.ensureTopics(specs(8, 16));
  for (const [command, gate] of [
    [16, 16],
    [8, 8],
  ] as const)
    await expect(bus.ensureTopics(specs(command, gate))).rejects.toThrow(
      `was made with IM_COMMAND_PARTITIONS=8 and IM_GATE_PARTITIONS=16, and the settings say ${command} and ${gate}`,
    );
  await bus.ensureTopics(topicSpecs(topicNames(2), allServices(), { command: 16, gate: 16 }));
  await bus.close();
});
