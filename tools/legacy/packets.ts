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

/** Cuts a stream into packets, and holds at most one that is incomplete. */
export class PacketReader {
  #buffered = Buffer.alloc(0);

  /** The packets that end in `chunk`. Undefined when the stream is none of this wire: use the reader no further. */
  push(chunk: Buffer): Packet[] | undefined {
    let rest = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
    const packets: Packet[] = [];
    while (rest.length >= HEADER_BYTES) {
      const bytes = rest.readInt32BE(0);
      if (bytes < 0 || bytes > MAX_BODY_BYTES) return undefined;
      if (rest.length < HEADER_BYTES + bytes) break;
      packets.push({ number: rest.readInt32BE(4), body: rest.subarray(HEADER_BYTES, HEADER_BYTES + bytes) });
      rest = rest.subarray(HEADER_BYTES + bytes);
    }
    // A copy: what is left of a chunk must not keep the whole chunk.
    this.#buffered = Buffer.from(rest);
    return packets;
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
