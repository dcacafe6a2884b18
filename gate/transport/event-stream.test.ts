// Event streams and their POSTs at the socket: the bytes on the wire, and what the owner of the connection hears of them.
import { connect, type Socket as NetSocket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryAllowances } from '../../infra/memory/allowances.ts';
import { trustedProxies } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import { LIMITS, waitUntil } from '../testing/gate-fixture.ts';
import { ProxyWarnings } from './proxy-warnings.ts';
import type { ClientListener, ClientSocket, SocketOwner } from './socket.ts';
import { SocketAdmission } from './socket-admission.ts';
import { listenWebSocket } from './websocket.ts';
import { WriteBatcher } from './write-batching.ts';

const MAX_BYTES = 64 * 1024;
/** What one read of a socket brings at most. */
const ONE_READ = 64 * 1024;
const nothing = (): void => undefined;
const LOG = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Counts what a connection hears of its socket. */
class FakeOwner implements SocketOwner {
  readonly socket: ClientSocket;
  readonly lines: string[] = [];
  bytes = 0;
  /** Bytes since the last frame ended, as the limit before log-in counts them. */
  partialBytes = 0;
  mostPartialBytes = 0;
  controlFrames = 0;
  error: im.CloseReason | undefined;
  isClosed = false;
  pausesAtBytes = false;

  constructor(socket: ClientSocket) {
    this.socket = socket;
  }

  onBytes(count: number): void {
    this.bytes += count;
    this.partialBytes += count;
    this.mostPartialBytes = Math.max(this.mostPartialBytes, this.partialBytes);
    if (this.pausesAtBytes) this.socket.pause();
  }

  onFrameEnd(): void {
    this.partialBytes = 0;
  }

  onFrame(frame: Uint8Array): void {
    this.partialBytes = 0;
    this.lines.push(Buffer.from(frame).toString());
  }

  onControlFrame(): void {
    this.controlFrames += 1;
  }

  onProtocolError(reason: im.CloseReason): void {
    this.error = reason;
    this.socket.end(reason);
  }

  onEnd = nothing;

  onClosed(): void {
    this.isClosed = true;
  }
}

/** A client that writes HTTP itself. */
class RawClient {
  readonly socket: NetSocket;
  text = '';
  isClosed = false;

  constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port });
    clients.push(this.socket);
    this.socket.on('data', (data) => {
      this.text += data;
    });
    this.socket.on('error', nothing);
    this.socket.on('close', () => {
      this.isClosed = true;
    });
  }

  write(text: string): this {
    this.socket.write(text);
    return this;
  }

  /** Resolves with the status of the answer at `index`. */
  async status(index = 0): Promise<number> {
    const statuses = (): string[] => this.text.match(/^HTTP\/1\.1 \d{3}/gm) ?? [];
    await waitUntil(() => statuses().length > index || this.isClosed);
    return Number(statuses()[index]?.slice(-3));
  }
}

const clients: NetSocket[] = [];
let owners: FakeOwner[] = [];
let listener: ClientListener;

beforeEach(async () => {
  owners = [];
  const proxies = trustedProxies([]);
  listener = await listenWebSocket({
    host: '127.0.0.1',
    port: 0,
    maxFrameBytes: MAX_BYTES,
    writeBatcher: new WriteBatcher(),
    log: LOG,
    proxies,
    warnings: new ProxyWarnings(LOG),
    admission: new SocketAdmission(LIMITS, proxies, (rate) => new MemoryAllowances(rate)),
    accept: (socket) => {
      const owner = new FakeOwner(socket);
      owners.push(owner);
      return owner;
    },
  });
});

afterEach(async () => {
  for (const socket of clients.splice(0)) socket.destroy();
  listener.stopAccepting();
  await listener.waitUntilClosed();
});

const open = (): RawClient => new RawClient(listener.port);
const answerTo = (text: string): Promise<number> => open().write(text).status();

/** An event stream: its client, its owner, and the path of its POSTs. */
async function openStream(): Promise<{ stream: RawClient; owner: FakeOwner; path: string }> {
  const stream = open().write('GET /events HTTP/1.1\r\nHost: x\r\n\r\n');
  const path = (): string | undefined => /"post":"([^"]+)"/.exec(stream.text)?.[1];
  await waitUntil(() => path() !== undefined);
  return { stream, owner: owners.at(-1) as FakeOwner, path: path() as string };
}

const head = (path: string, n: number, framing: string): string =>
  `POST ${path}?n=${n} HTTP/1.1\r\nHost: x\r\n${framing}\r\n\r\n`;
const post = (path: string, n: number, body: string): string => head(path, n, `Content-Length: ${body.length}`) + body;
const byteByByte = (body: string): string => [...body].map((byte) => `1\r\n${byte}\r\n`).join('');

/** The listener has handled whatever arrived before this. */
async function roundTrips(): Promise<void> {
  for (let i = 0; i < 5; i++) expect(await answerTo('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n')).toBe(200);
}

describe('what a POST may make the gate keep', () => {
  test('a POST is read no further while its connection is not read, however small its chunks', async () => {
    const { owner, path } = await openStream();
    owner.pausesAtBytes = true;
    const body = `${'x'.repeat(19_999)}\n${'y'.repeat(10_000)}`;
    const client = open().write(head(path, 1, 'Transfer-Encoding: chunked'));
    client.write(`${byteByByte(body)}0\r\n\r\n`);
    await waitUntil(() => owner.bytes > 0);
    await roundTrips();
    // A chunk of one byte is six bytes.
    expect(owner.bytes).toBeLessThan((2 * ONE_READ) / 6);
    expect(owner.lines).toEqual([]);
    owner.pausesAtBytes = false;
    owner.socket.resume();
    expect(await client.status()).toBe(204);
    expect(owner.lines.map((line) => line.length)).toEqual([19_999, 10_000]);
    expect(owner.bytes).toBe(30_000);
  });

  test('a POST to a connection that is not read already waits as well', async () => {
    const { owner, path } = await openStream();
    owner.socket.pause();
    const client = open().write(head(path, 1, 'Content-Length: 4'));
    await roundTrips();
    client.write('a\nbc');
    await roundTrips();
    expect(owner.bytes).toBe(0);
    owner.socket.resume();
    expect(await client.status()).toBe(204);
    expect(owner.lines).toEqual(['a', 'bc']);
  });

  test('the next POST on the same socket is read when the one before is answered', async () => {
    const { owner, path } = await openStream();
    owner.pausesAtBytes = true;
    const client = open().write(post(path, 1, 'a'));
    await waitUntil(() => owner.lines.length === 1);
    client.write(post(path, 2, 'b'));
    await roundTrips();
    expect([owner.lines, client.text]).toEqual([['a'], '']);
    owner.pausesAtBytes = false;
    owner.socket.resume();
    expect([await client.status(0), await client.status(1)]).toEqual([204, 204]);
    expect(owner.lines).toEqual(['a', 'b']);
  });

  test('when the stream ends, a POST that waits for its body is answered at once', async () => {
    const { owner, path } = await openStream();
    const client = open().write(`${head(path, 1, 'Content-Length: 9')}abc`);
    await waitUntil(() => owner.bytes === 3);
    owner.socket.end(im.CloseReason.SESSION_ENDED);
    expect(await client.status()).toBe(410);
  });
});

describe('what counts', () => {
  test('JSN-12: the body of a repeated POST counts as bytes, ends no frame, and gets 204', async () => {
    const { owner, path } = await openStream();
    expect(await answerTo(post(path, 1, 'abc'))).toBe(204);
    const again = open().write(`${head(path, 1, 'Content-Length: 40000')}${'x'.repeat(29_997)}`);
    await waitUntil(() => owner.bytes === 30_000);
    again.write('x'.repeat(10_003));
    expect(await again.status()).toBe(204);
    expect([owner.bytes, owner.controlFrames, owner.partialBytes]).toEqual([40_003, 1, 0]);
    expect(owner.lines).toEqual(['abc']);
  });

  test('JSN-13: a repeated POST above the limit ends the connection', async () => {
    const { owner, path } = await openStream();
    expect(await answerTo(post(path, 1, 'abc'))).toBe(204);
    open().write(post(path, 1, 'x'.repeat(MAX_BYTES + 1)));
    await waitUntil(() => owner.isClosed);
    expect(owner.error).toBe(im.CloseReason.FRAME_TOO_LARGE);
  });

  test('each line of a POST counts as a frame of its own, as over WebSocket', async () => {
    const { owner, path } = await openStream();
    const client = open().write(head(path, 1, 'Content-Length: 60005'));
    for (let line = 1; line <= 5; line++) {
      client.write(`${'x'.repeat(12_000)}\n`);
      await waitUntil(() => owner.bytes === line * 12_001);
    }
    expect(await client.status()).toBe(204);
    expect(owner.lines).toHaveLength(5);
    expect(owner.mostPartialBytes).toBeLessThanOrEqual(12_001);
  });

  test('bytes of a POST that is cut are not the beginning of the next frame', async () => {
    const { owner, path } = await openStream();
    const cut = open().write(`${head(path, 1, 'Content-Length: 9')}abc`);
    await waitUntil(() => owner.partialBytes === 3);
    cut.socket.destroy();
    await waitUntil(() => owner.partialBytes === 0);
    expect(await answerTo(post(path, 1, 'abc'))).toBe(204);
    expect(owner.lines).toEqual(['abc']);
  });
});

describe('what else comes on the socket of a stream', () => {
  const UPGRADE =
    'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n';
  const GET_EVENTS = 'GET /events HTTP/1.1\r\nHost: x\r\n\r\n';

  test('an upgrade makes no second connection: the socket ends', async () => {
    const { stream } = await openStream();
    stream.write(UPGRADE);
    await waitUntil(() => stream.isClosed);
    const atOnce = open().write(GET_EVENTS + UPGRADE);
    await waitUntil(() => atOnce.isClosed);
    expect(owners.map(({ isClosed }) => isClosed)).toEqual([true, true]);
    expect(stream.text + atOnce.text).not.toContain('101 Switching');
  });

  test('a request of a health check gets no answer among the events', async () => {
    const { stream } = await openStream();
    stream.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
    await waitUntil(() => stream.isClosed);
    expect(stream.text).not.toContain('ok');
  });

  test('a listener that stops takes the POSTs of living streams, on new sockets as well, and nothing else', async () => {
    const { owner, path } = await openStream();
    owner.pausesAtBytes = true;
    const waiting = open().write(post(path, 1, 'a'));
    await waitUntil(() => owner.lines.length === 1);
    listener.stopAccepting();
    const refused = ['GET /livez HTTP/1.1\r\nHost: x\r\n\r\n', GET_EVENTS, UPGRADE];
    for (const request of refused) expect(await answerTo(request)).toBe(503);
    owner.pausesAtBytes = false;
    owner.socket.resume();
    expect(await waiting.status()).toBe(204);
    expect(await answerTo(post(path, 2, 'b'))).toBe(204);
    const cut = open().write(`${head(path, 3, 'Content-Length: 9')}abc`);
    await waitUntil(() => owner.bytes === 5);
    owner.socket.end(im.CloseReason.GATE_STOPPING);
    expect(await cut.status()).toBe(410);
    await listener.waitUntilClosed();
    expect(owner.lines).toEqual(['a', 'b']);
    expect(owners).toHaveLength(1);
  });
});
