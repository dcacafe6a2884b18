// One connection to a gate, as any client has it: frames over TCP, commands with their replies, PING.
import { connect, type Socket } from 'node:net';
import { FrameDecoder, type FrameSink, withLengthPrefix } from '../../proto/framing.ts';
import { allServices, im, type Rpc, rpcsByNumber } from '../../proto/rpc.ts';

const { Kind } = im.Frame;
const RPCS = new Map([...rpcsByNumber(allServices()).values()].map((rpc) => [rpc.name, rpc]));
/** A page of long messages. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
const HELLO_TIMEOUT_MS = 10_000;
/** Any gate takes a frame of so many bytes: the least that IM_MAX_FRAME_BYTES may be. */
const LEAST_MAX_FRAME_BYTES = 1024;

export interface GateAddress {
  readonly host: string;
  readonly port: number;
  /** The client's address and port: sent in a PROXY header, for gates that trust this machine. */
  readonly proxyFor?: { readonly address: string; readonly port: number };
}

export interface GateHandlers {
  onPush(push: im.Push): void;
  /** Pushes may have been lost. */
  onResync(): void;
}

/** The gate has refused a command. */
export class CommandRefusal extends Error {
  readonly code: im.Code;
  /** When the same request may be sent again; undefined: it would fail again. */
  readonly retryAfterMs: number | undefined;

  constructor({ code, message, retry, retryAfterMs }: im.Failure.$Properties) {
    super(message ?? '');
    this.code = code ?? im.Code.CODE_UNSPECIFIED;
    this.retryAfterMs = retry === im.Retry.RESEND ? (retryAfterMs ?? 0) : undefined;
  }
}

interface Waiting {
  readonly rpc: Rpc;
  resolve(reply: object): void;
  reject(error: Error): void;
}

export class GateLink implements FrameSink {
  /** Resolves with the reason when the connection has ended; rejects never. */
  readonly closed: Promise<string>;
  readonly #socket: Socket;
  readonly #decoder = new FrameDecoder(MAX_FRAME_BYTES);
  readonly #waiting = new Map<number, Waiting>();
  readonly #handlers: GateHandlers;
  #lastRequestId = 0;
  /** A larger frame would end the connection, and count against the address that all clients have at the gate. */
  #maxFrameBytes = LEAST_MAX_FRAME_BYTES;
  #reason = 'the connection to the gate is lost';
  #heartbeat: NodeJS.Timeout | undefined;

  constructor({ host, port, proxyFor }: GateAddress, handlers: GateHandlers) {
    this.#handlers = handlers;
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.setTimeout(HELLO_TIMEOUT_MS, () => this.#socket.destroy());
    if (proxyFor) this.#socket.write(proxyHeader(proxyFor, { address: host, port }));
    this.#send({ kind: Kind.HELLO, payload: im.ClientHello.encode({ protocolVersion: 1, client: 'legacy' }).finish() });
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#socket.on('error', () => this.#socket.destroy());
    this.closed = new Promise((resolve) => this.#socket.once('close', () => resolve(this.#end())));
  }

  /**
   * Calls an rpc by its name, "Logic.SendMessage". Rejects with CommandRefusal, also for more bytes than the gate takes, or with
   * an Error when the connection ends.
   */
  call<Reply extends object>(name: string, request: object): Promise<Reply> {
    const rpc = RPCS.get(name);
    if (!rpc) throw new Error(`the contract has no ${name}`);
    if (this.#socket.destroyed) return Promise.reject(new Error(this.#reason));
    const requestId = ++this.#lastRequestId;
    const payload = rpc.request.encode(request).finish();
    const frame = im.Frame.encode({ kind: Kind.COMMAND, rpc: rpc.number, requestId, payload }).finish();
    if (frame.length > this.#maxFrameBytes) return Promise.reject(tooLarge(this.#maxFrameBytes));
    this.#socket.write(withLengthPrefix(frame));
    return new Promise<object>((resolve, reject) => this.#waiting.set(requestId, { rpc, resolve, reject })) as Promise<Reply>;
  }

  close(): void {
    this.#socket.destroy();
  }

  onFrame(bytes: Uint8Array): void {
    const frame = im.Frame.decode(Uint8Array.from(bytes));
    if (frame.kind === Kind.HELLO) this.#takeHello(im.Hello.decode(frame.payload));
    else if (frame.kind === Kind.REPLY) this.#takeReply(frame);
    else if (frame.kind === Kind.PUSH) this.#handlers.onPush(im.Push.decode(frame.payload));
    else if (frame.kind === Kind.RESYNC) this.#handlers.onResync();
    else if (frame.kind === Kind.CLOSE) this.#reason = im.Close.decode(frame.payload).message;
  }

  /** What no gate sends ends the connection. */
  #read(chunk: Buffer): void {
    try {
      if (this.#decoder.push(chunk, this)) this.#socket.destroy();
    } catch (error) {
      this.#reason = `the gate sent something unreadable: ${(error as Error).message}`;
      this.#socket.destroy();
    }
  }

  #takeHello({ heartbeatIntervalMs, maxFrameBytes }: im.Hello): void {
    this.#maxFrameBytes = maxFrameBytes;
    // What is silent for longer has no gate behind it any more.
    this.#socket.setTimeout(2 * heartbeatIntervalMs + 5000, () => this.#socket.destroy());
    this.#heartbeat = setInterval(() => this.#send({ kind: Kind.PING }), heartbeatIntervalMs);
  }

  #takeReply({ requestId, failure, payload }: im.Frame): void {
    const waiting = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    if (failure) waiting?.reject(new CommandRefusal(failure));
    else waiting?.resolve(waiting.rpc.reply.decode(payload));
  }

  #send(frame: im.Frame.$Properties): void {
    this.#socket.write(withLengthPrefix(im.Frame.encode(frame).finish()));
  }

  #end(): string {
    clearInterval(this.#heartbeat);
    for (const { reject } of this.#waiting.values()) reject(new Error(this.#reason));
    this.#waiting.clear();
    return this.#reason;
  }
}

function tooLarge(maxFrameBytes: number): CommandRefusal {
  const message = `the message is too large: the gate takes ${maxFrameBytes} bytes with all ids`;
  return new CommandRefusal({ code: im.Code.BAD_PAYLOAD, message });
}

/** Version 1 of HAProxy's protocol. */
function proxyHeader(from: { address: string; port: number }, to: { address: string; port: number }): string {
  const isIpv6 = from.address.includes(':');
  const target = isIpv6 ? '::1' : '127.0.0.1';
  return `PROXY ${isIpv6 ? 'TCP6' : 'TCP4'} ${from.address} ${target} ${from.port} ${to.port}\r\n`;
}

/** Of `tcp://host:port`; undefined for anything else. */
export function parseGateUrl(url: string): GateAddress | undefined {
  const { protocol, hostname, port } = URL.parse(url) ?? {};
  if (protocol !== 'tcp:' || !hostname || !port) return undefined;
  // A URL has an IPv6 address in brackets, a connect has not.
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}
