// One command through its handler: what comes out is an outcome, or an error that concerns the whole batch.

import { ImError, toFailure } from '../../proto/errors.ts';
import { type Caller, im } from '../../proto/rpc.ts';
import { type Batch, type Command, type ConnectionAddress, DataError, PositionMoved, StoreFailed } from '../ports/index.ts';
import { asError, type QueuedCommand } from './record-decoder.ts';
import { encodeServiceCommand } from './service-commands.ts';

/** What a command led to, and how it can be answered again after a crash. */
export interface ExecutedCommand<Stored> {
  readonly command: QueuedCommand<Stored>;
  readonly outcome: im.Outcome.$Properties;
  /** False where its handler finds the same answer in the store. */
  readonly needsOutbox: boolean;
}

/** A handler failed in a way that no repetition mends: a bug, or a row the store refuses. */
export class PoisonCommand extends Error {
  override readonly name = 'Poison';
  readonly command: QueuedCommand<unknown>;
  constructor(task: QueuedCommand<unknown>, cause: unknown) {
    super(asError(cause).message, { cause });
    this.command = task;
  }
}

/** A command was refused after it had taken a seq: the batch must run again without it. Its task has its verdict now. */
export class RerunWithout extends Error {
  override readonly name = 'Spoiled';
}

/**
 * Runs one command in `batch`. Refusals are outcomes. Throws Poison, Spoiled, or what the batch throws.
 * `again`: the command had its effects before, only its answers are wanted.
 */
export async function runCommand<Stored>(
  batch: Batch<Stored>,
  task: QueuedCommand<Stored>,
  again = false,
): Promise<ExecutedCommand<Stored>> {
  const { rpc, handler } = task;
  if (task.rejection) return rejectedResult(task, task.rejection);
  if (!rpc || !handler) return rejectedResult(task, new ImError('UNKNOWN_ROUTE', `rpc ${task.envelope.rpc} is not served here`));
  if (rpc.expires && !again && task.envelope.deadline < Date.now()) {
    return rejectedResult(task, new ImError('EXPIRED', 'the command waited longer than its deadline and was not run'));
  }
  const store = batch.beginCommand();
  const command = new RunningCommand(task, store.tx, again);
  try {
    const reply = await handler.handle(task.request, command, task.prepared);
    const encoded = rpc.reply.encode(reply).finish();
    await store.keep();
    const { outcome } = command;
    outcome.reply = replyTo(task);
    outcome.reply.payload = task.sealReply ? task.sealReply(encoded) : encoded;
    if (command.bound) outcome.reply.bind = command.bound;
    return { command: task, outcome, needsOutbox: !rpc.reads && !handler.isIdempotent };
  } catch (error) {
    return await failed(task, error, () => store.discard());
  }
}

/** What a handler is given, and what it has led to so far. There are thousands a second: a class, without a closure for each thing it can do. */
class RunningCommand<Stored> implements Command<Stored> {
  readonly caller: Caller;
  readonly tx: Stored;
  readonly isReplay: boolean;
  readonly outcome: im.Outcome.$Properties = {};
  bound: im.Bind.$Properties | undefined;
  readonly #task: QueuedCommand<Stored>;

  constructor(task: QueuedCommand<Stored>, stored: Stored, again: boolean) {
    this.#task = task;
    this.caller = task.caller;
    this.tx = stored;
    this.isReplay = again;
  }

  push(
    users: readonly string[],
    event: im.Push.$Properties,
    options?: { exceptCaller?: boolean; sequenced?: boolean; ttlMs?: number },
  ): void {
    const { partition, offset, index, caller } = this.#task;
    this.outcome.pushes ??= [];
    const { pushes } = this.outcome;
    pushes.push({
      userIds: [...users],
      push: im.Push.encode(event).finish(),
      except: options?.exceptCaller ? `${caller.gate.instance}/${caller.connection}` : '',
      pushId: options?.sequenced ? '' : `${partition}.${offset}.${index}.${pushes.length}`,
      deadline: options?.ttlMs === undefined ? 0 : caller.acceptedAt + options.ttlMs,
    });
  }

  emit(key: string, what: Parameters<Command<Stored>['emit']>[1], users: readonly string[] = []): void {
    const { source, partition, offset, index, caller } = this.#task;
    if (!source.domainEventsEnabled) return;
    this.outcome.domainEvents ??= [];
    const { domainEvents } = this.outcome;
    const id = what.id || `${source.topic}.${partition}.${offset}.${index}.${domainEvents.length}`;
    const encoded = im.DomainEvent.encode({ ...what, id, key, time: what.time ?? caller.acceptedAt }).finish();
    domainEvents.push({ key, event: encoded, userIds: [...users] });
  }

  enqueue(service: object, rpc: string, request: unknown, user: string): void {
    this.outcome.serviceCommands ??= [];
    const { serviceCommands } = this.outcome;
    serviceCommands.push(encodeServiceCommand(this.#task, { service, rpc, request, user, nth: serviceCommands.length }));
  }

  bind(session: im.Bind.$Properties): void {
    this.bound = session;
  }

  disconnect(address: ConnectionAddress, reason: im.CloseReason): void {
    this.outcome.hangups ??= [];
    this.outcome.hangups.push({ ...address, reason });
  }
}

async function failed<Stored>(
  task: QueuedCommand<Stored>,
  error: unknown,
  discard: () => boolean | Promise<boolean>,
): Promise<ExecutedCommand<Stored>> {
  // Whatever becomes of the batch: others of it may wait for this command's end.
  const isUndone = await discard();
  if (error instanceof PositionMoved || error instanceof StoreFailed) throw error;
  // In an isolated batch the fault is this command's own; in a common one it may be any command's.
  if (error instanceof DataError) throw error;
  if (!(error instanceof ImError)) throw new PoisonCommand(task, error);
  if (!isUndone) {
    task.rejection = error;
    throw new RerunWithout();
  }
  return rejectedResult(task, error);
}

/** The outcome of a command that is refused. */
export function rejectedResult<Stored>(command: QueuedCommand<Stored>, error: ImError): ExecutedCommand<Stored> {
  return { command, outcome: { reply: { ...replyTo(command), failure: toFailure(error) } }, needsOutbox: !command.rpc?.reads };
}

function replyTo(task: QueuedCommand<unknown>): im.Envelope.$Properties {
  const { envelope } = task;
  return {
    kind: im.Envelope.Kind.REPLY,
    rpc: envelope.rpc,
    requestId: envelope.requestId,
    connection: envelope.connection,
    instance: envelope.replyTo?.instance ?? '',
    // Where it goes; the receiver needs it no more, but an outcome from the outbox does.
    replyTo: envelope.replyTo ?? null,
  };
}
