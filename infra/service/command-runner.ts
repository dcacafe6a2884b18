// Runs one command through its handler. The result is an outcome, or an error that concerns the whole batch.
import { ImError, toFailure } from '../../proto/errors.ts';
import { type Caller, im } from '../../proto/rpc.ts';
import {
  type Batch,
  type Command,
  type ConnectionAddress,
  DataError,
  PositionMoved,
  type PushOptions,
  StoreFailed,
  type TraceSpan,
} from '../ports/index.ts';
import { asError } from '../process/errors.ts';
import { encodeServiceCommand } from './outcomes/service-commands.ts';
import { expired, isExpired, type QueuedCommand } from './record-decoder.ts';

/** An outcome on its way to its receivers. */
export interface TimedOutcome extends im.Outcome.$Properties {
  /** When its command came to this process, by `performance.now()`. Never stored. */
  readonly arrivedAtMs?: number;
  /** Of a sampled command: ends when its outcome is published. */
  span?: TraceSpan | undefined;
}

/** A command that ran, or was rejected. */
export interface ExecutedCommand<Store> {
  readonly command: QueuedCommand<Store>;
  readonly outcome: TimedOutcome;
  /** False if the handler can read the same outcome from the store after a crash. */
  readonly needsOutbox: boolean;
  /** Why the command can never succeed: a bug, or a row that the store refuses. Dead-letter it before the commit. */
  readonly bug: Error | undefined;
}

/** A handler failed and would fail again at each retry: it has a bug, or the store refuses a row. */
export class PoisonCommand extends Error {
  override readonly name = 'PoisonCommand';
  readonly command: QueuedCommand<unknown>;
  constructor(command: QueuedCommand<unknown>, cause: unknown) {
    super(asError(cause).message, { cause });
    this.command = command;
  }
}

/** A command was refused after it took a seq. The batch must run again without it; the command has its rejection by now. */
export class RerunWithout extends Error {
  override readonly name = 'RerunWithout';
}

/**
 * Runs one command in `batch`. A refusal is an outcome, too. Throws PoisonCommand, RerunWithout, or an error of the batch.
 * `isReplay`: the effects of the command are stored, only its outcome is wanted.
 */
export async function runCommand<Store>(
  batch: Pick<Batch<Store>, 'beginCommand'>,
  command: QueuedCommand<Store>,
  isReplay = false,
): Promise<ExecutedCommand<Store>> {
  const { rpc, handler } = command;
  if (command.rejection) return rejectedResult(command, command.rejection);
  if (!rpc || !handler)
    return rejectedResult(command, new ImError('UNKNOWN_ROUTE', `rpc ${command.envelope.rpc} is not served here`));
  if (!isReplay && isExpired(command)) return rejectedResult(command, expired());
  const scope = batch.beginCommand();
  const running = new RunningCommand(command, scope.tx, isReplay);
  let isKeeping = false;
  try {
    const reply = await handler.handle(command.request, running, command.prepared);
    const encoded = rpc.reply.encode(reply).finish();
    isKeeping = true;
    await scope.keep();
    const { outcome } = running;
    outcome.reply = replyTo(command);
    outcome.reply.payload = command.sealReply ? command.sealReply(encoded) : encoded;
    if (running.boundSession) outcome.reply.bind = running.boundSession;
    return { command, outcome, needsOutbox: !rpc.reads && !handler.isIdempotent, bug: undefined };
  } catch (error) {
    // Discard before anything else: other commands of the batch may wait for this one to end.
    const isUndone = await scope.discard();
    return handleFailure(command, error, { isUndone, isKeeping, isReplay });
  }
}

/** The command object of a handler, with the outcome so far. A class: a closure per method would cost too much per command. */
class RunningCommand<Store> implements Command<Store> {
  readonly caller: Caller;
  readonly tx: Store;
  readonly isReplay: boolean;
  readonly outcome: TimedOutcome;
  boundSession: im.Bind.$Properties | undefined;
  readonly #command: QueuedCommand<Store>;

  constructor(command: QueuedCommand<Store>, tx: Store, isReplay: boolean) {
    this.#command = command;
    this.caller = command.caller;
    this.tx = tx;
    this.isReplay = isReplay;
    this.outcome = { arrivedAtMs: command.arrivedAtMs };
  }

  push(userIds: readonly string[], push: im.Push.$Properties, options?: PushOptions): void {
    const { partition, offset, index, caller } = this.#command;
    const ttlMs = options?.ttlMs === undefined ? 0 : options.ttlMs - (performance.now() - caller.knownSince);
    // An ephemeral push is never repeated: after a takeover it is late.
    if (ttlMs < 0 || (this.isReplay && options?.ttlMs !== undefined)) return;
    this.outcome.pushes ??= [];
    const { pushes } = this.outcome;
    pushes.push({
      userIds: [...userIds],
      push: im.Push.encode(push).finish(),
      except: options?.exceptCaller ? `${caller.gate.instance}/${caller.connection}` : '',
      pushId: options?.sequenced ? '' : `${partition}.${offset}.${index}.${pushes.length}`,
      ttlMs: Math.ceil(ttlMs),
    });
  }

  emit(key: string, event: Parameters<Command<Store>['emit']>[1], userIds: readonly string[] = []): void {
    const { source, partition, offset, index, caller } = this.#command;
    if (!source.domainEventsEnabled) return;
    this.outcome.domainEvents ??= [];
    const { domainEvents } = this.outcome;
    const id = event.id || `${source.topic}.${partition}.${offset}.${index}.${domainEvents.length}`;
    const encoded = im.DomainEvent.encode({ ...event, id, key, time: event.time ?? caller.acceptedAt }).finish();
    domainEvents.push({ key, event: encoded, userIds: [...userIds] });
  }

  enqueue(service: object, rpc: string, request: unknown, userId: string): void {
    this.outcome.serviceCommands ??= [];
    const { serviceCommands } = this.outcome;
    const nth = serviceCommands.length;
    serviceCommands.push(encodeServiceCommand(this.#command, { service, rpc, request, userId, nth }));
  }

  bind(session: im.Bind.$Properties): void {
    this.boundSession = session;
  }

  disconnect(address: ConnectionAddress, reason: im.CloseReason): void {
    this.outcome.disconnects ??= [];
    this.outcome.disconnects.push({ ...address, reason });
  }
}

/**
 * The result of a command that failed; throws if the error concerns more than this command. `isUndone`: its writes are discarded.
 * `isKeeping`: the handler had returned, and the store refused the writes of this command alone.
 */
function handleFailure<Store>(
  command: QueuedCommand<Store>,
  error: unknown,
  { isUndone, isKeeping, isReplay }: { isUndone: boolean; isKeeping: boolean; isReplay: boolean },
): ExecutedCommand<Store> {
  if (error instanceof PositionMoved || error instanceof StoreFailed) throw error;
  // In a shared batch any command may be at fault.
  if (error instanceof DataError && !(isKeeping && isUndone)) throw error;
  if (error instanceof ImError) {
    if (isUndone) return rejectedResult(command, error);
    command.rejection = error;
    throw new RerunWithout();
  }
  if (isReplay || !isUndone) throw new PoisonCommand(command, error);
  const bug = asError(error);
  return { ...rejectedResult(command, failedInside(bug)), bug };
}

/** What the caller of a command with a bug gets. */
export function failedInside(cause: Error): ImError {
  return new ImError('INTERNAL_ERROR', 'the command failed inside the service and was put aside', { cause });
}

/** The outcome of a command that does not run. */
export function refusedOutcome(command: QueuedCommand<unknown>, error: ImError): TimedOutcome {
  return { arrivedAtMs: command.arrivedAtMs, reply: { ...replyTo(command), failure: toFailure(error) } };
}

function rejectedResult<Store>(command: QueuedCommand<Store>, error: ImError): ExecutedCommand<Store> {
  return { command, outcome: refusedOutcome(command, error), needsOutbox: !command.rpc?.reads, bug: undefined };
}

function replyTo({ envelope }: QueuedCommand<unknown>): im.Envelope.$Properties {
  return {
    kind: im.Envelope.Kind.REPLY,
    rpc: envelope.rpc,
    requestId: envelope.requestId,
    connection: envelope.connection,
    instance: envelope.replyTo?.instance ?? '',
    acceptedAtMs: envelope.queuedAtMs,
    traceContext: envelope.traceContext,
    // The receiver ignores it, but an outcome that is read from the outbox needs its destination.
    replyTo: envelope.replyTo ?? null,
  };
}
