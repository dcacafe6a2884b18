// Clients that ask for much and read little: half of them read a little now and then, the others nothing at all. They come back
// whenever the gate closes them.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { fromUrlHost } from '../../../infra/process/url-host.ts';
import { FrameDecoder, withLengthPrefix } from '../../../proto/framing.ts';
import { directConversationId } from '../../../proto/ids.ts';
import { im } from '../../../proto/rpc.ts';
import { commandFrame, helloFrame, pullFrame, readFrame, resumeFrame } from '../client/frames.ts';
import type { LoadAccount } from '../client/load-client.ts';

/** What one reader has stored and asks for again and again: 20 texts of 8 KB. */
const TEXTS = 20;
const TEXT = 'x'.repeat(8_000);
/** A reader is owed 640 KB a second: its buffers are full after some seconds, and the gate has other work to do too. */
const ASK_EVERY_MS = 250;
/** A slow reader reads one chunk this often. */
const READ_EVERY_MS = 500;
const RETURN_MS = 500;
const STEP_TIMEOUT_MS = 20_000;
const MAX_FRAME_BYTES = 16 * 1024 * 1024;

export interface SlowReaderResult {
  /** Connections that were logged in, first ones and returns. */
  readonly opened: number;
  /** Of these, closed by the gate. */
  readonly closedByGate: number;
  /** Pages that were asked for, and those that were read. */
  readonly asked: number;
  readonly read: number;
}

/** A connection that can stop reading. */
interface PausableConnection {
  send(frame: Uint8Array): void;
  pause(): void;
  resume(): void;
  close(): void;
}

interface ConnectionEvents {
  onFrame(bytes: Uint8Array): void;
  onClosed(): void;
}

export class SlowReaders {
  readonly #urls: readonly string[];
  readonly #accounts: readonly LoadAccount[];
  readonly #stopping = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #opened = 0;
  #closedByGate = 0;
  #asked = 0;
  #read = 0;

  /** `urls`: of gates, ws: or tcp:. One reader for each account. */
  constructor(urls: readonly string[], accounts: readonly LoadAccount[]) {
    this.#urls = urls;
    this.#accounts = accounts;
  }

  start(): void {
    this.#running = Promise.all(this.#accounts.map((account, index) => this.#repeat(account, index)));
  }

  /** Resolves when all connections are closed. */
  async stop(): Promise<SlowReaderResult> {
    this.#stopping.abort();
    await this.#running;
    return { opened: this.#opened, closedByGate: this.#closedByGate, asked: this.#asked, read: this.#read };
  }

  async #repeat(account: LoadAccount, index: number): Promise<void> {
    const { signal } = this.#stopping;
    for (let visit = 0; !signal.aborted; visit++) {
      await this.#once(account, index, visit === 0);
      await sleep(RETURN_MS * (1 + Math.random()), undefined, { signal }).catch(() => undefined);
    }
  }

  async #once({ userId, token }: LoadAccount, index: number, isFirst: boolean): Promise<void> {
    const visit = new Visit(this.#urls[index % this.#urls.length] ?? '', this.#stopping.signal);
    try {
      if (!(await visit.logIn(token, isFirst ? userId : undefined))) return;
      this.#opened++;
      const conversationId = directConversationId(userId, userId);
      await visit.lag(conversationId, index % 2 === 0);
      if (visit.isClosed) this.#closedByGate++;
    } finally {
      visit.end();
      this.#asked += visit.asked;
      this.#read += visit.read;
    }
  }
}

/** One connection, from the log-in until the gate closes it or the run ends. */
class Visit {
  asked = 0;
  read = 0;
  isClosed = false;
  readonly #connection: PausableConnection;
  readonly #over: Promise<unknown>;
  readonly #replies = new Map<number, (isGood: boolean) => void>();
  #requests = 0;
  #greet: () => void = () => undefined;
  readonly #greeted = new Promise<void>((resolve) => {
    this.#greet = resolve;
  });

  constructor(url: string, signal: AbortSignal) {
    let close: () => void = () => undefined;
    this.#over = new Promise<void>((resolve) => {
      close = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.#connection = openPausable(url, {
      onFrame: (bytes) => this.#handle(bytes),
      onClosed: () => {
        this.isClosed = !signal.aborted;
        close();
      },
    });
  }

  /** Logs in, and stores the texts if `userId` is given. False when the connection ends first. */
  async logIn(token: string, userId: string | undefined): Promise<boolean> {
    if ((await Promise.race([this.#greeted.then(() => 'greeted'), this.#over])) !== 'greeted') return false;
    this.#connection.send(helloFrame(randomBytes(16), 1));
    if (!(await this.#ask((requestId) => resumeFrame(requestId, token)))) return false;
    if (userId === undefined) return true;
    const replies = Array.from({ length: TEXTS }, () => {
      const message = { clientMessageId: randomBytes(16), toUserId: userId, text: TEXT };
      return this.#ask(commandFrame('Logic.SendMessage', message));
    });
    return (await Promise.all(replies)).every(Boolean);
  }

  /** Asks for page after page, and reads little or nothing. Resolves when the connection or the run is over. */
  async lag(conversationId: string, readsNothing: boolean): Promise<void> {
    this.#connection.pause();
    const asking = setInterval(() => {
      this.asked++;
      this.#connection.send(pullFrame(++this.#requests, conversationId, 0, TEXTS));
    }, ASK_EVERY_MS);
    const reading = setInterval(() => {
      if (readsNothing) return;
      this.#connection.resume();
      setTimeout(() => this.#connection.pause(), 1);
    }, READ_EVERY_MS);
    await this.#over;
    clearInterval(asking);
    clearInterval(reading);
  }

  end(): void {
    this.#connection.close();
  }

  #handle(bytes: Uint8Array): void {
    const { kind, requestId, failure } = readFrame(bytes);
    if (kind === im.Frame.Kind.HELLO) this.#greet();
    if (kind !== im.Frame.Kind.REPLY) return;
    const settle = this.#replies.get(requestId);
    this.#replies.delete(requestId);
    if (settle) settle(failure === undefined);
    else this.read++;
  }

  /** False after a failure, without a reply in time, or when the connection ends. */
  async #ask(frameOf: (requestId: number) => Uint8Array): Promise<boolean> {
    const requestId = ++this.#requests;
    const replied = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), STEP_TIMEOUT_MS);
      this.#replies.set(requestId, (isGood) => {
        clearTimeout(timer);
        resolve(isGood);
      });
      void this.#over.then(() => {
        clearTimeout(timer);
        resolve(false);
      });
    });
    this.#connection.send(frameOf(requestId));
    return await replied;
  }
}

function openPausable(url: string, { onFrame, onClosed }: ConnectionEvents): PausableConnection {
  const { protocol, hostname, port } = new URL(url);
  if (protocol === 'ws:' || protocol === 'wss:') {
    const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: MAX_FRAME_BYTES });
    socket.on('message', (data: Buffer) => onFrame(data));
    socket.on('error', () => undefined);
    socket.on('close', onClosed);
    return {
      send: (frame) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(frame);
      },
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      close: () => socket.terminate(),
    };
  }
  const socket = connect({ host: fromUrlHost(hostname), port: Number(port), noDelay: true });
  const decoder = new FrameDecoder(MAX_FRAME_BYTES);
  socket.on('data', (chunk: Buffer) => {
    if (decoder.push(chunk, { onFrame })) socket.destroy();
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', onClosed);
  return {
    send: (frame) => {
      if (socket.writable) socket.write(withLengthPrefix(frame));
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    close: () => socket.destroy(),
  };
}
