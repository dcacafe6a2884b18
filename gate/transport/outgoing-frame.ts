// A frame that the gate sends. It is encoded only once, even if many clients receive it.
import { withLengthPrefix } from '../../proto/framing.ts';
import { im } from '../../proto/rpc.ts';

/** Each transport's form of the frame is made when it is first needed, and then shared. */
export class OutgoingFrame {
  readonly #body: Uint8Array;
  #tcp: Buffer | undefined;
  #webSocket: Buffer | undefined;

  constructor(frame: im.Frame.$Properties) {
    this.#body = im.Frame.encode(frame).finish();
  }

  get tcp(): Buffer {
    if (!this.#tcp) this.#tcp = withLengthPrefix(this.#body);
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
