import { expect, test } from 'vitest';
import { topicNames } from '../../../proto/rpc.ts';
import type { Publisher } from '../../ports/index.ts';
import { Health } from './health.ts';
import { InstanceFacts, InstanceReporter } from './instance-reporter.ts';

function reporterOn(publisher: Partial<Publisher>, health = new Health()): InstanceReporter {
  const own = { role: 'gate', instance: 'gate-0', topics: topicNames(1), health, facts: new InstanceFacts() };
  return new InstanceReporter({ ...own, publisher: publisher as Publisher });
}

test('a stop does not wait for Kafka, which would not tell anybody', async () => {
  const reporter = reporterOn({ send: () => undefined, flush: () => new Promise(() => undefined) });
  const startedMs = performance.now();
  await reporter.stop();
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});

test('a process reports at once when it has started and when it stops', async () => {
  const sent: number[] = [];
  const health = new Health();
  const reporter = reporterOn({ send: () => void sent.push(1), flush: async () => undefined }, health);
  const before = sent.length;
  health.markServing();
  expect(sent).toHaveLength(before + 1);
  health.markStopping();
  expect(sent).toHaveLength(before + 2);
  await reporter.stop();
});
