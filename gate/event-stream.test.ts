// Clients without WebSocket: server-sent events and POST, with services played by the test.
import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { im } from '../proto/rpc.ts';
import {
  fakeSealedReply,
  type GateFixture,
  type GateFixtureOptions,
  gateFixture,
  LOG_IN,
  SEND_MESSAGE,
  waitUntil,
} from './testing/gate-fixture.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 1 };

let fixture: GateFixture;
afterEach(() => fixture.close());

/** A client on fetch, as a browser has it. */
class StreamClient {
  readonly frames: Record<string, unknown>[] = [];
  readonly base: string;
  post = '';
  isClosed = false;
  #text = '';
  #posts = 0;
  readonly #abort = new AbortController();

  constructor(base: string) {
    this.base = base;
    onTestFinished(() => this.#abort.abort());
  }

  async open(): Promise<Response> {
    const response = await fetch(`${this.base}/events`, { signal: this.#abort.signal });
    void this.#read(response);
    await waitUntil(() => this.frames.length > 0 || this.isClosed);
    return response;
  }

  cut(): void {
    this.#abort.abort();
  }

  /** Sends frames as lines of one POST. Resolves with its answer. */
  send(...frames: readonly object[]): Promise<Response> {
    this.#posts += 1;
    return this.sendText(frames.map((frame) => JSON.stringify(frame)).join('\n'), this.#posts);
  }

  sendText(text: string, number: number): Promise<Response> {
    this.#posts = number;
    return fetch(`${this.base}${this.post}?n=${number}`, { method: 'POST', body: text });
  }

  async #read(response: Response): Promise<void> {
    try {
      for await (const chunk of response.body ?? []) this.#take(Buffer.from(chunk).toString());
    } catch {
      // Cut.
    }
    this.isClosed = true;
  }

  #take(text: string): void {
    this.#text += text;
    const events = this.#text.split('\n\n');
    this.#text = events.pop() ?? '';
    for (const event of events) {
      const data = JSON.parse(event.slice(event.indexOf('data: ') + 6));
      if (event.startsWith('event: connected')) this.post = data.post;
      // It may come at any time, when the gate has written a route again.
      else if (data.kind !== 'RESYNC') this.frames.push(data);
    }
  }
}

async function connectStream(options: Partial<GateFixtureOptions> = {}): Promise<StreamClient> {
  fixture = await gateFixture({ routes: memoryRoutes(), ...options });
  return openStream();
}

async function openStream(): Promise<StreamClient> {
  const client = new StreamClient(`http://127.0.0.1:${fixture.gate.ws.port}`);
  await client.open();
  return client;
}

async function logIn(client: StreamClient): Promise<number> {
  const posted = client.send({ kind: 'COMMAND', rpc: LOG_IN, requestId: 1, payload: { name: 'alice' } });
  const { envelope } = await fixture.waitForCommand(LOG_IN);
  fixture.reply(envelope, { payload: fakeSealedReply(im.LoggedIn.encode({ userId: 'alice' }).finish()), bind: ALICE });
  await waitUntil(() => client.frames.some(({ requestId }) => requestId === 1));
  expect((await posted).status).toBe(204);
  return envelope.connection;
}

const send = (requestId: number): object => ({
  kind: 'COMMAND',
  rpc: SEND_MESSAGE,
  requestId,
  payload: { text: `${requestId}` },
});

/** The texts of the messages that have reached the log, in order. */
function sentTexts(): string[] {
  const envelopes = fixture.log.sent.filter(({ envelope }) => envelope.rpc === SEND_MESSAGE);
  return envelopes.map(({ envelope }) => im.SendMessageRequest.decode(envelope.payload as Uint8Array).text);
}

test('JSN-11: a session without WebSocket: HELLO, log-in, commands in order, a push, PONG and CLOSE', async () => {
  const client = await connectStream();
  expect(client.frames[0]).toMatchObject({ kind: 'HELLO', payload: { protocolVersion: 1, maxFrameBytes: 65_536 } });
  const connection = await logIn(client);
  expect((await client.send(send(2), send(3))).status).toBe(204);
  expect((await client.send(send(4), { kind: 'PING' })).status).toBe(204);
  await waitUntil(() => sentTexts().length === 3);
  expect(sentTexts()).toEqual(['2', '3', '4']);
  const { instance } = fixture;
  const push = im.Push.encode({ notice: { text: 'one\ntwo' } }).finish();
  fixture.log.publish([{ kind: im.Envelope.Kind.PUSH, instance, targets: [connection], payload: push, pushId: 'p' }]);
  await waitUntil(() => client.frames.length === 4);
  expect(client.frames.slice(2)).toEqual([
    { kind: 'PONG' },
    { kind: 'PUSH', pushId: 'p', payload: { notice: { text: 'one\ntwo' } } },
  ]);
  const close = im.Close.encode({ reason: im.CloseReason.SESSION_ENDED }).finish();
  fixture.log.publish([{ kind: im.Envelope.Kind.CLOSE, instance, targets: [connection], payload: close }]);
  await waitUntil(() => client.isClosed);
  expect(client.frames.at(-1)).toMatchObject({ kind: 'CLOSE', payload: { reason: 'SESSION_ENDED' } });
  expect((await client.send({ kind: 'PING' })).status).toBe(404);
});

test('every page may read the answers: the gate looks at no cookie', async () => {
  const client = await connectStream();
  const response = await client.send({ kind: 'PING' });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
});

describe('JSN-12: the order of POSTs', () => {
  test('a POST that is repeated is taken once, and one out of turn is refused with the next number', async () => {
    const client = await connectStream();
    await logIn(client);
    const text = JSON.stringify(send(2));
    expect((await client.sendText(text, 2)).status).toBe(204);
    expect((await client.sendText(text, 2)).status).toBe(204);
    const early = await client.sendText(JSON.stringify(send(9)), 4);
    expect([early.status, await early.text()]).toEqual([409, 'the next POST has n=3\n']);
    expect((await client.sendText(JSON.stringify(send(3)), 3)).status).toBe(204);
    await waitUntil(() => sentTexts().length === 2);
    expect(sentTexts()).toEqual(['2', '3']);
  });

  test('while the gate does not read a client, its POST waits for the answer, and a second one is refused', async () => {
    const client = await connectStream({ limits: { maxPendingCommands: 2 } });
    await logIn(client);
    let isAnswered = false;
    const waiting = client.send(send(2), send(3), send(4)).then((response) => {
      isAnswered = true;
      return response.status;
    });
    await waitUntil(() => sentTexts().length === 2);
    const second = await client.send(send(5));
    expect([second.status, isAnswered]).toEqual([409, false]);
    for (const index of [0, 1]) fixture.reply((await fixture.waitForCommand(SEND_MESSAGE, index)).envelope);
    expect(await waiting).toBe(204);
    await waitUntil(() => sentTexts().length === 3);
    expect(sentTexts()).toEqual(['2', '3', '4']);
  });

  test('POSTs out of turn without end end the connection', async () => {
    const client = await connectStream();
    for (let i = 0; i < 80 && !client.isClosed; i++) await client.sendText('', 99).catch(() => undefined);
    await waitUntil(() => client.isClosed);
    expect(client.frames.at(-1)).toMatchObject({ kind: 'CLOSE', payload: { reason: 'FLOODING' } });
  });
});

test('a first POST of log-in and commands may be longer than a frame before log-in', async () => {
  const client = await connectStream();
  const lines = [
    { kind: 'COMMAND', rpc: LOG_IN, requestId: 1, payload: { name: 'alice' } },
    ...[2, 3, 4, 5].map((requestId) => ({
      kind: 'COMMAND',
      rpc: SEND_MESSAGE,
      requestId,
      payload: { text: String(requestId).padEnd(7000) },
    })),
  ].map((frame) => `${JSON.stringify(frame)}\n`);
  const request = httpRequest(`${client.base}${client.post}?n=1`, { method: 'POST' });
  let status: number | undefined;
  request.on('response', (response) => {
    status = response.statusCode;
  });
  for (const line of lines) {
    request.write(line);
    // So that it arrives as a read of its own, and the time-outs are checked meanwhile.
    for (let i = 0; i < 5; i++) await fetch(`${client.base}/livez`);
  }
  request.end();
  const { envelope } = await fixture.waitForCommand(LOG_IN);
  fixture.reply(envelope, { payload: fakeSealedReply(im.LoggedIn.encode({ userId: 'alice' }).finish()), bind: ALICE });
  await waitUntil(() => status !== undefined);
  expect([status, sentTexts().map((text) => text.trim())]).toEqual([204, ['2', '3', '4', '5']]);
  expect(client.frames.some(({ kind }) => kind === 'CLOSE')).toBe(false);
});

describe('input that is wrong', () => {
  test('a line that is no frame ends the connection with a sentence, and the POST learns it', async () => {
    const client = await connectStream();
    const response = await client.sendText('{"kind":"PING"}\nhello', 1);
    expect(response.status).toBe(410);
    await waitUntil(() => client.isClosed);
    expect(client.frames.slice(1)).toMatchObject([
      { kind: 'PONG' },
      { kind: 'CLOSE', payload: { reason: 'BAD_FRAME', message: expect.stringMatching(/^the message is not JSON/) } },
    ]);
  });

  test('JSN-13: a POST above the limit of a frame ends the connection with FRAME_TOO_LARGE', async () => {
    const client = await connectStream();
    await logIn(client);
    await client.sendText(' '.repeat(70_000), 2).catch(() => undefined);
    await waitUntil(() => client.isClosed);
    expect(client.frames.at(-1)).toMatchObject({ kind: 'CLOSE', payload: { reason: 'FRAME_TOO_LARGE' } });
  });

  test('JSN-14: a secret that no connection has gets 404', async () => {
    const client = await connectStream();
    client.post = '/events/nobody';
    expect((await client.send({ kind: 'PING' })).status).toBe(404);
    expect(client.frames).toHaveLength(1);
  });

  test('further requests on the socket of a stream are not handled', async () => {
    const client = await connectStream();
    const { host, port } = fixture.gate.ws;
    const stream = httpRequest({ host, port, path: '/events' }).on('error', () => undefined);
    stream.end();
    stream.on('response', (response) => response.resume().on('error', () => undefined));
    await waitUntil(() => fixture.gate.connectionCount() === 2);
    stream.socket?.write(`POST ${client.post}?n=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\n\r\n{"kind":"PING"}`);
    await waitUntil(() => fixture.gate.connectionCount() === 1);
    expect(client.frames).toHaveLength(1);
    expect((await client.send({ kind: 'PING' })).status).toBe(204);
  });
});

test('a client that is cut has no connection any more, and a gate that stops dismisses the others with CLOSE', async () => {
  const [cut, other] = [await connectStream(), await openStream()];
  cut.cut();
  await waitUntil(() => fixture.gate.connectionCount() === 1);
  const stopped = fixture.gate.stop();
  await waitUntil(() => other.isClosed);
  expect(other.frames.at(-1)).toMatchObject({ kind: 'CLOSE', payload: { reason: 'GATE_STOPPING', reconnect: true } });
  await stopped;
});

test('a network above its rate of new connections gets HTTP 429 with a time', async () => {
  fixture = await gateFixture({ routes: memoryRoutes(), limits: { maxConnectionsPerIp: 2, maxHandshakesPerIp: 1 } });
  const base = `http://127.0.0.1:${fixture.gate.ws.port}`;
  const answers: Response[] = [];
  for (let i = 0; i < 6; i++) {
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    answers.push(await fetch(`${base}/events`, { signal: abort.signal }));
  }
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
});
