// What the services and the gate need from the outside: every port's contract. Adapters live in kafka/, mysql/, redis/ and embedded/;
// the suites in contract/ hold all of them to these words.
import type { Caller, im, RequestShape, RpcsOf } from '../proto/contract.ts';
import type { ImError } from '../proto/errors.ts';

// ---------------------------------------------------------------- the log

/** One record of a partitioned log. Offsets rise by one within a partition. */
export interface LogRecord {
  readonly offset: number;
  /** A view that may share memory with other records of the same fetch: copy what you keep. */
  readonly value: Uint8Array;
}

/** The largest value a record may have. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;

export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly value: Uint8Array;
}

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** How long records are kept, whether read or not. */
  readonly retentionMs: number;
}

/** What the log holds of a partition: `earliest` is the first offset still there, `end` the offset the next record will get. */
export interface PartitionRange {
  readonly partition: number;
  readonly earliest: number;
  readonly end: number;
}

/** A partitioned, durable, ordered log with consumer groups. Delivers at least once; exactly-once is made by the position rows (see Batches). */
export interface Bus {
  /**
   * Appends records; those of one partition in the given order. Resolves when all are durable on every in-sync replica. Calls are
   * carried out one after the other, in call order. While the log is away it keeps trying, the same records unchanged (so a record
   * may stand in the log twice in a row); rejects only after `close`. A record over MAX_RECORD_BYTES is dropped,
   * with an error in the log: it could never be stored, and everything behind it would wait for ever.
   */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  /** Joins a consumer group: each partition of the topic belongs to exactly one member. Resolves when first partitions (possibly none) are assigned; waits while the log is away. */
  consume(options: ConsumeOptions): Promise<Consumption>;
  /** Reads one partition from its end, in no group. Nothing published after it resolved is missed. Waits while the log is away. */
  follow(options: FollowOptions): Promise<Following>;
  /** Creates the topics that are missing. Throws where one exists with another partition count, or where `replication` cannot be had. Waits while the log is away. */
  ensureTopics(specs: readonly TopicSpec[]): Promise<void>;
  /** False while the last attempt to reach the log failed. */
  readonly reachable: boolean;
  /** Ends every consumption, following and pending publish. */
  close(): Promise<void>;
}

export interface ConsumeOptions {
  readonly group: string;
  readonly topic: string;
  /**
   * Called after each (re)assignment, before the first record of it, with all partitions now owned: returns the offset each one starts at. A partition
   * without an answer, or with one that is not in the log, stands still until the next assignment. Asked again when it throws; never while `drain` runs.
   */
  assigned(partitions: readonly PartitionRange[]): Promise<ReadonlyMap<number, number>>;
  /** Called before partitions may move to another member. When it resolves, nothing taken from the old assignment is being worked on. Bounded by the group's session time-out (3 s): then they move all the same. */
  drain(): Promise<void>;
  /** Records of one partition, in order, without a gap since the last call or the assignment. Must not throw and returns at once. */
  records(partition: number, records: readonly LogRecord[]): void;
}

export interface Consumption {
  /** The next offset of each partition, for lag display only: where to start is what `assigned` says. Never throws. */
  commit(offsets: ReadonlyMap<number, number>): void;
  /** Stops and restarts the flow of a partition; records already fetched may still come. A pause holds over reassignments until it is resumed. */
  pause(partition: number): void;
  resume(partition: number): void;
  /** Drains, then leaves the group. */
  close(): Promise<void>;
}

export interface FollowOptions {
  readonly topic: string;
  readonly partition: number;
  records(records: readonly LogRecord[]): void;
  /** Records may have been missed: whoever depends on them must be told to sync. */
  missed(): void;
}

export interface Following {
  close(): Promise<void>;
}

// ---------------------------------------------------------------- publishing

/** Publishes envelopes, packed by partition, in the order given. Made of a Bus by infra/publisher.ts. */
export interface Publisher {
  /** Queues an envelope. Never throws and never drops. */
  send(topic: string, partition: number, envelope: im.Envelope.$Properties): void;
  /** Resolves when everything sent until now is durable; rejects only when the bus is closed. */
  flushed(): Promise<void>;
  /** What waits or is under way. */
  readonly queuedBytes: number;
}

// ---------------------------------------------------------------- commands, as their handlers see them

/**
 * One command in its batch: who sends it, what is stored, what it leads to. Effects count only when the handler returns.
 * Reads of `stored` throw DataError, PositionMoved or StoreFailed: handlers let them pass.
 */
export interface Command<Stored> {
  readonly caller: Caller;
  /** The tables, bound to the batch's transaction. */
  readonly stored: Stored;
  /** True when the command had its effects before and only its answers are wanted again: the handler finds them in `stored` and writes nothing. */
  readonly again: boolean;
  /**
   * Pushes an event to every living connection of these users. `exceptCaller` leaves out the connection this command came from; `numbered` says that the event
   * carries a seq by which receivers drop doubles (any other gets an event id). What `livesMs` after the command was accepted has not reached a connection is dropped.
   */
  push(
    users: readonly string[],
    event: im.Event.$Properties,
    options?: { exceptCaller?: boolean; numbered?: boolean; livesMs?: number },
  ): void;
  /**
   * Tells search, push notifications, analytics (the topic im.events) what has happened, once it is stored. `key` is a conversation or a user; `users` are those whom it concerns:
   * who of them has no connection then is named as `absent`. Without an `id` of its own it gets one that a repetition has too; without a `time`, when the command was accepted.
   */
  happened(key: string, what: Omit<im.Happened.$Properties, 'key' | 'absent' | 'what'>, users?: readonly string[]): void;
  /**
   * Sends another service a command in the name of a user, in the order of his commands, once this one is stored: `tell(im.Logic, 'forgetUser', {}, user)`. It arrives at least once, whatever
   * happens to this process meanwhile, and whether or not that service runs; perhaps more than once, each time with the same id. Nobody hears its answer. Not for sealed rpcs.
   */
  tell<S extends { readonly prototype: unknown }, K extends keyof RpcsOf<S['prototype']> & string>(
    service: S,
    rpc: K,
    request: RequestShape<RpcsOf<S['prototype']>[K]>,
    user: string,
  ): void;
  /** Binds the caller's connection to a session, with the reply. */
  bind(session: { user: string; session: string; epoch: number }): void;
  /** Hangs up a connection. */
  hangUp(address: ConnectionAddress, reason: im.CloseReason): void;
}

/** Refuses commands before anything is done for them. */
export interface Admission {
  /** Whether it may refuse commands of this handler; the others are never asked about and wait for nothing. */
  concerns(handler: string): boolean;
  /** Why each is refused, or undefined. Asked once for all that have arrived together, in the order they came; again for those that arrive again after a crash. Where it throws, nobody is refused. */
  ask(commands: readonly { readonly handler: string; readonly caller: Caller }[]): Promise<readonly (ImError | undefined)[]>;
}

/** Where a connection is: the gate's process, the partition of the reply topic it reads, and the connection's number there. */
export interface ConnectionAddress {
  readonly instance: string;
  readonly slot: number;
  readonly connection: number;
}

// ---------------------------------------------------------------- batches: effects exactly once

/** How far a group has come in a partition. Effects of records below `next` are stored; answers of records below `published` are published. */
export interface Position {
  readonly next: number;
  readonly published: number;
  /** Producer → the number of its last pack in this partition whose effects are stored. */
  readonly producers: ReadonlyMap<string, number>;
}

/** What one batch takes from a partition: records [start, end). `published` rides along. */
export interface Claim {
  readonly partition: number;
  readonly start: number;
  readonly end: number;
  readonly published: number;
  /** Packs of this batch: producer → highest number. */
  readonly producers: ReadonlyMap<string, number>;
}

/** An outcome kept until it is published: the `index`-th envelope of the record at `offset`. `outcome` is an encoded im.Outcome. */
export interface OutboxRow {
  readonly partition: number;
  readonly offset: number;
  readonly index: number;
  readonly outcome: Uint8Array;
}

/** The store's side of the runtime: one transaction per batch, with the positions of the records it takes. `Stored` are the service's tables. */
export interface Batches<Stored> {
  /** The positions of these partitions of (group, topic); rows that are missing are made, at `earliest`. */
  load(group: string, topic: string, partitions: readonly PartitionRange[]): Promise<ReadonlyMap<number, Position>>;
  /** Kept outcomes of a partition with from ≤ offset < to, in order. */
  outbox(group: string, topic: string, partition: number, from: number, to: number): Promise<OutboxRow[]>;
  /** Advances `published` and forgets outbox rows below it, outside of a batch (when nothing follows that it could ride on). Never moves back. */
  published(group: string, topic: string, offsets: ReadonlyMap<number, number>): Promise<void>;
  /**
   * Opens a batch. Nothing is sent to the store before a command reads, or `commit`; the first round trip locks the position rows and compares them with
   * the claims. `isolated`: commands run one after the other, each within a savepoint. Without claims the batch cannot write.
   */
  open(group: string, topic: string, claims: readonly Claim[], options?: { isolated?: boolean }): Batch<Stored>;
}

export interface Batch<Stored> {
  /** A place for one command's reads and writes. */
  command(): CommandStore<Stored>;
  /**
   * Writes what the kept commands wrote, the outbox rows and the positions, and commits. When the answer to the commit is lost it finds out from the position rows.
   * Throws PositionMoved, DataError or StoreFailed; then nothing was stored.
   */
  commit(outbox: readonly OutboxRow[]): Promise<void>;
  /** Gives up: nothing is stored. Never throws. */
  rollback(): Promise<void>;
}

export interface CommandStore<Stored> {
  readonly stored: Stored;
  /** The handler returned: its writes are part of the batch. In an isolated batch they are sent now; throws DataError when they cannot be stored. */
  keep(): Promise<void> | void;
  /** The handler threw: its writes are forgotten. False when that is impossible without leaving a gap (it took a seq): the batch must run again without it. */
  discard(): boolean | Promise<boolean>;
}

/** A position row does not stand where the batch starts: somebody else has gone on with the partition. */
export class PositionMoved extends Error {
  override readonly name = 'PositionMoved';
  readonly partitions: readonly number[];
  constructor(partitions: readonly number[]) {
    super(`another instance has gone on with partition ${partitions.join(', ')}`);
    this.partitions = partitions;
  }
}

/** The store did not do what it was asked, for reasons that pass (connection lost, lock wait, deadlock): the same batch may work later. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';
  /** When it is known to work again: nothing is wrong, it only has to wait. */
  readonly retryInMs: number | undefined;
  constructor(message: string, options: ErrorOptions & { readonly retryInMs?: number } = {}) {
    super(message, options);
    this.retryInMs = options.retryInMs;
  }
}

/** The store refuses a row for what is in it (a value too long, a key that exists): the batch as a whole cannot work, its commands singly may. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

// ---------------------------------------------------------------- routes

/** A living connection of a user. The one with the highest epoch is a session's only one. */
export interface RouteEntry {
  readonly session: string;
  readonly epoch: number;
  readonly address: ConnectionAddress;
}

/**
 * Who is connected where: user → sessions → connection. A hint, never the truth: it may be lost at any time, and gates assert theirs again every 10 s.
 * A route counts only while its gate's own key lives (10 s, renewed by each `assert`).
 */
export interface Routes {
  /** Enters a route, unless the session has a higher epoch. */
  bind(entries: readonly { user: string; route: RouteEntry }[]): Promise<void>;
  /** Removes the session's route if it still has that epoch: a late disconnect cannot remove its successor. */
  unbind(entries: readonly { user: string; session: string; epoch: number }[]): Promise<void>;
  /** Says that the gate lives and that it has these connections (at most 500 a call, none = only that it lives). Returns the users whose route had been missing. */
  assert(instance: string, entries: readonly { user: string; route: RouteEntry }[]): Promise<string[]>;
  /** The living routes of each user, in the order of `users`. Throws within 1 s when the store is away. */
  lookup(users: readonly string[]): Promise<RouteEntry[][]>;
  /** The gate is gone: none of its routes count any more. */
  leave(instance: string): Promise<void>;
}

// ---------------------------------------------------------------- limits, back-off and leases

/** A try that counts under `key`: so many are allowed in a window, which begins with its first try. */
export interface Try {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Counts tries in fixed windows, over all instances. */
export interface Limits {
  /** Counts each try, those of one key one after the other, in one round trip; 0 = allowed, else milliseconds until the key's window ends. A key always has the same limit. Throws when the store is away. */
  take(tries: readonly Try[]): Promise<number[]>;
}

export interface BackOffRules {
  /** So many tries are let through at once. */
  readonly free: number;
  /** What the next one waits; doubled with each further one up to `maxMs`. */
  readonly firstMs: number;
  readonly maxMs: number;
  /** A key that was not tried for so long starts anew. */
  readonly forgetMs: number;
}

/** Slows down whoever fails again and again, over all instances: each key has its own count of tries. Throws when the store is away. */
export interface BackOff {
  /** Counts one try of each key and answers 0 where it may go ahead, else how many milliseconds to wait; a try that has to wait is not counted. Atomic: of many tries at once no more get through than may. */
  take(keys: readonly string[], rules: BackOffRules): Promise<number[]>;
  /** Takes one counted try of each key back: it did not fail. */
  forgive(keys: readonly string[]): Promise<void>;
}

/** At most one holder of a name at a time, as long as it renews; a lease lost to a pause is seen by its `token` being lower than the next holder's. */
export interface Leases {
  /** A rising token, or undefined when somebody else holds it. Renewing by the same holder gives the same token. */
  acquire(name: string, holder: string, ttlMs: number): Promise<number | undefined>;
  release(name: string, holder: string): Promise<void>;
}

// ---------------------------------------------------------------- cache

/** What a kind of thing is known by in the cache. */
export interface CacheKey {
  readonly kind: string;
  readonly id: string;
}

/** Copies of what the store says, over all instances. A reader may see what was true a moment ago, never what was changed before it asked: whoever changes something says so before and after. */
export interface Cache {
  /**
   * A way to read things of one kind, from the cache or with `load`: ids asked for in one turn are looked up at once, and loaded at once. `load` answers in their order, at most 500, from what is committed (no
   * replica, no transaction of its own); undefined = there is none, which is not remembered. Values are JSON and are shared: nobody changes them; another shape is another kind. Rejects only where `load` does: without
   * the cache all is loaded.
   */
  reader<Value extends object>(
    kind: string,
    load: (ids: readonly string[]) => Promise<readonly (Value | undefined)[]>,
  ): (id: string) => Promise<Value | undefined>;
  /**
   * To be awaited right before the commit of what changes these; what it returns is called when the commit has ended, however. In between they are read from the store. Whoever dies in between, or does not learn how it ended, leaves them uncached for
   * 15 s. Throws StoreFailed where others could go on reading copies that cannot be taken from them: nothing may be committed then. About a second later that is settled, with or without the cache.
   */
  changing(keys: readonly CacheKey[]): Promise<() => void>;
}

// ---------------------------------------------------------------- sealing

/** Encrypts payloads of sealed rpcs on their way through the log; the gate's side. */
export interface Sealer {
  seal(payload: Uint8Array): Uint8Array;
  /** Opens a reply to something this process sealed. Throws when it was made for another process or was changed. */
  openReply(sealed: Uint8Array): Uint8Array;
}

/** The service's side. */
export interface Opener {
  /** Opens a sealed request and gives the way to seal its reply. Throws when it cannot be opened. */
  open(sealed: Uint8Array): { payload: Uint8Array; sealReply(payload: Uint8Array): Uint8Array };
}

// ---------------------------------------------------------------- the rest

/** Structured logging; pino fits. Never blocks. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
