// Port: a command as its handler sees it, and the admission that may refuse it before.
import type { ImError } from '../../proto/errors.ts';
import type { Caller, im, RequestShape, RpcsOf } from '../../proto/rpc.ts';

export interface PushOptions {
  /** Leaves out the connection that the command came from. */
  readonly exceptCaller?: boolean;
  /** The push carries a seq by which receivers drop duplicates. Any other push gets a push id for that. */
  readonly sequenced?: boolean;
  /** Connections that the push has not reached so long after the command was accepted do not get it. */
  readonly ttlMs?: number;
}

/**
 * One command in its batch. Its effects count only when the handler returns.
 * Reads of `tx` throw DataError, PositionMoved or StoreFailed: handlers let them pass. Call methods on the object itself: taken
 * out of it (`const { push } = command`) they throw.
 */
export interface Command<Store> {
  readonly caller: Caller;
  /** The tables, bound to the batch's transaction. */
  readonly tx: Store;
  /** True when the effects are stored and only the outcome is wanted again: the handler finds it in `tx` and writes nothing. */
  readonly isReplay: boolean;
  /** Sends a push to every connection of these users. */
  push(userIds: readonly string[], push: im.Push.$Properties, options?: PushOptions): void;
  /**
   * Emits a domain event to other systems (search, push notifications, analytics; topic im.events) once the command is stored.
   * `key` is a conversation or a user. Those of `userIds` who have no connection then are listed as `absent`. The default `id` is
   * the same in a repetition; the default `time` is when the command was accepted.
   */
  emit(key: string, event: Omit<im.DomainEvent.$Properties, 'key' | 'absent' | 'what'>, userIds?: readonly string[]): void;
  /**
   * Enqueues a command to another service in the name of a user, once this one is stored: `enqueue(im.Logic, 'forgetUser', {},
   * id)`. Keeps the order of the user's commands. Delivery is at least once, with the same id each time, whether or not that
   * service runs now. Nobody gets the reply. Not for sealed rpcs.
   */
  enqueue<S extends { readonly prototype: unknown }, K extends keyof RpcsOf<S['prototype']> & string>(
    service: S,
    rpc: K,
    request: RequestShape<RpcsOf<S['prototype']>[K]>,
    userId: string,
  ): void;
  /** Binds the caller's connection to a session, with the reply. */
  bind(session: { userId: string; sessionId: string; epoch: number }): void;
  /** Closes a connection. */
  disconnect(address: ConnectionAddress, reason: im.CloseReason): void;
}

/** Refuses commands before they are prepared or run. */
export interface Admission {
  /** Whether commands of this handler may be refused. `check` is never called for the others, and they do not wait for it. */
  appliesTo(handler: string): boolean;
  /**
   * For each command the reason to refuse it, or undefined. Called once for all commands that arrived together, in their order;
   * again for commands that arrive again after a crash. If it throws, no command is refused.
   */
  check(commands: readonly { readonly handler: string; readonly caller: Caller }[]): Promise<readonly (ImError | undefined)[]>;
}

/** Where a connection is. */
export interface ConnectionAddress {
  /** The gate's process. */
  readonly instance: string;
  /** The partition of the reply topic that the gate reads. */
  readonly slot: number;
  /** The connection's number at its gate. */
  readonly connection: number;
}
