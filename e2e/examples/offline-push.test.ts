// The example examples/offline-push.ts: which notifications it posts, and that none is lost on a real Kafka.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PushNotification, pushNotifications } from '../../examples/offline-push.ts';
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { publisher } from '../../infra/messaging/publisher.ts';
import { topicSpecs } from '../../infra/messaging/topics.ts';
import type { Bus, Log } from '../../infra/ports/index.ts';
import { describeReal, type RealServers, realServers } from '../../infra/testing/real-servers.ts';
import { TEST_PUBLIC_KEY, testServicePacks } from '../../infra/testing/test-packs.ts';
import { partitionOf } from '../../proto/partition.ts';
import { im, topicNames } from '../../proto/rpc.ts';

const PARTITIONS = 4;
const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function eventOf(seq: number, fields: im.Message.$Properties = {}, absentUserIds: string[] = ['bob']): im.Envelope.$Properties {
  const conversationId = fields.conversationId ?? 'c1';
  const message = { conversationId, seq, senderId: 'alice', text: `m${seq}`, time: Date.now(), ...fields };
  const event = {
    id: `${conversationId}.${seq}`,
    key: conversationId,
    time: message.time,
    absentUserIds,
    messageStored: message,
  };
  return { kind: im.Envelope.Kind.DOMAIN_EVENT, payload: im.DomainEvent.encode(event).finish() };
}

function packOf(...envelopes: im.Envelope.$Properties[]): Uint8Array {
  return im.Pack.encode({ version: 1, producer: 'logic', number: 1, envelopes }).finish();
}

test('each offline member is notified of a message, and no other user', () => {
  const notifications = pushNotifications(packOf(eventOf(1, {}, ['bob', 'carol']), eventOf(2, {}, [])), Date.now());
  expect(notifications).toMatchObject([
    { id: 'c1.1/bob', userId: 'bob', conversationId: 'c1', seq: 1, senderId: 'alice', kind: 'TEXT', text: 'm1' },
    { id: 'c1.1/carol', userId: 'carol' },
  ]);
});

test('changes, system messages, other events and events older than an hour cause no notification', () => {
  const { EDITED, IMAGE, SYSTEM } = im.MessageKind;
  const receipt = im.DomainEvent.encode({
    id: 'x',
    key: 'c1',
    absentUserIds: ['bob'],
    receipt: { conversationId: 'c1' },
  }).finish();
  const pack = packOf(
    eventOf(1, { kind: EDITED }),
    eventOf(2, { kind: SYSTEM }),
    eventOf(3, { time: Date.now() - 61 * 60_000 }),
    { kind: im.Envelope.Kind.DOMAIN_EVENT, payload: receipt },
    eventOf(4, { kind: IMAGE, text: '' }),
  );
  expect(pushNotifications(pack, Date.now())).toMatchObject([{ seq: 4, kind: 'IMAGE' }]);
});

describeReal('push notifications from a real Kafka', ['kafka'], () => {
  let servers: RealServers<'kafka'>;
  let bus: Bus;
  let topic: string;
  const children: ChildProcess[] = [];
  let complaints = '';
  const stops: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    complaints = '';
    servers = await realServers(['kafka']);
    const topics = topicNames(servers.generation);
    topic = topics.events;
    bus = kafkaBus({ brokers: [servers.kafka], replication: 1, instance: 'offline-push-test', log: silent });
    stops.push(
      () => bus.close(),
      () => servers.release(),
    );
    await bus.ensureTopics(topicSpecs(topics, [], { command: PARTITIONS, gate: 1 }));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await killed(child);
    for (const stop of stops.splice(0)) await stop();
  });

  const killed = async (child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };

  const start = (webhook: string): ChildProcess => {
    const file = join(import.meta.dirname, '../../examples/offline-push.ts');
    const publicKey = TEST_PUBLIC_KEY.toString('base64url');
    const ids = ['--topic', topic, '--group', `offline-push.${topic}`, '--public-key', publicKey];
    const flags = ['--kafka', servers.kafka, ...ids, '--webhook', webhook];
    const child = spawn(process.execPath, [file, ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    children.push(child);
    return child;
  };

  const publish = async (envelopes: readonly im.Envelope.$Properties[]): Promise<void> => {
    const { signer } = testServicePacks(topicNames(servers.generation));
    const out = publisher(bus, { instance: `logic.${Math.random()}`, signer });
    for (const envelope of envelopes) {
      const { key } = im.DomainEvent.decode(envelope.payload ?? new Uint8Array());
      out.send(topic, partitionOf(key, PARTITIONS), envelope);
    }
    await out.flush();
  };

  /** A webhook that responds with `status`. */
  const webhook = async (status: (post: PushNotification) => number | Promise<number>) => {
    const posts: PushNotification[] = [];
    const server = createServer(async (request, response) => {
      const post = (await json(request)) as PushNotification;
      const code = await status(post);
      if (code === 200) posts.push(post);
      response.writeHead(code).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    stops.unshift(async () => {
      server.closeAllConnections();
      server.close();
    });
    return { posts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push` };
  };

  const messages = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => eventOf(from + i, { conversationId: `c${(from + i) % 7}` }));
  const seqs = (posts: readonly PushNotification[]) => [...new Set(posts.map(({ seq }) => seq))].sort((a, b) => a - b);
  const range = (to: number) => Array.from({ length: to }, (_, i) => i);

  test('no notification is lost when the consumer is killed and restarted', { timeout: 60_000 }, async () => {
    let taken = 0;
    const { promise: middle, resolve: reached } = Promise.withResolvers<void>();
    const never = new Promise<number>(() => undefined);
    let dead = false;
    const { posts, url } = await webhook(() => {
      if (!dead && ++taken > 20) {
        reached();
        return never;
      }
      return 200;
    });
    await publish(messages(0, 60));
    const first = start(url);
    await middle;
    await killed(first);
    dead = true;
    await publish(messages(60, 100));
    start(url);
    await expect.poll(() => seqs(posts), { timeout: 40_000 }).toEqual(range(100));
  });

  test('no notification is lost or posted twice when the webhook fails for a while and events repeat', {
    timeout: 60_000,
  }, async () => {
    let failures = 5;
    const { posts, url } = await webhook(({ seq }) => {
      if (seq === 3) return 400;
      return failures-- > 0 ? 503 : 200;
    });
    const all = messages(0, 30);
    await publish([...all, ...all.slice(10)]);
    const child = start(url);
    const last = eventOf(30, { conversationId: 'c0' });
    await expect.poll(() => posts.length, { timeout: 40_000 }).toBe(29);
    await publish([...all, last]);
    await expect.poll(() => seqs(posts), { timeout: 40_000 }).toEqual(range(31).filter((seq) => seq !== 3));
    expect(posts).toHaveLength(30);
    await killed(child, 'SIGTERM');
    expect(child.exitCode).toBe(0);
    expect(complaints).toContain('webhook failed');
    // Node warns about the timers of kafkajs.
    expect(complaints).not.toContain('Warning');
  });
});
