// The wire of the ancestor: 8 bytes (int32 length of the body, int32 number of the message, big-endian), then the body.
import protobuf from 'protobufjs/light.js';

const HEADER_BYTES = 8;
/** More than any of its messages has. */
const MAX_BODY_BYTES = 64 * 1024;
/** An account: 64 characters of a name or an e-mail address, and 128 of a password, with 4 bytes each at most. */
export const MAX_ACCOUNT_BYTES = 1024;

export interface Packet {
  readonly number: number;
  readonly body: Buffer;
}

/** Cuts a stream into packets, one at a time: what follows stays bytes until it is asked for. */
export class PacketReader {
  #buffered: Buffer = Buffer.alloc(0);
  #isUnreadable = false;

  /** True when the stream is none of this wire: no packet follows. */
  get isUnreadable(): boolean {
    return this.#isUnreadable;
  }

  push(chunk: Buffer): void {
    this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
  }

  /** The next packet that is complete. */
  next(): Packet | undefined {
    const buffered = this.#buffered;
    if (buffered.length < HEADER_BYTES || this.#isUnreadable) return undefined;
    const end = HEADER_BYTES + buffered.readInt32BE(0);
    this.#isUnreadable = end < HEADER_BYTES || end > HEADER_BYTES + MAX_BODY_BYTES;
    if (this.#isUnreadable) return undefined;
    if (buffered.length < end) {
      // A copy: what is left of a chunk must not keep the whole chunk.
      this.#buffered = Buffer.from(buffered);
      return undefined;
    }
    this.#buffered = buffered.subarray(end);
    return { number: buffered.readInt32BE(4), body: buffered.subarray(HEADER_BYTES, end) };
  }
}

export function toPacket(number: number, body: Uint8Array): Buffer {
  const packet = Buffer.alloc(HEADER_BYTES + body.length);
  packet.writeInt32BE(body.length, 0);
  packet.writeInt32BE(number, 4);
  packet.set(body, HEADER_BYTES);
  return packet;
}

type FieldType = 'string' | 'int32';

/** A message whose fields are numbered in this order. All of them are written: its clients require them. */
function message(name: string, ...fields: readonly (readonly [name: string, type: FieldType])[]): protobuf.Type {
  const type = new protobuf.Type(name);
  for (const [index, [field, fieldType]] of fields.entries()) type.add(new protobuf.Field(field, index + 1, fieldType));
  return type;
}

export const CLOGIN = 1000;
export const CREGISTER = 1001;
export const SRESPONSE = 1002;
export const CPRIVATE_CHAT = 1003;
export const SPRIVATE_CHAT = 1004;

/** Number → message. */
export const MESSAGES: Readonly<Record<number, protobuf.Type>> = {
  [CLOGIN]: message('CLogin', ['userid', 'string'], ['passwd', 'string']),
  [CREGISTER]: message('CRegister', ['userid', 'string'], ['passwd', 'string']),
  [SRESPONSE]: message('SResponse', ['code', 'int32'], ['desc', 'string']),
  [CPRIVATE_CHAT]: message('CPrivateChat', ['self', 'string'], ['dest', 'string'], ['content', 'string']),
  [SPRIVATE_CHAT]: message('SPrivateChat', ['content', 'string']),
};
