// From a record of the log to commands that can run: every way in which the bytes can be wrong ends here, as a verdict.

import { ImError } from '../../proto/errors.ts';
import { type Caller, type Codec, type CommandHandler, im, type Rpc } from '../../proto/rpc.ts';
import type { Command, LogRecord, Opener } from '../ports/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: the runtime holds the handlers of any service; Handlers<Service> has checked each against its rpc
export type AnyCommandHandler<Stored> = CommandHandler<any, object, Command<Stored>, any>;

/** What all commands of a service have in common. */
export interface CommandSource {
  readonly topic: string;
  /** Whether what has happened is told to anybody. */
  readonly domainEventsEnabled: boolean;
  /** Whether other services can be told anything. */
  readonly serviceCommandsEnabled: boolean;
}

/** One command of a record, on its way through the runtime. */
export interface QueuedCommand<Stored> {
  readonly source: CommandSource;
  readonly partition: number;
  readonly offset: number;
  /** Its place in the pack. */
  readonly index: number;
  readonly envelope: im.Envelope;
  readonly caller: Caller;
  /** Commands with the same key run one after the other. */
  readonly key: string;
  readonly rpc: Rpc | undefined;
  readonly handler: AnyCommandHandler<Stored> | undefined;
  readonly request: object | undefined;
  readonly sealReply: ((payload: Uint8Array) => Uint8Array) | undefined;
  prepared: unknown;
  /** Set where the command is answered without its handler: refused before it could run, or found to be poison. */
  rejection: ImError | undefined;
}

/** A record: its commands, or undefined where nobody can read it. */
export interface DecodedRecord<Stored> {
  readonly partition: number;
  readonly offset: number;
  readonly bytes: number;
  readonly value: Uint8Array;
  readonly producer: string;
  readonly packNumber: number;
  readonly commands: QueuedCommand<Stored>[];
  readonly decodeError: Error | undefined;
}

export interface RecordDecoder<Stored> {
  readonly source: CommandSource;
  readonly rpcs: ReadonlyMap<number, Rpc>;
  readonly handlers: ReadonlyMap<number, AnyCommandHandler<Stored>>;
  readonly opener: Opener | undefined;
}

/** Never throws. */
export function decodeRecord<Stored>(
  decoder: RecordDecoder<Stored>,
  partition: number,
  record: LogRecord,
): DecodedRecord<Stored> {
  const { offset, value } = record;
  const base = { partition, offset, bytes: value.length, value };
  let pack: im.Pack;
  try {
    pack = im.Pack.decode(value) as im.Pack;
  } catch (error) {
    return { ...base, producer: '', packNumber: 0, commands: [], decodeError: asError(error) };
  }
  if (pack.version !== 1) {
    const decodeError = new Error(`pack version ${pack.version} is not known here`);
    return { ...base, producer: '', packNumber: 0, commands: [], decodeError };
  }
  const commands = pack.envelopes.map((envelope, index) =>
    decodeTask(decoder, partition, offset, index, envelope as im.Envelope),
  );
  return { ...base, producer: pack.producer, packNumber: pack.number, commands, decodeError: undefined };
}

function decodeTask<Stored>(
  decoder: RecordDecoder<Stored>,
  partition: number,
  offset: number,
  index: number,
  envelope: im.Envelope,
): QueuedCommand<Stored> {
  const rpc = decoder.rpcs.get(envelope.rpc);
  const handler = decoder.handlers.get(envelope.rpc);
  const caller = callerOf(envelope);
  const key = envelope.userId || `${caller.gate.instance}/${caller.connection}`;
  const base = { source: decoder.source, partition, offset, index, envelope, caller, key, rpc, handler, prepared: undefined };
  if (!rpc || !handler)
    return {
      ...base,
      request: undefined,
      sealReply: undefined,
      rejection: new ImError('UNKNOWN_ROUTE', `rpc ${envelope.rpc} is not served here`),
    };
  if (rpc.access === 'USER' && !envelope.userId)
    return {
      ...base,
      request: undefined,
      sealReply: undefined,
      rejection: new ImError('NOT_LOGGED_IN', `${rpc.name} needs a user`),
    };
  let payload: Uint8Array = envelope.payload;
  let sealReply: QueuedCommand<Stored>['sealReply'];
  try {
    if (rpc.sealed) {
      if (!decoder.opener) throw new Error('this service has no key to open sealed commands');
      const opened = decoder.opener.open(payload);
      payload = opened.payload;
      sealReply = opened.sealReply;
    }
    return { ...base, request: decodePayload(rpc.request, payload), sealReply, rejection: undefined };
  } catch (error) {
    const rejection = new ImError('BAD_PAYLOAD', `the payload is not a ${rpc.name} request`, { cause: error });
    return { ...base, request: undefined, sealReply, rejection };
  }
}

function decodePayload(codec: Codec, payload: Uint8Array): object {
  return codec.decode(payload);
}

function callerOf(envelope: im.Envelope): Caller {
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
    acceptedAt: envelope.acceptedAt,
  };
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** The handlers of a service by the number of their rpc. Throws where one is missing: the contract was made at run time. */
export function handlersByNumber<Stored>(
  routes: ReadonlyMap<number, Rpc>,
  handlers: object,
): Map<number, AnyCommandHandler<Stored>> {
  const steps = new Map<number, AnyCommandHandler<Stored>>();
  for (const route of routes.values()) {
    const handler = (handlers as Record<string, unknown>)[route.handler];
    if (typeof handler === 'function') steps.set(route.number, { handle: handler as AnyCommandHandler<Stored>['handle'] });
    else if (typeof handler === 'object' && handler !== null) steps.set(route.number, handler as AnyCommandHandler<Stored>);
    else throw new Error(`${route.name} has no handler: write ${route.handler}`);
  }
  return steps;
}
