// A test client of the gate that speaks raw frames over either transport.
import type { Socket as NetSocket } from 'node:net';
import { WebSocket } from 'ws';
import { FrameDecoder, withLengthPrefix } from '../../proto/framing.ts';
import { type im as Contract, im } from '../../proto/rpc.ts';
import { OutgoingFrame } from '../transport/outgoing-frame.ts';

export type Transport = 'tcp' | 'ws';

/** One connection to a gate. Records every frame it receives. */
export class WireClient {
  readonly frames: Contract.Frame[] = [];
  isClosed = false;
  /** The close code, of a WebSocket. */
  closeCode: number | undefined;
  readonly write: (bytes: Uint8Array) => void;
  readonly raw: NetSocket | WebSocket;
  readonly #transport: Transport;

  constructor(raw: NetSocket | WebSocket) {
    this.raw = raw;
    if (raw instanceof WebSocket) {
      this.#transport = 'ws';
      this.write = (bytes) => raw.send(bytes);
      raw.on('message', (data) => this.onFrame(data as Buffer));
      raw.on('close', (code) => {
        this.closeCode = code;
        this.isClosed = true;
      });
      raw.on('error', () => raw.terminate());
    } else {
      this.#transport = 'tcp';
      const decoder = new FrameDecoder(64 * 1024 * 1024);
      this.write = (bytes) => void raw.write(bytes);
      raw.on('data', (chunk: Buffer) => decoder.push(chunk, this));
      raw.on('close', () => {
        this.isClosed = true;
      });
      raw.on('error', () => raw.destroy());
    }
  }

  onFrame(bytes: Uint8Array): void {
    this.frames.push(im.Frame.decode(bytes) as Contract.Frame);
  }

  send(...frames: Contract.Frame.$Properties[]): void {
    const outgoing = frames.map((frame) => new OutgoingFrame(frame));
    if (this.#transport === 'tcp') this.write(Buffer.concat(outgoing.map((frame) => frame.tcp)));
    else for (const frame of outgoing) this.write(frame.tcp.subarray(4));
  }

  /** Sends the bytes as one frame, in the transport's own framing. */
  sendFrameBytes(bytes: Uint8Array): void {
    this.write(this.#transport === 'ws' ? bytes : withLengthPrefix(bytes));
  }

  /** What `send` sends arrives in one piece. */
  sendTogether(send: () => void): void {
    const socket = this.raw instanceof WebSocket ? (this.raw as unknown as { readonly _socket: NetSocket })._socket : this.raw;
    socket.cork();
    send();
    socket.uncork();
  }

  command(rpc: number, requestId: number, payload: Uint8Array = new Uint8Array()): void {
    this.send({ kind: im.Frame.Kind.COMMAND, rpc, requestId, payload });
  }

  framesOf(kind: Contract.Frame.Kind): Contract.Frame[] {
    return this.frames.filter((frame) => frame.kind === kind);
  }

  reply(requestId: number): Contract.Frame | undefined {
    return this.framesOf(im.Frame.Kind.REPLY).find((frame) => frame.requestId === requestId);
  }

  /** The name of the code with which a command failed. */
  failure(requestId: number): string | undefined {
    const failure = this.reply(requestId)?.failure;
    return failure ? im.Code[failure.code ?? 0] : undefined;
  }

  /** The content of the CLOSE frame, once it has arrived. */
  get close(): { reason: string; reconnect: boolean; reconnectAfterMs: number; message: string } | undefined {
    const frame = this.framesOf(im.Frame.Kind.CLOSE)[0];
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
