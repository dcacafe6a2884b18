import { expect, test } from 'vitest';
import { allServices, topicNames } from '../../proto/rpc.ts';
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
