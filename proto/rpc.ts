// The protos as TypeScript: the message codecs, which rpc has which number, and what a service's handlers must look like.
import './plain-numbers.ts'; // before the generated messages: they ask for it while they are made
import type protobuf from 'protobufjs/light.js';
import { makeAbsentEnumsNull } from './absent-enums.ts';
import { im } from './generated/index.js';

makeAbsentEnumsNull(im as unknown as protobuf.Namespace);

export { im };

/** What the gate and the runtime know about a command: everything that stands on its rpc line. */
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
  /** Dropped with an answer once its deadline has passed: `reads` or `(expires)`. */
  readonly expires: boolean;
  readonly request: Codec;
  readonly reply: Codec;
}

/** A message's codec, when its type is known at run time only. `decode` throws on a malformed or truncated message. */
export interface Codec {
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
}

type RpcMethod = { readonly requestType: string; readonly responseType: string };
type Messages = { [name: string]: { decode(bytes: Uint8Array): unknown } };
type Decoded<M, Name> = Name extends keyof M ? (M[Name] extends { decode(bytes: Uint8Array): infer T } ? T : never) : never;
type Encodable<M, Name> = Name extends keyof M ? (M[Name] extends { encode(message: infer T): unknown } ? T : never) : never;

/** The rpcs of a generated service class: their names, as methods. */
export type RpcsOf<Service> = { [K in keyof Service as Service[K] extends RpcMethod ? K : never]: Service[K] };
/** The decoded request of an rpc. */
export type RequestOf<R, M = typeof im> = R extends RpcMethod ? Decoded<M, R['requestType']> : never;
/** What may be given as the request of an rpc. */
export type RequestShape<R, M = typeof im> = R extends RpcMethod ? Encodable<M, R['requestType']> : never;
/** The decoded reply of an rpc. */
export type ReplyOf<R, M = typeof im> = R extends RpcMethod ? Decoded<M, R['responseType']> : never;
/** What may be given as the reply of an rpc. */
export type ReplyShape<R, M = typeof im> = R extends RpcMethod ? Encodable<M, R['responseType']> : never;

/**
 * Runs one command. `prepare` does what must not happen inside a batch transaction (hashing, calls to other services); `handle` runs
 * in the batch. `answersFromStore` promises that running `handle` again finds the first result in the store, has no effect
 * and leads to the same reply and pushes; without it the runtime keeps the outcome in the outbox until it is published.
 */
export interface CommandHandler<Request, Reply, Command, Prepared = unknown> {
  prepare?(request: Request, command: { readonly caller: Caller }): Promise<Prepared>;
  handle(request: Request, command: Command, prepared: Prepared): Promise<Reply> | Reply;
  isIdempotent?: true;
}

/** One function (or its steps) for each rpc of a service: a missing or misspelt one does not compile. */
export type Handlers<Service, Command, M = typeof im> = {
  readonly [K in keyof RpcsOf<Service>]:
    | ((request: RequestOf<Service[K], M>, command: Command) => Promise<ReplyShape<Service[K], M>> | ReplyShape<Service[K], M>)
    // biome-ignore lint/suspicious/noExplicitAny: each command has its own prepared value, checked where `steps` makes it
    | CommandHandler<RequestOf<Service[K], M>, ReplyShape<Service[K], M>, Command, any>;
};

/** Who sends a command. `user` and `session` are empty before log-in; all of it is set by the gate, nothing comes from the payload. */
export interface Caller {
  /** The command's own id: the same each time it is delivered, another one when its client sends it again. */
  readonly commandId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly epoch: number;
  /** The gate's instance and the connection's number there; 0 for a command of another service. */
  readonly gate: { readonly instance: string; readonly slot: number };
  readonly connection: number;
  readonly clientIp: string;
  readonly deviceKind: string;
  readonly language: string;
  /** Milliseconds since 1970. */
  readonly acceptedAt: number;
}

/** Ties the types of a command's steps together: what `prepare` returns is what `handle` gets. */
export function commandHandler<Request, Reply, Command, Prepared>(
  all: CommandHandler<Request, Reply, Command, Prepared>,
): CommandHandler<Request, Reply, Command, Prepared> {
  return all;
}

/** Every service of the contract, reflected: what stands in a .proto here is known to the gate, the topics and the SDK. */
export function allServices(): readonly object[] {
  return (im as unknown as protobuf.Namespace).nestedArray.filter((nested) => 'methodsArray' in nested);
}

/** All rpcs of the given services (reflected, as `im.Logic`) by number. Throws where an rpc line lacks its number or its access. */
export function rpcsByNumber(services: readonly object[]): ReadonlyMap<number, Rpc> {
  const routes = new Map<number, Rpc>();
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
      const taken = routes.get(number);
      if (taken) throw new Error(`${name}: the number ${number} belongs to ${taken.name}`);
      if (!method.resolvedRequestType || !method.resolvedResponseType) throw new Error(`${name}: unresolved message type`);
      routes.set(number, {
        number,
        name,
        service: reflected.name,
        handler: method.name.charAt(0).toLowerCase() + method.name.slice(1),
        access,
        sealed: option('sealed') === true,
        binds: option('binds') === true,
        reads: option('reads') === true,
        expires: option('reads') === true || option('expires') === true,
        request: method.resolvedRequestType as unknown as Codec,
        reply: method.resolvedResponseType as unknown as Codec,
      });
    }
  }
  return routes;
}

/** The topics of one deployment. A raised generation means new topics: a topic is never used again with another partition count. */
export function topicNames(generation: number): {
  readonly gate: string;
  readonly call: string;
  readonly deadLetter: string;
  readonly events: string;
  service(name: string): string;
} {
  return {
    gate: `im.gate.${generation}`,
    call: `im.call.${generation}`,
    deadLetter: `im.dead-letter.${generation}`,
    events: `im.events.${generation}`,
    service: (name) => `im.${name.toLowerCase()}.${generation}`,
  };
}
export type Topics = ReturnType<typeof topicNames>;
export type { Messages };
