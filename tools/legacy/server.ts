// Listens for clients of the ancestor, and gives each a connection to a gate.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type AdmissionLimits, SocketAdmission } from '../../gate/transport/socket-admission.ts';
import { MemoryAllowances } from '../../infra/memory/allowances.ts';
import { trustedProxies } from '../../infra/ports/index.ts';
import { GateLink } from './gate-link.ts';
import { PacketReader } from './packets.ts';
import { LegacyClient } from './translate.ts';

/** What a client may leave unread. */
const MAX_UNSENT_BYTES = 256 * 1024;
const READ_BYTES = 16 * 1024;

export interface LegacyServerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly gate: { readonly host: string; readonly port: number };
  /** Tells the gate each client's address in a PROXY header. */
  readonly sendsProxyHeader: boolean;
  readonly weakPasswordKey: Buffer | undefined;
  readonly limits: AdmissionLimits;
  /** The listener has failed: new clients may not connect, the others go on. */
  onListenerError(error: Error): void;
}

export interface LegacyServer {
  readonly port: number;
  /** Clients that are connected now. */
  connectionCount(): number;
  stop(): Promise<void>;
}

/** Resolves when clients may connect; rejects when the port is in use. */
export async function startLegacyServer(options: LegacyServerOptions): Promise<LegacyServer> {
  const admission = new SocketAdmission(options.limits, trustedProxies([]), (rate) => new MemoryAllowances(rate));
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, keepAlive: true, highWaterMark: READ_BYTES }, (socket) => {
    socket.on('error', () => socket.destroy());
    const { remoteAddress: address = '', remotePort = 0 } = socket;
    const isFull = admission.admit(socket) !== 'admitted' || admission.isFull || admission.isNetworkFull(address);
    if (isFull) {
      // The ancestor has no word for it.
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveClient(socket, { ...options, from: { address, port: remotePort } });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port }, resolve);
  });
  server.on('error', options.onListenerError);
  return {
    port: (server.address() as AddressInfo).port,
    connectionCount: () => sockets.size,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

type ClientOptions = LegacyServerOptions & { readonly from: { readonly address: string; readonly port: number } };

function serveClient(socket: Socket, { gate, from, sendsProxyHeader, weakPasswordKey }: ClientOptions): void {
  const client = new LegacyClient({
    weakPasswordKey,
    connect: (handlers) => new GateLink({ ...gate, ...(sendsProxyHeader && { proxyFor: from }) }, handlers),
    // After the answers to what waited for the gate.
    end: () => void setImmediate(() => socket.destroySoon()),
    waitUntilTaken: () => waitUntilDrained(socket),
    write: (packet) => {
      if (socket.writable) socket.write(packet);
      if (socket.writableLength > MAX_UNSENT_BYTES) socket.destroy();
    },
  });
  socket.once('close', () => client.close());
  const reader = new PacketReader();
  let isHandling = false;
  const handleAll = async (): Promise<void> => {
    isHandling = true;
    for (let packet = reader.next(); packet && !socket.destroyed; packet = reader.next())
      if (!(await client.handle(packet))) socket.destroy();
    isHandling = false;
    if (reader.isUnreadable) socket.destroy();
    else socket.resume();
  };
  socket.on('data', (chunk: Buffer) => {
    reader.push(chunk);
    // What follows waits in the network until this is answered.
    if (isHandling) socket.pause();
    else void handleAll();
  });
}

/** Resolves at once when nothing waits, and when the socket is closed. */
function waitUntilDrained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed || !socket.writableNeedDrain) {
      resolve();
      return;
    }
    const end = (): void => {
      socket.off('drain', end).off('close', end);
      resolve();
    };
    socket.on('drain', end).on('close', end);
  });
}
