// Client → log: checks that the connection may call the rpc, then sends an Envelope with the unchanged payload.

import { type Sealer, type ServiceLiveness, startSpan } from '../infra/ports/index.ts';
import { ImError, toFailure } from '../proto/errors.ts';
import { partitionOf } from '../proto/partition.ts';
import { type im as Contract, im, type Rpc, type Topics } from '../proto/rpc.ts';
import { truncate } from '../proto/text/truncate.ts';
import { isTraceId, newTraceId } from '../proto/trace-context.ts';
import type { Backpressure } from './backpressure.ts';
import type { Congestion } from './congestion.ts';
import type { Connection } from './connection/connection.ts';
import { PauseReason } from './connection/frame-reader.ts';
import type { CommandTraces } from './monitoring/command-traces.ts';
import type { GateMetrics } from './monitoring/gate-metrics.ts';
import type { GateLimits } from './settings.ts';
import { type JsonFrame, readJsonFrame } from './transport/json/frames.ts';
import { WrongJson } from './transport/json/messages.ts';
import { OutgoingFrame, PONG } from './transport/outgoing-frame.ts';

const PROTOCOL_VERSION = 1;
// Users see both values, and the session table stores them. Long enough for every value of a normal client.
const MAX_DEVICE_KIND_CHARACTERS = 16;
const MAX_LANGUAGE_CHARACTERS = 35;
const INSTANCE_ID_BYTES = 16;
/** The gate decodes larger payloads, and all of connections without a session, only to refuse those that cannot be decoded. */
const DECODED_ABOVE_BYTES = 4 * 1024;
// From here on a gate ignores the kinds that it does not know: see docs/adr/0022-frame-kinds-that-gates-ignore.md.
const FIRST_OPTIONAL_KIND = 64;

export interface InboundOptions {
  readonly rpcs: ReadonlyMap<number, Rpc>;
  readonly topics: Topics;
  readonly commandPartitions: number;
  readonly instance: string;
  readonly slot: number;
  readonly limits: GateLimits;
  readonly sealer: Sealer;
  readonly backpressure: Backpressure;
  readonly traces: Pick<CommandTraces, 'start'>;
  readonly congestion: Pick<Congestion, 'check' | 'mustWaitFor'>;
  readonly metrics: Pick<GateMetrics, 'countCommand' | 'countRefusal'>;
  readonly living: Pick<ServiceLiveness, 'isLiving'>;
  /** Milliseconds. Never falls. */
  now(): number;
}

/**
 * Handles the frames of a client, in their order. Returns false for a command that must wait for its service, unless it is the
 * connection's turn to send a command to that service (`turnFor`). Never throws.
 */
export function inboundHandler(
  options: InboundOptions,
): (connection: Connection, bytes: Uint8Array, turnFor: string | undefined) => boolean {
  return (connection, bytes, turnFor) => {
    const frame = connection.socket.isJson ? decodeJson(options, connection, bytes) : decodeFrame(bytes);
    if (frame?.kind === im.Frame.Kind.COMMAND) return handleCommand(options, connection, frame, turnFor);
    if (frame?.kind === im.Frame.Kind.PING) connection.send(PONG);
    else if (frame?.kind === im.Frame.Kind.HELLO && !connection.hasStarted) handleHello(connection, frame);
    else if (!frame || frame.kind < FIRST_OPTIONAL_KIND) connection.close(im.CloseReason.BAD_FRAME);
    return true;
  };
}

function decodeFrame(bytes: Uint8Array): Contract.Frame | undefined {
  try {
    return im.Frame.decode(bytes);
  } catch {
    // The frame is truncated or garbage. Both close the connection, so the error does not matter.
    return undefined;
  }
}

/** Closes the connection when the text is no frame, with a sentence that says why. */
function decodeJson({ rpcs }: InboundOptions, connection: Connection, text: Uint8Array): JsonFrame | undefined {
  try {
    return readJsonFrame(text, rpcs);
  } catch (error) {
    if (!(error instanceof WrongJson)) throw error;
    connection.close(im.CloseReason.BAD_FRAME, { detail: error.message });
    return undefined;
  }
}

/** The first frame of a connection. */
export function helloFrame(limits: GateLimits, gateInstance: string): OutgoingFrame {
  const hello = { ...limits, protocolVersion: PROTOCOL_VERSION, serverTime: Date.now(), gateInstance };
  return new OutgoingFrame({ kind: im.Frame.Kind.HELLO, payload: im.Hello.encode(hello).finish() });
}

function handleHello(connection: Connection, frame: Contract.Frame): void {
  connection.hasStarted = true;
  let client: Contract.ClientHello;
  try {
    client = im.ClientHello.decode(frame.payload);
  } catch {
    connection.close(im.CloseReason.BAD_FRAME, { detail: 'the HELLO cannot be decoded' });
    return;
  }
  if (client.protocolVersion !== PROTOCOL_VERSION) {
    connection.close(im.CloseReason.UNSUPPORTED_VERSION, { detail: `this gate supports version ${PROTOCOL_VERSION}` });
    return;
  }
  if (![0, INSTANCE_ID_BYTES].includes(client.clientInstanceId.length)) {
    connection.close(im.CloseReason.BAD_FRAME, { detail: `client_instance_id must have ${INSTANCE_ID_BYTES} bytes` });
    return;
  }
  // A copy: the frame may share memory with others.
  connection.clientInstanceId = Uint8Array.from(client.clientInstanceId);
  connection.connectionAttempt = client.connectionAttempt;
  connection.deviceKind = truncate(client.deviceKind, MAX_DEVICE_KIND_CHARACTERS);
  connection.language = truncate(client.language, MAX_LANGUAGE_CHARACTERS);
}

function handleCommand(
  options: InboundOptions,
  connection: Connection,
  frame: Contract.Frame,
  turnFor: string | undefined,
): boolean {
  connection.hasStarted = true;
  const acceptedAt = options.now();
  const rpc = options.rpcs.get(frame.rpc);
  const rejection = findRejection(options, connection, frame, rpc);
  if (rejection || !rpc) {
    const error = rejection ?? new ImError('UNKNOWN_ROUTE', `no rpc has the number ${frame.rpc}`);
    const { requestId } = frame;
    const failure = toFailure(error);
    const traceId = isTraceId(frame.traceId) ? frame.traceId : newTraceId();
    connection.send(new OutgoingFrame({ kind: im.Frame.Kind.REPLY, rpc: frame.rpc, requestId, failure, traceId }));
    options.metrics.countCommand(rpc?.name);
    options.metrics.countRefusal(failure.code ?? 0);
    return true;
  }
  if (rpc.service !== turnFor && options.congestion.mustWaitFor(rpc.service, connection)) return false;
  const { backpressure, topics, limits } = options;
  const { pending } = connection;
  const number = pending.next();
  const trace = options.traces.start(frame.traceId, rpc);
  const publishing = startSpan('publish command', trace.span?.context, { kind: 'producer' });
  const envelope = toEnvelope(options, connection, rpc, number, frame);
  envelope.traceContext = publishing?.context ?? trace.context;
  const sequence = backpressure.send(topics.service(rpc.service), partitionFor(options, connection), envelope);
  const deadline = acceptedAt + limits.commandTimeoutMs;
  const isAnonymous = !connection.session;
  pending.add(number, { requestId: frame.requestId, rpc, acceptedAt, deadline, sequence, trace, heldUs: 0, isAnonymous });
  if (publishing) backpressure.whenDurable(() => publishing.end());
  options.metrics.countCommand(rpc.name);
  if (rpc.binds) connection.reader.pause(PauseReason.BIND);
  if (pending.size >= connection.maxPendingCommands) connection.reader.pause(PauseReason.PENDING);
  options.congestion.check(rpc.service);
  return true;
}

function findRejection(
  { living }: InboundOptions,
  connection: Connection,
  frame: Contract.Frame,
  rpc: Rpc | undefined,
): ImError | undefined {
  if (frame.requestId === 0) return new ImError('BAD_REQUEST_ID', 'request_id must be above 0');
  if (connection.pendingCount > 0 && connection.pending.has(frame.requestId))
    return new ImError('BAD_REQUEST_ID', `request_id ${frame.requestId} is in use: that request has no reply yet`);
  if (!rpc) return undefined;
  if (rpc.access === 'INTERNAL') return new ImError('FORBIDDEN', `clients may not call ${rpc.name}`);
  if (rpc.access === 'USER' && !connection.session) return new ImError('NOT_LOGGED_IN', `${rpc.name} requires a log-in`);
  const badPayload = findBadPayload(connection, frame, rpc);
  if (badPayload) return badPayload;
  if (rpc.binds && connection.session) return new ImError('ALREADY_LOGGED_IN', 'this connection is already logged in');
  // Other commands of users go into the log, in their order: docs/adr/0028-living-services.md.
  if ((rpc.expires || rpc.access === 'PUBLIC') && !living.isLiving(rpc.service))
    return new ImError('UNAVAILABLE', `no instance of ${rpc.service} runs now; ${rpc.name} was not sent`);
  return undefined;
}

/** Keeps out of Kafka what a service would only refuse. Most commands are small and logged in, and cost two comparisons. */
function findBadPayload({ session, socket }: Connection, frame: JsonFrame, rpc: Rpc): ImError | undefined {
  const { payload } = frame;
  if (socket.isJson && frame.payloadProblem) return new ImError('BAD_PAYLOAD', frame.payloadProblem);
  if (payload.length > rpc.maxPayloadBytes)
    return new ImError('BAD_PAYLOAD', `a request of ${rpc.name} has at most ${rpc.maxPayloadBytes} bytes`);
  if (session && payload.length <= DECODED_ABOVE_BYTES) return undefined;
  try {
    rpc.request.decode(payload);
    return undefined;
  } catch (error) {
    return new ImError('BAD_PAYLOAD', `the payload is not a request of ${rpc.name}`, { cause: error });
  }
}

/**
 * All gates send the commands of one user to the same partition of a service, so that they stay in order. Before the log-in
 * the connection decides the partition.
 */
function partitionFor(options: InboundOptions, connection: Connection): number {
  return connection.session?.partition ?? partitionOf(`${options.instance}/${connection.number}`, options.commandPartitions);
}

function toEnvelope(
  options: InboundOptions,
  connection: Connection,
  rpc: Rpc,
  number: number,
  frame: Contract.Frame,
): Contract.Envelope.$Properties {
  const { session } = connection;
  return {
    kind: im.Envelope.Kind.COMMAND,
    rpc: rpc.number,
    requestId: number,
    userId: session?.userId ?? '',
    sessionId: session?.sessionId ?? '',
    connection: connection.number,
    epoch: session?.epoch ?? 0,
    replyTo: { topic: options.topics.gate, partition: options.slot, instance: options.instance },
    timeoutMs: options.limits.commandTimeoutMs,
    acceptedAt: Date.now(),
    clientIp: connection.socket.remoteAddress,
    deviceKind: connection.deviceKind,
    language: connection.language,
    // Only commands that bind a session need them.
    ...(rpc.binds && { clientInstanceId: connection.clientInstanceId, connectionAttempt: connection.connectionAttempt }),
    payload: rpc.sealed ? options.sealer.seal(frame.payload) : frame.payload,
  };
}
