// The world of the gate's tests: a log in memory that can be cut off, services played by the test, and clients that speak raw frames.
import { once } from 'node:events';
import { connect, type Socket as NetSocket } from 'node:net';
import { WebSocket } from 'ws';
import type { Bus, FollowOptions, Log, Publisher, Routes, Sealer } from '../infra/ports.ts';
import { allServices, type im as Contract, im, routesOf, topicsOf } from '../proto/contract.ts';
import { FrameCutter, OutgoingFrame } from './frames.ts';
import type { GateLimits, GatePace } from './limits.ts';
import { type Gate, startGate } from './server.ts';

export type Transport = 'tcp' | 'ws';
export type Envelope = Contract.Envelope;

export interface Sent {
  readonly topic: string;
  readonly partition: number;
  readonly envelope: Envelope;
}

export const TOPICS = topicsOf(1);
export const PARTITIONS = 8;
export const SLOT = 3;

export const LIMITS: GateLimits = {
  maxConnections: 100,
  maxFrameBytes: 64 * 1024,
  maxOutgoingBytes: 1024 * 1024,
  maxPendingCommands: 32,
  maxCommandsPerSecond: 10_000,
  maxQueuedBytes: 1024 * 1024,
  maxCommandsUnderWay: 100_000,
  heartbeatIntervalMs: 20_000,
  idleTimeoutMs: 60_000,
  logInTimeoutMs: 60_000,
  commandTimeoutMs: 60_000,
};

/** All clocks fast, so that no test waits long. */
const PACE: Partial<GatePace> = {
  sweepIntervalMs: 10,
  readAgainMs: 10,
  closeGraceMs: 500,
  stopWaitMs: 200,
  assertIntervalMs: 160,
};

/** The log: what gates sent to services, and what services send to gates. While `away`, what is sent is queued and never durable. */
export class MemoryLog {
  readonly sent: Sent[] = [];
  readonly #followers = new Set<FollowOptions>();
  #queued: Sent[] = [];
  #queuedBytes = 0;
  #away: PromiseWithResolvers<void> | undefined;
  #offset = 0;

  readonly publisher: Publisher;
  readonly bus: Pick<Bus, 'follow'> = {
    follow: async (options) => {
      this.#followers.add(options);
      return { close: async () => void this.#followers.delete(options) };
    },
  };

  constructor() {
    const log = this;
    this.publisher = {
      send: (topic, partition, envelope) => this.#send(topic, partition, envelope),
      flushed: () => this.#away?.promise ?? Promise.resolve(),
      get queuedBytes() {
        return log.#queuedBytes;
      },
    };
  }

  goAway(): void {
    this.#away ??= Promise.withResolvers();
  }

  comeBack(): void {
    this.sent.push(...this.#queued);
    this.#queued = [];
    this.#queuedBytes = 0;
    this.#away?.resolve();
    this.#away = undefined;
  }

  /** A pack for the gates that read this slot. */
  publish(envelopes: readonly Contract.Envelope.$Properties[], slot = SLOT): void {
    this.publishBytes(im.Pack.encode({ version: 1, producer: 'test', number: 1, envelopes: [...envelopes] }).finish(), slot);
  }

  publishBytes(value: Uint8Array, slot = SLOT): void {
    for (const follower of this.#followers) {
      if (follower.partition === slot) follower.records([{ offset: this.#offset++, value }]);
    }
  }

  miss(): void {
    for (const follower of this.#followers) follower.missed();
  }

  #send(topic: string, partition: number, properties: Contract.Envelope.$Properties): void {
    const bytes = im.Envelope.encode(properties).finish();
    const sent = { topic, partition, envelope: im.Envelope.decode(Buffer.from(bytes)) as Envelope };
    if (!this.#away) {
      this.sent.push(sent);
      return;
    }
    this.#queued.push(sent);
    this.#queuedBytes += bytes.length;
  }
}

/** Seals by a first byte and turned bits: enough to see whether it was done. */
export const sealerDouble: Sealer = {
  seal: (payload) => Uint8Array.from([83, ...payload.map((byte) => byte ^ 255)]),
  openReply: (sealed) => {
    if (sealed[0] !== 82) throw new Error('not sealed for this process');
    return sealed.slice(1).map((byte) => byte ^ 255);
  },
};

export function sealedReply(payload: Uint8Array): Uint8Array {
  return Uint8Array.from([82, ...payload.map((byte) => byte ^ 255)]);
}

/** One client on the wire. */
export class WireClient {
  readonly frames: Contract.Frame[] = [];
  closed = false;
  /** Of a WebSocket. */
  closeCode: number | undefined;
  readonly write: (bytes: Uint8Array) => void;
  readonly raw: NetSocket | WebSocket;
  readonly #transport: Transport;

  constructor(raw: NetSocket | WebSocket) {
    this.raw = raw;
    if (raw instanceof WebSocket) {
      this.#transport = 'ws';
      this.write = (bytes) => raw.send(bytes);
      raw.on('message', (data) => this.received(data as Buffer));
      raw.on('close', (code) => {
        this.closeCode = code;
        this.closed = true;
      });
      raw.on('error', () => raw.terminate());
    } else {
      this.#transport = 'tcp';
      const cutter = new FrameCutter(64 * 1024 * 1024);
      this.write = (bytes) => void raw.write(bytes);
      raw.on('data', (chunk: Buffer) => cutter.push(chunk, this));
      raw.on('close', () => {
        this.closed = true;
      });
      raw.on('error', () => raw.destroy());
    }
  }

  received(bytes: Uint8Array): void {
    this.frames.push(im.Frame.decode(bytes) as Contract.Frame);
  }

  send(...frames: Contract.Frame.$Properties[]): void {
    const outgoing = frames.map((frame) => new OutgoingFrame(frame));
    if (this.#transport === 'tcp') this.write(Buffer.concat(outgoing.map((frame) => frame.tcp)));
    else for (const frame of outgoing) this.write(frame.tcp.subarray(4));
  }

  /** The bytes of one frame as they are, in the transport's own framing. */
  sendFrameBytes(bytes: Uint8Array): void {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(bytes.length);
    this.write(this.#transport === 'ws' ? bytes : Buffer.concat([header, bytes]));
  }

  command(rpc: number, requestId: number, payload: Uint8Array = new Uint8Array()): void {
    this.send({ kind: im.Frame.Kind.COMMAND, rpc, requestId, payload });
  }

  of(kind: Contract.Frame.Kind): Contract.Frame[] {
    return this.frames.filter((frame) => frame.kind === kind);
  }

  reply(requestId: number): Contract.Frame | undefined {
    return this.of(im.Frame.Kind.REPLY).find((frame) => frame.requestId === requestId);
  }

  /** The name of the code a command failed with. */
  failure(requestId: number): string | undefined {
    const failure = this.reply(requestId)?.failure;
    return failure ? im.Code[failure.code ?? 0] : undefined;
  }

  /** What the CLOSE frame says, once it has come. */
  get close(): { reason: string; reconnect: boolean; reconnectAfterMs: number; message: string } | undefined {
    const frame = this.of(im.Frame.Kind.CLOSE)[0];
    if (!frame) return undefined;
    const { reason, reconnect, reconnectAfterMs, message } = im.Close.decode(frame.payload);
    return { reason: im.CloseReason[reason], reconnect, reconnectAfterMs, message };
  }

  stopReading(): void {
    this.raw.pause();
  }

  destroy(): void {
    if (this.raw instanceof WebSocket) this.raw.terminate();
    else this.raw.destroy();
  }
}

export interface WorldOptions {
  readonly routes: Routes;
  readonly limits?: Partial<GateLimits>;
  readonly pace?: Partial<GatePace>;
  readonly instance?: string;
  readonly tcpPort?: number;
  readonly commands?: ReturnType<typeof routesOf>;
  readonly trustedProxies?: readonly string[];
  /** The log of another world: two gates. */
  readonly log?: MemoryLog;
}

/** A gate on a log in memory, with clients. */
export class GateWorld {
  readonly log: MemoryLog;
  readonly gate: Gate;
  readonly instance: string;
  readonly lines: { readonly level: string; readonly message: string; readonly fields: object }[];
  readonly #clients: WireClient[] = [];

  constructor(log: MemoryLog, gate: Gate, instance: string, lines: GateWorld['lines']) {
    this.log = log;
    this.gate = gate;
    this.instance = instance;
    this.lines = lines;
  }

  /** Resolves with the HELLO read. */
  async client(transport: Transport): Promise<WireClient> {
    const { host, port } = this.gate[transport];
    const raw =
      transport === 'tcp' ? connect({ host, port }) : new WebSocket(`ws://${host}:${port}/`, { perMessageDeflate: false });
    const client = new WireClient(raw);
    this.#clients.push(client);
    await once(raw, transport === 'tcp' ? 'connect' : 'open');
    await until(() => client.frames.length > 0 || client.closed);
    return client;
  }

  /** Waits for the command of this rpc that the gate sent as number `index` of them. */
  async sent(rpc: number, index = 0): Promise<Sent> {
    const find = (): Sent | undefined => this.log.sent.filter(({ envelope }) => envelope.rpc === rpc)[index];
    await until(() => find() !== undefined);
    return find() as Sent;
  }

  /** Answers a command as a service does. */
  answer(command: Contract.Envelope.$Properties, answer: Contract.Envelope.$Properties = {}): void {
    const { rpc = 0, requestId = 0, connection = 0, replyTo } = command;
    const instance = replyTo?.instance ?? '';
    this.log.publish(
      [{ kind: im.Envelope.Kind.REPLY, rpc, requestId, connection, instance, ...answer }],
      replyTo?.partition ?? 0,
    );
  }

  /** Logs a client in; resolves with its connection's number when it has the reply. */
  async logIn(client: WireClient, session: { user: string; session: string; epoch: number }, requestId = 1): Promise<number> {
    const before = this.log.sent.filter(({ envelope }) => envelope.rpc === LOG_IN).length;
    client.command(LOG_IN, requestId, im.LogInRequest.encode({ name: session.user }).finish());
    const { envelope } = await this.sent(LOG_IN, before);
    this.answer(envelope, { payload: sealedReply(im.LoggedIn.encode({ user: session.user }).finish()), bind: session });
    await until(() => client.reply(requestId) !== undefined);
    return envelope.connection;
  }

  async release(): Promise<void> {
    this.log.comeBack();
    for (const client of this.#clients) client.destroy();
    await this.gate.stop();
  }
}

export const LOG_IN = 102;
export const LOG_OUT = 104;
export const SEND_MESSAGE = 201;
export const FIND_USER = 204;

export async function gateWorld(options: WorldOptions): Promise<GateWorld> {
  const log = options.log ?? new MemoryLog();
  const instance = options.instance ?? 'gate-1.test';
  const lines: GateWorld['lines'] = [];
  const line =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push({ level, message, fields });
  const gateLog: Log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  const gate = await startGate({
    bus: log.bus,
    publisher: log.publisher,
    routes: options.routes,
    sealer: sealerDouble,
    log: gateLog,
    topics: TOPICS,
    commands: options.commands ?? routesOf(allServices()),
    commandPartitions: PARTITIONS,
    instance,
    slot: SLOT,
    host: '127.0.0.1',
    tcpPort: options.tcpPort ?? 0,
    wsPort: 0,
    limits: { ...LIMITS, ...options.limits },
    pace: { ...PACE, ...options.pace },
    trustedProxies: options.trustedProxies ?? [],
  });
  return new GateWorld(log, gate, instance, lines);
}

/** Resolves when the condition holds; throws when it does not in time. */
export async function until(condition: () => boolean, timeoutMs = 5000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
