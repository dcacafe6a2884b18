// Frames in JSON, for clients that connect with ?format=json: the JSON mapping of Frame, with the message that `payload` holds
// as an object in its place. docs/protocol/json.md is for its users.
import type protobuf from 'protobufjs/light.js';
import { type im as Contract, im, type Rpc } from '../../../proto/rpc.ts';
import { messageFromJson, messageToJson, WrongJson } from './messages.ts';

const { Kind } = im.Frame;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A client's frame. */
export interface JsonFrame extends Contract.Frame {
  /** Of a COMMAND whose payload is not a request of its rpc: what is wrong, as a sentence. The payload is empty then. */
  payloadProblem?: string;
}

type Rpcs = ReadonlyMap<number, Pick<Rpc, 'request' | 'reply'>>;

/** The frame that a client has written. Throws WrongJson when it is none. */
export function readJsonFrame(bytes: Uint8Array, rpcs: Rpcs): JsonFrame {
  const { payload, ...fields } = asObject(parse(bytes));
  const frame = im.Frame.create(messageFromJson(typeOf(im.Frame), fields, 'the frame')) as JsonFrame;
  if (frame.kind === Kind.KIND_UNSPECIFIED) throw new WrongJson('the frame has no kind: "COMMAND", "HELLO" or "PING"');
  const hasPayload = payload !== undefined && payload !== null;
  const type = hasPayload ? (frame.kind === Kind.HELLO ? typeOf(im.ClientHello) : payloadType(frame, rpcs)) : undefined;
  if (!type) return frame;
  try {
    frame.payload = type.encode(messageFromJson(type, payload, 'the payload')).finish();
  } catch (error) {
    if (!(error instanceof WrongJson) || frame.kind !== Kind.COMMAND) throw error;
    frame.payloadProblem = error.message;
  }
  return frame;
}

/** An encoded frame of the gate as JSON text. */
export function writeJsonFrame(body: Uint8Array, rpcs: Rpcs): Buffer {
  const frame = im.Frame.decode(body);
  const json = messageToJson(typeOf(im.Frame), frame);
  delete json.payload;
  const type = frame.failure ? undefined : payloadType(frame, rpcs);
  if (type) json.payload = messageToJson(type, type.decode(frame.payload));
  return Buffer.from(JSON.stringify(json));
}

/** The message in the payload of a frame; undefined for a kind without one, and for an rpc that this gate does not know. */
function payloadType({ kind, rpc }: Contract.Frame, rpcs: Rpcs): protobuf.Type | undefined {
  if (kind === Kind.COMMAND) return rpcs.get(rpc)?.request as unknown as protobuf.Type | undefined;
  if (kind === Kind.REPLY) return rpcs.get(rpc)?.reply as unknown as protobuf.Type | undefined;
  if (kind === Kind.HELLO) return typeOf(im.Hello);
  if (kind === Kind.PUSH) return typeOf(im.Push);
  if (kind === Kind.CLOSE) return typeOf(im.Close);
  return undefined;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw new WrongJson('the message is not UTF-8');
    // No more of its text: it quotes the message, which may hold a password.
    const place = /at position \d+/.exec(error.message)?.[0];
    throw new WrongJson(`the message is not JSON${place ? `: see ${place}` : ''}`);
  }
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new WrongJson('the frame must be a JSON object, such as {"kind":"PING"}');
}

function typeOf(message: object): protobuf.Type {
  return message as unknown as protobuf.Type;
}
