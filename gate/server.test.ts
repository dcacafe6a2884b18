import { connect } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import type { Log } from '../infra/ports/index.ts';
import { sqliteBus } from '../infra/sqlite/bus.ts';
import { testGateSigner, testServicePacks } from '../infra/testing/test-packs.ts';
import { partitionOf } from '../proto/partition.ts';
import { allServices, im, type Rpc, rpcsByNumber } from '../proto/rpc.ts';
import {
  FIND_USER,
  fakeSealedReply,
  type GateFixture,
  gateFixture,
  LOG_IN,
  PARTITIONS,
  TOPICS,
  waitUntil,
} from './testing/gate-fixture.ts';
import { type Envelope, MemoryLog } from './testing/memory-log.ts';
import { type Transport, WireClient } from './testing/wire-client.ts';

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 1 };
const BOB = { userId: 'bob', sessionId: 'desktop', epoch: 1 };
const fixtures: GateFixture[] = [];

afterEach(async () => {
  for (const fixture of fixtures.splice(0)) await fixture.close();
});

async function start(options: Partial<Parameters<typeof gateFixture>[0]> = {}): Promise<GateFixture> {
  const fixture = await gateFixture({ routes: memoryRoutes(), ...options });
  fixtures.push(fixture);
  return fixture;
}

describe.each<Transport>(['tcp', 'ws'])('a gate over %s', (transport) => {
  test('a full gate rejects new clients and still serves connected ones; a freed place goes to the next client', async () => {
    const fixture = await start({ limits: { maxConnections: 1 } });
    const first = await fixture.client(transport);
    const second = await fixture.client(transport);
    await waitUntil(() => second.isClosed);
    expect(second.close).toMatchObject({ reason: 'GATE_FULL', reconnect: true });
    expect(second.close?.reconnectAfterMs).toBeGreaterThan(0);
    await fixture.logIn(first, ALICE);
    first.destroy();
    await waitUntil(() => fixture.gate.connectionCount() === 0);
    const third = await fixture.client(transport);
    await fixture.logIn(third, ALICE);
  });

  test('a stopping gate delivers replies in flight, then tells all clients to reconnect at different times', async () => {
    const fixture = await start({ timings: { stopWaitMs: 2000, drainWaveMs: 5000 } });
    const clients = [await fixture.client(transport), await fixture.client(transport), await fixture.client(transport)];
    const [first] = clients;
    if (!first) throw new Error('no client');
    await fixture.logIn(first, ALICE);
    first.command(FIND_USER, 2);
    const { envelope } = await fixture.waitForCommand(FIND_USER);
    const stopped = fixture.gate.stop();
    first.command(FIND_USER, 3);
    const refused = connect(fixture.gate[transport]);
    const error = await new Promise((resolve) => refused.once('error', resolve));
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    fixture.reply(envelope, { payload: Buffer.from('bob') });
    await stopped;
    for (const client of clients) await waitUntil(() => client.isClosed);
    expect(first.reply(2)).toBeDefined();
    expect(first.frames.at(-1)?.kind).toBe(im.Frame.Kind.CLOSE);
    expect(clients.map((client) => client.close?.reason)).toEqual(['GATE_STOPPING', 'GATE_STOPPING', 'GATE_STOPPING']);
    const waits = clients.map((client) => client.close?.reconnectAfterMs ?? -1);
    for (const waitMs of waits) expect(waitMs).toBeGreaterThanOrEqual(0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(5000);
    expect(new Set(waits).size).toBeGreaterThan(1);
    expect(fixture.log.sent).toHaveLength(2);
  });

  test('a stopping gate does not wait forever for replies, for the log, or for clients that do not read', async () => {
    const fixture = await start({ timings: { stopWaitMs: 50, closeGraceMs: 100 } });
    const client = await fixture.client(transport);
    await fixture.logIn(client, ALICE);
    fixture.log.disconnect();
    client.command(FIND_USER, 2);
    client.stopReading();
    await waitUntil(() => fixture.log.publisher.queuedBytes > 0);
    const startedAt = performance.now();
    await fixture.gate.stop();
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

test('a stopping gate dismisses its clients in waves, and serves those whose wave has not come', async () => {
  const fixture = await start({ timings: { drainPerSecond: 20, drainWaveMs: 300 } });
  const clients: WireClient[] = [];
  for (let i = 0; i < 12; i++) clients.push(await fixture.client('tcp'));
  const first = clients[0] as WireClient;
  const last = clients.at(-1) as WireClient;
  await fixture.logIn(last, ALICE);
  const stopped = fixture.gate.stop();
  await waitUntil(() => first.isClosed);
  expect(clients.filter((client) => client.isClosed)).toHaveLength(6);
  last.command(FIND_USER, 2);
  const { envelope } = await fixture.waitForCommand(FIND_USER);
  fixture.reply(envelope, { payload: Buffer.from('bob') });
  await stopped;
  expect(last.reply(2)).toBeDefined();
  for (const client of clients) {
    await waitUntil(() => client.isClosed);
    expect(client.close).toMatchObject({ reason: 'GATE_STOPPING', reconnect: true });
    expect(client.close?.reconnectAfterMs).toBeLessThan(300);
  }
});

test('a client of a wave goes after its own replies, not after those of others', async () => {
  const fixture = await start({ timings: { stopWaitMs: 30_000 } });
  const [idle, busy] = [await fixture.client('tcp'), await fixture.client('ws')];
  await fixture.logIn(busy, ALICE);
  busy.command(FIND_USER, 2);
  const { envelope } = await fixture.waitForCommand(FIND_USER);
  const stopped = fixture.gate.stop();
  await waitUntil(() => idle.isClosed);
  expect(busy.isClosed).toBe(false);
  fixture.reply(envelope, { payload: Buffer.from('bob') });
  await stopped;
  await waitUntil(() => busy.isClosed);
  expect(busy.reply(2)).toBeDefined();
});

test('clients that a full gate has rejected cannot use up sockets by keeping their side open', async () => {
  const fixture = await start({ limits: { maxConnections: 1 }, timings: { closeGraceMs: 60_000 } });
  await fixture.client('tcp');
  let ended = 0;
  const stubborn = Array.from({ length: 120 }, () => {
    const socket = connect({ ...fixture.gate.tcp, allowHalfOpen: true }).on('end', () => ended++);
    return new WireClient(socket);
  });
  await waitUntil(() => ended === 120);
  expect(stubborn.filter((client) => client.close?.reason === 'GATE_FULL')).toHaveLength(100);
  expect(stubborn.filter((client) => client.frames.length === 0)).toHaveLength(20);
  for (const client of stubborn) client.destroy();
});

test('two gates that share a slot deliver only to their own clients', async () => {
  const log = new MemoryLog();
  const routes = memoryRoutes();
  const one = await start({ log, routes, instance: 'gate-1' });
  const two = await start({ log, routes, instance: 'gate-2' });
  const alice = await one.client('tcp');
  const bob = await two.client('ws');
  // Both connections have the same number at their gates.
  expect(await one.logIn(alice, ALICE)).toBe(await two.logIn(bob, BOB));
  alice.command(FIND_USER, 2);
  const { envelope } = await one.waitForCommand(FIND_USER);
  one.reply(envelope, { payload: Buffer.from('for alice') });
  log.publish([{ kind: im.Envelope.Kind.PUSH, instance: two.instance, targets: [envelope.connection], pushId: 'for bob' }]);
  await waitUntil(() => alice.reply(2) !== undefined && bob.framesOf(im.Frame.Kind.PUSH).length === 1);
  expect(alice.framesOf(im.Frame.Kind.PUSH)).toEqual([]);
  expect(bob.reply(2)).toBeUndefined();
});

test('a command and its reply travel through a real log and a real publisher', async () => {
  const database = new DatabaseSync(':memory:');
  const bus = sqliteBus({ database, volatileTopics: [], log: silent });
  try {
    await bus.ensureTopics([
      { name: TOPICS.gate, partitions: 8, retentionMs: 60_000 },
      { name: TOPICS.service('Auth'), partitions: PARTITIONS, retentionMs: 60_000 },
    ]);
    const service = publisher(bus, { instance: 'service', signer: testServicePacks().signer });
    const fixture = await start({
      log: Object.assign(new MemoryLog(), { bus, publisher: publisher(bus, { instance: 'gate-1', signer: testGateSigner }) }),
    });
    const partition = partitionOf(`${fixture.instance}/1`, PARTITIONS);
    const following = await bus.follow({
      topic: TOPICS.service('Auth'),
      partition,
      onGap: () => undefined,
      onRecords: (records) => {
        for (const properties of records.flatMap((record) => im.Pack.decode(record.value).envelopes)) {
          const { rpc, requestId, connection, replyTo } = properties as Envelope;
          const { topic, partition: slot, instance } = replyTo as im.ReplyTo;
          const payload = fakeSealedReply(Buffer.from('welcome'));
          service.send(topic, slot, { kind: im.Envelope.Kind.REPLY, rpc, requestId, connection, instance, payload, bind: ALICE });
        }
      },
    });
    const client = await fixture.client('ws');
    client.command(LOG_IN, 1, im.LogInRequest.encode({ name: 'let me in' }).finish());
    await waitUntil(() => client.reply(1) !== undefined);
    expect(Buffer.from(client.reply(1)?.payload ?? []).toString()).toBe('welcome');
    await fixture.gate.stop();
    await following.close();
  } finally {
    await bus.close();
    database.close();
  }
});

test('a port in use rejects the start, and nothing is left running', async () => {
  const fixture = await start();
  const log = new MemoryLog();
  const taken = { tcpPort: fixture.gate.tcp.port };
  await expect(gateFixture({ routes: memoryRoutes(), log, ...taken })).rejects.toThrow('EADDRINUSE');
});

test('a gate accepts clients only after it has started to read replies from the log', async () => {
  const log = new MemoryLog();
  const heard = Promise.withResolvers<void>();
  const follow = log.bus.follow;
  const late = Object.assign(log, {
    bus: { follow: async (options: Parameters<typeof follow>[0]) => heard.promise.then(() => follow(options)) },
  });
  let started = false;
  const starting = start({ log: late }).then((fixture) => {
    started = true;
    return fixture;
  });
  for (let i = 0; i < 5; i++) await new Promise(setImmediate);
  expect(started).toBe(false);
  heard.resolve();
  await (await starting).client('tcp');
});

test('when the gate pauses reading again and again, every connection still gets its turn', async () => {
  const fixture = await start({ limits: { maxCommandsInFlight: 2, maxPendingCommands: 1 } });
  const clients: WireClient[] = [];
  for (let i = 0; i < 6; i++) {
    const client = await fixture.client('tcp');
    await fixture.logIn(client, { userId: `user-${i}`, sessionId: 's', epoch: 1 });
    clients.push(client);
  }
  for (const client of clients) for (let id = 2; id < 7; id++) client.command(FIND_USER, id);
  await waitUntil(() => fixture.logLines.some((line) => line.message.startsWith('backpressure: reading paused')));
  const sent = (): Envelope[] => fixture.log.sent.map(({ envelope }) => envelope).filter(({ rpc }) => rpc === FIND_USER);
  let answered = 0;
  await waitUntil(() => {
    for (; answered < sent().length; answered++) fixture.reply(sent()[answered] as Envelope);
    return answered === 30;
  });
  // No connection gets a second turn before all have had their first one.
  expect(
    new Set(
      sent()
        .slice(0, 6)
        .map(({ userId }) => userId),
    ).size,
  ).toBe(6);
});

test.each<Transport>(['tcp', 'ws'])(
  'a frame that triggers a bug of the gate (%s) closes only the connection of its sender',
  async (transport) => {
    const routes = rpcsByNumber(allServices());
    const rpcs = {
      get: (rpc: number) => {
        if (rpc === 999) throw new TypeError('a bug');
        return routes.get(rpc);
      },
    } as ReadonlyMap<number, Rpc>;
    const fixture = await start({ rpcs });
    const [sender, other] = [await fixture.client(transport), await fixture.client(transport)];
    await fixture.logIn(other, BOB);
    sender.command(999, 1);
    await waitUntil(() => sender.isClosed);
    expect(sender.close).toMatchObject({ reason: 'BAD_FRAME', reconnect: false });
    expect(fixture.logLines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'frame handler failed, connection closed' }),
    );
    other.command(FIND_USER, 2);
    await fixture.waitForCommand(FIND_USER);
  },
);
