// A gate for tests. It speaks the protocol over TCP and WebSocket, has a small store, and fails in the ways that a test wants.
import net from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { ImError, toFailure } from '../../../proto/errors.ts';
import { FrameDecoder, withLengthPrefix } from '../../../proto/framing.ts';
import { im } from '../../../proto/rpc.ts';
import { getRpc } from '../api/contract.ts';
import { CLIENT_RPCS } from '../wire/wire.ts';
import { type FakeToken, fakeAuthResponders } from './fake-auth.ts';
import { appendMessage, fakeLogicResponders } from './fake-logic.ts';

/** One connection, as the gate sees it. */
export interface FakePeer {
  readonly kind: 'tcp' | 'ws';
  /** Every frame from the client, in order. */
  readonly frames: im.Frame[];
  send(frame: im.Frame.$Properties): void;
  /** Sends bytes that need not be a frame. */
  sendRaw(bytes: Uint8Array): void;
  /** Cuts the connection without a CLOSE. */
  drop(): void;
}

/** Replies to a command: a reply's payload, an error to refuse it with, or undefined for no reply. */
export type FakeResponder = (request: im.Frame, peer: FakePeer) => Uint8Array | ImError | undefined;

/** Everything else is as in the message. */
export interface StoreMessageOptions extends Omit<im.Message.$Properties, 'conversationId' | 'text' | 'senderId'> {
  push?: boolean;
  senderId?: string;
}

const { Kind } = im.Frame;
const MAX_FRAME_BYTES = 1 << 20;

/** The token that a fake gate accepts at first. */
export const TOKEN = 'token-1';

const NAMES_BY_NUMBER = new Map(CLIENT_RPCS.map(({ number, service, handler }) => [number, `${service}.${handler}`]));

export class FakeGate {
  /** Its URLs, empty before `listen`. They stay the same after `stop`. */
  tcp = '';
  ws = '';
  readonly peers: FakePeer[] = [];
  /** Conversation → its messages, seq 1 first. */
  readonly messages = new Map<string, im.Message.$Properties[]>();
  /** The state of conversations besides their messages. */
  readonly states = new Map<string, im.Conversation.$Properties>();
  /** By rpc, "Logic.sendMessage": replaces the default reply. May return the result of `defaultResponder`. */
  readonly responders = new Map<string, FakeResponder>();
  readonly token: FakeToken = { number: 1, livesSeconds: 0 };
  /** Sent on each new connection; may be changed for the next one. */
  hello: im.Hello.$Properties = {
    protocolVersion: 1,
    maxFrameBytes: 65_536,
    heartbeatIntervalMs: 10_000,
    idleTimeoutMs: 30_000,
    logInTimeoutMs: 10_000,
    maxCommandsPerSecond: 1000,
    maxPendingCommands: 64,
    commandTimeoutMs: 5000,
    serverTime: Date.now(),
    gateInstance: 'fake',
  };
  /** True: sends no HELLO. */
  mute = false;
  /** True: answers PING. */
  pongs = true;
  readonly #tcpServer = net.createServer((socket) => this.#acceptTcp(socket));
  readonly #wsServer = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  readonly #defaultResponders = {
    ...fakeAuthResponders(this.token),
    ...fakeLogicResponders(this.messages, this.states),
  };
  #pushes = 0;

  /** The newest connection. Throws when there is none. */
  get lastPeer(): FakePeer {
    const peer = this.peers.at(-1);
    if (!peer) throw new Error('no client is connected');
    return peer;
  }

  async listen(): Promise<void> {
    this.#wsServer.on('connection', (socket: WebSocket) => this.#acceptWebSocket(socket));
    await new Promise<void>((resolve) => this.#tcpServer.listen(0, '127.0.0.1', resolve));
    if (!this.#wsServer.address()) await new Promise((resolve) => this.#wsServer.once('listening', resolve));
    this.tcp = `tcp://127.0.0.1:${listeningPort(this.#tcpServer)}`;
    this.ws = `ws://127.0.0.1:${listeningPort(this.#wsServer)}`;
  }

  async stop(): Promise<void> {
    for (const peer of this.peers) peer.drop();
    const servers = [this.#tcpServer, this.#wsServer];
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  /** The reply of a well-behaved gate. */
  readonly defaultResponder: FakeResponder = ({ payload, rpc }) => {
    const responders: Record<string, ((payload: Uint8Array) => Uint8Array | ImError) | undefined> = this.#defaultResponders;
    return responders[NAMES_BY_NUMBER.get(rpc) ?? '']?.(payload) ?? new ImError('UNKNOWN_ROUTE', `rpc ${rpc}`);
  };

  /** The decoded requests of one rpc, in order, over all connections. */
  requests<T extends object>(name: string): T[] {
    const [service = '', rpc = ''] = name.split('.');
    const { number, request } = getRpc(service, rpc);
    const frames = this.peers.flatMap((peer) => peer.frames);
    const commands = frames.filter((frame) => frame.kind === Kind.COMMAND && frame.rpc === number);
    return commands.map((frame) => request.decode(frame.payload) as T);
  }

  /** Stores a message of another user, and pushes it to the newest connection unless `push` is false. */
  storeMessage(
    conversationId: string,
    text: string,
    { push = true, senderId = 'user-other', ...content }: StoreMessageOptions = {},
  ): im.Message.$Properties {
    const clientMessageId = crypto.getRandomValues(new Uint8Array(16));
    const message = appendMessage(this.messages, { ...content, conversationId, text, senderId, clientMessageId });
    if (push) this.pushMessage(message);
    return message;
  }

  pushMessage(message: im.Message.$Properties): void {
    this.lastPeer.send({ kind: Kind.PUSH, payload: im.Push.encode({ messageStored: message }).finish() });
  }

  /** Sends a push without a seq to the newest connection. */
  sendPush(push: im.Push.$Properties): void {
    this.#pushes += 1;
    this.lastPeer.send({ kind: Kind.PUSH, payload: im.Push.encode(push).finish(), pushId: `push-${this.#pushes}` });
  }

  /** Sends CLOSE to the newest connection. */
  close(
    reason: keyof typeof im.CloseReason,
    { reconnect, afterMs = 0, statusUrls = [] }: { reconnect: boolean; afterMs?: number; statusUrls?: string[] },
  ): void {
    const message = 'closed by the test';
    const close = { reason: im.CloseReason[reason], message, reconnect, reconnectAfterMs: afterMs, statusUrls };
    this.lastPeer.send({ kind: Kind.CLOSE, payload: im.Close.encode(close).finish() });
  }

  #acceptTcp(socket: net.Socket): void {
    const write = (bytes: Uint8Array): void => void socket.write(withLengthPrefix(bytes));
    const peer = this.#accept('tcp', write, () => socket.destroy());
    const decoder = new FrameDecoder(MAX_FRAME_BYTES);
    const sink = { onFrame: (bytes: Uint8Array) => this.#handleFrame(peer, bytes) };
    socket.on('data', (chunk) => decoder.push(Buffer.from(chunk as Uint8Array), sink));
    // The client closed the connection.
    socket.on('error', () => socket.destroy());
  }

  #acceptWebSocket(socket: WebSocket): void {
    const write = (bytes: Uint8Array): void => socket.send(bytes);
    const peer = this.#accept('ws', write, () => socket.terminate());
    socket.on('message', (data) => this.#handleFrame(peer, data as Buffer));
  }

  #accept(kind: FakePeer['kind'], sendRaw: (bytes: Uint8Array) => void, drop: () => void): FakePeer {
    const send: FakePeer['send'] = (frame) => sendRaw(im.Frame.encode(frame).finish());
    const peer: FakePeer = { kind, frames: [], sendRaw, drop, send };
    this.peers.push(peer);
    if (!this.mute) peer.send({ kind: Kind.HELLO, payload: im.Hello.encode(this.hello).finish() });
    return peer;
  }

  #handleFrame(peer: FakePeer, bytes: Uint8Array): void {
    const frame = im.Frame.decode(Uint8Array.from(bytes));
    peer.frames.push(frame);
    if (frame.kind === Kind.PING && this.pongs) peer.send({ kind: Kind.PONG });
    if (frame.kind !== Kind.COMMAND) return;
    const responder = this.responders.get(NAMES_BY_NUMBER.get(frame.rpc) ?? '') ?? this.defaultResponder;
    const result = responder(frame, peer);
    if (result === undefined) return;
    const reply = { kind: Kind.REPLY, rpc: frame.rpc, requestId: frame.requestId };
    peer.send(result instanceof ImError ? { ...reply, failure: toFailure(result) } : { ...reply, payload: result });
  }
}

export async function startFakeGate(): Promise<FakeGate> {
  const gate = new FakeGate();
  await gate.listen();
  return gate;
}

function listeningPort(server: { address(): string | net.AddressInfo | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake gate is not listening');
  return address.port;
}
