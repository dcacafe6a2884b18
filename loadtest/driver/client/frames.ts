// The frames of the load. They are encoded by hand and decoded only as far as needed, because the load generator must use much
// less CPU than the target.
import { randomBytes } from 'node:crypto';
import protobuf from 'protobufjs/light.js';
import { im, type Rpc, rpcsByNumber } from '../../../proto/rpc.ts';
import { FOREIGN } from '../../ledger/ledger.ts';

const rpcsByName = new Map([...rpcsByNumber([im.Auth, im.Logic, im.Presence]).values()].map((rpc) => [rpc.name, rpc]));

export function getRpc(name: string): Rpc {
  const rpc = rpcsByName.get(name);
  if (!rpc) throw new Error(`the contract has no rpc ${name}`);
  return rpc;
}

export const SEND_MESSAGE = getRpc('Logic.SendMessage').number;
export const PULL_MESSAGES = getRpc('Logic.PullMessages').number;
export const RESUME = getRpc('Auth.Resume').number;
export const LOG_IN = getRpc('Auth.LogIn').number;

const PING = Buffer.from(im.Frame.encode({ kind: im.Frame.Kind.PING }).finish());

export function pingFrame(): Buffer {
  return PING;
}

export function resumeFrame(requestId: number, token: string): Uint8Array {
  return rpcFrame(RESUME, requestId, im.ResumeRequest.encode({ token }).finish());
}

export function logInFrame(requestId: number, name: string, password: string): Uint8Array {
  const request = { clientRequestId: randomBytes(16), name, password, deviceName: 'loadtest' };
  return rpcFrame(LOG_IN, requestId, im.LogInRequest.encode(request).finish());
}

export function pullFrame(requestId: number, conversationId: string, afterSeq: number, limit: number): Uint8Array {
  return rpcFrame(PULL_MESSAGES, requestId, im.PullMessagesRequest.encode({ conversationId, afterSeq, limit }).finish());
}

/** `attempt` rises with each connection of one client, so that its own older connection does not replace the newer one. */
export function helloFrame(clientInstanceId: Uint8Array, attempt: number): Uint8Array {
  const hello = { protocolVersion: 1, client: 'loadtest', clientInstanceId, connectionAttempt: attempt };
  const payload = im.ClientHello.encode(hello).finish();
  return im.Frame.encode({ kind: im.Frame.Kind.HELLO, payload }).finish();
}

function rpcFrame(rpc: number, requestId: number, payload: Uint8Array): Uint8Array {
  return im.Frame.encode({ kind: im.Frame.Kind.COMMAND, rpc, requestId, payload }).finish();
}

/** Encodes the request of any rpc, by its name in the contract ("Logic.Sync"). The result makes frames of it. */
export function commandFrame(name: string, request: object): (requestId: number) => Uint8Array {
  const { number, request: codec } = getRpc(name);
  const payload = codec.encode(request).finish();
  return (requestId) => rpcFrame(number, requestId, payload);
}

/** The fields of SendMessage that all messages to one conversation share: those after the message id, encoded. */
export function encodeSendFields(to: { readonly toUserId: string } | { readonly conversationId: string }, text: string): Buffer {
  return Buffer.from(im.SendMessageRequest.encode({ ...to, text }).finish());
}

/** The client message ids of this run: the message number in 4 bytes, then 12 bytes that no other run has. */
export class MessageIds {
  readonly #run = randomBytes(12);

  /** The last 12 bytes, in hexadecimal digits. */
  get suffix(): string {
    return this.#run.toString('hex');
  }

  write(into: Buffer, at: number, message: number): void {
    into.writeUInt32BE(message, at);
    this.#run.copy(into, at + 4);
  }

  /** The message number, or FOREIGN when another run sent the message. */
  read(bytes: Uint8Array, at: number): number {
    for (let i = 0; i < 12; i++) if (bytes[at + 4 + i] !== this.#run[i]) return FOREIGN;
    return (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
  }
}

// Every SendMessage frame starts with the same bytes: the kind COMMAND and the number of the rpc.
const SEND_HEAD = Buffer.from(im.Frame.encode({ kind: im.Frame.Kind.COMMAND, rpc: SEND_MESSAGE }).finish());
const REQUEST_ID_TAG = (3 << 3) | 0;
const PAYLOAD_TAG = (4 << 3) | 2;
const MESSAGE_ID_TAG = (1 << 3) | 2;
const MESSAGE_ID_BYTES = 16;

/** The SendMessage frame of one message. The buffer belongs to the caller. */
export function sendMessageFrame(requestId: number, ids: MessageIds, message: number, sendFields: Buffer): Buffer {
  const payloadBytes = 2 + MESSAGE_ID_BYTES + sendFields.length;
  const frame = Buffer.allocUnsafe(SEND_HEAD.length + 1 + varintBytes(requestId) + 1 + varintBytes(payloadBytes) + payloadBytes);
  let at = SEND_HEAD.copy(frame, 0);
  frame[at++] = REQUEST_ID_TAG;
  at = writeVarint(frame, at, requestId);
  frame[at++] = PAYLOAD_TAG;
  at = writeVarint(frame, at, payloadBytes);
  frame[at++] = MESSAGE_ID_TAG;
  frame[at++] = MESSAGE_ID_BYTES;
  ids.write(frame, at, message);
  sendFields.copy(frame, at + MESSAGE_ID_BYTES);
  return frame;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

function writeVarint(into: Buffer, at: number, value: number): number {
  let rest = value;
  let position = at;
  while (rest >= 128) {
    into[position++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  into[position++] = rest;
  return position;
}

/** A frame from the gate whose payload is not decoded. */
export interface IncomingFrame {
  kind: number;
  rpc: number;
  requestId: number;
  payload: Uint8Array;
  failure: im.Failure | undefined;
}

const EMPTY = new Uint8Array(0);

/** Reads a frame. Throws when the bytes are not a frame. */
export function readFrame(bytes: Uint8Array): IncomingFrame {
  const frame: IncomingFrame = { kind: 0, rpc: 0, requestId: 0, payload: EMPTY, failure: undefined };
  const reader = createReader(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) frame.kind = reader.uint32();
    else if (tag >>> 3 === 2) frame.rpc = reader.uint32();
    else if (tag >>> 3 === 3) frame.requestId = reader.uint32();
    else if (tag >>> 3 === 4) frame.payload = reader.bytes();
    else if (tag >>> 3 === 5) frame.failure = im.Failure.decode(reader.bytes());
    else reader.skipType(tag & 7);
  }
  return frame;
}

/** A message and its seq in its conversation. */
export interface MessagePosition {
  message: number;
  seq: number;
  conversationId: string;
}

/** Reads a SendMessageReply. */
export function readSendReply(bytes: Uint8Array, ids: MessageIds): MessagePosition {
  return readPosition(createReader(bytes), bytes.length, ids, { id: 1, conversation: 3, seq: 4 });
}

/** Reads a Push. Undefined when it is not a stored message. */
export function readStoredMessage(bytes: Uint8Array, ids: MessageIds): MessagePosition | undefined {
  const reader = createReader(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) return readMessage(reader, reader.uint32(), ids);
    reader.skipType(tag & 7);
  }
  return undefined;
}

/**
 * Calls `each` for every message of a PullMessagesReply, in order. Returns the last seq of the conversation and the number of
 * messages.
 */
export function readPullReply(
  bytes: Uint8Array,
  ids: MessageIds,
  each: (position: MessagePosition) => void,
): { lastSeq: number; messages: number } {
  const reader = createReader(bytes);
  let lastSeq = 0;
  let messages = 0;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) {
      each(readMessage(reader, reader.uint32(), ids));
      messages++;
    } else if (tag >>> 3 === 2) lastSeq = Number(reader.uint64());
    else reader.skipType(tag & 7);
  }
  return { lastSeq, messages };
}

function readMessage(reader: protobuf.Reader, length: number, ids: MessageIds): MessagePosition {
  return readPosition(reader, reader.pos + length, ids, { id: 5, conversation: 1, seq: 2 });
}

function readPosition(
  reader: protobuf.Reader,
  end: number,
  ids: MessageIds,
  fields: { readonly id: number; readonly conversation: number; readonly seq: number },
): MessagePosition {
  const position: MessagePosition = { message: FOREIGN, seq: 0, conversationId: '' };
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = tag >>> 3;
    if (field === fields.id) {
      const length = reader.uint32();
      if (length === MESSAGE_ID_BYTES) position.message = ids.read(reader.buf, reader.pos);
      reader.skip(length);
    } else if (field === fields.seq) position.seq = Number(reader.uint64());
    else if (field === fields.conversation) position.conversationId = reader.string();
    else reader.skipType(tag & 7);
  }
  return position;
}

function createReader(bytes: Uint8Array): protobuf.Reader {
  return protobuf.Reader.create(bytes);
}
