// The contract as TypeScript: message codecs, rpcs by number, and the type of a service's handlers.
import './plain-numbers.ts'; // must come before the generated messages, which depend on it when they load
import './well-formed-strings.ts';
import type protobuf from 'protobufjs/light.js';
import { makeAbsentEnumsNull } from './absent-enums.ts';
import { im } from './generated/index.js';
import { type TextCheck, textCheckOf } from './text/text-rules.ts';

makeAbsentEnumsNull(im as unknown as protobuf.Namespace);

export { im };

/** An rpc as the gate and the runtime know it, from its line in the .proto file. */
export interface Rpc {
  /** The number on the wire. */
  readonly number: number;
  /** "Logic.SendMessage", for logs and errors. */
  readonly name: string;
  /** "Logic". */
  readonly service: string;
  /** The handler's name: "sendMessage". */
  readonly handler: string;
  readonly access: 'USER' | 'PUBLIC' | 'INTERNAL';
  readonly sealed: boolean;
  readonly binds: boolean;
  readonly reads: boolean;
  /** True for rpcs with `reads` or `(expires)`: once nobody waits for its reply, the command does not run and gets EXPIRED. */
  readonly expires: boolean;
  /** A read whose reply is a page: it runs beside the batches, at most two of a user at once. */
  readonly paged: boolean;
  /** Of an encoded request, before it is sealed. */
  readonly maxPayloadBytes: number;
  readonly request: Codec;
  readonly reply: Codec;
  /** Checks the texts of a decoded request by the rules of its fields. */
  readonly checkTexts: TextCheck;
}

/** The codec of a message whose type is known only at run time. `decode` throws on a malformed or truncated message. */
export interface Codec {
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
}

type RpcMethod = { readonly requestType: string; readonly responseType: string };
type Decoded<M, Name> = Name extends keyof M ? (M[Name] extends { decode(bytes: Uint8Array): infer T } ? T : never) : never;
type Encodable<M, Name> = Name extends keyof M ? (M[Name] extends { encode(message: infer T): unknown } ? T : never) : never;

/** More than any request has that is not `large`: texts, and the ids of 100 users. Without a log-in: names and codes. */
const MAX_PAYLOAD_BYTES = { PUBLIC: 4 * 1024, USER: 8 * 1024, INTERNAL: Number.POSITIVE_INFINITY } as const;

/** The rpcs of a generated service class, by method name. */
export type RpcsOf<Service> = { [K in keyof Service as Service[K] extends RpcMethod ? K : never]: Service[K] };
/** The decoded request of an rpc. */
export type RequestOf<R, M = typeof im> = R extends RpcMethod ? Decoded<M, R['requestType']> : never;
/** An object that can be encoded as the request of an rpc. */
export type RequestShape<R, M = typeof im> = R extends RpcMethod ? Encodable<M, R['requestType']> : never;
/** The decoded reply of an rpc. */
export type ReplyOf<R, M = typeof im> = R extends RpcMethod ? Decoded<M, R['responseType']> : never;
/** An object that can be encoded as the reply of an rpc. */
export type ReplyShape<R, M = typeof im> = R extends RpcMethod ? Encodable<M, R['responseType']> : never;

/**
 * Runs one command. `prepare` does slow work that must not run in a batch transaction (hashing, calls to other services).
 * `handle` runs in the batch. `isIdempotent` promises that a repeated `handle` finds the first result in the store, has no
 * further effect, and returns the same reply and pushes. Without it, the runtime keeps the outcome in the outbox until it is
 * published.
 */
export interface CommandHandler<Request, Reply, Command, Prepared = unknown> {
  prepare?(request: Request, command: { readonly caller: Caller }): Promise<Prepared>;
  handle(request: Request, command: Command, prepared: Prepared): Promise<Reply> | Reply;
  isIdempotent?: true;
}

/** A function or a CommandHandler for each rpc of a service: a missing or misspelt one does not compile. */
export type Handlers<Service, Command, M = typeof im> = {
  readonly [K in keyof RpcsOf<Service>]:
    | ((request: RequestOf<Service[K], M>, command: Command) => Promise<ReplyShape<Service[K], M>> | ReplyShape<Service[K], M>)
    // biome-ignore lint/suspicious/noExplicitAny: `commandHandler` checks the prepared value of each command
    | CommandHandler<RequestOf<Service[K], M>, ReplyShape<Service[K], M>, Command, any>;
};

/**
 * The sender of a command. `userId` and `sessionId` are empty before the log-in. The gate sets all fields; none comes from the
 * payload.
 */
export interface Caller {
  /** Identifies the command. It is the same for each delivery of a command, and differs when the client resends. */
  readonly commandId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly epoch: number;
  /** The gate that accepted the command. */
  readonly gate: { readonly instance: string; readonly slot: number };
  /** The number of the connection at that gate; 0 for a command of another service. */
  readonly connection: number;
  readonly clientIp: string;
  readonly deviceKind: string;
  readonly language: string;
  /** 16 bytes that the client program chose at its start; empty if it chose none. */
  readonly clientInstanceId: Uint8Array;
  /** Rises with each connection of that client instance. */
  readonly connectionAttempt: number;
  /** Milliseconds since 1970 by the clock of the gate: for display, never for a decision. */
  readonly acceptedAt: number;
  /**
   * The gate had accepted the command by then, by `performance.now()` of this process. A command that waited in the log while
   * no instance of the service ran is older than that.
   */
  readonly knownSince: number;
}

/** Ties the types of a handler together: `handle` receives what `prepare` returns. */
export function commandHandler<Request, Reply, Command, Prepared>(
  handler: CommandHandler<Request, Reply, Command, Prepared>,
): CommandHandler<Request, Reply, Command, Prepared> {
  return handler;
}

/**
 * Every service of the contract, as protobufjs reflects it. The gate, the topics and the SDK derive their rpcs from this list.
 */
export function allServices(): readonly object[] {
  return (im as unknown as protobuf.Namespace).nestedArray.filter((nested) => 'methodsArray' in nested);
}

/**
 * All rpcs of the given reflected services (such as `im.Logic`) by number. Throws when an rpc line lacks its number or access.
 */
export function rpcsByNumber(services: readonly object[]): ReadonlyMap<number, Rpc> {
  const rpcs = new Map<number, Rpc>();
  for (const reflected of services as protobuf.Service[]) {
    reflected.root.resolveAll();
    for (const method of reflected.methodsArray) {
      const options: Record<string, unknown> = Object.assign({}, ...((method.parsedOptions as object[] | null) ?? []));
      const option = (key: string): unknown => options[`(${key})`] ?? options[`(im.${key})`];
      const number = option('number');
      const access = option('access');
      const name = `${reflected.name}.${method.name}`;
      if (typeof number !== 'number') throw new Error(`${name}: the rpc line has no (number)`);
      if (access !== 'USER' && access !== 'PUBLIC' && access !== 'INTERNAL')
        throw new Error(`${name}: the rpc line has no (access)`);
      const taken = rpcs.get(number);
      if (taken) throw new Error(`${name}: the number ${number} belongs to ${taken.name}`);
      if (!method.resolvedRequestType || !method.resolvedResponseType) throw new Error(`${name}: unresolved message type`);
      rpcs.set(number, {
        number,
        name,
        service: reflected.name,
        handler: method.name.charAt(0).toLowerCase() + method.name.slice(1),
        access,
        sealed: option('sealed') === true,
        binds: option('binds') === true,
        reads: option('reads') === true,
        expires: option('reads') === true || option('expires') === true,
        paged: option('paged') === true,
        maxPayloadBytes: option('large') === true ? Number.POSITIVE_INFINITY : MAX_PAYLOAD_BYTES[access],
        request: method.resolvedRequestType as unknown as Codec,
        reply: method.resolvedResponseType as unknown as Codec,
        checkTexts: access === 'INTERNAL' ? acceptTexts : textCheckOf(method.resolvedRequestType),
      });
    }
  }
  return rpcs;
}

/** Services send each other texts that they have checked. */
const acceptTexts: TextCheck = () => undefined;

/** The topics of one deployment. A topic never changes its partition count; a higher generation makes new topics. */
export function topicNames(generation: number): {
  readonly gate: string;
  readonly call: string;
  readonly deadLetter: string;
  readonly events: string;
  /** What the processes report about themselves. */
  readonly status: string;
  /** What an operator makes processes do. */
  readonly control: string;
  /** Its name says the partitions with which the generation was made. It has no records. */
  layout(partitions: { readonly command: number; readonly gate: number }): string;
  service(name: string): string;
} {
  return {
    gate: `im.gate.${generation}`,
    call: `im.call.${generation}`,
    deadLetter: `im.dead-letter.${generation}`,
    events: `im.events.${generation}`,
    status: `im.status.${generation}`,
    control: `im.control.${generation}`,
    layout: ({ command, gate }) => `im.layout.${generation}.${command}.${gate}`,
    service: (name) => `im.${name.toLowerCase()}.${generation}`,
  };
}
export type Topics = ReturnType<typeof topicNames>;
