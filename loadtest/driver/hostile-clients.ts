// Clients that try to break a gate while the others chat: each repeats one behaviour, and comes back whenever it is closed.
import { randomBytes, randomInt } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromUrlHost } from '../../infra/process/url-host.ts';
import { withLengthPrefix } from '../../proto/framing.ts';
import { im, rpcsByNumber } from '../../proto/rpc.ts';

/** What a flooding client offers per second. Two cores also run the target, so the attack must not starve it by its own cost. */
const FLOOD_BYTES_PER_SECOND = 256 * 1024;
const STEP_MS = 100;
/** A closed client comes back after this long on average, with the back-off of nobody. */
const RETURN_MS = 500;
const STAY_MS = 5_000;
/** Ten clients share an address, so the gate can tell them from the others, as it can on the internet. */
const ADDRESSES = 20;

export interface HostileResult {
  /** Connections opened, first ones and returns. */
  readonly opened: number;
  /** Of these, closed by the gate. */
  readonly closedByGate: number;
  readonly sentBytes: number;
}

interface Wire {
  readonly socket: Socket;
  /** Frames a message for the transport. */
  frame(bytes: Uint8Array): Buffer;
  readonly isWebSocket: boolean;
}

type Behaviour = (wire: Wire, signal: AbortSignal) => Promise<void>;

const COMMAND = im.Frame.Kind.COMMAND;
const LARGE = randomBytes(60_000);
const publicRpcs = [...rpcsByNumber([im.Auth, im.Verify]).values()].filter(({ access }) => access === 'PUBLIC');

function commandFrame(rpc: number, requestId: number, payload: Uint8Array): Uint8Array {
  return im.Frame.encode({ kind: COMMAND, rpc, requestId, payload }).finish();
}

/** A HELLO whose texts end in half of an emoji, as bytes: the library would write them well-formed. */
function brokenHello(): Uint8Array {
  const half = Buffer.from('610aeda0bd', 'hex');
  const payload = Buffer.concat([Buffer.from([0x08, 1, 0x12, half.length]), half]);
  return im.Frame.encode({ kind: im.Frame.Kind.HELLO, payload }).finish();
}

function webSocketFrame(opcode: number, payload: Uint8Array, isLast: boolean): Buffer {
  const { length } = payload;
  const size = length < 126 ? [0x80 | length] : [0xfe, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | opcode, ...size, 0, 0, 0, 0]), payload]);
}

/** Writes pieces at the rate of a flood until the signal. */
async function flood({ socket }: Wire, signal: AbortSignal, piece: Buffer): Promise<void> {
  const perStep = Math.max(1, Math.floor((FLOOD_BYTES_PER_SECOND * STEP_MS) / 1000 / piece.length));
  const bytes = Buffer.alloc(perStep * piece.length, piece);
  while (!signal.aborted) {
    if (socket.writableLength < bytes.length) socket.write(bytes);
    await sleep(STEP_MS);
  }
}

/** Each by its name in the report of a failure. Control frames exist on WebSocket only: on TCP those flood with PING frames. */
const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  pings: (wire, signal) => {
    const ping = im.Frame.encode({ kind: im.Frame.Kind.PING }).finish();
    return flood(wire, signal, wire.isWebSocket ? webSocketFrame(9, Buffer.alloc(0), true) : wire.frame(ping));
  },
  pongs: (wire, signal) =>
    flood(wire, signal, wire.isWebSocket ? webSocketFrame(10, Buffer.alloc(0), true) : wire.frame(Buffer.from([8, 5]))),
  fragments: async (wire, signal) => {
    wire.socket.write(wire.isWebSocket ? webSocketFrame(2, Buffer.from([8]), false) : Buffer.from([0, 1, 0, 0]));
    await flood(wire, signal, wire.isWebSocket ? webSocketFrame(0, Buffer.from([1]), false) : Buffer.from([1]));
  },
  trickle: async ({ socket, isWebSocket }, signal) => {
    socket.write(isWebSocket ? webSocketFrame(2, Buffer.alloc(60_000), true).subarray(0, 8) : Buffer.from([0, 0, 0xea, 0x60]));
    while (!signal.aborted) {
      socket.write(Buffer.from([1]));
      await sleep(2);
    }
  },
  garbage: (wire, signal) => flood(wire, signal, randomBytes(512)),
  brokenTexts: async (wire, signal) => {
    wire.socket.write(wire.frame(brokenHello()));
    for (let id = 1; !signal.aborted; id++) {
      const rpc = publicRpcs[id % publicRpcs.length]?.number ?? 0;
      wire.socket.write(wire.frame(commandFrame(rpc, id, Buffer.from([0x0a, 2, 0xed, 0xa0]))));
      await sleep(50);
    }
  },
  largeCommands: async (wire, signal) => {
    for (let id = 1; !signal.aborted; id++) {
      wire.socket.write(wire.frame(commandFrame(publicRpcs[id % publicRpcs.length]?.number ?? 0, id, LARGE)));
      await sleep(200);
    }
  },
  silent: (_wire, signal) => sleep(STAY_MS, undefined, { signal }).catch(() => undefined),
  neverReads: async (wire, signal) => {
    wire.socket.pause();
    for (let id = 1; !signal.aborted; id++) {
      wire.socket.write(wire.frame(commandFrame(9999, id, Buffer.alloc(0))));
      await sleep(5);
    }
  },
};

/** All of a run's hostile clients, in this process. */
export class HostileClients {
  readonly #urls: readonly string[];
  readonly #count: number;
  readonly #stopping = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #opened = 0;
  #closedByGate = 0;
  #sentBytes = 0;

  /** `urls`: of gates, ws: or tcp:. */
  constructor(urls: readonly string[], count: number) {
    this.#urls = urls;
    this.#count = count;
  }

  start(): void {
    const behaviours = Object.values(BEHAVIOURS);
    this.#running = Promise.all(
      Array.from({ length: this.#count }, (_, i) => this.#repeat(behaviours[i % behaviours.length] as Behaviour, i)),
    );
  }

  /** Resolves when all connections are closed. */
  async stop(): Promise<HostileResult> {
    this.#stopping.abort();
    await this.#running;
    return { opened: this.#opened, closedByGate: this.#closedByGate, sentBytes: this.#sentBytes };
  }

  async #repeat(behaviour: Behaviour, index: number): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#once(behaviour, index).catch(() => undefined);
      await sleep(randomInt(2 * RETURN_MS), undefined, { signal }).catch(() => undefined);
    }
  }

  async #once(behaviour: Behaviour, index: number): Promise<void> {
    const { hostname, port, protocol } = new URL(this.#urls[index % this.#urls.length] ?? '');
    const isWebSocket = protocol === 'ws:';
    const host = fromUrlHost(hostname);
    const socket = connect({ host, port: Number(port), ...localAddress(host, index) });
    // One controller: signals made of others stay in memory, and collecting them cost this process half of its time.
    const stay = new AbortController();
    const leave = (): void => stay.abort();
    const timer = setTimeout(leave, STAY_MS);
    this.#stopping.signal.addEventListener('abort', leave, { once: true });
    socket.on('error', () => socket.destroy());
    socket.once('close', leave);
    // Not a `data` listener: one behaviour does not read.
    socket.resume();
    try {
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('close', reject));
      this.#opened++;
      if (isWebSocket) socket.write(handshake(hostname));
      const frame = (bytes: Uint8Array): Buffer => (isWebSocket ? webSocketFrame(2, bytes, true) : withLengthPrefix(bytes));
      await behaviour({ socket, frame, isWebSocket }, stay.signal);
      if (socket.closed) this.#closedByGate++;
    } finally {
      clearTimeout(timer);
      this.#stopping.signal.removeEventListener('abort', leave);
      this.#sentBytes += socket.bytesWritten;
      socket.destroy();
    }
  }
}

/** Linux alone answers at all of 127.0.0.0/8. Elsewhere hostile clients count with the honest ones. */
function localAddress(host: string, index: number): { localAddress?: string } {
  if (process.platform !== 'linux' || host !== '127.0.0.1') return {};
  return { localAddress: `127.0.1.${1 + (index % ADDRESSES)}` };
}

function handshake(host: string): string {
  const key = randomBytes(16).toString('base64');
  return (
    `GET / HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`
  );
}
