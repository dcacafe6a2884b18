import { afterEach, describe, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { im } from '../proto/rpc.ts';
import {
  FIND_USER,
  type GateFixture,
  type GateFixtureOptions,
  gateFixture,
  LOG_IN,
  LOG_OUT,
  SEND_MESSAGE,
  waitUntil,
} from './testing/gate-fixture.ts';
import type { SentEnvelope } from './testing/memory-log.ts';
import type { Transport, WireClient } from './testing/wire-client.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 1 };
const BOB = { userId: 'bob', sessionId: 'desktop', epoch: 1 };

describe.each<Transport>(['tcp', 'ws'])('a connection over %s', (transport) => {
  let world: GateFixture;
  afterEach(() => world.close());

  const start = async (options: Partial<GateFixtureOptions>): Promise<WireClient> => {
    world = await gateFixture({ routes: memoryRoutes(), ...options });
    return world.client(transport);
  };

  test('that is silent too long is hung up; one that sends PINGs is not', async () => {
    const silent = await start({ limits: { idleTimeoutMs: 200 } });
    const lively = await world.client(transport);
    await world.logIn(silent, ALICE);
    await world.logIn(lively, BOB);
    const pings = setInterval(() => lively.send({ kind: im.Frame.Kind.PING }), 20);
    try {
      await waitUntil(() => silent.isClosed);
      expect(silent.close).toMatchObject({ reason: 'IDLE_TIMEOUT', reconnect: true });
      expect(lively.isClosed).toBe(false);
      expect(lively.framesOf(im.Frame.Kind.PONG).length).toBeGreaterThan(0);
    } finally {
      clearInterval(pings);
    }
  });

  test('on which nobody logs in in time is hung up; one that is logged in stays', async () => {
    const anonymous = await start({ limits: { logInTimeoutMs: 150 } });
    const loggedIn = await world.client(transport);
    await world.logIn(loggedIn, ALICE);
    await waitUntil(() => anonymous.isClosed);
    expect(anonymous.close).toMatchObject({ reason: 'LOG_IN_TIMEOUT', reconnect: true });
    expect(loggedIn.isClosed).toBe(false);
  });

  test('that sends too fast is read more slowly: nothing is refused, nothing lost, nothing reordered', async () => {
    const client = await start({ limits: { maxCommandsPerSecond: 100, maxPendingCommands: 1000 } });
    await world.logIn(client, ALICE);
    const startedAt = performance.now();
    for (let i = 1; i <= 260; i++) client.command(SEND_MESSAGE, i + 1, Buffer.from([i >> 8, i & 255]));
    await world.waitForCommand(SEND_MESSAGE, 259);
    // 200 at once, the other 60 at 100 a second.
    expect(performance.now() - startedAt).toBeGreaterThan(400);
    const order = world.log.sent.slice(1).map(({ envelope }) => ((envelope.payload[0] ?? 0) << 8) | (envelope.payload[1] ?? 0));
    expect(order).toEqual(Array.from({ length: 260 }, (_, i) => i + 1));
    expect(client.framesOf(im.Frame.Kind.REPLY)).toHaveLength(1);
  });

  test('that floods is hung up, and the others notice nothing', async () => {
    const flooding = await start({ limits: { maxCommandsPerSecond: 10 }, timings: { maxWaitingFrames: 200 } });
    const neighbour = await world.client(transport);
    await world.logIn(neighbour, ALICE);
    const ping = im.Frame.encode({ kind: im.Frame.Kind.PING }).finish();
    for (let i = 0; i < 2000; i++) flooding.sendFrameBytes(ping);
    await waitUntil(() => flooding.isClosed);
    expect(flooding.close).toMatchObject({ reason: 'FLOODING', reconnect: false });
    neighbour.send({ kind: im.Frame.Kind.PING });
    await waitUntil(() => neighbour.framesOf(im.Frame.Kind.PONG).length === 1);
  });

  test('with as many commands pending as may be is read on only when one is answered', async () => {
    const client = await start({ limits: { maxPendingCommands: 2 } });
    await world.logIn(client, ALICE);
    for (let i = 2; i <= 4; i++) client.command(FIND_USER, i);
    client.command(LOG_OUT, 5);
    const { envelope } = await world.waitForCommand(FIND_USER, 1);
    const neighbour = await world.client(transport);
    neighbour.send({ kind: im.Frame.Kind.PING });
    await waitUntil(() => neighbour.framesOf(im.Frame.Kind.PONG).length === 1);
    expect(world.log.sent).toHaveLength(3);
    world.reply(envelope);
    await world.waitForCommand(FIND_USER, 2);
    expect(world.log.sent).toHaveLength(4);
    world.reply((await world.waitForCommand(FIND_USER, 0)).envelope);
    await world.waitForCommand(LOG_OUT);
  });

  test('that is not read gets unasked PONGs, so that it does not take the gate for dead', async () => {
    const client = await start({ limits: { heartbeatIntervalMs: 30, idleTimeoutMs: 60 } });
    client.command(LOG_IN, 1);
    await waitUntil(() => client.framesOf(im.Frame.Kind.PONG).length >= 3);
    expect(client.isClosed).toBe(false);
  });

  test('that does not read what it is sent is hung up, and what waits for it is bounded', async () => {
    const client = await start({ limits: { maxOutgoingBytes: 256 * 1024 }, timings: { closeGraceMs: 100 } });
    const connection = await world.logIn(client, ALICE);
    client.stopReading();
    const event = {
      kind: im.Envelope.Kind.PUSH,
      instance: world.instance,
      targets: [connection],
      payload: Buffer.alloc(60_000),
    };
    let sent = 0;
    while (world.gate.connectionCount() > 0 && sent < 1000) {
      world.log.publish([event]);
      sent++;
      await new Promise(setImmediate);
    }
    expect(world.gate.connectionCount()).toBe(0);
    expect(world.logLines.find((line) => line.message === 'a connection was hung up')?.fields).toMatchObject({
      reason: 'SLOW_READER',
    });
    client.raw.resume();
    await waitUntil(() => client.isClosed);
  });

  test('that reads slowly but in time gets a large answer whole', async () => {
    const client = await start({ limits: { maxOutgoingBytes: 1000 } });
    await world.logIn(client, ALICE);
    client.command(FIND_USER, 2);
    world.reply((await world.waitForCommand(FIND_USER)).envelope, { payload: Buffer.alloc(500_000, 1) });
    await waitUntil(() => client.reply(2) !== undefined);
    expect(client.reply(2)?.payload).toHaveLength(500_000);
  });

  test('gets exactly one reply to every command: BUSY when the log is away, UNAVAILABLE when nobody answers', async () => {
    const client = await start({ limits: { commandTimeoutMs: 100 } });
    await world.logIn(client, ALICE);
    client.command(FIND_USER, 2);
    await waitUntil(() => client.failure(2) === 'UNAVAILABLE');
    expect(client.reply(2)?.failure).toMatchObject({ retry: im.Retry.RESEND, retryAfterMs: 1000 });
    world.log.disconnect();
    client.command(FIND_USER, 3);
    await waitUntil(() => client.failure(3) === 'BUSY');
    expect(client.reply(3)?.failure).toMatchObject({ retry: im.Retry.RESEND });
    world.log.reconnect();
    world.reply((await world.waitForCommand(FIND_USER, 1)).envelope);
    client.command(FIND_USER, 4);
    world.reply((await world.waitForCommand(FIND_USER, 2)).envelope, { payload: Buffer.from('found') });
    await waitUntil(() => client.reply(4) !== undefined);
    expect(client.framesOf(im.Frame.Kind.REPLY).map((frame) => frame.requestId)).toEqual([1, 2, 3, 4]);
  });

  test('whose log-in nobody answers is told so and hung up; what it sent behind the log-in is not run', async () => {
    const client = await start({ limits: { commandTimeoutMs: 100 } });
    client.command(LOG_IN, 1);
    client.command(LOG_IN, 2);
    await waitUntil(() => client.isClosed);
    expect(client.failure(1)).toBe('UNAVAILABLE');
    expect(client.close).toMatchObject({ reason: 'LOG_IN_TIMEOUT', reconnect: true });
    expect(world.log.sent).toHaveLength(1);
  });

  test('is not read while too much waits for the log; then all of it goes on, and what is held meanwhile is bounded', async () => {
    const maxQueuedBytes = 100_000;
    const client = await start({ limits: { maxQueuedBytes, maxPendingCommands: 10_000, maxFrameBytes: 10_000 } });
    const other = await world.client(transport);
    await world.logIn(client, ALICE);
    await world.logIn(other, BOB);
    world.log.disconnect();
    const total = 3000;
    for (let i = 0; i < total / 2; i++) {
      client.command(SEND_MESSAGE, i + 2, Buffer.alloc(1000));
      other.command(SEND_MESSAGE, i + 2, Buffer.alloc(1000));
    }
    await waitUntil(() => world.logLines.some((line) => line.message.startsWith('reading stops')));
    // What arrives in three further rounds of I/O is not taken either.
    for (let i = 0; i < 3; i++) await new Promise(setImmediate);
    expect(world.log.publisher.queuedBytes).toBeLessThan(maxQueuedBytes + 2 * 1200);
    const late = await world.client(transport);
    expect(late.frames[0]?.kind).toBe(im.Frame.Kind.HELLO);
    world.log.reconnect();
    await world.waitForCommand(SEND_MESSAGE, total - 1);
    expect(world.log.sent.filter(({ envelope }) => envelope.userId === 'alice')).toHaveLength(total / 2);
    late.send({ kind: im.Frame.Kind.PING });
    await waitUntil(() => late.framesOf(im.Frame.Kind.PONG).length === 1);
  });

  test('is not read while the services owe too many replies; what it sent meanwhile is run later, in order, and nothing is refused', async () => {
    const client = await start({ limits: { maxCommandsInFlight: 10, maxPendingCommands: 1000 } });
    const other = await world.client(transport);
    await world.logIn(client, ALICE);
    await world.logIn(other, BOB);
    for (let i = 0; i < 50; i++) client.command(SEND_MESSAGE, i + 2);
    await waitUntil(() => world.logLines.some((line) => line.message.startsWith('reading stops')));
    other.command(SEND_MESSAGE, 2);
    for (let i = 0; i < 3; i++) await new Promise(setImmediate);
    const sent = (): typeof world.log.sent => world.log.sent.filter(({ envelope }) => envelope.rpc === SEND_MESSAGE);
    expect(sent()).toHaveLength(10);
    let answered = 0;
    await waitUntil(() => {
      for (; answered < sent().length; answered++) world.reply((sent()[answered] as SentEnvelope).envelope);
      return answered === 51;
    });
    await waitUntil(() => client.framesOf(im.Frame.Kind.REPLY).length === 51);
    expect(
      client
        .framesOf(im.Frame.Kind.REPLY)
        .slice(1)
        .map(({ requestId, failure }) => [requestId, failure]),
    ).toEqual(Array.from({ length: 50 }, (_, i) => [i + 2, null]));
  });
});

test('pings of the WebSocket protocol are answered, and flooding with them hangs up nobody else', async () => {
  const world = await gateFixture({ routes: memoryRoutes(), limits: { idleTimeoutMs: 150 } });
  try {
    const client = await world.client('ws');
    if (!('ping' in client.raw)) throw new Error('not a WebSocket');
    const socket = client.raw;
    let pongs = 0;
    socket.on('pong', () => {
      pongs++;
      if (pongs < 20) setTimeout(() => socket.ping(), 20);
    });
    socket.ping();
    await waitUntil(() => pongs === 20);
    expect(client.isClosed).toBe(false);
  } finally {
    await world.close();
  }
});
