// A gate: two listeners, the live connections, the timers that check them, and both directions between clients and the log.
import type { Bus, EnvelopeReader, Following, Log, Metrics, Publisher, Routes, Sealer } from '../infra/ports/index.ts';
import { allLiving, type ServiceLiveness, type TrustedProxies, trustedProxies } from '../infra/ports/index.ts';
import { im, type Rpc, type Topics } from '../proto/rpc.ts';
import { Backpressure } from './backpressure.ts';
import { Congestion } from './congestion.ts';
import { Connection, type ConnectionHost } from './connection/connection.ts';
import { Connections } from './connection/connections.ts';
import type { InFlightCount } from './connection/pending-commands.ts';
import { enforceTimeouts } from './connection/timeouts.ts';
import { type CloseReason, closeReasonName, isAbuse } from './disconnect.ts';
import { drain, waitUntil } from './drain.ts';
import { helloFrame, inboundHandler } from './inbound.ts';
import { CommandTraces, type TraceRates } from './monitoring/command-traces.ts';
import { GateMetrics } from './monitoring/gate-metrics.ts';
import { showGauges } from './monitoring/gauges.ts';
import { outboundHandler } from './outbound.ts';
import { ReadSchedulers } from './read-scheduler.ts';
import { RepeatedWarning } from './repeated-warning.ts';
import { RouteRefresher } from './route-refresher.ts';
import { DEFAULT_TIMINGS, type GateLimits, type GateTimings } from './settings.ts';
import { OutgoingFrame } from './transport/outgoing-frame.ts';
import { ProxyWarnings } from './transport/proxy-warnings.ts';
import type { ClientListener, ClientSocket, SocketOwner } from './transport/socket.ts';
import { type NewAllowances, SocketAdmission } from './transport/socket-admission.ts';
import { type ListenOptions, listenTcp } from './transport/tcp.ts';
import { listenWebSocket } from './transport/websocket.ts';
import { WriteBatcher } from './transport/write-batching.ts';

export interface GateOptions {
  readonly bus: Pick<Bus, 'follow'>;
  readonly publisher: Publisher;
  /** Opens the records of the reply topic. */
  readonly reader: EnvelopeReader;
  readonly routes: Routes;
  readonly sealer: Sealer;
  readonly log: Log;
  readonly topics: Topics;
  /** Every rpc of the contract by its number: `rpcsByNumber(allServices())`. */
  readonly rpcs: ReadonlyMap<number, Rpc>;
  readonly commandPartitions: number;
  /** Unique for each start of a process, without blanks. Ends with the key for which services sign (GatePackKeys.publicKey). */
  readonly instance: string;
  /** The partition of the reply topic that this gate reads. Gates may share one. */
  readonly slot: number;
  readonly host: string;
  /** 0 = any free port. */
  readonly tcpPort: number;
  readonly wsPort: number;
  readonly limits: GateLimits;
  /** Counts what the networks of clients cost. */
  readonly newAllowances: NewAllowances;
  readonly timings?: Partial<GateTimings>;
  /** Without it all services count as living. */
  readonly living?: ServiceLiveness;
  readonly metrics: Metrics;
  /** Of which commands spans and log lines are made; none by default. */
  readonly traceRates?: TraceRates;
  /** IP addresses or networks of the proxies that report the client's address; none by default. */
  readonly trustedProxies?: readonly string[];
}

export interface Gate {
  readonly tcp: { readonly host: string; readonly port: number };
  readonly ws: { readonly host: string; readonly port: number };
  /** Clients that are connected now. */
  connectionCount(): number;
  /** Sends an encoded Push to every connection that is logged in. */
  pushToAll(push: Uint8Array, pushId: string): void;
  readonly metrics: GateMetrics;
  /** Connections with a session. */
  sessionCount(): number;
  /** Bytes that the operating system has taken for clients. */
  writtenBytes(): number;
  /**
   * Accepts no new clients, tells those it has in waves to reconnect elsewhere, each after the replies to its commands, and
   * removes the gate's routes. Bus and publisher stay open.
   */
  stop(): Promise<void>;
}

/**
 * Starts a gate. Resolves when clients may connect: the gate reads its replies from the log then. Rejects when a port is in
 * use.
 */
export async function startGate(options: GateOptions): Promise<Gate> {
  if (!/^\S+$/.test(options.instance)) throw new Error(`the instance of a gate must not contain blanks: "${options.instance}"`);
  const server = new GateServer(options);
  try {
    return await server.start();
  } catch (error) {
    await server.stop();
    throw error;
  }
}

class GateServer implements ConnectionHost {
  readonly limits: GateLimits;
  readonly timings: GateTimings;
  readonly metrics: GateMetrics;
  readonly traces: CommandTraces;
  readonly #options: GateOptions;
  readonly #living: ServiceLiveness;
  readonly #connections = new Connections();
  readonly #backpressure: Backpressure;
  readonly #reads: ReadSchedulers;
  readonly #proxies: TrustedProxies;
  readonly #proxyWarnings: ProxyWarnings;
  readonly #admission: SocketAdmission;
  readonly #expiryWarning: RepeatedWarning;
  readonly #handleInbound: ReturnType<typeof inboundHandler>;
  readonly #listeners: ClientListener[] = [];
  #following: Following | undefined;
  #routeRefresher: RouteRefresher | undefined;
  #timeoutTimer: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(options: GateOptions) {
    const { limits, log, metrics } = options;
    this.#options = options;
    this.#living = options.living ?? allLiving;
    this.metrics = new GateMetrics(metrics);
    this.traces = new CommandTraces(options.traceRates ?? { spans: 0, rpcLog: 0 }, log);
    this.limits = limits;
    this.timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.#proxies = trustedProxies(options.trustedProxies ?? []);
    this.#proxyWarnings = new ProxyWarnings(log);
    this.#admission = new SocketAdmission(limits, this.#proxies, options.newAllowances);
    this.#expiryWarning = new RepeatedWarning(log, 'timeout: no service answered commands in time');
    this.#backpressure = new Backpressure(options.publisher, limits);
    showGauges(metrics, this.#connections, this.inFlight);
    const { pauseCheckIntervalMs } = this.timings;
    this.#reads = new ReadSchedulers(this.#backpressure, pauseCheckIntervalMs);
    this.#handleInbound = inboundHandler({
      ...options,
      living: this.#living,
      backpressure: this.#backpressure,
      metrics: this.metrics,
      traces: this.traces,
      now: () => this.now(),
      congestion: new Congestion(this.#reads, this.#backpressure, options, () => this.now()),
    });
  }

  async start(): Promise<Gate> {
    const { host, tcpPort, wsPort, log } = this.#options;
    this.#routeRefresher = new RouteRefresher({
      ...this.#options,
      connections: this.#connections,
      intervalMs: this.timings.routeRefreshIntervalMs,
      now: () => this.now(),
    });
    await this.#followReplies();
    this.#timeoutTimer = setInterval(() => this.#checkTimeouts(), this.timings.timeoutCheckIntervalMs);
    const accept = (socket: ClientSocket): SocketOwner => this.#accept(socket);
    const { maxFrameBytes } = this.limits;
    const [proxies, warnings, admission] = [this.#proxies, this.#proxyWarnings, this.#admission];
    const writeBatcher = new WriteBatcher();
    const shared: Omit<ListenOptions, 'port'> = { host, maxFrameBytes, writeBatcher, log, proxies, warnings, admission, accept };
    const tcp = await listenTcp({ ...shared, port: tcpPort });
    this.#listeners.push(tcp);
    const ws = await listenWebSocket({ ...shared, port: wsPort });
    this.#listeners.push(ws);
    return {
      tcp: { host, port: tcp.port },
      ws: { host, port: ws.port },
      connectionCount: () => this.#connections.count,
      pushToAll: (payload, pushId) => this.#connections.sendToBound(pushFrame(payload, pushId)),
      metrics: this.metrics,
      sessionCount: () => this.#connections.sessionCount,
      writtenBytes: () => this.#connections.writtenBytes,
      stop: () => this.stop(),
    };
  }

  async stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    for (const listener of this.#listeners) listener.stopAccepting();
    await drain(this.#connections, this.timings);
    await this.#routeRefresher?.stop();
    await this.#backpressure.flush(this.timings.stopWaitMs);
    await waitUntil(() => this.#connections.socketCount === 0, this.timings.closeGraceMs);
    this.#connections.destroyClosing(Number.POSITIVE_INFINITY);
    await Promise.all(this.#listeners.map((listener) => listener.waitUntilClosed()));
    await this.#following?.close();
    clearInterval(this.#timeoutTimer);
    this.#reads.close();
  }

  get statusUrls(): readonly string[] {
    return this.#living.statusUrls;
  }

  get inFlight(): InFlightCount {
    return this.#backpressure.inFlight;
  }

  now(): number {
    return performance.now();
  }

  handleFrame(connection: Connection, frame: Uint8Array, turnFor: string | undefined): boolean {
    try {
      const isHandled = this.#handleInbound(connection, frame, turnFor);
      if (isHandled) this.metrics.framesIn.add();
      return isHandled;
    } catch (error) {
      // A frame that triggers a bug must close only the connection of its sender.
      this.#options.log.error({ err: error, connection: connection.number }, 'frame handler failed, connection closed');
      connection.close(im.CloseReason.BAD_FRAME, { detail: 'the gate failed to handle this frame' });
      return true;
    }
  }

  mustWait(connection: Connection): boolean {
    return this.#reads.mustWait(connection);
  }

  queueForReading(connection: Connection): void {
    this.#reads.enqueue(connection);
  }

  onThrottled(connection: Connection): void {
    this.#reads.addThrottled(connection);
  }

  onClosing(connection: Connection, reason: CloseReason, detail: string | undefined): void {
    this.#connections.startClosing(connection);
    this.#release(connection);
    this.metrics.countClose(reason);
    const { number, session, socket } = connection;
    if (isAbuse(reason)) this.#admission.noteAbuse(socket.remoteAddress);
    const fields = { userId: session?.userId, clientIp: socket.remoteAddress, reason: closeReasonName(reason), detail };
    this.#options.log.debug({ connection: number, ...fields }, 'connection closed by the gate');
  }

  onDisconnected(connection: Connection): void {
    if (this.#connections.get(connection.number)) {
      this.#release(connection);
      this.metrics.countClose(undefined);
    }
    this.#connections.remove(connection);
  }

  /** Removes the connection and its route: from now on pushes to it are dropped, even while its socket is still open. */
  #release(connection: Connection): void {
    this.#reads.remove(connection);
    if (connection.session) this.#routeRefresher?.unbind(connection.session);
  }

  async #followReplies(): Promise<void> {
    const { bus, topics, slot } = this.#options;
    const unbind: RouteRefresher['unbind'] = (bound) => this.#routeRefresher?.unbind(bound);
    const { timings, metrics } = this;
    const replies = outboundHandler({ ...this.#options, timings, metrics, connections: this.#connections, unbind });
    this.#following = await bus.follow({
      topic: topics.gate,
      partition: slot,
      onGap: replies.onGap,
      onRecords: (records) => {
        replies.onRecords(records);
        this.#reads.readQueued();
      },
    });
  }

  #accept(socket: ClientSocket): SocketOwner {
    const connection = new Connection(this.#connections.nextNumber(), socket, this);
    this.#connections.add(connection);
    this.metrics.countConnection();
    this.#proxyWarnings.reportClients(socket.remoteAddress, this.#admission.openOf(socket.remoteAddress));
    if (this.#isStopping) {
      connection.close(im.CloseReason.GATE_STOPPING);
      return connection;
    }
    const isNetworkFull = this.#admission.isNetworkFull(socket.remoteAddress);
    if (this.#admission.isFull || isNetworkFull) {
      const afterMs = Math.round((1 + Math.random()) * this.timings.reconnectSpreadMs);
      const why = isNetworkFull && { detail: 'too many connections from this network' };
      connection.close(im.CloseReason.GATE_FULL, { afterMs, ...why });
    } else socket.send(helloFrame(this.limits, this.#options.instance));
    return connection;
  }

  #checkTimeouts(): void {
    const now = this.now();
    let expired = 0;
    for (const connection of this.#connections.all()) expired += enforceTimeouts(connection, now, this, this.#backpressure);
    this.#expiryWarning.report(expired, { timeoutMs: this.limits.commandTimeoutMs }, now);
    this.#connections.destroyClosing(now);
    this.#connections.closeSlowest(this.limits.maxUnsentBytes);
  }
}

function pushFrame(payload: Uint8Array, pushId: string): OutgoingFrame {
  return new OutgoingFrame({ kind: im.Frame.Kind.PUSH, payload, pushId });
}
