import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { partitionOf } from '../proto/partition.ts';
import { im, rpcsByNumber } from '../proto/rpc.ts';
import {
  FIND_USER,
  fakeSealer,
  type GateFixture,
  gateFixture,
  LOG_IN,
  LOG_OUT,
  PARTITIONS,
  SEND_MESSAGE,
  TOPICS,
  waitUntil,
} from './testing/gate-fixture.ts';
import { SLOT } from './testing/memory-log.ts';
import type { Transport, WireClient } from './testing/wire-client.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 4 };

describe.each<Transport>(['tcp', 'ws'])('commands over %s', (transport) => {
  let fixture: GateFixture;
  let client: WireClient;

  beforeEach(async () => {
    fixture = await gateFixture({ routes: memoryRoutes() });
    client = await fixture.client(transport);
  });
  afterEach(() => fixture.close());

  test('the first frame is a HELLO with the limits of the gate', () => {
    const hello = im.Hello.decode(client.frames[0]?.payload ?? new Uint8Array());
    expect(client.frames[0]?.kind).toBe(im.Frame.Kind.HELLO);
    expect(hello).toMatchObject({
      protocolVersion: 1,
      maxFrameBytes: 64 * 1024,
      heartbeatIntervalMs: 20_000,
      idleTimeoutMs: 60_000,
      logInTimeoutMs: 60_000,
      commandTimeoutMs: 60_000,
      maxCommandsPerSecond: 10_000,
      maxPendingCommands: 32,
      gateInstance: fixture.instance,
    });
    expect(Math.abs(hello.serverTime - Date.now())).toBeLessThan(5000);
  });

  test('the gate forwards a command without decoding its payload, with the identity of its session', async () => {
    const hello = im.ClientHello.encode({ protocolVersion: 1, deviceKind: 'phone', language: 'zh-CN' }).finish();
    client.send({ kind: im.Frame.Kind.HELLO, payload: hello });
    const connection = await fixture.logIn(client, ALICE);
    const payload = Buffer.from('nothing any proto would decode \xff');
    client.command(SEND_MESSAGE, 7, payload);
    const { topic, partition, envelope } = await fixture.waitForCommand(SEND_MESSAGE);
    expect(topic).toBe(TOPICS.service('Logic'));
    expect(partition).toBe(partitionOf('alice', PARTITIONS));
    expect(Buffer.from(envelope.payload)).toEqual(payload);
    expect(envelope).toMatchObject({
      kind: im.Envelope.Kind.COMMAND,
      rpc: SEND_MESSAGE,
      userId: 'alice',
      sessionId: 'phone',
      epoch: 4,
      connection,
      replyTo: { topic: TOPICS.gate, partition: SLOT, instance: fixture.instance },
      deviceKind: 'phone',
      language: 'zh-CN',
    });
    expect(envelope.clientIp).toContain('127.0.0.1');
    expect(envelope.timeoutMs).toBe(60_000);
  });

  test('a command before log-in has no user, is partitioned by its connection, and is sealed if its rpc demands it', async () => {
    const payload = im.LogInRequest.encode({ name: 'alice', password: 'secret' }).finish();
    client.command(LOG_IN, 1, payload);
    const { topic, partition, envelope } = await fixture.waitForCommand(LOG_IN);
    expect(topic).toBe(TOPICS.service('Auth'));
    expect(envelope).toMatchObject({ userId: '', sessionId: '', epoch: 0 });
    expect(partition).toBe(partitionOf(`${fixture.instance}/${envelope.connection}`, PARTITIONS));
    expect(Buffer.from(envelope.payload).includes('secret')).toBe(false);
    expect(Buffer.from(envelope.payload)).toEqual(Buffer.from(fakeSealer.seal(payload)));
  });

  test('an identity forged into the frame is ignored: unknown fields are not forwarded', async () => {
    await fixture.logIn(client, ALICE);
    const forged = im.Envelope.encode({
      kind: im.Envelope.Kind.COMMAND,
      rpc: SEND_MESSAGE,
      requestId: 9,
      userId: 'bob',
    }).finish();
    client.sendFrameBytes(forged);
    // The gate may close the connection or forward the command, but only with the identity of the session.
    await waitUntil(() => client.isClosed || fixture.log.sent.some(({ envelope }) => envelope.rpc === SEND_MESSAGE));
    for (const { envelope } of fixture.log.sent.filter(({ envelope }) => envelope.rpc === SEND_MESSAGE)) {
      expect(envelope).toMatchObject({ userId: 'alice', sessionId: 'phone' });
    }
  });

  test('an unknown rpc is rejected, and the connection stays open', async () => {
    client.command(999_999, 5);
    client.send({ kind: im.Frame.Kind.PING });
    await waitUntil(() => client.framesOf(im.Frame.Kind.PONG).length === 1);
    expect(client.failure(5)).toBe('UNKNOWN_ROUTE');
    expect(client.reply(5)).toMatchObject({ rpc: 999_999, failure: { retry: im.Retry.NEVER } });
    expect(fixture.log.sent).toEqual([]);
  });

  test('before the log-in a command for users is rejected, and after it a second log-in is rejected', async () => {
    client.command(SEND_MESSAGE, 5);
    await waitUntil(() => client.reply(5) !== undefined);
    expect(client.failure(5)).toBe('NOT_LOGGED_IN');
    await fixture.logIn(client, ALICE);
    client.command(LOG_IN, 6);
    await waitUntil(() => client.reply(6) !== undefined);
    expect(client.failure(6)).toBe('ALREADY_LOGGED_IN');
    expect(fixture.log.sent.map(({ envelope }) => envelope.rpc)).toEqual([LOG_IN]);
  });

  test('a request id of 0 or of a pending command is rejected; after the reply the id is free again', async () => {
    await fixture.logIn(client, ALICE);
    client.command(FIND_USER, 0);
    client.command(FIND_USER, 5);
    client.command(SEND_MESSAGE, 5);
    await waitUntil(() => client.framesOf(im.Frame.Kind.REPLY).length === 3);
    expect(client.failure(0)).toBe('BAD_REQUEST_ID');
    expect(client.reply(5)).toMatchObject({ rpc: SEND_MESSAGE, failure: { code: im.Code.BAD_REQUEST_ID } });
    fixture.reply((await fixture.waitForCommand(FIND_USER)).envelope, { payload: Buffer.from('bob') });
    await waitUntil(() => client.framesOf(im.Frame.Kind.REPLY).length === 4);
    expect(client.frames.at(-1)).toMatchObject({ rpc: FIND_USER, requestId: 5, failure: null });
    client.command(FIND_USER, 5);
    await fixture.waitForCommand(FIND_USER, 1);
    expect(fixture.log.sent.some(({ envelope }) => envelope.rpc === SEND_MESSAGE)).toBe(false);
  });

  test('frames sent after a log-in wait until it is answered, and then run in order as the logged-in user', async () => {
    client.command(LOG_IN, 1);
    client.command(FIND_USER, 2);
    client.send({ kind: im.Frame.Kind.PING });
    client.command(LOG_OUT, 3);
    const { envelope } = await fixture.waitForCommand(LOG_IN);
    const other = await fixture.client(transport);
    other.send({ kind: im.Frame.Kind.PING });
    await waitUntil(() => other.framesOf(im.Frame.Kind.PONG).length === 1);
    expect(fixture.log.sent).toHaveLength(1);
    expect(client.framesOf(im.Frame.Kind.PONG)).toHaveLength(0);
    fixture.reply(envelope, { payload: sealedNothing(), bind: ALICE });
    await fixture.waitForCommand(LOG_OUT);
    expect(fixture.log.sent.map((sent) => [sent.envelope.rpc, sent.envelope.userId])).toEqual([
      [LOG_IN, ''],
      [FIND_USER, 'alice'],
      [LOG_OUT, 'alice'],
    ]);
    await waitUntil(() => client.framesOf(im.Frame.Kind.PONG).length === 1);
  });

  test('after a failed log-in the client may try again', async () => {
    client.command(LOG_IN, 1);
    fixture.reply((await fixture.waitForCommand(LOG_IN)).envelope, { failure: { code: im.Code.WRONG_CREDENTIALS } });
    await waitUntil(() => client.failure(1) === 'WRONG_CREDENTIALS');
    await fixture.logIn(client, ALICE, 2);
    client.command(FIND_USER, 3);
    expect((await fixture.waitForCommand(FIND_USER)).envelope.userId).toBe('alice');
  });

  test('long texts of a HELLO are cut between characters, so that services can decode the commands', async () => {
    const hello = { protocolVersion: 1, deviceKind: `${'x'.repeat(15)}😀 and more`, language: `${'y'.repeat(34)}😀 and more` };
    client.send({ kind: im.Frame.Kind.HELLO, payload: im.ClientHello.encode(hello).finish() });
    client.command(LOG_IN, 1);
    const { envelope } = await fixture.waitForCommand(LOG_IN);
    expect(envelope).toMatchObject({ deviceKind: `${'x'.repeat(15)}😀`, language: `${'y'.repeat(34)}😀` });
  });

  test('garbage, frame kinds that only a gate sends, and a late HELLO close the connection with BAD_FRAME', async () => {
    const bad = [
      Buffer.from([0xff, 0xff, 0xff]),
      Buffer.from([0x22, 0x7f, 0x01]),
      Buffer.alloc(0),
      im.Frame.encode({ kind: im.Frame.Kind.PUSH }).finish(),
      im.Frame.encode({ kind: 63 as im.Frame.Kind }).finish(),
      im.Frame.encode({ kind: -1 as im.Frame.Kind }).finish(),
    ];
    for (const bytes of bad) {
      const one = await fixture.client(transport);
      one.sendFrameBytes(bytes);
      await waitUntil(() => one.isClosed);
      expect(one.close).toMatchObject({ reason: 'BAD_FRAME', reconnect: false });
    }
    client.command(999, 1);
    client.send({ kind: im.Frame.Kind.HELLO, payload: im.ClientHello.encode({ protocolVersion: 1 }).finish() });
    await waitUntil(() => client.isClosed);
    expect(client.close?.reason).toBe('BAD_FRAME');
  });

  test('frame kinds from 64 on that a gate does not know are ignored at any time, and what follows them is not', async () => {
    const unknown = (kind: number): void => client.send({ kind: kind as im.Frame.Kind, requestId: 1 });
    for (const kind of [64, 99, 2 ** 31 - 1]) unknown(kind);
    client.send({ kind: im.Frame.Kind.HELLO, payload: im.ClientHello.encode({ protocolVersion: 1, language: 'en' }).finish() });
    unknown(64);
    client.command(LOG_IN, 1);
    expect((await fixture.waitForCommand(LOG_IN)).envelope).toMatchObject({ language: 'en' });
  });

  test('an unsupported protocol version closes the connection with UNSUPPORTED_VERSION', async () => {
    client.send({ kind: im.Frame.Kind.HELLO, payload: im.ClientHello.encode({ protocolVersion: 2 }).finish() });
    await waitUntil(() => client.isClosed);
    expect(client.close).toMatchObject({ reason: 'UNSUPPORTED_VERSION', reconnect: false });
  });

  test('a frame at the size limit is accepted; one above it closes its connection and affects no other', async () => {
    const neighbour = await fixture.client(transport);
    await fixture.logIn(neighbour, ALICE);
    await fixture.logIn(client, { ...ALICE, userId: 'bob' });
    const payload = im.SendMessageRequest.encode({ text: 'x'.repeat(64 * 1024 - 15) }).finish();
    const frame = im.Frame.encode({ kind: im.Frame.Kind.COMMAND, rpc: SEND_MESSAGE, requestId: 2, payload }).finish();
    expect(frame).toHaveLength(64 * 1024);
    client.sendFrameBytes(frame);
    await fixture.waitForCommand(SEND_MESSAGE);
    const large = await fixture.client(transport);
    large.sendFrameBytes(Buffer.alloc(64 * 1024 + 1));
    await waitUntil(() => large.isClosed);
    expect(large.close).toMatchObject({ reason: 'FRAME_TOO_LARGE', reconnect: false });
    neighbour.send({ kind: im.Frame.Kind.PING });
    await waitUntil(() => neighbour.framesOf(im.Frame.Kind.PONG).length === 1);
  });
});

describe('bytes that violate the transport', () => {
  let fixture: GateFixture;

  beforeEach(async () => {
    fixture = await gateFixture({ routes: memoryRoutes() });
  });
  afterEach(() => fixture.close());

  test.each([
    ['a negative length', Buffer.from([0xff, 0xff, 0xff, 0xff]), 'BAD_FRAME'],
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'FRAME_TOO_LARGE'],
  ])('tcp: %s closes the connection with its own reason', async (_name, bytes, reason) => {
    const client = await fixture.client('tcp');
    client.write(bytes);
    await waitUntil(() => client.isClosed);
    expect(client.close?.reason).toBe(reason);
  });

  test('tcp: a stream that ends within a frame is closed with BAD_FRAME', async () => {
    const client = await fixture.client('tcp');
    if ('end' in client.raw) client.raw.end(Buffer.from([0, 0, 0, 9, 1, 2]));
    await waitUntil(() => client.isClosed);
    expect(client.close).toMatchObject({ reason: 'BAD_FRAME', message: 'the connection ended within a frame' });
  });

  test('ws: a text message or a protocol violation is answered with a CLOSE frame before the socket closes', async () => {
    const texting = await fixture.client('ws');
    if ('ping' in texting.raw) texting.raw.send('{"hello": 1}');
    await waitUntil(() => texting.isClosed);
    expect(texting.close?.reason).toBe('BAD_FRAME');
    expect(texting.closeCode).toBe(4000 + im.CloseReason.BAD_FRAME);

    const breaking = await fixture.client('ws');
    // An unmasked frame with reserved bits, straight to the socket.
    if ('ping' in breaking.raw)
      (breaking.raw as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(Buffer.from([0xf2, 0x01, 0x41]));
    await waitUntil(() => breaking.isClosed);
    expect(breaking.close?.reason).toBe('BAD_FRAME');
  });

  test('ws: a plain HTTP request gets status 426', async () => {
    const response = await fetch(`http://127.0.0.1:${fixture.gate.ws.port}/`);
    expect(response.status).toBe(426);
    await response.text();
  });
});

test('an INTERNAL rpc is forbidden to clients', async () => {
  const fixture = await gateFixture({ routes: memoryRoutes(), rpcs: internal() });
  try {
    const client = await fixture.client('tcp');
    client.command(FIND_USER, 1);
    await waitUntil(() => client.reply(1) !== undefined);
    expect(client.failure(1)).toBe('FORBIDDEN');
    expect(fixture.log.sent).toEqual([]);
  } finally {
    await fixture.close();
  }
});

/** The contract, with FindUser for services only. */
function internal(): ReturnType<typeof rpcsByNumber> {
  const commands = new Map(rpcsByNumber([im.Auth, im.Logic]));
  const route = commands.get(FIND_USER);
  if (route) commands.set(FIND_USER, { ...route, access: 'INTERNAL' });
  return commands;
}

function sealedNothing(): Uint8Array {
  return Uint8Array.from([82]);
}
