// The TCP transport: frames with a length prefix (proto/framing.ts).
import { type AddressInfo, createServer, type Socket as NetSocket } from 'node:net';
import type { Log, TrustedProxies } from '../../infra/ports/index.ts';
import { FrameDecoder } from '../../proto/framing.ts';
import { im } from '../../proto/rpc.ts';
import { closeFrame } from '../disconnect.ts';
import type { OutgoingFrame } from './outgoing-frame.ts';
import { readProxyHeader } from './proxies.ts';
import type { ProxyWarnings } from './proxy-warnings.ts';
import type { ClientListener, ClientSocket, SocketOwner } from './socket.ts';
import type { SocketAdmission } from './socket-admission.ts';
import { BatchedWriter, type WriteBatcher } from './write-batching.ts';

// A paused socket may still read this much from the operating system.
const READ_AHEAD_BYTES = 16 * 1024;
// Large, because thousands of clients reconnect at once when another gate stops.
export const ACCEPT_BACKLOG = 4096;
export const TOO_MANY_HANDSHAKES = 'too many new connections from this network';
const REFUSAL_TIMEOUT_MS = 2000;

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly maxFrameBytes: number;
  readonly writeBatcher: WriteBatcher;
  readonly log: Log;
  readonly proxies: TrustedProxies;
  readonly warnings: ProxyWarnings;
  readonly admission: SocketAdmission;
  accept(socket: ClientSocket): SocketOwner;
}

/** Listens for TCP clients. Rejects when the port is in use. */
export async function listenTcp(options: ListenOptions): Promise<ClientListener> {
  const server = createServer({ allowHalfOpen: true, noDelay: true, highWaterMark: READ_AHEAD_BYTES }, (socket) => {
    const address = socket.remoteAddress ?? '';
    const admission = options.admission.admit(socket);
    if (admission === 'destroyed') return;
    if (admission === 'refused') refuse(socket, options, address);
    else if (options.proxies.trusts(address)) void acceptFromProxy(socket, options);
    else new TcpSocket(socket, options, address);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog: ACCEPT_BACKLOG }, resolve);
  });
  server.on('error', (error) => options.log.error({ err: error }, 'TCP listener failed, new clients may not connect'));
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    host: options.host,
    port: (server.address() as AddressInfo).port,
    stopAccepting: () => void server.close(),
    waitUntilClosed: () => closed,
  };
}

/** Tells a client that its network opens too many connections. Reads nothing of it. */
function refuse(socket: NetSocket, { admission }: ListenOptions, address: string): void {
  const afterMs = refusalMs(admission, address);
  socket.on('error', () => socket.destroy());
  socket.end(closeFrame(im.CloseReason.GATE_FULL, { detail: TOO_MANY_HANDSHAKES, afterMs }).tcp);
  socket.setTimeout(REFUSAL_TIMEOUT_MS, () => socket.destroy());
  socket.resume();
}

/** How long a refused client should wait: clients of one network do not come back together. */
export function refusalMs(admission: SocketAdmission, address: string): number {
  return Math.ceil((admission.retryAfterMs(address) + 1000) * (1 + Math.random()));
}

/**
 * A trusted proxy first sends the client's address. If it does not, the gate closes the socket, because rate limits would count
 * all clients of the proxy as one client.
 */
async function acceptFromProxy(socket: NetSocket, options: ListenOptions): Promise<void> {
  const address = await readProxyHeader(socket);
  if (socket.destroyed) return;
  if (address !== undefined) {
    const admission = options.admission.admitProxied(address, socket);
    if (admission === 'admitted') new TcpSocket(socket, options, address);
    else if (admission === 'refused') refuse(socket, options, address);
    return;
  }
  options.warnings.reportNoHeader(socket.remoteAddress ?? '');
  socket.destroy();
}

class TcpSocket implements ClientSocket {
  readonly remoteAddress: string;
  readonly isJson = false;
  readonly #socket: NetSocket;
  readonly #writer: BatchedWriter;
  readonly #decoder: FrameDecoder;
  readonly #owner: SocketOwner;
  #isDiscarding = false;

  constructor(socket: NetSocket, options: ListenOptions, remoteAddress: string) {
    this.#socket = socket;
    this.remoteAddress = remoteAddress;
    this.#writer = new BatchedWriter(socket, options.writeBatcher);
    this.#decoder = new FrameDecoder(options.maxFrameBytes);
    this.#owner = options.accept(this);
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('end', () => this.#onEnd());
    socket.on('close', () => this.#owner.onClosed());
    socket.on('error', () => socket.destroy());
  }

  get queuedBytes(): number {
    return this.#writer.queuedBytes;
  }

  get writtenBytes(): number {
    return this.#writer.writtenBytes;
  }

  send(frame: OutgoingFrame): void {
    this.#writer.write(frame.tcp);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  discardQueue(): void {
    this.#writer.discard();
  }

  finish(): void {
    this.#writer.flushAll();
    this.#socket.end();
  }

  end(): void {
    this.#isDiscarding = true;
    this.#writer.flushAll();
    this.#socket.end();
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #onData(chunk: Buffer): void {
    this.#owner.onBytes(chunk.length);
    if (this.#isDiscarding) return;
    const error = this.#decoder.push(chunk, this.#owner);
    if (error) this.#owner.onProtocolError(error.reason, error.detail);
  }

  #onEnd(): void {
    if (!this.#isDiscarding && this.#decoder.isWithinFrame) {
      this.#owner.onProtocolError(im.CloseReason.BAD_FRAME, 'the connection ended within a frame');
      return;
    }
    this.#owner.onEnd();
  }
}
