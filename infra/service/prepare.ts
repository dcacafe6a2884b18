// Prepares commands before their batch: admission, hashing, calls to other services. Preparation holds no lock and is not
// repeated when a batch runs again.
import { ImError } from '../../proto/errors.ts';
import { traceIdOf } from '../../proto/trace-context.ts';
import { RpcError } from '../messaging/rpc-client.ts';
import { type Admission, type Log, runInTrace, startSpan } from '../ports/index.ts';
import type { DeadLetters } from './dead-letters/dead-letters.ts';
import { startCommandSpan } from './monitoring/batch-traces.ts';
import type { QueuedRecord } from './partition-queue.ts';
import { expired, isExpired, type QueuedCommand } from './record-decoder.ts';

const RETRY_MS = 500;

export interface PreparationContext {
  readonly admission: Admission | undefined;
  readonly log: Log;
  readonly deadLetters: DeadLetters;
  /** True when the partition was revoked: nobody needs the result any more. */
  isAbandoned(): boolean;
  sleep(ms: number): Promise<void>;
  /** Called when more records can be taken from the queues. */
  onReady(): void;
  onFailed(error: unknown): void;
}

/** Prepares records that arrived together, concurrently. Counts the pending preparations of each record. */
export function prepareRecords<Store>(records: readonly QueuedRecord<Store>[], context: PreparationContext): void {
  const { admission } = context;
  const toAdmit: QueuedRecord<Store>[] = [];
  for (const queued of records) {
    if (admission && queued.record.commands.some((command) => needsAdmission(command, admission))) toAdmit.push(queued);
    else prepareRecord(queued, context);
  }
  if (!admission || toAdmit.length === 0) return;
  for (const queued of toAdmit) queued.pendingPreparations++;
  admitCommands(toAdmit, admission, context.log).then(() => {
    for (const queued of toAdmit) {
      prepareRecord(queued, context);
      queued.pendingPreparations--;
    }
    context.onReady();
  }, context.onFailed);
}

/** Prepares records that await replay: only their reads, without the admission check. A read that nobody waits for is EXPIRED. */
export function prepareReplayedReads<Store>(records: readonly QueuedRecord<Store>[], context: PreparationContext): void {
  for (const queued of records) prepareRecord(queued, context, ({ rpc }) => rpc?.reads ?? false);
}

function prepareRecord<Store>(
  queued: QueuedRecord<Store>,
  context: PreparationContext,
  isWanted: (command: QueuedCommand<Store>) => boolean = () => true,
): void {
  for (const command of queued.record.commands) {
    // A paged read is prepared when it is its turn (fairness/paged-reads.ts).
    if (command.rejection || !command.handler?.prepare || command.rpc?.paged || !isWanted(command)) continue;
    queued.pendingPreparations++;
    prepareCommand(command, context).then(() => {
      queued.pendingPreparations--;
      if (queued.pendingPreparations === 0) context.onReady();
    }, context.onFailed);
  }
}

function needsAdmission<Store>({ rejection, rpc }: QueuedCommand<Store>, admission: Admission): boolean {
  return !rejection && rpc !== undefined && admission.appliesTo(rpc.handler);
}

/** Checks all commands in one call. Never rejects: if the rate limiter is unavailable, all commands are admitted. */
async function admitCommands<Store>(records: readonly QueuedRecord<Store>[], admission: Admission, log: Log): Promise<void> {
  const commands = records.flatMap(({ record }) => record.commands.filter((command) => needsAdmission(command, admission)));
  try {
    const refusals = await admission.check(commands.map(({ rpc, caller }) => ({ handler: rpc?.handler ?? '', caller })));
    for (const [i, command] of commands.entries()) command.rejection = refusals[i];
  } catch (error) {
    log.warn({ err: error, commands: commands.length }, 'rate limiter unavailable, failing open: commands run unchecked');
  }
}

/** Runs the `prepare` of a command until it has a result or the command is rejected. What it calls joins the command's trace. */
export async function prepareCommand<Store>(
  command: QueuedCommand<Store>,
  context: Pick<PreparationContext, 'log' | 'deadLetters' | 'isAbandoned' | 'sleep'>,
): Promise<void> {
  while (!context.isAbandoned()) {
    if (isExpired(command)) {
      command.rejection = expired();
      return;
    }
    const span = startSpan(`prepare ${command.rpc?.name}`, startCommandSpan(command)?.context, { kind: 'internal' });
    try {
      const prepare = () => command.handler?.prepare?.(command.request, { caller: command.caller });
      command.prepared = await runInTrace(span?.context ?? command.envelope.traceContext, prepare);
      return;
    } catch (error) {
      if (await rejectIfFinal(command, error, context)) return;
      await context.sleep(RETRY_MS);
    } finally {
      span?.end();
    }
  }
}

/** Rejects the command and returns true if the error is final. Returns false if the store is unavailable: then retry. */
async function rejectIfFinal<Store>(
  command: QueuedCommand<Store>,
  error: unknown,
  { log, deadLetters }: Pick<PreparationContext, 'log' | 'deadLetters'>,
): Promise<boolean> {
  if (error instanceof ImError) {
    command.rejection = error;
    return true;
  }
  if (error instanceof RpcError && (error.kind === 'TIMEOUT' || error.kind === 'UNAVAILABLE')) {
    command.rejection = new ImError('UNAVAILABLE', 'a service that this command needs does not answer', { cause: error });
    return true;
  }
  const isBug = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  if (error instanceof RpcError || isBug) {
    await deadLetters.deadLetter(command, error);
    return true;
  }
  const traceId = traceIdOf(command.envelope.traceContext);
  log.warn({ err: error, rpc: command.rpc?.name, traceId }, 'command not prepared, retrying');
  return false;
}
