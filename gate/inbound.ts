// Client → log: is the route known, may this connection call it → an Envelope with the payload as it came.

import type { Sealer } from '../infra/ports/index.ts';
import { ImError, toFailure } from '../proto/errors.ts';
import { partitionOf } from '../proto/partition.ts';
import { type im as Contract, im, type Rpc, type Topics } from '../proto/rpc.ts';
import type { Backpressure } from './backpressure.ts';
import { type Connection, PauseReason } from './connection.ts';
import { OutgoingFrame, PONG } from './outgoing-frame.ts';
import type { GateLimits } from './settings.ts';

export const PROTOCOL_VERSION = 1;
// Both are shown to people and kept in tables: long enough for any honest value.
const MAX_DEVICE_KIND_CHARACTERS = 16;
const MAX_LANGUAGE_CHARACTERS = 35;

export interface InboundOptions {
  readonly rpcs: ReadonlyMap<number, Rpc>;
  readonly topics: Topics;
  readonly commandPartitions: number;
  readonly instance: string;
  readonly slot: number;
  readonly limits: GateLimits;
  readonly sealer: Sealer;
  readonly backpressure: Backpressure;
  /** Milliseconds, never falling. */
  now(): number;
  /** Too much waits on its way into the log. */
  onCongested(): void;
}

/** What happens to each frame a client sends, in order. Never throws. */
export function inboundHandler(options: InboundOptions): (connection: Connection, bytes: Uint8Array) => void {
  return (connection, bytes) => {
    const frame = decoded(bytes);
    if (frame?.kind === im.Frame.Kind.COMMAND) command(options, connection, frame);
    else if (frame?.kind === im.Frame.Kind.PING) connection.send(PONG);
    else if (frame?.kind === im.Frame.Kind.HELLO && !connection.hasStarted) hello(connection, frame);
    else connection.close(im.CloseReason.BAD_FRAME);
  };
}

function decoded(bytes: Uint8Array): Contract.Frame | undefined {
  try {
    return im.Frame.decode(bytes);
  } catch {
    // Truncated or garbage: which of them helps nobody.
    return undefined;
  }
}

function hello(connection: Connection, frame: Contract.Frame): void {
  connection.hasStarted = true;
  let client: Contract.ClientHello;
  try {
    client = im.ClientHello.decode(frame.payload);
  } catch {
    connection.close(im.CloseReason.BAD_FRAME, { detail: 'a HELLO that cannot be decoded' });
    return;
  }
  if (client.protocolVersion !== PROTOCOL_VERSION) {
    connection.close(im.CloseReason.UNSUPPORTED_VERSION, { detail: `this gate speaks version ${PROTOCOL_VERSION}` });
    return;
  }
  connection.deviceKind = client.deviceKind.slice(0, MAX_DEVICE_KIND_CHARACTERS);
  connection.language = client.language.slice(0, MAX_LANGUAGE_CHARACTERS);
}

function command(options: InboundOptions, connection: Connection, frame: Contract.Frame): void {
  connection.hasStarted = true;
  const route = options.rpcs.get(frame.rpc);
  const refusal = refusalOf(connection, frame, route);
  if (refusal || !route) {
    const error = refusal ?? new ImError('UNKNOWN_ROUTE', `no rpc has the number ${frame.rpc}`);
    const { rpc, requestId } = frame;
    connection.send(new OutgoingFrame({ kind: im.Frame.Kind.REPLY, rpc, requestId, failure: toFailure(error) }));
    return;
  }
  const pending = connection.pending;
  const number = pending.next();
  const topic = options.topics.service(route.service);
  const sequence = options.backpressure.send(
    topic,
    partitionFor(options, connection),
    envelopeOf(options, connection, route, number, frame),
  );
  const deadline = options.now() + options.limits.commandTimeoutMs;
  pending.add(number, { requestId: frame.requestId, rpc: route, deadline, sequence });
  if (route.binds) connection.pauseReading(PauseReason.BIND);
  if (pending.size >= options.limits.maxPendingCommands) connection.pauseReading(PauseReason.PENDING);
  if (options.backpressure.isCongested) options.onCongested();
}

function refusalOf(connection: Connection, frame: Contract.Frame, route: Rpc | undefined): ImError | undefined {
  if (frame.requestId === 0) return new ImError('BAD_REQUEST_ID', 'a request id is above 0');
  if (connection.pendingCount > 0 && connection.pending.has(frame.requestId))
    return new ImError('BAD_REQUEST_ID', `request ${frame.requestId} has no reply yet`);
  if (!route) return undefined;
  if (route.access === 'INTERNAL') return new ImError('FORBIDDEN', `${route.name} is not for clients`);
  if (route.access === 'USER' && !connection.session)
    return new ImError('NOT_LOGGED_IN', `${route.name} is for who is logged in`);
  if (route.binds && connection.session) return new ImError('ALREADY_LOGGED_IN', 'this connection is logged in');
  return undefined;
}

/** One user's commands keep their order within a service: the same partition from every gate. Before log-in it is one per connection. */
function partitionFor(options: InboundOptions, connection: Connection): number {
  return connection.session?.partition ?? partitionOf(`${options.instance}/${connection.number}`, options.commandPartitions);
}

function envelopeOf(
  options: InboundOptions,
  connection: Connection,
  route: Rpc,
  number: number,
  frame: Contract.Frame,
): Contract.Envelope.$Properties {
  const { session } = connection;
  const now = Date.now();
  return {
    kind: im.Envelope.Kind.COMMAND,
    rpc: route.number,
    requestId: number,
    userId: session?.userId ?? '',
    sessionId: session?.sessionId ?? '',
    connection: connection.number,
    epoch: session?.epoch ?? 0,
    replyTo: { topic: options.topics.gate, partition: options.slot, instance: options.instance },
    deadline: now + options.limits.commandTimeoutMs,
    acceptedAt: now,
    traceId: `${options.instance}/${connection.number}/${number}`,
    clientIp: connection.socket.remoteAddress,
    deviceKind: connection.deviceKind,
    language: connection.language,
    payload: route.sealed ? options.sealer.seal(frame.payload) : frame.payload,
  };
}
