// A gate: both listeners, the live connections, the clocks that look after them, and both directions of the log.
import type { Bus, Following, Log, Publisher, Routes, Sealer } from '../infra/ports/index.ts';
import { im, type Rpc, type Topics } from '../proto/rpc.ts';
import { Backpressure } from './backpressure.ts';
import { Connection, type ConnectionHost, PauseReason } from './connection.ts';
import { Connections } from './connections.ts';
import { type CloseReason, closeReasonName } from './disconnect.ts';
import { inboundHandler, PROTOCOL_VERSION } from './inbound.ts';
import { outboundHandler } from './outbound.ts';
import { OutgoingFrame } from './outgoing-frame.ts';
import type { InFlightCount } from './pending-commands.ts';
import { RouteRefresher } from './route-refresher.ts';
import { DEFAULT_TIMINGS, type GateLimits, type GateTimings } from './settings.ts';
import { enforceTimeouts } from './timeouts.ts';
import { trustedProxies } from './transport/proxies.ts';
import type { ClientListener, ClientSocket, SocketOwner } from './transport/socket.ts';
import { type ListenOptions, listenTcp } from './transport/tcp.ts';
import { listenWebSocket } from './transport/websocket.ts';
import { WriteBatcher } from './transport/write-batching.ts';

// Beyond so many sockets that are being told that the gate is full, further ones are closed without a word.
const MAX_TOLD_FULL = 100;

export interface GateOptions {
  readonly bus: Pick<Bus, 'follow'>;
  readonly publisher: Publisher;
  readonly routes: Routes;
  readonly sealer: Sealer;
  readonly log: Log;
  readonly topics: Topics;
  /** Every rpc there is, by its number: `routesOf(allServices())`. */
  readonly rpcs: ReadonlyMap<number, Rpc>;
  readonly commandPartitions: number;
  /** Unique per process start, without blanks. */
  readonly instance: string;
  /** The partition of the reply topic that this gate reads. Gates may share one. */
  readonly slot: number;
  readonly host: string;
  /** 0 = any free port. */
  readonly tcpPort: number;
  readonly wsPort: number;
  readonly limits: GateLimits;
  readonly timings?: Partial<GateTimings>;
  /** IP addresses or networks of proxies that tell the client's address; none by default. */
  readonly trustedProxies?: readonly string[];
}

export interface Gate {
  readonly tcp: { readonly host: string; readonly port: number };
  readonly ws: { readonly host: string; readonly port: number };
  /** Clients connected now. */
  connectionCount(): number;
  /** Takes no new clients, waits shortly for replies under way, tells all clients to go elsewhere, and leaves the routes. Bus and publisher stay open. */
  stop(): Promise<void>;
}

/** Starts a gate; resolves when clients may connect, which is once it hears the replies: it waits for the log. Rejects when a port is taken. */
export async function startGate(options: GateOptions): Promise<Gate> {
  if (!/^\S+$/.test(options.instance)) throw new Error(`a gate's instance has no blanks: "${options.instance}"`);
  const server = new GateServer(options);
  try {
    return await server.start();
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const SAY_FULL_EVERY_MS = 10_000;

class GateServer implements ConnectionHost {
  readonly limits: GateLimits;
  readonly timings: GateTimings;
  readonly #options: GateOptions;
  readonly #connections = new Connections();
  readonly #flow: Backpressure;
  readonly #inbound: (connection: Connection, bytes: Uint8Array) => void;
  readonly #listening: ClientListener[] = [];
  readonly #throttled = new Set<Connection>();
  #following: Following | undefined;
  #assertions: RouteRefresher | undefined;
  #sweeping: NodeJS.Timeout | undefined;
  #readingAgain: NodeJS.Timeout | undefined;
  /** Those that have something to be read while the gate is full, first come first served. */
  readonly #turns = new Set<Connection>();
  /** Too much waits for its reply or on its way into the log. */
  #full = false;
  #saidFullAt = Number.NEGATIVE_INFINITY;
  #stopping = false;

  constructor(options: GateOptions) {
    const { rpcs, topics, commandPartitions, instance, slot, limits, sealer } = options;
    this.#options = options;
    this.limits = limits;
    this.timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.#flow = new Backpressure(options.publisher, limits);
    const now = (): number => this.now();
    const onCongested = (): void => this.#becomeFull();
    this.#inbound = inboundHandler({
      rpcs,
      topics,
      commandPartitions,
      instance,
      slot,
      limits,
      sealer,
      backpressure: this.#flow,
      now,
      onCongested,
    });
  }

  async start(): Promise<Gate> {
    const { bus, topics, slot, host, tcpPort, wsPort, log } = this.#options;
    this.#assertions = new RouteRefresher({
      ...this.#options,
      connections: this.#connections,
      intervalMs: this.timings.routeRefreshIntervalMs,
      now: () => this.now(),
    });
    const unbind: RouteRefresher['unbind'] = (bound) => this.#assertions?.unbind(bound);
    const replies = outboundHandler({ ...this.#options, timings: this.timings, connections: this.#connections, unbind });
    this.#following = await bus.follow({
      topic: topics.gate,
      partition: slot,
      onGap: replies.missed,
      onRecords: (records) => {
        replies.records(records);
        this.#readOn();
      },
    });
    this.#sweeping = setInterval(() => this.#sweep(), this.timings.timeoutCheckIntervalMs);

    const accept = (socket: ClientSocket): SocketOwner => this.#accept(socket);
    const { maxFrameBytes } = this.limits;
    const proxies = trustedProxies(this.#options.trustedProxies ?? []);
    const both: Omit<ListenOptions, 'port'> = { host, maxFrameBytes, writeBatcher: new WriteBatcher(), log, proxies, accept };
    const tcp = await listenTcp({ ...both, port: tcpPort });
    this.#listening.push(tcp);
    const ws = await listenWebSocket({ ...both, port: wsPort });
    this.#listening.push(ws);
    return {
      tcp: { host, port: tcp.port },
      ws: { host, port: ws.port },
      connectionCount: () => this.#connections.count,
      stop: () => this.stop(),
    };
  }

  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    for (const listening of this.#listening) listening.stopAccepting();
    for (const connection of this.#connections.all()) connection.pauseReading(PauseReason.GATE);
    await this.#until(() => [...this.#connections.all()].every((one) => one.pendingCount === 0), this.timings.stopWaitMs);
    for (const connection of [...this.#connections.all()]) {
      connection.close(im.CloseReason.GATE_STOPPING, { afterMs: Math.round(Math.random() * this.timings.reconnectSpreadMs) });
    }
    await this.#assertions?.stop();
    await this.#flow.flush(this.timings.stopWaitMs);
    await this.#until(() => this.#connections.socketCount === 0, this.timings.closeGraceMs);
    this.#connections.destroyClosing(Number.POSITIVE_INFINITY);
    await Promise.all(this.#listening.map((listening) => listening.waitUntilClosed()));
    await this.#following?.close();
    clearInterval(this.#sweeping);
    clearInterval(this.#readingAgain);
  }

  get inFlight(): InFlightCount {
    return this.#flow.inFlight;
  }

  now(): number {
    return performance.now();
  }

  handleFrame(connection: Connection, frame: Uint8Array): void {
    try {
      this.#inbound(connection, frame);
    } catch (error) {
      // A fault of ours that this frame brings out: its sender is one client, the others are thousands.
      this.#options.log.error({ err: error, connection: connection.number }, 'a frame could not be handled');
      connection.close(im.CloseReason.BAD_FRAME, { detail: 'this frame could not be handled' });
    }
  }

  mustWait(): boolean {
    return this.#full || this.#turns.size > 0;
  }

  queueForReading(connection: Connection): void {
    this.#turns.add(connection);
    this.#readAgainLater();
  }

  onThrottled(connection: Connection): void {
    this.#throttled.add(connection);
    this.#readAgainLater();
  }

  onHangUp(connection: Connection, reason: CloseReason, detail: string | undefined): void {
    this.#connections.startClosing(connection);
    this.#left(connection);
    const { number, session, socket } = connection;
    const fields = {
      connection: number,
      user: session?.userId,
      address: socket.remoteAddress,
      reason: closeReasonName(reason),
      detail,
    };
    this.#options.log.debug(fields, 'a connection was hung up');
  }

  onDisconnected(connection: Connection): void {
    if (this.#connections.get(connection.number)) this.#left(connection);
    this.#connections.remove(connection);
  }

  /** It counts no more: events for it are dropped, whatever becomes of its socket. */
  #left(connection: Connection): void {
    this.#throttled.delete(connection);
    this.#turns.delete(connection);
    if (connection.session) this.#assertions?.unbind(connection.session);
  }

  #accept(socket: ClientSocket): SocketOwner {
    const connection = new Connection(this.#connections.nextNumber(), socket, this);
    const full = this.#connections.socketCount >= this.limits.maxConnections;
    this.#connections.add(connection);
    if (this.#connections.socketCount > this.limits.maxConnections + MAX_TOLD_FULL) {
      socket.destroy();
    } else if (full) {
      const afterMs = Math.round((1 + Math.random()) * this.timings.reconnectSpreadMs);
      connection.close(im.CloseReason.GATE_FULL, { afterMs });
    } else {
      socket.send(this.#hello());
    }
    return connection;
  }

  #hello(): OutgoingFrame {
    const payload = im.Hello.encode({
      ...this.limits,
      protocolVersion: PROTOCOL_VERSION,
      serverTime: Date.now(),
      gate: this.#options.instance,
    }).finish();
    return new OutgoingFrame({ kind: im.Frame.Kind.HELLO, payload });
  }

  #sweep(): void {
    const now = this.now();
    for (const connection of this.#connections.all()) enforceTimeouts(connection, now, this.limits, this.#flow);
    this.#connections.destroyClosing(now);
  }

  #becomeFull(): void {
    this.#full = true;
    this.#sayFull();
    this.#readAgainLater();
  }

  /** Under overload reading stops and goes on many times a second: one line for all of it is enough. */
  #sayFull(): void {
    const now = this.now();
    if (now - this.#saidFullAt < SAY_FULL_EVERY_MS) return;
    this.#saidFullAt = now;
    const { maxQueuedBytes, maxCommandsInFlight } = this.limits;
    const waiting = { commandsUnderWay: this.inFlight.count, maxCommandsInFlight, maxQueuedBytes };
    this.#options.log.warn(waiting, 'reading stops for a while: the log or the services do not keep up');
  }

  /** A timer only while reading is stopped somewhere. */
  #readAgainLater(): void {
    this.#readingAgain ??= setInterval(() => this.#readAgain(), this.timings.pauseCheckIntervalMs);
  }

  /** Finds what no reply tells: that commands have expired, that what waited has reached the log, that somebody is slow enough again. */
  #readAgain(): void {
    this.#readOn();
    // Those that are still too fast come back into the set while it is gone through.
    for (const connection of [...this.#throttled]) {
      this.#throttled.delete(connection);
      connection.resumeReading(PauseReason.RATE);
    }
    if (this.mustWait() || this.#throttled.size > 0) return;
    clearInterval(this.#readingAgain);
    this.#readingAgain = undefined;
  }

  /** One frame of each that waits, round after round, until nobody waits or the gate is full again. */
  #readOn(): void {
    if (this.#stopping || (this.#full && !this.#flow.isDrained)) return;
    this.#full = false;
    for (const connection of this.#turns) {
      if (this.#full) return;
      this.#turns.delete(connection);
      if (connection.takeTurn()) this.#turns.add(connection);
    }
  }

  async #until(condition: () => boolean, timeoutMs: number): Promise<void> {
    const end = this.now() + timeoutMs;
    while (!condition() && this.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
