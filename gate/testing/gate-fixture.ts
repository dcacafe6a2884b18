// Fixture of the gate's tests: a gate on an in-memory log, services played by the test, and clients that speak raw frames.
import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { MemoryAllowances } from '../../infra/memory/allowances.ts';
import { noMetrics } from '../../infra/memory/no-metrics.ts';
import { PackReader } from '../../infra/messaging/pack-reader.ts';
import type { Log, Metrics, Routes, Sealer, ServiceLiveness } from '../../infra/ports/index.ts';
import { testGatePacks } from '../../infra/testing/test-packs.ts';
import { allServices, type im as Contract, im, rpcsByNumber, topicNames } from '../../proto/rpc.ts';
import type { TraceRates } from '../monitoring/command-traces.ts';
import { type Gate, startGate } from '../server.ts';
import type { GateLimits, GateTimings } from '../settings.ts';
import { MemoryLog, type SentEnvelope, SLOT } from './memory-log.ts';
import { type Transport, WireClient } from './wire-client.ts';

export const TOPICS = topicNames(1);
export const PARTITIONS = 8;

export const LIMITS: GateLimits = {
  maxConnections: 100,
  maxConnectionsPerIp: 100_000,
  maxHandshakesPerIp: 100_000,
  maxBytesPerSecond: 100 * 1024 * 1024,
  maxFrameBytes: 64 * 1024,
  maxOutgoingBytes: 1024 * 1024,
  maxUnsentBytes: 256 * 1024 * 1024,
  maxPendingCommands: 32,
  maxCommandsPerSecond: 10_000,
  maxQueuedBytes: 1024 * 1024,
  maxCommandsInFlight: 100_000,
  heartbeatIntervalMs: 20_000,
  idleTimeoutMs: 60_000,
  logInTimeoutMs: 60_000,
  commandTimeoutMs: 60_000,
};

/** Short intervals, so that no test waits long. */
const TEST_TIMINGS: Partial<GateTimings> = {
  timeoutCheckIntervalMs: 10,
  pauseCheckIntervalMs: 10,
  closeGraceMs: 500,
  drainWaveMs: 50,
  stopWaitMs: 200,
  routeRefreshIntervalMs: 160,
};

/** Seals by adding a byte in front and flipping all bits: a test can see whether bytes were sealed. */
export const fakeSealer: Sealer = {
  seal: (payload) => Uint8Array.from([83, ...payload.map((byte) => byte ^ 255)]),
  openReply: (sealed) => {
    if (sealed[0] !== 82) throw new Error('not sealed for this process');
    return sealed.slice(1).map((byte) => byte ^ 255);
  },
};

export function fakeSealedReply(payload: Uint8Array): Uint8Array {
  return Uint8Array.from([82, ...payload.map((byte) => byte ^ 255)]);
}

export interface GateFixtureOptions {
  readonly routes: Routes;
  readonly limits?: Partial<GateLimits>;
  readonly timings?: Partial<GateTimings>;
  readonly instance?: string;
  readonly tcpPort?: number;
  readonly rpcs?: ReturnType<typeof rpcsByNumber>;
  readonly trustedProxies?: readonly string[];
  readonly living?: ServiceLiveness;
  readonly metrics?: Metrics;
  readonly traceRates?: TraceRates;
  /** The log of another fixture, for tests with two gates. */
  readonly log?: MemoryLog;
}

/** A gate on an in-memory log, with its clients. */
export class GateFixture {
  readonly log: MemoryLog;
  readonly gate: Gate;
  readonly instance: string;
  readonly logLines: { readonly level: string; readonly message: string; readonly fields: object }[];
  readonly #clients: WireClient[] = [];

  constructor(log: MemoryLog, gate: Gate, instance: string, lines: GateFixture['logLines']) {
    this.log = log;
    this.gate = gate;
    this.instance = instance;
    this.logLines = lines;
  }

  /** Connects a client. Resolves when its HELLO has arrived. */
  async client(transport: Transport): Promise<WireClient> {
    const { host, port } = this.gate[transport];
    const raw =
      transport === 'tcp' ? connect({ host, port }) : new WebSocket(`ws://${host}:${port}/`, { perMessageDeflate: false });
    const client = new WireClient(raw);
    this.#clients.push(client);
    await once(raw, transport === 'tcp' ? 'connect' : 'open');
    await waitUntil(() => client.frames.length > 0 || client.isClosed);
    return client;
  }

  /** Resolves with the command at `index` among those of this rpc, once the gate has sent it to the log. */
  async waitForCommand(rpc: number, index = 0): Promise<SentEnvelope> {
    const find = (): SentEnvelope | undefined => this.log.sent.filter(({ envelope }) => envelope.rpc === rpc)[index];
    await waitUntil(() => find() !== undefined);
    return find() as SentEnvelope;
  }

  /** Replies to a command as a service does. */
  reply(command: Contract.Envelope.$Properties, answer: Contract.Envelope.$Properties = {}): void {
    const { rpc = 0, requestId = 0, connection = 0, replyTo } = command;
    const instance = replyTo?.instance ?? '';
    this.log.publish(
      [{ kind: im.Envelope.Kind.REPLY, rpc, requestId, connection, instance, ...answer }],
      replyTo?.partition ?? 0,
    );
  }

  /** Logs a client in. Resolves with the connection's number when the client has the reply. */
  async logIn(client: WireClient, session: { userId: string; sessionId: string; epoch: number }, requestId = 1): Promise<number> {
    const before = this.log.sent.filter(({ envelope }) => envelope.rpc === LOG_IN).length;
    client.command(LOG_IN, requestId, im.LogInRequest.encode({ name: session.userId }).finish());
    const { envelope } = await this.waitForCommand(LOG_IN, before);
    this.reply(envelope, { payload: fakeSealedReply(im.LoggedIn.encode({ userId: session.userId }).finish()), bind: session });
    await waitUntil(() => client.reply(requestId) !== undefined);
    return envelope.connection;
  }

  async close(): Promise<void> {
    this.log.reconnect();
    for (const client of this.#clients) client.destroy();
    await this.gate.stop();
  }
}

export const LOG_IN = 102;
export const LOG_OUT = 104;
export const SEND_MESSAGE = 201;
export const FIND_USER = 204;

export async function gateFixture(options: GateFixtureOptions): Promise<GateFixture> {
  const log = options.log ?? new MemoryLog();
  const packs = testGatePacks();
  const instance = `${options.instance ?? 'gate-1'}.${packs.publicKey}`;
  const lines: GateFixture['logLines'] = [];
  const recordLine =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push({ level, message, fields });
  const gateLog: Log = {
    debug: recordLine('debug'),
    info: recordLine('info'),
    warn: recordLine('warn'),
    error: recordLine('error'),
  };
  const gate = await startGate({
    bus: log.bus,
    publisher: log.publisher,
    reader: new PackReader({ topic: TOPICS.gate, verifier: packs.verifier, log: gateLog }),
    routes: options.routes,
    sealer: fakeSealer,
    log: gateLog,
    topics: TOPICS,
    rpcs: options.rpcs ?? rpcsByNumber(allServices()),
    commandPartitions: PARTITIONS,
    instance,
    slot: SLOT,
    host: '127.0.0.1',
    tcpPort: options.tcpPort ?? 0,
    wsPort: 0,
    limits: { ...LIMITS, ...options.limits },
    newAllowances: (rate) => new MemoryAllowances(rate),
    timings: { ...TEST_TIMINGS, ...options.timings },
    trustedProxies: options.trustedProxies ?? [],
    ...(options.living && { living: options.living }),
    metrics: options.metrics ?? noMetrics,
    ...(options.traceRates && { traceRates: options.traceRates }),
  });
  return new GateFixture(log, gate, instance, lines);
}

/** Resolves when the condition holds. Throws when it does not hold in time. */
export async function waitUntil(condition: () => boolean, timeoutMs = 15_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`the condition did not become true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
