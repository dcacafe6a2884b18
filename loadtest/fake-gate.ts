// A gate for the tests of the load test: it answers everything by itself, and misbehaves exactly as often as it is told to, so that the counting can be proven.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { frameCutter } from '../client/transport.ts';
import { im } from '../proto/contract.ts';
import { conversationOf, messageIdOf } from '../proto/ids.ts';
import { LOG_IN, PULL_MESSAGES, RESUME, SEND_MESSAGE } from './frames.ts';

/** What goes wrong with messages: which of them, counted from 1 over all clients. */
interface MessageFaults {
  /** Acknowledged, but neither pushed nor stored. */
  readonly lose?: readonly number[];
  /** The same, and its seq is given to the next message of the conversation. */
  readonly overwrite?: readonly number[];
  /** Stored, but not pushed. */
  readonly forgetPush?: readonly number[];
  /** Stored twice, under two seqs, both pushed. */
  readonly storeTwice?: readonly number[];
  /** Pushed twice under the same seq. */
  readonly pushTwice?: readonly number[];
  /** Takes its seq only after the sender's next message. */
  readonly overtaken?: readonly number[];
  /** Pushed to a client that it does not concern. */
  readonly misdeliver?: readonly number[];
  /** Takes a seq too many before it. */
  readonly skipSeq?: readonly number[];
  /** Refused for good. */
  readonly refuse?: readonly number[];
  /** Never answered, not stored. */
  readonly ignore?: readonly number[];
  /** Answered with "resend" the first time. */
  readonly askAgain?: readonly number[];
  /** Stored; then the sender's connection is cut instead of an answer. */
  readonly cut?: readonly number[];
}

/** What goes wrong. */
export interface Faults extends MessageFaults {
  /** Log-ins by password, counted from 1: what their answer is instead of success; `silence` is none, `cut` ends the connection. */
  readonly logIns?: ReadonlyMap<number, im.Failure.$Properties | im.Close.$Properties | 'silence' | 'cut'>;
  /** All log-ins by password are answered so much later. */
  readonly logInTakesMs?: number;
  /** Whoever resumes again is answered so much later … */
  readonly comingBackTakesMs?: number;
  /** … and these never are: those who come back, counted from 1. */
  readonly shutOut?: readonly number[];
}

const HEARTBEAT_INTERVAL_MS = 1_000;
const IDLE_TIMEOUT_MS = 1_500;

interface Stored {
  readonly message: im.Message.$Properties;
  readonly receiver: string;
}

/** Whoever resumes with the token "t-USER" is USER. */
export function tokenOf(user: string): string {
  return `t-${user}`;
}

export interface FakeGate {
  readonly port: number;
  /** Names that logged in by password, in their order. */
  readonly names: readonly string[];
  /** Open at this moment. */
  connections(): number;
  /** Cuts all connections. */
  hangUpAll(): void;
  close(): Promise<void>;
}

export async function startFakeGate(faults: Faults = {}): Promise<FakeGate> {
  const gate = new Gate(faults);
  const server = createServer((socket) => gate.accept(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    names: gate.names,
    connections: () => gate.connections,
    hangUpAll: () => gate.hangUpAll(),
    async close() {
      const closed = once(server, 'close');
      server.close();
      gate.hangUpAll();
      await closed;
    },
  };
}

interface Peer {
  readonly socket: Socket;
  user: string;
}

class Gate {
  readonly names: string[] = [];
  /** Who has logged in by token before. */
  readonly #known = new Set<string>();
  #comeBack = 0;
  readonly #faults: Faults;
  readonly #peers = new Set<Peer>();
  readonly #byUser = new Map<string, Peer>();
  /** Conversation → its messages by seq; a skipped seq has none. */
  readonly #stored = new Map<string, (Stored | undefined)[]>();
  readonly #answered = new Map<string, im.SendMessageReply.$Properties>();
  readonly #overtaken = new Map<string, () => void>();
  readonly #numbers = new Map<string, number>();

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  accept(socket: Socket): void {
    const peer: Peer = { socket, user: '' };
    this.#peers.add(peer);
    socket.setNoDelay(true);
    const cut = frameCutter(1 << 20, (bytes) => this.#take(peer, im.Frame.decode(bytes)));
    socket.on('data', (chunk: Buffer) => {
      if (cut(chunk)) socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#peers.delete(peer));
    socket.setTimeout(IDLE_TIMEOUT_MS, () => socket.destroy());
    const hello = im.Hello.encode({
      protocolVersion: 1,
      heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      gate: 'fake',
    });
    send(peer, { kind: im.Frame.Kind.HELLO, payload: hello.finish() });
  }

  get connections(): number {
    return this.#peers.size;
  }

  hangUpAll(): void {
    for (const peer of this.#peers) peer.socket.destroy();
  }

  #take(peer: Peer, frame: im.Frame): void {
    if (frame.kind === im.Frame.Kind.PING) send(peer, { kind: im.Frame.Kind.PONG });
    if (frame.kind !== im.Frame.Kind.COMMAND) return;
    if (frame.rpc === RESUME) this.#resume(peer, frame);
    else if (frame.rpc === LOG_IN) this.#logIn(peer, frame);
    else if (frame.rpc === SEND_MESSAGE) this.#sendMessage(peer, frame);
    else if (frame.rpc === PULL_MESSAGES) this.#pull(peer, frame);
  }

  #resume(peer: Peer, frame: im.Frame): void {
    peer.user = im.ResumeRequest.decode(frame.payload).token.slice(2);
    const comesBack = this.#known.has(peer.user);
    this.#known.add(peer.user);
    if (comesBack && this.#faults.shutOut?.includes(++this.#comeBack)) return;
    later(comesBack ? this.#faults.comingBackTakesMs : undefined, () => {
      this.#byUser.set(peer.user, peer);
      reply(peer, frame, im.LoggedIn.encode({ user: peer.user }).finish());
    });
  }

  #logIn(peer: Peer, frame: im.Frame): void {
    const { name } = im.LogInRequest.decode(frame.payload);
    const number = this.names.push(name);
    const instead = this.#faults.logIns?.get(number);
    if (instead === 'silence') return;
    later(this.#faults.logInTakesMs, () => {
      if (instead === 'cut') peer.socket.destroy();
      else if (instead === undefined) reply(peer, frame, im.LoggedIn.encode({ user: name }).finish());
      else if ('reason' in instead) send(peer, { kind: im.Frame.Kind.CLOSE, payload: im.Close.encode(instead).finish() });
      else fail(peer, frame, instead);
    });
  }

  #sendMessage(peer: Peer, frame: im.Frame): void {
    const request = im.SendMessageRequest.decode(frame.payload);
    const id = Buffer.from(request.clientMessageId).toString('hex');
    const before = this.#answered.get(id);
    if (before) {
      reply(peer, frame, im.SendMessageReply.encode(before).finish());
      return;
    }
    const first = !this.#numbers.has(id);
    const number = this.#numbers.get(id) ?? this.#numbers.size + 1;
    this.#numbers.set(id, number);
    const is = (fault: keyof MessageFaults): boolean => this.#faults[fault]?.includes(number) ?? false;
    if (is('ignore')) return;
    if (is('refuse')) fail(peer, frame, { code: im.Code.TEXT_TOO_LONG, retry: im.Retry.NEVER });
    else if (is('askAgain') && first) fail(peer, frame, { code: im.Code.BUSY, retry: im.Retry.RESEND, retryAfterMs: 120 });
    else if (is('overtaken')) this.#overtaken.set(peer.user, () => this.#store(peer, frame, request, is));
    else this.#store(peer, frame, request, is);
    if (is('overtaken')) return;
    this.#overtaken.get(peer.user)?.();
    this.#overtaken.delete(peer.user);
  }

  #store(peer: Peer, frame: im.Frame, request: im.SendMessageRequest, is: (fault: keyof MessageFaults) => boolean): void {
    const id = Buffer.from(request.clientMessageId).toString('hex');
    const conversation = conversationOf(peer.user, request.to);
    const messages = this.#stored.get(conversation) ?? [];
    this.#stored.set(conversation, messages);
    if (is('skipSeq')) messages.push(undefined);
    const clientMessageId = Buffer.from(request.clientMessageId);
    const ack = {
      clientMessageId,
      conversation,
      seq: messages.length + 1,
      messageId: messageIdOf(conversation, messages.length + 1),
    };
    if (is('lose')) messages.push(undefined);
    else if (!is('overwrite')) {
      const { text } = request;
      for (let copies = is('storeTwice') ? 2 : 1; copies > 0; copies--) {
        const stored = { message: { ...ack, seq: messages.length + 1, sender: peer.user, text }, receiver: request.to };
        messages.push(stored);
        if (!is('forgetPush')) this.#push(request.to, stored);
        if (is('pushTwice')) this.#push(request.to, stored);
        if (is('misdeliver')) this.#push(this.#strangerTo(peer.user, request.to), stored);
      }
    }
    this.#answered.set(id, ack);
    if (is('cut')) peer.socket.destroy();
    else reply(peer, frame, im.SendMessageReply.encode(ack).finish());
  }

  #strangerTo(sender: string, receiver: string): string {
    return [...this.#byUser.keys()].find((user) => user !== sender && user !== receiver) ?? receiver;
  }

  #push(user: string, stored: Stored): void {
    const peer = this.#byUser.get(user);
    if (!peer) return;
    const payload = im.Event.encode({ messageStored: stored.message }).finish();
    send(peer, { kind: im.Frame.Kind.EVENT, payload });
  }

  #pull(peer: Peer, frame: im.Frame): void {
    const { conversation, afterSeq, limit } = im.PullMessagesRequest.decode(frame.payload);
    const messages = this.#stored.get(conversation);
    if (!messages) {
      fail(peer, frame, { code: im.Code.NO_SUCH_CONVERSATION, retry: im.Retry.NEVER });
      return;
    }
    const page = messages.slice(afterSeq).flatMap((stored) => (stored ? [stored.message] : []));
    const payload = im.PullMessagesReply.encode({ messages: page.slice(0, limit || 100), lastSeq: messages.length }).finish();
    reply(peer, frame, payload);
  }
}

function later(ms: number | undefined, what: () => void): void {
  if (ms === undefined) what();
  else setTimeout(what, ms);
}

function reply(peer: Peer, to: im.Frame, payload: Uint8Array): void {
  send(peer, { kind: im.Frame.Kind.REPLY, rpc: to.rpc, requestId: to.requestId, payload });
}

function fail(peer: Peer, to: im.Frame, failure: im.Failure.$Properties): void {
  send(peer, { kind: im.Frame.Kind.REPLY, rpc: to.rpc, requestId: to.requestId, failure });
}

function send(peer: Peer, frame: im.Frame.$Properties): void {
  const bytes = im.Frame.encode(frame).finish();
  const header = Buffer.allocUnsafe(4);
  header.writeUInt32BE(bytes.length);
  if (!peer.socket.destroyed) peer.socket.write(Buffer.concat([header, bytes]));
}
