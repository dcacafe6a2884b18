// A gate for the tests of the load test. It replies to all commands itself and makes exactly the configured faults, so that tests
// can verify the counting.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { FrameDecoder, withLengthPrefix } from '../../proto/framing.ts';
import { im, rpcsByNumber } from '../../proto/rpc.ts';
import { getRpc, LOG_IN, RESUME } from '../driver/client/frames.ts';
import { type DeliveryFaults, type FakeCaller, FaultyChat, type MessageFaults, type SyncFaults } from './faulty-chat.ts';

/** The faults of a gate. */
export interface GateFaults extends MessageFaults, DeliveryFaults, SyncFaults {
  /**
   * Commands ("Logic.GetProfile") that are rejected, or get no reply. Commands that this gate does not implement get an empty
   * reply.
   */
  readonly commands?: ReadonlyMap<string, im.Failure.$Properties | 'silence'>;
  /**
   * By the number of the password log-in, from 1: its reply instead of success. `silence` is no reply, `cut` ends the
   * connection.
   */
  readonly logIns?: ReadonlyMap<number, im.Failure.$Properties | im.Close.$Properties | 'silence' | 'cut'>;
  /** The delay of all replies to password log-ins. */
  readonly logInTakesMs?: number;
  /** The delay of replies to clients that resume for the second time or later. */
  readonly comingBackTakesMs?: number;
  /** The returning clients, counted from 1, that never get a reply. */
  readonly shutOut?: readonly number[];
}

const NAMES = new Map([...rpcsByNumber([im.Logic, im.Presence]).values()].map(({ number, name }) => [number, name]));
const REGISTER = getRpc('Auth.Register').number;
const HEARTBEAT_INTERVAL_MS = 1_000;
const IDLE_TIMEOUT_MS = 1_500;

/** A token that no gate accepts any more. */
export const DEAD_TOKEN = 'dead';

/** The token with which this user resumes. */
export function testToken(userId: string): string {
  return `t-${userId}`;
}

export interface FaultyGate {
  readonly port: number;
  /** The names of all password log-ins, in order. */
  readonly logInNames: readonly string[];
  /** Connections that are open now. */
  connectionCount(): number;
  /** Cuts all connections. */
  disconnectAll(): void;
  close(): Promise<void>;
}

export async function startFaultyGate(faults: GateFaults = {}): Promise<FaultyGate> {
  const gate = new FaultyGateServer(faults);
  const server = createServer((socket) => gate.accept(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    logInNames: gate.names,
    connectionCount: () => gate.connectionCount,
    disconnectAll: () => gate.disconnectAll(),
    async close() {
      const closed = once(server, 'close');
      server.close();
      gate.disconnectAll();
      await closed;
    },
  };
}

interface Peer {
  readonly socket: Socket;
  userId: string;
}

class FaultyGateServer {
  readonly names: string[] = [];
  /** Users that have resumed before. */
  readonly #resumedBefore = new Set<string>();
  #returnCount = 0;
  #registerCount = 0;
  readonly #faults: GateFaults;
  readonly #peers = new Set<Peer>();
  readonly #byUser = new Map<string, Peer>();
  readonly #chat: FaultyChat;

  constructor(faults: GateFaults) {
    this.#faults = faults;
    this.#chat = new FaultyChat(faults, {
      users: () => this.#byUser.keys(),
      push: (userId, event) => {
        const peer = this.#byUser.get(userId);
        if (peer) send(peer, { kind: im.Frame.Kind.PUSH, payload: im.Push.encode(event).finish() });
      },
    });
  }

  accept(socket: Socket): void {
    const peer: Peer = { socket, userId: '' };
    this.#peers.add(peer);
    socket.setNoDelay(true);
    const decoder = new FrameDecoder(1 << 20);
    const sink = { onFrame: (bytes: Uint8Array) => this.#handle(peer, im.Frame.decode(bytes)) };
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
      gateInstance: 'fake',
    });
    send(peer, { kind: im.Frame.Kind.HELLO, payload: hello.finish() });
  }

  get connectionCount(): number {
    return this.#peers.size;
  }

  disconnectAll(): void {
    for (const peer of this.#peers) peer.socket.destroy();
  }

  #handle(peer: Peer, frame: im.Frame): void {
    if (frame.kind === im.Frame.Kind.PING) send(peer, { kind: im.Frame.Kind.PONG });
    if (frame.kind !== im.Frame.Kind.COMMAND) return;
    if (frame.rpc === RESUME) this.#resume(peer, frame);
    else if (frame.rpc === LOG_IN) this.#logIn(peer, frame);
    else if (frame.rpc === REGISTER) this.#register(peer, frame);
    else this.#handleCommand(peer, frame);
  }

  #handleCommand(peer: Peer, frame: im.Frame): void {
    const caller: FakeCaller = {
      userId: peer.userId,
      reply: (payload) => reply(peer, frame, payload),
      fail: (failure) => fail(peer, frame, failure),
      cut: () => peer.socket.destroy(),
    };
    const name = NAMES.get(frame.rpc) ?? '';
    const configured = this.#faults.commands?.get(name);
    if (configured === 'silence') return;
    if (configured) caller.fail(configured);
    else if (name === 'Logic.SendMessage')
      this.#chat.sendMessage(caller, im.SendMessageRequest.decode(frame.payload) as im.SendMessageRequest);
    else if (name === 'Logic.PullMessages')
      this.#chat.pullMessages(caller, im.PullMessagesRequest.decode(frame.payload) as im.PullMessagesRequest);
    else if (name === 'Logic.CreateGroup')
      this.#chat.createGroup(caller, im.CreateGroupRequest.decode(frame.payload) as im.CreateGroupRequest);
    else if (name === 'Logic.JoinGroup')
      this.#chat.joinGroup(caller, im.JoinGroupRequest.decode(frame.payload) as im.JoinGroupRequest);
    else if (name === 'Logic.Sync') this.#chat.sync(caller, im.SyncRequest.decode(frame.payload) as im.SyncRequest);
    else caller.reply(new Uint8Array(0));
  }

  #resume(peer: Peer, frame: im.Frame): void {
    const { token } = im.ResumeRequest.decode(frame.payload);
    if (token === DEAD_TOKEN) {
      fail(peer, frame, { code: im.Code.BAD_TOKEN });
      return;
    }
    peer.userId = token.slice(2);
    const isReturning = this.#resumedBefore.has(peer.userId);
    this.#resumedBefore.add(peer.userId);
    if (isReturning && this.#faults.shutOut?.includes(++this.#returnCount)) return;
    delay(isReturning ? this.#faults.comingBackTakesMs : undefined, () => {
      this.#byUser.set(peer.userId, peer);
      reply(peer, frame, im.LoggedIn.encode({ userId: peer.userId }).finish());
    });
  }

  /** Every third newcomer is told what `commands` has for Auth.Register. */
  #register(peer: Peer, frame: im.Frame): void {
    const configured = this.#faults.commands?.get('Auth.Register');
    const { name } = im.RegisterRequest.decode(frame.payload);
    if (configured && configured !== 'silence' && ++this.#registerCount % 3 === 0) fail(peer, frame, configured);
    else reply(peer, frame, im.LoggedIn.encode({ userId: userIdOf(name) }).finish());
  }

  #logIn(peer: Peer, frame: im.Frame): void {
    const { name } = im.LogInRequest.decode(frame.payload);
    const number = this.names.push(name);
    const configured = this.#faults.logIns?.get(number);
    if (configured === 'silence') return;
    delay(this.#faults.logInTakesMs, () => {
      if (configured === 'cut') peer.socket.destroy();
      else if (configured === undefined) {
        peer.userId = userIdOf(name);
        this.#byUser.set(peer.userId, peer);
        reply(peer, frame, im.LoggedIn.encode({ userId: peer.userId }).finish());
      } else if ('reason' in configured) send(peer, { kind: im.Frame.Kind.CLOSE, payload: im.Close.encode(configured).finish() });
      else fail(peer, frame, configured);
    });
  }
}

/** An id has 16 bytes. */
function userIdOf(name: string): string {
  return createHash('sha256').update(name).digest().subarray(0, 16).toString('base64url');
}

function delay(ms: number | undefined, action: () => void): void {
  if (ms === undefined) action();
  else setTimeout(action, ms);
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
