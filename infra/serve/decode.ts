// From a record of the log to commands that can run: every way in which the bytes can be wrong ends here, as a verdict.
import { type Caller, type Codec, im, type Route, type Steps } from '../../proto/contract.ts';
import { ImError } from '../../proto/errors.ts';
import type { Command, LogRecord, Opener } from '../ports.ts';

// biome-ignore lint/suspicious/noExplicitAny: the runtime holds the handlers of any service; Handlers<Service> has checked each against its rpc
export type AnySteps<Stored> = Steps<any, object, Command<Stored>, any>;

/** What all commands of a service have in common. */
export interface Source {
  readonly topic: string;
  /** Whether what has happened is told to anybody. */
  readonly tellsEvents: boolean;
  /** Whether other services can be told anything. */
  readonly tellsServices: boolean;
}

/** One command of a record, on its way through the runtime. */
export interface Task<Stored> {
  readonly source: Source;
  readonly partition: number;
  readonly offset: number;
  /** Its place in the pack. */
  readonly index: number;
  readonly envelope: im.Envelope;
  readonly caller: Caller;
  /** Commands with the same key run one after the other. */
  readonly key: string;
  readonly route: Route | undefined;
  readonly steps: AnySteps<Stored> | undefined;
  readonly request: object | undefined;
  readonly sealReply: ((payload: Uint8Array) => Uint8Array) | undefined;
  prepared: unknown;
  /** Set where the command is answered without its handler: refused before it could run, or found to be poison. */
  verdict: ImError | undefined;
}

/** A record: its commands, or undefined where nobody can read it. */
export interface Intake<Stored> {
  readonly partition: number;
  readonly offset: number;
  readonly bytes: number;
  readonly record: Uint8Array;
  readonly producer: string;
  readonly number: number;
  readonly tasks: Task<Stored>[];
  readonly unreadable: Error | undefined;
}

export interface Decoder<Stored> {
  readonly source: Source;
  readonly routes: ReadonlyMap<number, Route>;
  readonly steps: ReadonlyMap<number, AnySteps<Stored>>;
  readonly opener: Opener | undefined;
}

/** Never throws. */
export function decodeRecord<Stored>(decoder: Decoder<Stored>, partition: number, record: LogRecord): Intake<Stored> {
  const { offset, value } = record;
  const base = { partition, offset, bytes: value.length, record: value };
  let pack: im.Pack;
  try {
    pack = im.Pack.decode(value) as im.Pack;
  } catch (error) {
    return { ...base, producer: '', number: 0, tasks: [], unreadable: asError(error) };
  }
  if (pack.version !== 1) {
    const unreadable = new Error(`pack version ${pack.version} is not known here`);
    return { ...base, producer: '', number: 0, tasks: [], unreadable };
  }
  const tasks = pack.envelopes.map((envelope, index) => decodeTask(decoder, partition, offset, index, envelope as im.Envelope));
  return { ...base, producer: pack.producer, number: pack.number, tasks, unreadable: undefined };
}

function decodeTask<Stored>(
  decoder: Decoder<Stored>,
  partition: number,
  offset: number,
  index: number,
  envelope: im.Envelope,
): Task<Stored> {
  const route = decoder.routes.get(envelope.rpc);
  const steps = decoder.steps.get(envelope.rpc);
  const caller = callerOf(envelope);
  const key = envelope.user || `${caller.gate.instance}/${caller.connection}`;
  const base = { source: decoder.source, partition, offset, index, envelope, caller, key, route, steps, prepared: undefined };
  if (!route || !steps)
    return {
      ...base,
      request: undefined,
      sealReply: undefined,
      verdict: new ImError('UNKNOWN_ROUTE', `rpc ${envelope.rpc} is not served here`),
    };
  if (route.access === 'USER' && !envelope.user)
    return {
      ...base,
      request: undefined,
      sealReply: undefined,
      verdict: new ImError('NOT_LOGGED_IN', `${route.name} needs a user`),
    };
  let payload: Uint8Array = envelope.payload;
  let sealReply: Task<Stored>['sealReply'];
  try {
    if (route.sealed) {
      if (!decoder.opener) throw new Error('this service has no key to open sealed commands');
      const opened = decoder.opener.open(payload);
      payload = opened.payload;
      sealReply = opened.sealReply;
    }
    return { ...base, request: decodePayload(route.request, payload), sealReply, verdict: undefined };
  } catch (error) {
    const verdict = new ImError('BAD_PAYLOAD', `the payload is not a ${route.name} request`, { cause: error });
    return { ...base, request: undefined, sealReply, verdict };
  }
}

function decodePayload(codec: Codec, payload: Uint8Array): object {
  return codec.decode(payload);
}

function callerOf(envelope: im.Envelope): Caller {
  return {
    command: `${envelope.replyTo?.instance ?? ''}/${envelope.connection}/${envelope.requestId}`,
    user: envelope.user,
    session: envelope.session,
    epoch: envelope.epoch,
    gate: { instance: envelope.replyTo?.instance ?? '', slot: envelope.replyTo?.partition ?? 0 },
    connection: envelope.connection,
    clientAddress: envelope.clientAddress,
    deviceKind: envelope.deviceKind,
    language: envelope.language,
    acceptedAt: envelope.acceptedAt,
  };
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** The handlers of a service by the number of their rpc. Throws where one is missing: the contract was made at run time. */
export function stepsOf<Stored>(routes: ReadonlyMap<number, Route>, handlers: object): Map<number, AnySteps<Stored>> {
  const steps = new Map<number, AnySteps<Stored>>();
  for (const route of routes.values()) {
    const handler = (handlers as Record<string, unknown>)[route.handler];
    if (typeof handler === 'function') steps.set(route.number, { handle: handler as AnySteps<Stored>['handle'] });
    else if (typeof handler === 'object' && handler !== null) steps.set(route.number, handler as AnySteps<Stored>);
    else throw new Error(`${route.name} has no handler: write ${route.handler}`);
  }
  return steps;
}
