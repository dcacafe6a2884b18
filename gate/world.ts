// The world of the gate's tests: a gate on a log in memory, services played by the test, and clients that speak raw frames.
import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import type { Log, Routes, Sealer } from '../infra/ports.ts';
import { allServices, type im as Contract, im, routesOf, topicsOf } from '../proto/contract.ts';
import type { GateLimits, GatePace } from './limits.ts';
import { type Gate, startGate } from './server.ts';
import { MemoryLog, type Sent, SLOT } from './test-log.ts';
import { type Transport, WireClient } from './test-wire.ts';

export const TOPICS = topicsOf(1);
export const PARTITIONS = 8;

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
