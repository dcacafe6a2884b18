// A command as its handler sees it, and what refuses it before.

import type { ImError } from '../../proto/errors.ts';
import type { Caller, im, RequestShape, RpcsOf } from '../../proto/rpc.ts';

/**
 * One command in its batch: who sends it, what is stored, what it leads to. Effects count only when the handler returns.
 * Reads of `stored` throw DataError, PositionMoved or StoreFailed: handlers let them pass. Methods are called on it and on its tables: taken out (`const { push } = command`) they throw.
 */
export interface Command<Stored> {
  readonly caller: Caller;
  /** The tables, bound to the batch's transaction. */
  readonly tx: Stored;
  /** True when the command had its effects before and only its answers are wanted again: the handler finds them in `stored` and writes nothing. */
  readonly isReplay: boolean;
  /**
   * Pushes an event to every living connection of these users. `exceptCaller` leaves out the connection this command came from; `numbered` says that the event
   * carries a seq by which receivers drop doubles (any other gets an event id). What `livesMs` after the command was accepted has not reached a connection is dropped.
   */
  push(
    users: readonly string[],
    event: im.Push.$Properties,
    options?: { exceptCaller?: boolean; sequenced?: boolean; ttlMs?: number },
  ): void;
  /**
   * Tells search, push notifications, analytics (the topic im.events) what has happened, once it is stored. `key` is a conversation or a user; `users` are those whom it concerns:
   * who of them has no connection then is named as `absent`. Without an `id` of its own it gets one that a repetition has too; without a `time`, when the command was accepted.
   */
  emit(key: string, what: Omit<im.DomainEvent.$Properties, 'key' | 'absent' | 'what'>, users?: readonly string[]): void;
  /**
   * Sends another service a command in the name of a user, in the order of his commands, once this one is stored: `tell(im.Logic, 'forgetUser', {}, user)`. It arrives at least once, whatever
   * happens to this process meanwhile, and whether or not that service runs; perhaps more than once, each time with the same id. Nobody hears its answer. Not for sealed rpcs.
   */
  enqueue<S extends { readonly prototype: unknown }, K extends keyof RpcsOf<S['prototype']> & string>(
    service: S,
    rpc: K,
    request: RequestShape<RpcsOf<S['prototype']>[K]>,
    user: string,
  ): void;
  /** Binds the caller's connection to a session, with the reply. */
  bind(session: { userId: string; sessionId: string; epoch: number }): void;
  /** Hangs up a connection. */
  disconnect(address: ConnectionAddress, reason: im.CloseReason): void;
}

/** Refuses commands before anything is done for them. */
export interface Admission {
  /** Whether it may refuse commands of this handler; the others are never asked about and wait for nothing. */
  appliesTo(handler: string): boolean;
  /** Why each is refused, or undefined. Asked once for all that have arrived together, in the order they came; again for those that arrive again after a crash. Where it throws, nobody is refused. */
  check(commands: readonly { readonly handler: string; readonly caller: Caller }[]): Promise<readonly (ImError | undefined)[]>;
}

/** Where a connection is: the gate's process, the partition of the reply topic it reads, and the connection's number there. */
export interface ConnectionAddress {
  readonly instance: string;
  readonly slot: number;
  readonly connection: number;
}
