// One command through its handler: what comes out is an outcome, or an error that concerns the whole batch.
import { type Caller, im } from '../../proto/contract.ts';
import { failureOf, ImError } from '../../proto/errors.ts';
import { type Batch, type Command, type ConnectionAddress, DataError, PositionMoved, StoreFailed } from '../ports.ts';
import { asError, type Task } from './decode.ts';
import { toldOf } from './told.ts';

/** What a command led to, and how it can be answered again after a crash. */
export interface Result<Stored> {
  readonly task: Task<Stored>;
  readonly outcome: im.Outcome.$Properties;
  /** False where its handler finds the same answer in the store. */
  readonly needsOutbox: boolean;
}

/** A handler failed in a way that no repetition mends: a bug, or a row the store refuses. */
export class Poison extends Error {
  override readonly name = 'Poison';
  readonly task: Task<unknown>;
  constructor(task: Task<unknown>, cause: unknown) {
    super(asError(cause).message, { cause });
    this.task = task;
  }
}

/** A command was refused after it had taken a seq: the batch must run again without it. Its task has its verdict now. */
export class Spoiled extends Error {
  override readonly name = 'Spoiled';
}

/**
 * Runs one command in `batch`. Refusals are outcomes. Throws Poison, Spoiled, or what the batch throws.
 * `again`: the command had its effects before, only its answers are wanted.
 */
export async function runCommand<Stored>(batch: Batch<Stored>, task: Task<Stored>, again = false): Promise<Result<Stored>> {
  const { route, steps } = task;
  if (task.verdict) return refused(task, task.verdict);
  if (!route || !steps) return refused(task, new ImError('UNKNOWN_ROUTE', `rpc ${task.envelope.rpc} is not served here`));
  if (route.expires && !again && task.envelope.deadline < Date.now()) {
    return refused(task, new ImError('EXPIRED', 'the command waited longer than its deadline and was not run'));
  }
  const store = batch.command();
  const command = new RunningCommand(task, store.stored, again);
  try {
    const reply = await steps.handle(task.request, command, task.prepared);
    const encoded = route.reply.encode(reply).finish();
    await store.keep();
    const { outcome } = command;
    outcome.reply = replyTo(task);
    outcome.reply.payload = task.sealReply ? task.sealReply(encoded) : encoded;
    if (command.bound) outcome.reply.bind = command.bound;
    return { task, outcome, needsOutbox: !route.reads && !steps.answersFromStore };
  } catch (error) {
    return await failed(task, error, () => store.discard());
  }
}

/** What a handler is given, and what it has led to so far. There are thousands a second: a class, without a closure for each thing it can do. */
class RunningCommand<Stored> implements Command<Stored> {
  readonly caller: Caller;
  readonly stored: Stored;
  readonly again: boolean;
  readonly outcome: im.Outcome.$Properties = {};
  bound: im.Bind.$Properties | undefined;
  readonly #task: Task<Stored>;

  constructor(task: Task<Stored>, stored: Stored, again: boolean) {
    this.#task = task;
    this.caller = task.caller;
    this.stored = stored;
    this.again = again;
  }

  push(
    users: readonly string[],
    event: im.Event.$Properties,
    options?: { exceptCaller?: boolean; numbered?: boolean; livesMs?: number },
  ): void {
    const { partition, offset, index, caller } = this.#task;
    this.outcome.pushes ??= [];
    const { pushes } = this.outcome;
    pushes.push({
      users: [...users],
      event: im.Event.encode(event).finish(),
      except: options?.exceptCaller ? `${caller.gate.instance}/${caller.connection}` : '',
      eventId: options?.numbered ? '' : `${partition}.${offset}.${index}.${pushes.length}`,
      deadline: options?.livesMs === undefined ? 0 : caller.acceptedAt + options.livesMs,
    });
  }

  happened(key: string, what: Parameters<Command<Stored>['happened']>[1], users: readonly string[] = []): void {
    const { source, partition, offset, index, caller } = this.#task;
    if (!source.tellsEvents) return;
    this.outcome.happened ??= [];
    const { happened } = this.outcome;
    const id = what.id || `${source.topic}.${partition}.${offset}.${index}.${happened.length}`;
    const encoded = im.Happened.encode({ ...what, id, key, time: what.time ?? caller.acceptedAt }).finish();
    happened.push({ key, what: encoded, users: [...users] });
  }

  tell(service: object, rpc: string, request: unknown, user: string): void {
    this.outcome.told ??= [];
    const { told } = this.outcome;
    told.push(toldOf(this.#task, { service, rpc, request, user, nth: told.length }));
  }

  bind(session: im.Bind.$Properties): void {
    this.bound = session;
  }

  hangUp(address: ConnectionAddress, reason: im.CloseReason): void {
    this.outcome.hangups ??= [];
    this.outcome.hangups.push({ ...address, reason });
  }
}

async function failed<Stored>(
  task: Task<Stored>,
  error: unknown,
  discard: () => boolean | Promise<boolean>,
): Promise<Result<Stored>> {
  // Whatever becomes of the batch: others of it may wait for this command's end.
  const isUndone = await discard();
  if (error instanceof PositionMoved || error instanceof StoreFailed) throw error;
  // In an isolated batch the fault is this command's own; in a common one it may be any command's.
  if (error instanceof DataError) throw error;
  if (!(error instanceof ImError)) throw new Poison(task, error);
  if (!isUndone) {
    task.verdict = error;
    throw new Spoiled();
  }
  return refused(task, error);
}

/** The outcome of a command that is refused. */
export function refused<Stored>(task: Task<Stored>, error: ImError): Result<Stored> {
  return { task, outcome: { reply: { ...replyTo(task), failure: failureOf(error) } }, needsOutbox: !task.route?.reads };
}

function replyTo(task: Task<unknown>): im.Envelope.$Properties {
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
