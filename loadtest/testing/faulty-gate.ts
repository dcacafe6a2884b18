// A gate for the tests of the load test: it answers everything by itself, and misbehaves exactly as often as it is told to, so that the counting can be proven.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { FrameDecoder, withLengthPrefix } from '../../proto/framing.ts';
import { im, rpcsByNumber } from '../../proto/rpc.ts';
import { LOG_IN, RESUME } from '../driver/client/frames.ts';
import { type DeliveryFaults, type FakeCaller, FaultyChat, type MessageFaults, type SyncFaults } from './faulty-chat.ts';

/** What goes wrong. */
export interface GateFaults extends MessageFaults, DeliveryFaults, SyncFaults {
  /** Commands ("Logic.GetProfile") that are refused, or not answered at all; all others without a meaning here have an empty reply. */
  readonly commands?: ReadonlyMap<string, im.Failure.$Properties | 'silence'>;
  /** Log-ins by password, counted from 1: what their answer is instead of success; `silence` is none, `cut` ends the connection. */
  readonly logIns?: ReadonlyMap<number, im.Failure.$Properties | im.Close.$Properties | 'silence' | 'cut'>;
  /** All log-ins by password are answered so much later. */
  readonly logInTakesMs?: number;
  /** Whoever resumes again is answered so much later … */
  readonly comingBackTakesMs?: number;
  /** … and these never are: those who come back, counted from 1. */
  readonly shutOut?: readonly number[];
}

const NAMES = new Map([...rpcsByNumber([im.Logic, im.Presence]).values()].map(({ number, name }) => [number, name]));
const HEARTBEAT_INTERVAL_MS = 1_000;
const IDLE_TIMEOUT_MS = 1_500;

/** Whoever resumes with the token "t-USER" is USER. */
export function testToken(user: string): string {
  return `t-${user}`;
}

export interface FaultyGate {
  readonly port: number;
  /** Names that logged in by password, in their order. */
  readonly logInNames: readonly string[];
  /** Open at this moment. */
  connectionCount(): number;
  /** Cuts all connections. */
  hangUpAll(): void;
  close(): Promise<void>;
}

export async function startFaultyGate(faults: GateFaults = {}): Promise<FaultyGate> {
  const gate = new Gate(faults);
  const server = createServer((socket) => gate.accept(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    logInNames: gate.names,
    connectionCount: () => gate.connections,
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
  readonly #faults: GateFaults;
  readonly #peers = new Set<Peer>();
  readonly #byUser = new Map<string, Peer>();
  readonly #chat: FaultyChat;

  constructor(faults: GateFaults) {
    this.#faults = faults;
    this.#chat = new FaultyChat(faults, {
      users: () => this.#byUser.keys(),
      push: (user, event) => {
        const peer = this.#byUser.get(user);
        if (peer) send(peer, { kind: im.Frame.Kind.PUSH, payload: im.Push.encode(event).finish() });
      },
    });
  }

  accept(socket: Socket): void {
    const peer: Peer = { socket, user: '' };
    this.#peers.add(peer);
    socket.setNoDelay(true);
    const decoder = new FrameDecoder(1 << 20);
    const sink = { onFrame: (bytes: Uint8Array) => this.#take(peer, im.Frame.decode(bytes)) };
    socket.on('data', (chunk: Buffer) => {
      if (decoder.push(chunk, sink)) socket.destroy();
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
    else this.#obey(peer, frame);
  }

  #obey(peer: Peer, frame: im.Frame): void {
    const talker: FakeCaller = {
      user: peer.user,
      reply: (payload) => reply(peer, frame, payload),
      fail: (failure) => fail(peer, frame, failure),
      cut: () => peer.socket.destroy(),
    };
    const name = NAMES.get(frame.rpc) ?? '';
    const instead = this.#faults.commands?.get(name);
    if (instead === 'silence') return;
    if (instead) talker.fail(instead);
    else if (name === 'Logic.SendMessage')
      this.#chat.sendMessage(talker, im.SendMessageRequest.decode(frame.payload) as im.SendMessageRequest);
    else if (name === 'Logic.PullMessages')
      this.#chat.pullMessages(talker, im.PullMessagesRequest.decode(frame.payload) as im.PullMessagesRequest);
    else if (name === 'Logic.CreateGroup')
      this.#chat.createGroup(talker, im.CreateGroupRequest.decode(frame.payload) as im.CreateGroupRequest);
    else if (name === 'Logic.Sync') this.#chat.sync(talker, im.SyncRequest.decode(frame.payload) as im.SyncRequest);
    else talker.reply(new Uint8Array(0));
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
  if (!peer.socket.destroyed) peer.socket.write(withLengthPrefix(im.Frame.encode(frame).finish()));
}
