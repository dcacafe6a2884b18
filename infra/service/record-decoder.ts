// Decodes a record of the log into commands. Bytes that cannot be decoded become a rejection of the command, or a decode error
// of the record.
import { ImError } from '../../proto/errors.ts';
import { heldMs, type MalformedEnvelope } from '../../proto/pack.ts';
import { UnverifiedRecord } from '../../proto/pack-signature.ts';
import { type Caller, type CommandHandler, im, type Rpc, type Topics } from '../../proto/rpc.ts';
import type { EchoProbe } from '../messaging/echo-probe.ts';
import type { PackReader } from '../messaging/pack-reader.ts';
import type { Command, LogRecord, Opener, PackAuthor, TraceSpan } from '../ports/index.ts';
import { asError } from '../process/errors.ts';

// Its row in the store holds this and the author.
const PRODUCER = /^[A-Za-z0-9._-]{1,112}$/;

// Of a text that somebody without rights has chosen.
const MAX_SHOWN_CHARACTERS = 100;

// biome-ignore lint/suspicious/noExplicitAny: the handlers of any service; Handlers<Service> has checked each against its rpc
export type AnyCommandHandler<Store> = CommandHandler<any, object, Command<Store>, any>;

/** The properties that all commands of a service share. */
export interface CommandSource {
  readonly topic: string;
  /** Whether handlers can emit domain events. */
  readonly domainEventsEnabled: boolean;
  /** Whether handlers can enqueue commands to other services. */
  readonly serviceCommandsEnabled: boolean;
}

/** One command of a record, on its way through the runtime. */
export interface QueuedCommand<Store> {
  readonly source: CommandSource;
  readonly partition: number;
  readonly offset: number;
  /** Its index in the pack. */
  readonly index: number;
  /** Whose key has signed its pack. */
  readonly author: PackAuthor;
  readonly envelope: im.Envelope;
  readonly caller: Caller;
  /** When its record came to this process, by `performance.now()`. */
  readonly arrivedAtMs: number;
  /** Commands with the same key run one after the other. */
  readonly key: string;
  readonly rpc: Rpc | undefined;
  readonly handler: AnyCommandHandler<Store> | undefined;
  readonly request: object | undefined;
  readonly sealReply: ((payload: Uint8Array) => Uint8Array) | undefined;
  prepared: unknown;
  /** Set if the reply does not come from the handler: the command was refused before it ran, or it is a dead letter. */
  rejection: ImError | undefined;
  /** Where the command is sampled and its work has begun: ends when its outcome is published. */
  span: TraceSpan | undefined;
  /** What this command has already cost its user (fairness/push-budget.ts). */
  chargedPushes: number;
}

export interface DecodedRecord<Store> {
  readonly partition: number;
  readonly offset: number;
  readonly bytes: number;
  /** The bytes of the record in the log. */
  readonly value: Uint8Array;
  /** Undefined together with a `decodeError`. */
  readonly author: PackAuthor | undefined;
  /** Its author and name. */
  readonly producer: string;
  /** Rises with each pack of the producer. A number that was seen before means that the pack was sent twice. */
  readonly packNumber: number;
  /** Those that can be decoded. */
  readonly commands: readonly QueuedCommand<Store>[];
  /** The envelopes that cannot be decoded, or that their author may not send. Their neighbours in the pack run. */
  readonly malformed: readonly MalformedEnvelope[];
  /** Set if the record is no pack at all, or not signed: UnverifiedRecord. */
  readonly decodeError: Error | undefined;
}

export interface RecordDecoder<Store> {
  readonly source: CommandSource;
  readonly rpcs: ReadonlyMap<number, Rpc>;
  readonly handlers: ReadonlyMap<number, AnyCommandHandler<Store>>;
  readonly opener: Opener | undefined;
  readonly reader: PackReader;
  /** Where replies may go. */
  readonly topics: Pick<Topics, 'gate' | 'call'>;
  readonly gatePartitions: number;
  readonly echoes?: Pick<EchoProbe, 'receive'> | undefined;
}

/** `knownSince`: when this process first knew of the record, by `performance.now()`. Never throws. */
export function decodeRecord<Store>(
  decoder: RecordDecoder<Store>,
  partition: number,
  record: LogRecord,
  knownSince: number,
): DecodedRecord<Store> {
  const { offset, value } = record;
  const base = { partition, offset, bytes: value.length, value };
  try {
    const pack = decoder.reader.open(partition, record);
    if (!pack) throw new UnverifiedRecord('the record is signed for a gate');
    const { author, number: packNumber, envelopes } = pack;
    if (!PRODUCER.test(pack.producer) || !Number.isSafeInteger(packNumber)) throw new Error('the pack has no valid number');
    // A gate must not use up the numbers of a service.
    const producer = `${author}/${pack.producer}`;
    const malformed = [...pack.malformed];
    const commands: QueuedCommand<Store>[] = [];
    const arrivedAtMs = performance.now();
    for (const [index, envelope] of envelopes.entries()) {
      if (!envelope) continue;
      if (author === 'service' && envelope.kind === im.Envelope.Kind.ECHO) {
        decoder.echoes?.receive(envelope);
        continue;
      }
      const misuse = findMisuse(decoder, author, envelope);
      if (misuse) {
        decoder.reader.report(partition, offset, misuse);
        malformed.push({ index, bytes: im.Envelope.encode(envelope).finish(), error: misuse });
      } else {
        const caller = callerOf(envelope, knownSince - heldMs(pack.sentAtMs, envelope));
        commands.push(decodeCommand(decoder, { partition, offset, index, author, arrivedAtMs }, envelope, caller));
      }
    }
    return { ...base, author, producer, packNumber, commands, malformed, decodeError: undefined };
  } catch (error) {
    const decodeError = asError(error);
    return { ...base, author: undefined, producer: '', packNumber: 0, commands: [], malformed: [], decodeError };
  }
}

/** The reason why the author of a pack may not send this envelope. A gate with its key must not get more than its clients can. */
function findMisuse(
  { rpcs, topics, gatePartitions }: Pick<RecordDecoder<unknown>, 'rpcs' | 'topics' | 'gatePartitions'>,
  author: PackAuthor,
  { kind, rpc: number, replyTo }: im.Envelope,
): UnverifiedRecord | undefined {
  if (kind !== im.Envelope.Kind.COMMAND) return new UnverifiedRecord(`an envelope of kind ${kind} is no command`);
  const rpc = rpcs.get(number);
  if (author === 'gate' && rpc?.access === 'INTERNAL')
    return new UnverifiedRecord(`${rpc.name} is for services alone, and a gate has signed it`);
  // This service signs the reply: elsewhere it would pass for a command, a domain event or the reply to another caller.
  const replyTopic = author === 'gate' ? topics.gate : topics.call;
  if (replyTo?.topic && replyTo.topic !== replyTopic)
    return new UnverifiedRecord(`a ${author} asks for its reply in ${replyTo.topic.slice(0, MAX_SHOWN_CHARACTERS)}`);
  // Kafka would be asked for ever to store the reply.
  const partition = replyTo?.partition ?? 0;
  if (partition >= gatePartitions)
    return new UnverifiedRecord(`a ${author} asks for its reply in partition ${partition} of ${gatePartitions}`);
  return undefined;
}

function decodeCommand<Store>(
  decoder: RecordDecoder<Store>,
  place: Pick<QueuedCommand<Store>, 'partition' | 'offset' | 'index' | 'author' | 'arrivedAtMs'>,
  envelope: im.Envelope,
  caller: Caller,
): QueuedCommand<Store> {
  const rpc = decoder.rpcs.get(envelope.rpc);
  const handler = decoder.handlers.get(envelope.rpc);
  const key = envelope.userId || `${caller.gate.instance}/${caller.connection}`;
  const base = {
    ...place,
    source: decoder.source,
    envelope,
    caller,
    key,
    rpc,
    handler,
    request: undefined,
    sealReply: undefined,
    prepared: undefined,
    rejection: undefined,
    span: undefined,
    chargedPushes: 0,
  };
  if (!rpc || !handler) return { ...base, rejection: new ImError('UNKNOWN_ROUTE', `rpc ${envelope.rpc} is not served here`) };
  if (rpc.access === 'USER' && !envelope.userId)
    return { ...base, rejection: new ImError('NOT_LOGGED_IN', `${rpc.name} needs a user`) };
  let sealReply: QueuedCommand<Store>['sealReply'];
  try {
    let payload: Uint8Array = envelope.payload;
    if (rpc.sealed) {
      if (!decoder.opener) throw new Error('this service has no key to open sealed commands');
      const opened = decoder.opener.open(payload);
      payload = opened.payload;
      sealReply = opened.sealReply;
    }
    const request = rpc.request.decode(payload);
    const fault = rpc.checkTexts(request);
    return { ...base, request, sealReply, rejection: fault === undefined ? undefined : new ImError('BAD_TEXT', fault) };
  } catch (error) {
    const rejection = new ImError('BAD_PAYLOAD', `the payload is not a ${rpc.name} request`, { cause: error });
    return { ...base, sealReply, rejection };
  }
}

function callerOf(envelope: im.Envelope, knownSince: number): Caller {
  return {
    commandId: `${envelope.replyTo?.instance ?? ''}/${envelope.connection}/${envelope.requestId}`,
    userId: envelope.userId,
    sessionId: envelope.sessionId,
    epoch: envelope.epoch,
    gate: { instance: envelope.replyTo?.instance ?? '', slot: envelope.replyTo?.partition ?? 0 },
    connection: envelope.connection,
    clientIp: envelope.clientIp,
    deviceKind: envelope.deviceKind,
    language: envelope.language,
    clientInstanceId: envelope.clientInstanceId,
    connectionAttempt: envelope.connectionAttempt,
    acceptedAt: envelope.acceptedAt,
    knownSince,
  };
}

/** True when nobody waits for the reply of a command that is worthless then. */
export function isExpired<Store>({ rpc, envelope, caller }: QueuedCommand<Store>): boolean {
  const { timeoutMs } = envelope;
  return rpc?.expires === true && timeoutMs > 0 && performance.now() - caller.knownSince > timeoutMs;
}

/** The reply to an expired command. */
export function expired(): ImError {
  return new ImError('EXPIRED', 'the command waited for longer than its caller and did not run');
}

/**
 * The handlers of a service by the number of their rpc. Throws if one is missing: the type checker does not see a contract that
 * is made at run time.
 */
export function handlersByNumber<Store>(rpcs: ReadonlyMap<number, Rpc>, handlers: object): Map<number, AnyCommandHandler<Store>> {
  const byNumber = new Map<number, AnyCommandHandler<Store>>();
  for (const rpc of rpcs.values()) {
    const handler = (handlers as Record<string, unknown>)[rpc.handler];
    if (typeof handler === 'function') byNumber.set(rpc.number, { handle: handler as AnyCommandHandler<Store>['handle'] });
    else if (typeof handler === 'object' && handler !== null) byNumber.set(rpc.number, handler as AnyCommandHandler<Store>);
    else throw new Error(`${rpc.name} has no handler: write ${rpc.handler}`);
  }
  return byNumber;
}
