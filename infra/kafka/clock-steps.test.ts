import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Log } from '../ports/index.ts';
import { series } from '../testing/bus/bus-member.ts';
import { clockSettings } from '../testing/clock-settings.ts';
import { describeReal, type RealServers, realServers } from '../testing/real-servers.ts';
import { kafkaBus } from './bus.ts';
import { kafkaClient } from './client.ts';
import { consumerGroupId } from './consumer.ts';

const HOUR_MS = 3_600_000;
const WAIT = { timeout: 25_000, interval: 20 };
const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describeReal('a member whose wall clock steps', ['kafka'], () => {
  let servers: RealServers<'kafka'>;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    servers = await realServers(['kafka']);
  });
  afterEach(() => {
    child?.kill('SIGKILL');
  });
  afterAll(() => servers.release());

  /** The client ids of the members of a group that Kafka believes alive. */
  async function listMembers(topic: string): Promise<string[]> {
    const admin = kafkaClient([servers.kafka], 'admin', quiet).kafka.admin();
    await admin.connect();
    const { groups } = await admin.describeGroups([consumerGroupId(topic, topic)]);
    await admin.disconnect();
    return groups.flatMap(({ members }) => members.map(({ clientId }) => clientId));
  }

  test.each([-HOUR_MS, HOUR_MS])('by %i ms keeps its partitions', async (stepMs) => {
    const bus = kafkaBus({ brokers: [servers.kafka], instance: 'publishing', replication: 1, log: quiet });
    const topic = `clock-steps.${servers.generation}.${stepMs}`;
    await bus.ensureTopics([{ name: topic, partitions: 1, retentionMs: HOUR_MS }]);
    const program = join(import.meta.dirname, 'testing/consumer-process.ts');
    child = spawn(process.execPath, [program, servers.kafka, 'stepping', topic], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...clockSettings({ stepMs }) },
    });
    const lines: string[] = [];
    if (child.stdout) createInterface(child.stdout).on('line', (line) => lines.push(line));
    await expect.poll(() => lines, WAIT).toEqual(['assigned 1']);
    child.kill('SIGUSR2');
    // For longer than the session time-out, after which Kafka evicts a member without heartbeats.
    for (let second = 0; second < 5; second++) {
      await bus.publish(series(topic, 0, second, second + 1));
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    await expect.poll(() => lines.slice(1), WAIT).toEqual(Array.from({ length: 5 }, () => 'records 1'));
    expect(await listMembers(topic)).toEqual(['stepping']);
    await bus.close();
  });
});
