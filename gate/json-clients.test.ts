// Clients that write and read frames in JSON: what the gate promises them, with services played by the test.
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { im } from '../proto/rpc.ts';
import {
  fakeSealedReply,
  fakeSealer,
  type GateFixture,
  gateFixture,
  LOG_IN,
  SEND_MESSAGE,
  waitUntil,
} from './testing/gate-fixture.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 1 };
const BAD_FRAME_CODE = 4000 + im.CloseReason.BAD_FRAME;

interface JsonClient {
  readonly raw: WebSocket;
  readonly frames: Record<string, unknown>[];
  send(frame: object): void;
  /** Once the socket is closed. */
  closeCode: number | undefined;
}

let fixture: GateFixture;
const clients: JsonClient[] = [];
afterEach(async () => {
  for (const { raw } of clients.splice(0)) raw.terminate();
  await fixture.close();
});

async function connectJson(query = '?format=json'): Promise<JsonClient> {
  const { host, port } = fixture.gate.ws;
  const raw = new WebSocket(`ws://${host}:${port}/${query}`, { perMessageDeflate: false });
  const send = (frame: object): void => raw.send(JSON.stringify(frame));
  const client: JsonClient = { raw, frames: [], send, closeCode: undefined };
  clients.push(client);
  raw.on('message', (data, isBinary) => {
    const frame = isBinary ? raw.terminate() : JSON.parse(String(data));
    // A RESYNC may come at any time, when the gate has written a route again.
    if (frame && frame.kind !== 'RESYNC') client.frames.push(frame);
  });
  raw.on('close', (code) => {
    client.closeCode = code;
  });
  await once(raw, 'open');
  await waitUntil(() => client.frames.length > 0);
  return client;
}

async function logIn(client: JsonClient): Promise<number> {
  const before = fixture.log.sent.filter(({ envelope }) => envelope.rpc === LOG_IN).length;
  client.send({ kind: 'COMMAND', rpc: LOG_IN, requestId: 1, payload: { name: 'alice', password: 'correct horse' } });
  const { envelope } = await fixture.waitForCommand(LOG_IN, before);
  const payload = fakeSealedReply(im.LoggedIn.encode({ userId: 'alice', token: 'T', tokenLivesSeconds: 60 }).finish());
  fixture.reply(envelope, { payload, bind: ALICE });
  await waitUntil(() => client.frames.some(({ kind }) => kind === 'REPLY'));
  return envelope.connection;
}

test('a session in JSON: HELLO, log-in, a command, its reply, a push, PONG and CLOSE', async () => {
  fixture = await gateFixture({ routes: memoryRoutes() });
  const client = await connectJson();
  expect(client.frames[0]).toMatchObject({
    kind: 'HELLO',
    payload: {
      protocolVersion: 1,
      maxFrameBytes: 65_536,
      serverTime: expect.stringMatching(/^\d+$/),
      gateInstance: fixture.instance,
    },
  });
  client.send({ kind: 'HELLO', payload: { protocolVersion: 1, deviceKind: 'web' } });
  const connection = await logIn(client);
  const [sealed] = fixture.log.sent.filter(({ envelope }) => envelope.rpc === LOG_IN);
  const secret = im.LogInRequest.encode({ name: 'alice', password: 'correct horse' }).finish();
  // Secrets are sealed as those of other clients.
  expect(Buffer.from(sealed?.envelope.payload ?? [])).toEqual(Buffer.from(fakeSealer.seal(secret)));
  expect(sealed?.envelope.deviceKind).toBe('web');
  expect(client.frames[1]).toEqual({
    kind: 'REPLY',
    rpc: LOG_IN,
    requestId: 1,
    traceId: expect.stringMatching(/^[\w+/]{22}==$/),
    payload: { userId: 'alice', token: 'T', tokenLivesSeconds: 60 },
  });

  client.send({
    kind: 'COMMAND',
    rpc: SEND_MESSAGE,
    requestId: 2,
    payload: { clientMessageId: 'AAECAwQFBgcICQoLDA0ODw==', text: '你好' },
  });
  const { envelope } = await fixture.waitForCommand(SEND_MESSAGE);
  expect(im.SendMessageRequest.decode(envelope.payload as Uint8Array)).toMatchObject({ text: '你好' });
  expect(envelope).toMatchObject({ userId: 'alice', sessionId: 'phone' });
  fixture.reply(envelope, { payload: im.SendMessageReply.encode({ conversationId: 'C', seq: 7 }).finish() });
  const push = im.Push.encode({ messageStored: { conversationId: 'C', seq: 8, text: 'yo' } }).finish();
  const { instance } = fixture;
  fixture.log.publish([{ kind: im.Envelope.Kind.PUSH, instance, targets: [connection], payload: push }]);
  client.send({ kind: 'PING' });
  await waitUntil(() => client.frames.length === 5);
  expect(client.frames.slice(2)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'REPLY', requestId: 2, payload: { conversationId: 'C', seq: '7' } }),
      { kind: 'PUSH', payload: { messageStored: { conversationId: 'C', seq: '8', text: 'yo' } } },
      { kind: 'PONG' },
    ]),
  );

  const close = im.Close.encode({ reason: im.CloseReason.SESSION_ENDED }).finish();
  fixture.log.publish([{ kind: im.Envelope.Kind.CLOSE, instance, targets: [connection], payload: close }]);
  await waitUntil(() => client.closeCode !== undefined);
  expect(client.frames.at(-1)).toEqual({ kind: 'CLOSE', payload: { reason: 'SESSION_ENDED', message: 'the session has ended' } });
  expect(client.closeCode).toBe(4000 + im.CloseReason.SESSION_ENDED);
});

test('one push reaches clients of both formats', async () => {
  fixture = await gateFixture({ routes: memoryRoutes() });
  const [json, binary] = [await connectJson(), await fixture.client('ws')];
  await logIn(json);
  await fixture.logIn(binary, { userId: 'bob', sessionId: 'desktop', epoch: 1 });
  fixture.gate.pushToAll(im.Push.encode({ notice: { text: 'hi' } }).finish(), 'p1');
  await waitUntil(() => json.frames.length === 3 && binary.framesOf(im.Frame.Kind.PUSH).length === 1);
  expect(json.frames[2]).toEqual({ kind: 'PUSH', pushId: 'p1', payload: { notice: { text: 'hi' } } });
  expect(im.Push.decode(binary.framesOf(im.Frame.Kind.PUSH)[0]?.payload as Uint8Array).notice?.text).toBe('hi');
});

describe('JSN-7: input that is wrong', () => {
  test('a COMMAND with a wrong payload is refused with a sentence, and the connection goes on', async () => {
    fixture = await gateFixture({ routes: memoryRoutes() });
    const client = await connectJson();
    await logIn(client);
    client.send({ kind: 'COMMAND', rpc: SEND_MESSAGE, requestId: 2, payload: { txt: 'hi' } });
    client.send({ kind: 'COMMAND', rpc: SEND_MESSAGE, requestId: 3, payload: 'hi' });
    client.send({ kind: 'COMMAND', rpc: 9999, requestId: 4, payload: { a: 1 } });
    client.send({ kind: 'COMMAND', rpc: SEND_MESSAGE, requestId: 5, payload: { text: 'x'.repeat(40_000) } });
    await waitUntil(() => client.frames.length === 5);
    const sentence = expect.stringMatching(
      /^the payload \(SendMessageRequest\) has no field "txt"; its fields: clientMessageId, /,
    );
    expect(client.frames[2]).toMatchObject({ requestId: 2, failure: { code: 'BAD_PAYLOAD', message: sentence } });
    expect(client.frames[2]).not.toHaveProperty('payload');
    expect(client.frames[3]).toMatchObject({ requestId: 3, failure: { message: 'the payload must be an object' } });
    expect(client.frames[4]).toMatchObject({ requestId: 4, failure: { code: 'UNKNOWN_ROUTE' } });
    await fixture.waitForCommand(SEND_MESSAGE);
    expect(fixture.log.sent.map(({ envelope }) => envelope.rpc)).toEqual([LOG_IN, SEND_MESSAGE]);
  });

  test.each([
    ['text that is not JSON', 'hello', /^the message is not JSON/],
    ['a list', '[]', /^the frame must be a JSON object/],
    ['a number', '7', /^the frame must be a JSON object/],
    ['a frame without a kind', '{}', /^the frame has no kind/],
    ['a misspelt field', '{"kind":"PING","request":1}', /^the frame \(Frame\) has no field "request"; its fields: kind, rpc, /],
    ['a kind that does not exist', '{"kind":"PUNG"}', /^the frame\.kind must be one of /],
    ['a kind of the gate', '{"kind":"PONG"}', /^the bytes are not a frame of this protocol$/],
    ['a HELLO with a wrong payload', '{"kind":"HELLO","payload":{"version":1}}', /^the payload \(ClientHello\) has no field/],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), /^the message is not UTF-8$/],
  ])('%s ends the connection with BAD_FRAME and a sentence', async (_name, text, sentence) => {
    fixture = await gateFixture({ routes: memoryRoutes() });
    const client = await connectJson();
    client.raw.send(text, { binary: false });
    await waitUntil(() => client.closeCode !== undefined);
    expect(client.frames.at(-1)).toMatchObject({
      kind: 'CLOSE',
      payload: { reason: 'BAD_FRAME', message: expect.stringMatching(sentence) },
    });
    expect(client.closeCode).toBe(BAD_FRAME_CODE);
  });

  test('a binary message ends a connection in JSON, and a text message ends another one', async () => {
    fixture = await gateFixture({ routes: memoryRoutes() });
    const json = await connectJson();
    json.raw.send(Buffer.from('{"kind":"PING"}'), { binary: true });
    const binary = await fixture.client('ws');
    if ('ping' in binary.raw) binary.raw.send('{"kind":"PING"}');
    await waitUntil(() => json.closeCode !== undefined && binary.isClosed);
    expect(json.frames.at(-1)).toMatchObject({ payload: { message: expect.stringMatching(/must be text messages/) } });
    expect(binary.close?.message).toMatch(/connect with \?format=json/);
  });

  test('JSN-8: a text above the limit of a frame ends the connection with FRAME_TOO_LARGE', async () => {
    fixture = await gateFixture({ routes: memoryRoutes() });
    const client = await connectJson();
    await logIn(client);
    client.raw.send(`{"kind":"PING"${' '.repeat(64 * 1024)}}`);
    await waitUntil(() => client.closeCode !== undefined);
    expect(client.frames.at(-1)).toMatchObject({ payload: { reason: 'FRAME_TOO_LARGE' } });
  });

  test('JSN-9: a format that does not exist gets HTTP 400 with a sentence', async () => {
    fixture = await gateFixture({ routes: memoryRoutes() });
    const { host, port } = fixture.gate.ws;
    const raw = new WebSocket(`ws://${host}:${port}/?format=xml`);
    const [, response] = await once(raw, 'unexpected-response');
    expect(response.statusCode).toBe(400);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    expect(String(Buffer.concat(chunks))).toBe('format in the URL is "json" or "protobuf"\n');
  });
});
