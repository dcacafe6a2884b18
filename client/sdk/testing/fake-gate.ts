// A gate for tests: speaks the protocol over TCP and WebSocket, keeps one little store, and misbehaves exactly as told. Used by tests only.
import net from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { ImError, toFailure } from '../../../proto/errors.ts';
import { FrameDecoder, withLengthPrefix } from '../../../proto/framing.ts';
import { allServices, im, rpcsByNumber } from '../../../proto/rpc.ts';
import { getRpc } from '../api/contract.ts';
import { appendMessage, fakeLogicResponders, ME } from './fake-logic.ts';

/** One connection, as the gate sees it. */
export interface FakePeer {
  readonly kind: 'tcp' | 'ws';
  /** Every frame that came, in order. */
  readonly frames: im.Frame[];
  send(frame: im.Frame.$Properties): void;
  /** Sends bytes that need not be a frame. */
  sendRaw(bytes: Uint8Array): void;
  /** Cuts the connection off without a word. */
  drop(): void;
}

/** Answers a command: a reply's payload, an error to refuse it with, or undefined for no answer at all. */
export type FakeResponder = (request: im.Frame, peer: FakePeer) => Uint8Array | ImError | undefined;

export interface FakeGate {
  readonly tcp: string;
  readonly ws: string;
  readonly peers: readonly FakePeer[];
  /** The connection opened last. Throws where there is none. */
  readonly lastPeer: FakePeer;
  /** Everything that is stored: conversation → messages, seq 1 first. */
  readonly messages: Map<string, im.Message.$Properties[]>;
  /** What the conversations are besides their messages. */
  readonly states: Map<string, im.Conversation.$Properties>;
  /** Told in each connection's Hello; may be changed for the next one. */
  hello: im.Hello.$Properties;
  /** No HELLO is sent. */
  mute: boolean;
  /** PING is answered. */
  pongs: boolean;
  /** The one token that is accepted, and how long each one lives; RefreshToken gives the next. 0 = not said. */
  token: { number: number; livesSeconds: number };
  /** By rpc, "Logic.sendMessage": answers instead of the store. Return the result of `gate.usual` to answer as usual. */
  readonly responders: Map<string, FakeResponder>;
  readonly defaultResponder: FakeResponder;
  /** Requests of one rpc, decoded, in the order they came, over all connections. */
  requests<T extends object>(name: string): T[];
  /** Stores a message of somebody; pushes it to the last connection unless told otherwise. */
  storeMessage(conversation: string, text: string, options?: StoreMessageOptions): im.Message.$Properties;
  pushMessage(message: im.Message.$Properties): void;
  /** Pushes an event that carries no seq, to the last connection. */
  sendPush(event: im.Push.$Properties): void;
  close(reason: keyof typeof im.CloseReason, options: { reconnect: boolean; afterMs?: number }): void;
  stop(): Promise<void>;
}

/** Everything else is as in the message. */
export interface StoreMessageOptions extends Omit<im.Message.$Properties, 'conversation' | 'text' | 'sender'> {
  push?: boolean;
  sender?: string;
}

const { Kind } = im.Frame;

export { ME };
export const TOKEN = 'token-1';

export async function startFakeGate(): Promise<FakeGate> {
  const peers: FakePeer[] = [];
  let events = 0;
  const messages = new Map<string, im.Message.$Properties[]>();
  const states = new Map<string, im.Conversation.$Properties>();
  const responders = new Map<string, FakeResponder>();
  const token = { number: 1, livesSeconds: 0 };
  const byNumber = new Map(NAMES.map((name) => [route(name).number, name]));

  function accepted(kind: FakePeer['kind'], sendRaw: (bytes: Uint8Array) => void, drop: () => void): FakePeer {
    const peer: FakePeer = {
      kind,
      frames: [],
      sendRaw,
      drop,
      send: (frame) => sendRaw(im.Frame.encode(frame).finish()),
    };
    peers.push(peer);
    if (!gate.mute) peer.send({ kind: Kind.HELLO, payload: im.Hello.encode(gate.hello).finish() });
    return peer;
  }

  function took(peer: FakePeer, bytes: Uint8Array): void {
    const frame = im.Frame.decode(Uint8Array.from(bytes));
    peer.frames.push(frame);
    if (frame.kind === Kind.PING && gate.pongs) peer.send({ kind: Kind.PONG });
    if (frame.kind !== Kind.COMMAND) return;
    const name = byNumber.get(frame.rpc) ?? '';
    const result = (responders.get(name) ?? gate.defaultResponder)(frame, peer);
    if (result === undefined) return;
    const reply = { kind: Kind.REPLY, rpc: frame.rpc, requestId: frame.requestId };
    peer.send(result instanceof ImError ? { ...reply, failure: toFailure(result) } : { ...reply, payload: result });
  }

  const tcpServer = net.createServer((socket) => {
    const write = (bytes: Uint8Array): void => void socket.write(withLengthPrefix(bytes));
    const peer = accepted('tcp', write, () => socket.destroy());
    const decoder = new FrameDecoder(1 << 20);
    const sink = { onFrame: (bytes: Uint8Array) => took(peer, bytes) };
    socket.on('data', (chunk) => decoder.push(Buffer.from(chunk as Uint8Array), sink));
    // The client's hang-up is none of the gate's business.
    socket.on('error', () => socket.destroy());
  });
  const wsServer = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  wsServer.on('connection', (socket: WebSocket) => {
    const peer = accepted(
      'ws',
      (bytes) => socket.send(bytes),
      () => socket.terminate(),
    );
    socket.on('message', (data) => took(peer, data as Buffer));
  });
  await new Promise<void>((resolve) => tcpServer.listen(0, '127.0.0.1', resolve));
  if (!wsServer.address()) await new Promise((resolve) => wsServer.once('listening', resolve));

  const gate: FakeGate = {
    tcp: `tcp://127.0.0.1:${portOf(tcpServer.address())}`,
    ws: `ws://127.0.0.1:${portOf(wsServer.address())}`,
    peers,
    messages,
    states,
    responders,
    mute: false,
    pongs: true,
    token,
    hello: {
      protocolVersion: 1,
      maxFrameBytes: 65_536,
      heartbeatIntervalMs: 10_000,
      idleTimeoutMs: 30_000,
      logInTimeoutMs: 10_000,
      maxCommandsPerSecond: 1000,
      maxPendingCommands: 64,
      commandTimeoutMs: 5000,
      serverTime: Date.now(),
      gate: 'fake',
    },
    defaultResponder: usualAnswer(messages, states, token, byNumber),
    get lastPeer() {
      const peer = peers.at(-1);
      if (!peer) throw new Error('nobody is connected');
      return peer;
    },
    requests<T extends object>(name: string) {
      const { number, request } = route(name);
      const frames = peers.flatMap((peer) => peer.frames).filter((frame) => frame.kind === Kind.COMMAND && frame.rpc === number);
      return frames.map((frame) => request.decode(frame.payload) as T);
    },
    storeMessage(conversation, text, { push = true, sender = 'user-other', ...content } = {}) {
      const clientMessageId = crypto.getRandomValues(new Uint8Array(16));
      const message = appendMessage(messages, { ...content, conversation, text, sender, clientMessageId });
      if (push) gate.pushMessage(message);
      return message;
    },
    pushMessage(message) {
      gate.lastPeer.send({ kind: Kind.PUSH, payload: im.Push.encode({ messageStored: message }).finish() });
    },
    sendPush(event) {
      events += 1;
      gate.lastPeer.send({ kind: Kind.PUSH, payload: im.Push.encode(event).finish(), pushId: `event-${events}` });
    },
    close(reason, { reconnect, afterMs = 0 }) {
      const close = { reason: im.CloseReason[reason], message: 'as emitted', reconnect, reconnectAfterMs: afterMs };
      gate.lastPeer.send({ kind: Kind.CLOSE, payload: im.Close.encode(close).finish() });
    },
    async stop() {
      for (const peer of peers) peer.drop();
      await Promise.all([tcpServer, wsServer].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
  return gate;
}

const NUMBERS = rpcsByNumber(allServices());
const NAMES = [...NUMBERS.values()].map(({ service, handler }) => `${service}.${handler}`);

function route(name: string): ReturnType<typeof getRpc> {
  const [service = '', rpc = ''] = name.split('.');
  return getRpc(service, rpc);
}

/** What a gate in order answers. */
function usualAnswer(
  messages: FakeGate['messages'],
  states: FakeGate['states'],
  tokens: FakeGate['token'],
  names: ReadonlyMap<number, string>,
): FakeResponder {
  const token = (): { token: string; tokenLivesSeconds: number } => {
    return { token: `token-${tokens.number}`, tokenLivesSeconds: tokens.livesSeconds };
  };
  const loggedIn = (): Uint8Array => im.LoggedIn.encode({ user: ME, name: 'me', session: 'session-1', ...token() }).finish();
  const answers: Record<string, (payload: Uint8Array) => Uint8Array | ImError> = {
    'Auth.register': loggedIn,
    'Auth.logIn': loggedIn,
    'Auth.resume': (payload) =>
      im.ResumeRequest.decode(payload).token === token().token ? loggedIn() : new ImError('BAD_TOKEN', 'no such session'),
    'Auth.logOut': () => im.LogOutReply.encode({}).finish(),
    'Auth.refreshToken'() {
      tokens.number += 1;
      return im.RefreshTokenReply.encode(token()).finish();
    },
    'Auth.logOutEverywhere': () => im.LogOutEverywhereReply.encode({ ended: 2 }).finish(),
    'Auth.changePassword': () => im.ChangePasswordReply.encode({}).finish(),
    'Auth.resetPassword': () => im.ResetPasswordReply.encode({}).finish(),
    'Auth.changeAddress': () => im.ChangeAddressReply.encode({}).finish(),
    'Auth.deleteAccount': () => im.DeleteAccountReply.encode({}).finish(),
    'Auth.exportAccount': () =>
      im.ExportAccountReply.encode({
        user: ME,
        name: 'me',
        email: 'me@example.org',
        sessions: [{ session: 'session-1' }],
      }).finish(),
    'Verify.requestCode': () => im.RequestCodeReply.encode({ codeLivesSeconds: 600, nextRequestAfterSeconds: 60 }).finish(),
    ...fakeLogicResponders(messages, states),
  };
  return (frame) => answers[names.get(frame.rpc) ?? '']?.(frame.payload) ?? new ImError('UNKNOWN_ROUTE', `rpc ${frame.rpc}`);
}

function portOf(address: string | net.AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}
