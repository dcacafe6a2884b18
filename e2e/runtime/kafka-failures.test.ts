import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { kafkaClient } from '../../infra/kafka/client.ts';
import { consumerGroupId } from '../../infra/kafka/consumer.ts';
import type { Bus, Log } from '../../infra/ports/index.ts';
import { HandledRecords, joinTestMember, series } from '../../infra/testing/bus/bus-member.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { type Servers, startServers } from '../../tools/servers/servers.ts';

const WAIT = { timeout: 25_000, interval: 10 };
const HOUR_MS = 3_600_000;
const lines: string[] = [];
const note = (_: object, message: string): void => void lines.push(message);
const log: Log = { debug: () => undefined, info: note, warn: note, error: note };

const open: { close(): Promise<void> }[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(open.splice(0).map((one) => one.close()));
  lines.length = 0;
});

function openBus(broker: string, instance: string): Bus {
  const bus = kafkaBus({ brokers: [broker], instance, replication: 1, log });
  open.push(bus);
  return bus;
}

/** Starts a member in its own process. Resolves when it owns this many partitions. */
async function childMember(broker: string, instance: string, topic: string, partitions: number): Promise<ChildProcess> {
  const args = [join(import.meta.dirname, '../../infra/kafka/testing/consumer-process.ts'), broker, instance, topic];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  for await (const line of createInterface(child.stdout)) if (line === `assigned ${partitions}`) return child;
  throw new Error('the member ended');
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

let topics = 0;
const newTopic = async (bus: Bus, partitions: number, prefix: string): Promise<string> => {
  const topic = `failures.${prefix}.${++topics}`;
  await bus.ensureTopics([{ name: topic, partitions, retentionMs: HOUR_MS }]);
  return topic;
};

describeReal('a Kafka consumer that dies', ['kafka'], () => {
  let servers: Awaited<ReturnType<typeof realServers<'kafka'>>>;
  beforeAll(async () => {
    servers = await realServers(['kafka']);
  });
  afterAll(() => servers.release());

  test('another member takes over its partitions within the session time-out, and no record is lost', async () => {
    const bus = openBus(servers.kafka, 'survivor');
    const topic = await newTopic(bus, 4, String(servers.generation));
    const handled = new HandledRecords();
    const survivor = await joinTestMember(bus, topic, topic, handled);
    const victim = await childMember(servers.kafka, 'victim', topic, 2);
    await expect.poll(() => survivor.owned.length, WAIT).toBe(2);
    await kill(victim);
    const killedAtMs = Date.now();
    await bus.publish([0, 1, 2, 3].flatMap((p) => series(topic, p, 0, 5)));
    await expect.poll(() => handled.count(), WAIT).toBe(20);
    expect(Date.now() - killedAtMs).toBeLessThan(3500);
    expect([handled.duplicates, handled.skipped]).toEqual([0, 0]);
  });

  test('a restarted instance gets its partitions without waiting for the session time-out of the dead process', async () => {
    const bus = openBus(servers.kafka, 'stable');
    const topic = await newTopic(bus, 2, String(servers.generation));
    await kill(await childMember(servers.kafka, 'stable', topic, 2));
    const startedAtMs = Date.now();
    const again = await joinTestMember(bus, topic, topic, new HandledRecords());
    expect(again.owned).toHaveLength(2);
    expect(Date.now() - startedAtMs).toBeLessThan(2000);
    expect(lines).toContain('dead predecessor evicted from the group');
  });

  test('two members of one instance within one process do not evict each other', async () => {
    const bus = openBus(servers.kafka, 'twice');
    const topic = await newTopic(bus, 2, String(servers.generation));
    const handled = new HandledRecords();
    const one = await joinTestMember(bus, topic, topic, handled);
    const two = await joinTestMember(bus, topic, topic, handled);
    await expect.poll(() => [one.owned.length, two.owned.length], WAIT).toEqual([1, 1]);
    expect(lines).not.toContain('dead predecessor evicted from the group');
  });

  test('a member stays in its group while its store is slower than the session time-out', async () => {
    const bus = openBus(servers.kafka, 'slow');
    const topic = await newTopic(bus, 1, String(servers.generation));
    await bus.publish(series(topic, 0, 0, 1));
    const events: string[] = [];
    await bus.consume({
      group: topic,
      topic,
      async onAssigned() {
        events.push('assigned');
        await new Promise((resolve) => setTimeout(resolve, 4000));
        return new Map([[0, 0]]);
      },
      onRevoked: async () => void events.push('drained'),
      onRecords: () => void events.push('records'),
    });
    await expect.poll(() => events, WAIT).toEqual(['assigned', 'records']);
  });

  test('the offsets of a group are committed to Kafka soon, and before its partitions move', async () => {
    const bus = openBus(servers.kafka, 'shown');
    const topic = await newTopic(bus, 2, String(servers.generation));
    await bus.publish([...series(topic, 0, 0, 5), ...series(topic, 1, 0, 5)]);
    const reader = await joinTestMember(bus, topic, topic, new HandledRecords());
    const admin = kafkaClient([servers.kafka], 'asker', log).kafka.admin();
    open.push({ close: () => admin.disconnect() });
    await admin.connect();
    const shown = async () => {
      const [group] = await admin.fetchOffsets({ groupId: consumerGroupId(topic, topic), topics: [topic] });
      return group?.partitions.toSorted((a, b) => a.partition - b.partition).map(({ offset }) => offset);
    };
    reader.commit(
      new Map([
        [0, 4],
        [1, 2],
      ]),
    );
    await expect.poll(shown, WAIT).toEqual(['4', '2']);
    reader.commit(
      new Map([
        [0, 5],
        [7, 1],
      ]),
    );
    await reader.close();
    expect(await shown()).toEqual(['5', '2']);
    reader.commit(new Map([[0, 1]]));
  });

  test('a consumer whose handler throws is rebuilt and continues from its positions', async () => {
    const bus = openBus(servers.kafka, 'thrower');
    const topic = await newTopic(bus, 1, String(servers.generation));
    await bus.publish(series(topic, 0, 0, 3));
    const got: number[] = [];
    let throws = 1;
    await bus.consume({
      group: topic,
      topic,
      onAssigned: async () => new Map([[0, got.length]]),
      onRevoked: async () => undefined,
      onRecords(_, records) {
        if (throws-- > 0) throw new TypeError('a bug in a handler');
        got.push(...records.map(({ offset }) => offset));
      },
    });
    await expect.poll(() => got, WAIT).toEqual([0, 1, 2]);
    expect(lines).toContain('record handler threw, rejoining group');
    expect(bus.reachable).toBe(true);
  });

  test('a consumer whose records were deleted unread is asked for a new start and skips none silently', async () => {
    const bus = openBus(servers.kafka, 'late');
    const topic = await newTopic(bus, 1, String(servers.generation));
    const handled = new HandledRecords();
    handled.positions.set(0, 0);
    const reader = await joinTestMember(bus, topic, topic, handled);
    reader.pause(0);
    await bus.publish(series(topic, 0, 0, 10));
    const admin = kafkaClient([servers.kafka], 'deleter', log).kafka.admin();
    await admin.connect();
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '6' }] });
    await admin.disconnect();
    reader.resume(0);
    await expect.poll(() => reader.owned, WAIT).toEqual([{ partition: 0, earliest: 6, end: 10 }]);
    await expect.poll(() => lines, WAIT).toContain('offset out of range, partition paused');
    expect(handled.count()).toBe(0);
  });
});

describeReal('a Kafka broker that is down', ['kafka'], () => {
  let servers: Servers<'kafka'>;
  beforeAll(async () => {
    servers = await startServers(['kafka'], { private: true });
  });
  afterAll(() => servers.stop());

  test('clients wait for Kafka and then continue without a lost record, and paused partitions stay paused', async () => {
    const bus = openBus(servers.kafka.address, 'steady');
    const topic = await newTopic(bus, 3, 'broker');
    const handled = new HandledRecords();
    const consumer = await joinTestMember(bus, topic, topic, handled);
    const followed: string[] = [];
    let missed = 0;
    await bus.follow({
      topic,
      partition: 2,
      onRecords: (records) => void followed.push(...records.map(({ value }) => Buffer.from(value).toString())),
      onGap: () => missed++,
    });
    await bus.publish([0, 1, 2].flatMap((p) => series(topic, p, 0, 5)));
    await expect.poll(() => handled.count(), WAIT).toBe(15);
    consumer.pause(1);
    await servers.kafka.kill();
    const published = bus.publish([0, 1, 2].flatMap((p) => series(topic, p, 5, 10)));
    await expect.poll(() => bus.reachable, WAIT).toBe(false);
    await servers.kafka.start();
    await published;
    const backAtMs = Date.now();
    await expect.poll(() => [handled.texts.get(0)?.length, handled.texts.get(2)?.length], WAIT).toEqual([10, 10]);
    await expect.poll(() => followed.length, WAIT).toBe(10);
    expect(Date.now() - backAtMs).toBeLessThan(5000);
    expect(handled.texts.get(1)).toHaveLength(5);
    consumer.resume(1);
    await expect.poll(() => handled.count(), WAIT).toBe(30);
    expect(followed).toEqual(series(topic, 2, 0, 10).map(({ value }) => String(value)));
    expect([handled.duplicates, handled.skipped, missed]).toEqual([0, 0, 0]);
    expect(bus.reachable).toBe(true);
    expect(lines.filter((line) => line.startsWith('Kafka unavailable at'))).not.toEqual([]);
  }, 60_000);

  test('calls made before Kafka is available complete when it is available', async () => {
    await servers.kafka.kill();
    const bus = openBus(servers.kafka.address, 'early');
    const topic = `failures.early.${++topics}`;
    const handled = new HandledRecords();
    const seen: number[] = [];
    const made = bus.ensureTopics([{ name: topic, partitions: 1, retentionMs: HOUR_MS }]);
    const consumer = joinTestMember(bus, topic, topic, handled);
    const following = bus.follow({ topic, partition: 0, onRecords: (r) => void seen.push(r.length), onGap: () => undefined });
    const published = bus.publish(series(topic, 0, 0, 3));
    await expect.poll(() => bus.reachable, WAIT).toBe(false);
    await servers.kafka.start();
    await Promise.all([made, consumer, following, published]);
    await expect.poll(() => handled.count(), WAIT).toBe(3);
  }, 60_000);

  test('a bus can be closed while Kafka is down', async () => {
    await servers.kafka.kill();
    const bus = kafkaBus({ brokers: [servers.kafka.address], instance: 'closer', replication: 1, log });
    const asked = [
      bus.publish(series('t', 0, 0, 1)),
      bus.ensureTopics([{ name: 't', partitions: 1, retentionMs: HOUR_MS }]),
      bus.follow({ topic: 't', partition: 0, onRecords: () => undefined, onGap: () => undefined }),
    ].map((one) =>
      one.then(
        () => 'done',
        (error: Error) => error.message,
      ),
    );
    await expect.poll(() => bus.reachable, WAIT).toBe(false);
    await bus.close();
    for (const answer of await Promise.all(asked)) expect(answer).toMatch(/closed/);
    await servers.kafka.start();
  }, 60_000);
});

describe('topics that exist', () => {
  describeReal('on one broker', ['kafka'], () => {
    test('partitions that somebody adds in Kafka are ignored, and their records show that the setting was lowered', async () => {
      const servers = await realServers(['kafka']);
      const bus = openBus(servers.kafka, 'raised');
      const topic = await newTopic(bus, 2, String(servers.generation));
      const admin = kafkaClient([servers.kafka], 'operator', log).kafka.admin();
      open.push({ close: () => admin.disconnect() });
      await admin.connect();
      await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
      const countPartitions = async () => (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions.length;
      await expect.poll(countPartitions, { timeout: 10_000 }).toBe(3);
      const [spec, restarted] = [{ name: topic, partitions: 2, retentionMs: HOUR_MS }, openBus(servers.kafka, 'restarted')];
      await restarted.ensureTopics([spec]);
      expect(lines).toContain('topic has more partitions than the settings, ignoring them');
      const member = await joinTestMember(restarted, topic, topic, new HandledRecords());
      expect(member.owned.map(({ partition }) => partition)).toEqual([0, 1]);
      await bus.publish(series(topic, 2, 0, 1));
      await expect(openBus(servers.kafka, 'lowered').ensureTopics([spec])).rejects.toThrow(/records in partition 2/);
      await servers.release();
    });

    test('more replicas than brokers are refused, and so is a topic with fewer replicas than configured', async () => {
      const servers = await realServers(['kafka']);
      const bus = openBus(servers.kafka, 'one');
      const three = kafkaBus({ brokers: [servers.kafka], instance: 'three', replication: 3, log });
      open.push(three);
      const topic = await newTopic(bus, 1, String(servers.generation));
      await expect(three.ensureTopics([{ name: topic, partitions: 1, retentionMs: HOUR_MS }])).rejects.toThrow('has 1 replicas');
      await expect(three.ensureTopics([{ name: `${topic}.x`, partitions: 1, retentionMs: HOUR_MS }])).rejects.toThrow(
        'fewer brokers',
      );
      await servers.release();
    });
  });
});
