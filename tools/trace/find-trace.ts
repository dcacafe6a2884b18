// One message's whole life by its id or its trace id: from the stores, the records in Kafka and the log files.
import type { Bus } from '../../infra/ports/index.ts';
import type { SqlReader } from '../../infra/sql/connection.ts';
import { directConversationId } from '../../proto/ids.ts';
import { allServices, im, type Rpc, rpcsByNumber, type Topics } from '../../proto/rpc.ts';
import { traceIdOf } from '../../proto/trace-context.ts';
import { findLogLines } from './log-lines.ts';
import { type MessageLife, parseMessageId, readMessage } from './message-life.ts';
import { type PlacedEnvelope, readTopic } from './read-topic.ts';

export interface TraceSources {
  readonly bus: Bus;
  readonly topics: Topics;
  /** Of the store of logic. */
  readonly reader: SqlReader;
  /** IM_LOG_DIR, where this machine has it. */
  readonly logFolder: string | undefined;
  /** How far back each partition is searched. */
  readonly maxRecords: number;
}

/** One record that belongs to the trace. */
export interface TraceRecord {
  /** "im.logic.1 3@17[0]": topic, partition, offset and index. */
  readonly place: string;
  /** "command Logic.SendMessage", "reply", "push to 2 connections", "domain event". */
  readonly what: string;
  /** The gate that it came from or goes to. */
  readonly gate: string;
  /** When a gate accepted the command, by its clock. */
  readonly acceptedAt?: string;
  readonly userId?: string;
  /** Of a reply. */
  readonly code?: string;
}

export interface Trace {
  /** Empty where Kafka does not hold the command of the message any more. */
  readonly traceId: string;
  readonly message: MessageLife | undefined;
  readonly records: readonly TraceRecord[];
  readonly logLines: readonly object[];
}

const SEND_MESSAGE = 'Logic.SendMessage';
const COMMAND = im.Envelope.Kind.COMMAND;
const TRACE_ID = /^[0-9a-f]{32}$/;
const RPCS: ReadonlyMap<number, Rpc> = rpcsByNumber(allServices());

/** `id`: a message id or a trace id. Throws RangeError where it is neither. Finds what the sources still hold. */
export async function findTrace(sources: TraceSources, id: string): Promise<Trace> {
  const place = parseMessageId(id);
  if (!place && !TRACE_ID.test(id)) throw new RangeError(`"${id}" is neither a message id nor a trace id of 32 hex digits`);
  const known = place && (await readMessage(sources.reader, place));
  const traceId = known ? await findTraceId(sources, known) : place ? '' : id;
  if (traceId === '') return { traceId, message: known, records: [], logLines: [] };
  const records = await findRecords(sources, traceId);
  const message = known ?? (await readSentMessage(sources.reader, records));
  const logLines = sources.logFolder === undefined ? [] : await findLogLines(sources.logFolder, traceId);
  return { traceId, message, records: records.map(describeRecord), logLines };
}

/** Empty where the log does not hold the command of the message any more. */
async function findTraceId({ bus, topics, maxRecords }: TraceSources, message: MessageLife): Promise<string> {
  let traceId = '';
  await readTopic(bus, topics.service('Logic'), maxRecords, ({ envelope }) => {
    if (isSendOf(envelope, message)) traceId = traceIdOf(envelope.traceContext);
  });
  return traceId;
}

/** In the order in which a command and what it causes pass through the topics. */
async function findRecords({ bus, topics, maxRecords }: TraceSources, traceId: string): Promise<PlacedEnvelope[]> {
  const services = [...new Set([...RPCS.values()].map(({ service }) => topics.service(service)))];
  const found = [topics.control, ...services, topics.gate, topics.call, topics.events].map(async (topic) => {
    const records: PlacedEnvelope[] = [];
    await readTopic(bus, topic, maxRecords, (placed) => {
      if (traceIdOf(placed.envelope.traceContext) === traceId) records.push(placed);
    });
    return records;
  });
  return (await Promise.all(found)).flat();
}

function isSendOf(envelope: im.Envelope, { senderId, clientMessageId }: MessageLife): boolean {
  if (envelope.userId !== senderId || RPCS.get(envelope.rpc)?.name !== SEND_MESSAGE) return false;
  try {
    return clientMessageId.equals(im.SendMessageRequest.decode(envelope.payload).clientMessageId ?? new Uint8Array());
  } catch {
    // A client may send any bytes: this command was refused.
    return false;
  }
}

/** The message that the trace has stored, if it is one of a message. */
async function readSentMessage(reader: SqlReader, records: readonly PlacedEnvelope[]): Promise<MessageLife | undefined> {
  const send = records.find(({ envelope: { kind, rpc } }) => kind === COMMAND && RPCS.get(rpc)?.name === SEND_MESSAGE);
  if (!send) return undefined;
  const { userId, payload } = send.envelope;
  const { toUserId, conversationId, clientMessageId } = im.SendMessageRequest.decode(payload);
  const conversation = conversationId || directConversationId(userId, toUserId ?? '');
  return readMessage(reader, {
    conversationId: conversation,
    senderId: userId,
    clientMessageId: clientMessageId ?? new Uint8Array(),
  });
}

function describeRecord({ topic, partition, offset, index, envelope }: PlacedEnvelope): TraceRecord {
  const { kind, rpc, instance, replyTo, targets, failure, userId, acceptedAt } = envelope;
  const name = RPCS.get(rpc)?.name ?? `rpc ${rpc}`;
  const Kind = im.Envelope.Kind;
  const what =
    kind === Kind.COMMAND
      ? `command ${name}`
      : kind === Kind.REPLY
        ? `reply to ${name}`
        : kind === Kind.PUSH
          ? `push to ${targets.length} connections`
          : (Kind[kind] ?? 'unknown').toLowerCase().replaceAll('_', ' ');
  return {
    place: `${topic} ${partition}@${offset}[${index}]`,
    what,
    // Without the key that its name ends with.
    gate: (instance || replyTo?.instance || '').split('.').slice(0, 1).join('.'),
    ...(kind === Kind.COMMAND && { acceptedAt: new Date(acceptedAt).toISOString(), userId }),
    ...(kind === Kind.REPLY && { code: failure ? (im.Code[failure.code ?? 0] ?? 'unknown') : 'OK' }),
  };
}
