// Bytes ⇄ frames: cutting them from a TCP stream, and encoding what goes out once for however many clients get it.
import { im } from '../proto/rpc.ts';

const HEADER_BYTES = 4;
// A frame that arrives in pieces starts with this much memory and doubles, so that announcing a large frame costs the gate nothing.
const FIRST_HELD_BYTES = 1024;

/** Why bytes are no frame. */
export interface FramingError {
  readonly reason: im.CloseReason;
  readonly detail: string;
}

export interface FrameSink {
  /** One frame, undecoded: a view of what arrived. */
  onFrame(frame: Uint8Array): void;
}

/** Cuts a stream of [4-byte big-endian length, frame] into frames. The length is checked before memory is taken for it. */
export class FrameDecoder {
  readonly #maxFrameBytes: number;
  #held: Buffer | undefined;
  #heldBytes = 0;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** True while a frame has begun and not ended. */
  get isWithinFrame(): boolean {
    return this.#heldBytes > 0;
  }

  /** Hands all frames that end in `chunk` to the sink, in order. After a breach nothing may be pushed any more. */
  push(chunk: Buffer, sink: FrameSink): FramingError | undefined {
    let at = 0;
    while (at < chunk.length) {
      if (this.#heldBytes === 0 && chunk.length - at >= HEADER_BYTES) {
        const length = chunk.readInt32BE(at);
        const breach = this.#breachOf(length);
        if (breach) return breach;
        const end = at + HEADER_BYTES + length;
        if (end <= chunk.length) {
          sink.onFrame(chunk.subarray(at + HEADER_BYTES, end));
          at = end;
          continue;
        }
      }
      at += this.#hold(chunk, at);
      if (!this.#held || this.#heldBytes < HEADER_BYTES) continue;
      const length = this.#held.readInt32BE(0);
      const breach = this.#breachOf(length);
      if (breach) return breach;
      if (this.#heldBytes < HEADER_BYTES + length) continue;
      const frame = this.#held.subarray(HEADER_BYTES, HEADER_BYTES + length);
      this.#held = undefined;
      this.#heldBytes = 0;
      sink.onFrame(frame);
    }
    return undefined;
  }

  /** Keeps what belongs to the header, or to the frame once the header is complete; returns how much that was. */
  #hold(chunk: Buffer, at: number): number {
    const held = this.#held ?? Buffer.allocUnsafe(FIRST_HELD_BYTES);
    const wanted = this.#heldBytes < HEADER_BYTES ? HEADER_BYTES : HEADER_BYTES + held.readInt32BE(0);
    const taken = Math.min(wanted - this.#heldBytes, chunk.length - at);
    this.#held = withRoom(held, this.#heldBytes, this.#heldBytes + taken);
    chunk.copy(this.#held, this.#heldBytes, at, at + taken);
    this.#heldBytes += taken;
    return taken;
  }

  #breachOf(length: number): FramingError | undefined {
    if (length < 0) return { reason: im.CloseReason.BAD_FRAME, detail: 'the length of a frame is negative' };
    if (length <= this.#maxFrameBytes) return undefined;
    return {
      reason: im.CloseReason.FRAME_TOO_LARGE,
      detail: `a frame of ${length} bytes is larger than ${this.#maxFrameBytes}`,
    };
  }
}

function withRoom(held: Buffer, used: number, needed: number): Buffer {
  if (needed <= held.length) return held;
  const larger = Buffer.allocUnsafe(Math.max(needed, held.length * 2));
  held.copy(larger, 0, 0, used);
  return larger;
}

/** A frame to be sent, encoded once; each transport's form of it is made once, for however many clients get it. */
export class OutgoingFrame {
  readonly #body: Uint8Array;
  #tcp: Buffer | undefined;
  #webSocket: Buffer | undefined;

  constructor(frame: im.Frame.$Properties) {
    this.#body = im.Frame.encode(frame).finish();
  }

  get tcp(): Buffer {
    if (!this.#tcp) {
      this.#tcp = Buffer.allocUnsafe(HEADER_BYTES + this.#body.length);
      this.#tcp.writeUInt32BE(this.#body.length);
      this.#tcp.set(this.#body, HEADER_BYTES);
    }
    return this.#tcp;
  }

  /** One unmasked, unfragmented binary message (RFC 6455, 5.2). */
  get webSocket(): Buffer {
    if (!this.#webSocket) {
      const length = this.#body.length;
      const headerBytes = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
      const message = Buffer.allocUnsafe(headerBytes + length);
      message[0] = 0x82;
      if (headerBytes === 2) {
        message[1] = length;
      } else if (headerBytes === 4) {
        message[1] = 126;
        message.writeUInt16BE(length, 2);
      } else {
        message[1] = 127;
        message.writeUInt32BE(0, 2);
        message.writeUInt32BE(length, 6);
      }
      message.set(this.#body, headerBytes);
      this.#webSocket = message;
    }
    return this.#webSocket;
  }
}

export const PONG = new OutgoingFrame({ kind: im.Frame.Kind.PONG });
export const RESYNC = new OutgoingFrame({ kind: im.Frame.Kind.RESYNC });
