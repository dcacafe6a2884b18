// What a command does before its batch: hashing, calls to other services. Nothing here holds a lock, and nothing here is done again by a batch that runs again.
import { ImError } from '../../proto/errors.ts';
import { RpcError } from '../messaging/rpc-client.ts';
import type { Admission, Log } from '../ports/index.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { QueuedRecord } from './partition-queue.ts';
import type { QueuedCommand } from './record-decoder.ts';

const RETRY_MS = 500;

export interface PreparationContext {
  readonly admission: Admission | undefined;
  readonly log: Log;
  readonly deadLetters: DeadLetters;
  /** True when the partition has gone elsewhere: nobody wants the result. */
  isAbandoned(): boolean;
  sleep(ms: number): Promise<void>;
  /** Something more can be taken. */
  onReady(): void;
  onFailed(error: unknown): void;
}

/** Prepares records that have arrived together, all at once. Each can be taken when nothing of it is being prepared any more. */
export function prepareRecords<Stored>(entries: readonly QueuedRecord<Stored>[], preparing: PreparationContext): void {
  const { admission } = preparing;
  const asked: QueuedRecord<Stored>[] = [];
  for (const entry of entries) {
    if (admission && entry.record.commands.some((task) => isConcerned(task, admission))) asked.push(entry);
    else prepareEntry(entry, preparing);
  }
  if (!admission || asked.length === 0) return;
  for (const entry of asked) entry.pendingPreparations++;
  admit(asked, admission, preparing.log).then(() => {
    for (const entry of asked) {
      prepareEntry(entry, preparing);
      entry.pendingPreparations--;
    }
    preparing.onReady();
  }, preparing.onFailed);
}

/** The same for records that had their effects before: only what they read is asked for, and nobody is asked whether they may. One that nobody waits for any more is refused as EXPIRED. */
export function prepareReplayedReads<Stored>(entries: readonly QueuedRecord<Stored>[], preparing: PreparationContext): void {
  for (const entry of entries) prepareEntry(entry, preparing, ({ rpc }) => rpc?.reads ?? false);
}

function prepareEntry<Stored>(
  entry: QueuedRecord<Stored>,
  preparing: PreparationContext,
  isWanted: (task: QueuedCommand<Stored>) => boolean = () => true,
): void {
  for (const task of entry.record.commands) {
    if (task.rejection || !task.handler?.prepare || !isWanted(task)) continue;
    entry.pendingPreparations++;
    prepareTask(task, preparing).then(() => {
      entry.pendingPreparations--;
      if (entry.pendingPreparations === 0) preparing.onReady();
    }, preparing.onFailed);
  }
}

function isConcerned<Stored>({ rejection, rpc }: QueuedCommand<Stored>, admission: Admission): boolean {
  return !rejection && rpc !== undefined && admission.appliesTo(rpc.handler);
}

/** One question for all of them. Never rejects: without an answer everybody goes on. */
async function admit<Stored>(entries: readonly QueuedRecord<Stored>[], admission: Admission, log: Log): Promise<void> {
  const tasks = entries.flatMap(({ record }) => record.commands.filter((task) => isConcerned(task, admission)));
  try {
    const refusals = await admission.check(tasks.map(({ rpc, caller }) => ({ handler: rpc?.handler ?? '', caller })));
    for (const [i, task] of tasks.entries()) task.rejection = refusals[i];
  } catch (error) {
    log.warn({ err: error, commands: tasks.length }, 'nobody could be asked who may go on, all do');
  }
}

/** Runs the task's `prepare` until it has a result or the task a verdict. Never rejects. */
async function prepareTask<Stored>(task: QueuedCommand<Stored>, preparing: PreparationContext): Promise<void> {
  while (!preparing.isAbandoned()) {
    if (task.rpc?.expires && task.envelope.deadline < Date.now()) {
      task.rejection = new ImError('EXPIRED', 'the command waited longer than its deadline and was not run');
      return;
    }
    try {
      task.prepared = await task.handler?.prepare?.(task.request, { caller: task.caller });
      return;
    } catch (error) {
      if (await judged(task, error, preparing)) return;
      await preparing.sleep(RETRY_MS);
    }
  }
}

/** True where the error is final: the task has its verdict. Otherwise the store is away, and the command waits for it like a batch does. */
async function judged<Stored>(
  task: QueuedCommand<Stored>,
  error: unknown,
  { log, deadLetters }: PreparationContext,
): Promise<boolean> {
  if (error instanceof ImError) {
    task.rejection = error;
    return true;
  }
  if (error instanceof RpcError && (error.kind === 'TIMEOUT' || error.kind === 'UNAVAILABLE')) {
    task.rejection = new ImError('UNAVAILABLE', 'a service that this command needs does not answer', { cause: error });
    return true;
  }
  if (error instanceof RpcError || error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) {
    await deadLetters.deadLetter(task, error);
    return true;
  }
  log.warn({ err: error, rpc: task.rpc?.name }, 'a command could not be prepared and will be tried again');
  return false;
}
