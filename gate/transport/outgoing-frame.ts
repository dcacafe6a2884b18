// A frame that the gate sends. It is encoded only once, even if many clients receive it.
import { withLengthPrefix } from '../../proto/framing.ts';
import { allServices, im, rpcsByNumber } from '../../proto/rpc.ts';
import { writeJsonFrame } from './json/frames.ts';

const rpcs = rpcsByNumber(allServices());
// The first byte of an unfragmented message (RFC 6455, 5.2).
const TEXT = 0x81;
const BINARY = 0x82;
const DATA = Buffer.from('data: ');
const END_OF_EVENT = Buffer.from('\n\n');

interface JsonForm {
  readonly text: Buffer;
  webSocket: Buffer | undefined;
  event: Buffer | undefined;
}

/** Beside the frames: most have none, and every field of a frame costs all of them. */
const jsonForms = new WeakMap<OutgoingFrame, JsonForm>();

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
    if (!this.#webSocket) this.#webSocket = toMessage(BINARY, this.#body);
    return this.#webSocket;
  }

  /** The same for clients that asked for JSON: a text message. */
  get jsonWebSocket(): Buffer {
    const form = this.#jsonForm;
    form.webSocket ??= toMessage(TEXT, form.text);
    return form.webSocket;
  }

  /** The same as a server-sent event. JSON text has no line breaks. */
  get event(): Buffer {
    const form = this.#jsonForm;
    form.event ??= Buffer.concat([DATA, form.text, END_OF_EVENT]);
    return form.event;
  }

  get #jsonForm(): JsonForm {
    let form = jsonForms.get(this);
    if (!form) {
      form = { text: writeJsonFrame(this.#body, rpcs), webSocket: undefined, event: undefined };
      jsonForms.set(this, form);
    }
    return form;
  }
}

function toMessage(firstByte: number, body: Uint8Array): Buffer {
  const length = body.length;
  const headerBytes = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
  const message = Buffer.allocUnsafe(headerBytes + length);
  message[0] = firstByte;
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
  message.set(body, headerBytes);
  return message;
}

export const PONG = new OutgoingFrame({ kind: im.Frame.Kind.PONG });
export const RESYNC = new OutgoingFrame({ kind: im.Frame.Kind.RESYNC });
