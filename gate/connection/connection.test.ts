import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import { im } from '../../proto/rpc.ts';
import {
  FIND_USER,
  type GateFixture,
  type GateFixtureOptions,
  gateFixture,
  LOG_IN,
  LOG_OUT,
  SEND_MESSAGE,
  waitUntil,
} from '../testing/gate-fixture.ts';
import type { SentEnvelope } from '../testing/memory-log.ts';
import type { Transport, WireClient } from '../testing/wire-client.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 1 };
const BOB = { userId: 'bob', sessionId: 'desktop', epoch: 1 };

describe.each<Transport>(['tcp', 'ws'])('connections over %s', (transport) => {
  let fixture: GateFixture;
  afterEach(() => fixture.close());

  const start = async (options: Partial<GateFixtureOptions>): Promise<WireClient> => {
    fixture = await gateFixture({ routes: memoryRoutes(), ...options });
    return fixture.client(transport);
  };

  test('a silent connection is closed after the idle time-out, and a connection that sends PINGs stays open', async () => {
    const silent = await start({ limits: { idleTimeoutMs: 800 } });
    const lively = await fixture.client(transport);
    await fixture.logIn(silent, ALICE);
    await fixture.logIn(lively, BOB);
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

  test('a connection without a log-in is closed after the log-in time-out, and a logged-in connection stays open', async () => {
    const anonymous = await start({ limits: { logInTimeoutMs: 150 } });
    const loggedIn = await fixture.client(transport);
    await fixture.logIn(loggedIn, ALICE);
    await waitUntil(() => anonymous.isClosed);
    expect(anonymous.close).toMatchObject({ reason: 'LOG_IN_TIMEOUT', reconnect: true });
    expect(loggedIn.isClosed).toBe(false);
  });

  test('the gate reads a connection above its rate limit more slowly, and rejects, loses or reorders no command', async () => {
    const client = await start({ limits: { maxCommandsPerSecond: 100, maxPendingCommands: 1000 } });
    await fixture.logIn(client, ALICE);
    const startedAt = performance.now();
    for (let i = 1; i <= 260; i++) client.command(SEND_MESSAGE, i + 1, Buffer.from([i >> 8, i & 255]));
    await fixture.waitForCommand(SEND_MESSAGE, 259);
    // The burst of 200 commands passes at once, the other 60 at 100 per second.
    expect(performance.now() - startedAt).toBeGreaterThan(400);
    const order = fixture.log.sent.slice(1).map(({ envelope }) => ((envelope.payload[0] ?? 0) << 8) | (envelope.payload[1] ?? 0));
    expect(order).toEqual(Array.from({ length: 260 }, (_, i) => i + 1));
    expect(client.framesOf(im.Frame.Kind.REPLY)).toHaveLength(1);
  });

  test('after a reply with a pause the gate reads nothing for that long, and then one command at a time', async () => {
    const client = await start({});
    const neighbour = await fixture.client(transport);
    await fixture.logIn(client, ALICE);
    await fixture.logIn(neighbour, BOB);
    const sent = (): SentEnvelope[] => fixture.log.sent.filter(({ envelope }) => envelope.rpc === SEND_MESSAGE);
    client.command(SEND_MESSAGE, 2);
    await waitUntil(() => sent().length === 1);
    const pausedAt = performance.now();
    fixture.reply(sent()[0]?.envelope ?? {}, { pauseMs: 400 });
    await waitUntil(() => client.reply(2) !== undefined);
    for (let i = 3; i < 8; i++) client.command(SEND_MESSAGE, i, Buffer.from([i]));
    neighbour.command(FIND_USER, 2);
    await fixture.waitForCommand(FIND_USER);
    expect(sent()).toHaveLength(1);
    for (let i = 1; i <= 5; i++) {
      await waitUntil(() => sent().length === i + 1);
      if (i === 1) expect(performance.now() - pausedAt).toBeGreaterThan(390);
      // The next one waits for the reply.
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(sent()).toHaveLength(i + 1);
      fixture.reply(sent()[i]?.envelope ?? {});
    }
    expect(sent().map(({ envelope }) => envelope.payload?.[0])).toEqual([undefined, 3, 4, 5, 6, 7]);
    expect(client.isClosed).toBe(false);
  });

  test('a flooding connection is closed, and other connections are not affected', async () => {
    const flooding = await start({ limits: { maxCommandsPerSecond: 10 }, timings: { maxWaitingFrames: 200 } });
    const neighbour = await fixture.client(transport);
    await fixture.logIn(neighbour, ALICE);
    const ping = im.Frame.encode({ kind: im.Frame.Kind.PING }).finish();
    // One by one the gate would stop reading before it has too many: they stay at the client.
    flooding.sendTogether(() => {
      for (let i = 0; i < 2000; i++) flooding.sendFrameBytes(ping);
    });
    await waitUntil(() => flooding.isClosed);
    expect(flooding.close).toMatchObject({ reason: 'FLOODING', reconnect: false });
    neighbour.send({ kind: im.Frame.Kind.PING });
    await waitUntil(() => neighbour.framesOf(im.Frame.Kind.PONG).length === 1);
  });

  test('the gate stops reading a connection with the maximum of pending commands until one is answered', async () => {
    const client = await start({ limits: { maxPendingCommands: 2 } });
    await fixture.logIn(client, ALICE);
    for (let i = 2; i <= 4; i++) client.command(FIND_USER, i);
    client.command(LOG_OUT, 5);
    const { envelope } = await fixture.waitForCommand(FIND_USER, 1);
    const neighbour = await fixture.client(transport);
    neighbour.send({ kind: im.Frame.Kind.PING });
    await waitUntil(() => neighbour.framesOf(im.Frame.Kind.PONG).length === 1);
    expect(fixture.log.sent).toHaveLength(3);
    fixture.reply(envelope);
    await fixture.waitForCommand(FIND_USER, 2);
    expect(fixture.log.sent).toHaveLength(4);
    fixture.reply((await fixture.waitForCommand(FIND_USER, 0)).envelope);
    await fixture.waitForCommand(LOG_OUT);
  });

  test('a paused connection receives keepalive PONGs, so that the client does not assume that the gate is dead', async () => {
    const client = await start({ limits: { heartbeatIntervalMs: 30, idleTimeoutMs: 60 } });
    client.command(LOG_IN, 1);
    await waitUntil(() => client.framesOf(im.Frame.Kind.PONG).length >= 3);
    expect(client.isClosed).toBe(false);
  });

  test('a connection that does not read is closed, and its outgoing buffer is bounded', async () => {
    const client = await start({ limits: { maxOutgoingBytes: 256 * 1024 }, timings: { closeGraceMs: 100 } });
    const connection = await fixture.logIn(client, ALICE);
    client.stopReading();
    const event = {
      kind: im.Envelope.Kind.PUSH,
      instance: fixture.instance,
      targets: [connection],
      payload: Buffer.alloc(60_000),
    };
    let sent = 0;
    while (fixture.gate.connectionCount() > 0 && sent < 1000) {
      fixture.log.publish([event]);
      sent++;
      await new Promise(setImmediate);
    }
    expect(fixture.gate.connectionCount()).toBe(0);
    expect(fixture.logLines.find((line) => line.message === 'connection closed by the gate')?.fields).toMatchObject({
      reason: 'SLOW_READER',
    });
    client.raw.resume();
    await waitUntil(() => client.isClosed);
  });

  test('a client that reads too slowly gets a CLOSE as its last frame, not behind all that it has not read', async () => {
    const maxOutgoingBytes = 32 * 1024 * 1024;
    const client = await start({ limits: { maxOutgoingBytes }, timings: { closeGraceMs: 1500 } });
    const connection = await fixture.logIn(client, ALICE);
    client.stopReading();
    const push = (payload: Uint8Array) =>
      fixture.log.publish([{ kind: im.Envelope.Kind.PUSH, instance: fixture.instance, targets: [connection], payload }]);
    let sent = 0;
    while (fixture.gate.connectionCount() > 0 && sent < 2000) {
      push(Buffer.alloc(60_000, sent++));
      await new Promise(setImmediate);
    }
    expect(sent * 60_000).toBeGreaterThan(maxOutgoingBytes);
    // What the operating system has taken is read slowly.
    let readBytes = 0;
    const reading = setInterval(() => {
      client.raw.resume();
      setTimeout(() => client.raw.pause(), 1);
    }, 10);
    onTestFinished(() => clearInterval(reading));
    await waitUntil(() => client.close !== undefined || client.isClosed);
    expect(client.close).toMatchObject({ reason: 'SLOW_READER', reconnect: true, reconnectAfterMs: 1000 });
    const pushes = client.framesOf(im.Frame.Kind.PUSH);
    for (const { payload } of pushes) readBytes += payload.length;
    expect(readBytes).toBeLessThan(maxOutgoingBytes / 2);
    expect(pushes.every(({ payload }, n) => payload.length === 60_000 && payload[0] === n % 256)).toBe(true);
    expect(client.frames.at(-1)?.kind).toBe(im.Frame.Kind.CLOSE);
  });

  test('a client that reads slowly, but in time, receives a large reply completely', async () => {
    const client = await start({ limits: { maxOutgoingBytes: 1000 } });
    await fixture.logIn(client, ALICE);
    client.command(FIND_USER, 2);
    fixture.reply((await fixture.waitForCommand(FIND_USER)).envelope, { payload: Buffer.alloc(500_000, 1) });
    await waitUntil(() => client.reply(2) !== undefined);
    expect(client.reply(2)?.payload).toHaveLength(500_000);
  });

  test('a command gets exactly one reply: BUSY if the log is unavailable, UNAVAILABLE if no service answers', async () => {
    const client = await start({ limits: { commandTimeoutMs: 100 } });
    await fixture.logIn(client, ALICE);
    client.command(FIND_USER, 2);
    await waitUntil(() => client.failure(2) === 'UNAVAILABLE');
    expect(client.reply(2)?.failure).toMatchObject({ retry: im.Retry.RESEND, retryAfterMs: 1000 });
    fixture.log.disconnect();
    client.command(FIND_USER, 3);
    await waitUntil(() => client.failure(3) === 'BUSY');
    expect(client.reply(3)?.failure).toMatchObject({ retry: im.Retry.RESEND });
    fixture.log.reconnect();
    fixture.reply((await fixture.waitForCommand(FIND_USER, 1)).envelope);
    client.command(FIND_USER, 4);
    fixture.reply((await fixture.waitForCommand(FIND_USER, 2)).envelope, { payload: Buffer.from('found') });
    await waitUntil(() => client.reply(4) !== undefined);
    expect(client.framesOf(im.Frame.Kind.REPLY).map((frame) => frame.requestId)).toEqual([1, 2, 3, 4]);
  });

  test('a log-in without an answer fails and closes its connection, and its later commands do not run', async () => {
    const client = await start({ limits: { commandTimeoutMs: 100 } });
    client.command(LOG_IN, 1);
    client.command(LOG_IN, 2);
    await waitUntil(() => client.isClosed);
    expect(client.failure(1)).toBe('UNAVAILABLE');
    expect(client.close).toMatchObject({ reason: 'LOG_IN_TIMEOUT', reconnect: true });
    expect(fixture.log.sent).toHaveLength(1);
  });

  test('the gate stops reading while too many bytes wait for the log, and later forwards every command', async () => {
    const maxQueuedBytes = 100_000;
    const client = await start({ limits: { maxQueuedBytes, maxPendingCommands: 10_000, maxFrameBytes: 10_000 } });
    const other = await fixture.client(transport);
    await fixture.logIn(client, ALICE);
    await fixture.logIn(other, BOB);
    fixture.log.disconnect();
    const total = 3000;
    for (let i = 0; i < total / 2; i++) {
      client.command(SEND_MESSAGE, i + 2, Buffer.alloc(1000));
      other.command(SEND_MESSAGE, i + 2, Buffer.alloc(1000));
    }
    await waitUntil(() => fixture.logLines.some((line) => line.message.startsWith('backpressure: reading paused')));
    // Even after three further rounds of I/O the gate has read nothing more.
    for (let i = 0; i < 3; i++) await new Promise(setImmediate);
    expect(fixture.log.publisher.queuedBytes).toBeLessThan(maxQueuedBytes + 2 * 1200);
    const late = await fixture.client(transport);
    expect(late.frames[0]?.kind).toBe(im.Frame.Kind.HELLO);
    fixture.log.reconnect();
    await fixture.waitForCommand(SEND_MESSAGE, total - 1);
    expect(fixture.log.sent.filter(({ envelope }) => envelope.userId === 'alice')).toHaveLength(total / 2);
    late.send({ kind: im.Frame.Kind.PING });
    await waitUntil(() => late.framesOf(im.Frame.Kind.PONG).length === 1);
  });

  test('the gate stops reading at too many commands in flight, and later forwards all of them in order', async () => {
    const client = await start({ limits: { maxCommandsInFlight: 10, maxPendingCommands: 1000 } });
    const other = await fixture.client(transport);
    await fixture.logIn(client, ALICE);
    await fixture.logIn(other, BOB);
    for (let i = 0; i < 50; i++) client.command(SEND_MESSAGE, i + 2);
    await waitUntil(() => fixture.logLines.some((line) => line.message.startsWith('backpressure: reading paused')));
    other.command(SEND_MESSAGE, 2);
    for (let i = 0; i < 3; i++) await new Promise(setImmediate);
    const sent = (): typeof fixture.log.sent => fixture.log.sent.filter(({ envelope }) => envelope.rpc === SEND_MESSAGE);
    expect(sent()).toHaveLength(10);
    let answered = 0;
    await waitUntil(() => {
      for (; answered < sent().length; answered++) fixture.reply((sent()[answered] as SentEnvelope).envelope);
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

test('WebSocket control pings are answered and keep the connection open', async () => {
  const fixture = await gateFixture({ routes: memoryRoutes(), limits: { idleTimeoutMs: 150 } });
  try {
    const client = await fixture.client('ws');
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
    await fixture.close();
  }
});
