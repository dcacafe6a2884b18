// Port: a command as its handler sees it, and the admission check that may refuse it before it runs.
import type { ImError } from '../../proto/errors.ts';
import type { Caller, im, RequestShape, RpcsOf } from '../../proto/rpc.ts';

export interface PushOptions {
  /** Leaves out the connection that the command came from. */
  readonly exceptCaller?: boolean;
  /** The push carries a seq, by which receivers drop duplicates. A push without a seq gets a push id for this purpose. */
  readonly sequenced?: boolean;
  /** The push is ephemeral: it is dropped for a connection that it has not reached this long after the command was accepted. */
  readonly ttlMs?: number;
}

/**
 * One command in its batch. Its effects count only when the handler returns.
 * Reads of `tx` throw DataError, PositionMoved or StoreFailed: handlers must not catch them. Call methods on the object itself:
 * destructured methods (`const { push } = command`) throw.
 */
export interface Command<Store> {
  readonly caller: Caller;
  /** The tables, bound to the batch's transaction. */
  readonly tx: Store;
  /** True when the effects are already stored: the handler reads the outcome again from `tx` and writes nothing. */
  readonly isReplay: boolean;
  /** Sends a push to every connection of these users. */
  push(userIds: readonly string[], push: im.Push.$Properties, options?: PushOptions): void;
  /**
   * Emits a domain event to other systems (search, push notifications, analytics; topic im.events) once the command is stored.
   * `key` is a conversation or a user. Users of `userIds` without a connection are listed as `absent_user_ids`. The default
   * `id` stays the same when the event is published again; the default `time` is when the command was accepted.
   */
  emit(key: string, event: Omit<im.DomainEvent.$Properties, 'key' | 'absentUserIds' | 'what'>, userIds?: readonly string[]): void;
  /**
   * Enqueues a command to another service in the name of a user, once this command is stored: `enqueue(im.Logic, 'eraseUser',
   * {}, id)`. Keeps the order of the user's commands. Delivery is at least once, with the same id each time, even if that service
   * is down now. The reply is dropped. Sealed rpcs cannot be enqueued.
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

/** The check that may refuse commands before they are prepared or run. */
export interface Admission {
  /** Whether commands of this handler are checked. Other commands run without waiting for `check`. */
  appliesTo(handler: string): boolean;
  /**
   * Returns for each command the reason to refuse it, or undefined. Called once for all commands that arrived together, in their
   * order, and again for commands that are redelivered after a crash. If it throws, all commands are admitted.
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
