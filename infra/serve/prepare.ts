// What a command does before its batch: hashing, calls to other services. Nothing here holds a lock, and nothing here is done again by a batch that runs again.
import { ImError } from '../../proto/errors.ts';
import { CallError } from '../call.ts';
import type { Admission, Log } from '../ports.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Task } from './decode.ts';
import type { Entry } from './partitions.ts';

const RETRY_MS = 500;

export interface Preparing {
  readonly admission: Admission | undefined;
  readonly log: Log;
  readonly deadLetters: DeadLetters;
  /** True when the partition has gone elsewhere: nobody wants the result. */
  abandoned(): boolean;
  sleep(ms: number): Promise<void>;
  /** Something more can be taken. */
  ready(): void;
  failed(error: unknown): void;
}

/** Prepares records that have arrived together, all at once. Each can be taken when nothing of it is being prepared any more. */
export function prepareEntries<Stored>(entries: readonly Entry<Stored>[], preparing: Preparing): void {
  const { admission } = preparing;
  const asked: Entry<Stored>[] = [];
  for (const entry of entries) {
    if (admission && entry.intake.tasks.some((task) => isConcerned(task, admission))) asked.push(entry);
    else prepareEntry(entry, preparing);
  }
  if (!admission || asked.length === 0) return;
  for (const entry of asked) entry.preparing++;
  admit(asked, admission, preparing.log).then(() => {
    for (const entry of asked) {
      prepareEntry(entry, preparing);
      entry.preparing--;
    }
    preparing.ready();
  }, preparing.failed);
}

/** The same for records that had their effects before: only what they read is asked for, and nobody is asked whether they may. One that nobody waits for any more is refused as EXPIRED. */
export function prepareReads<Stored>(entries: readonly Entry<Stored>[], preparing: Preparing): void {
  for (const entry of entries) prepareEntry(entry, preparing, ({ route }) => route?.reads ?? false);
}

function prepareEntry<Stored>(
  entry: Entry<Stored>,
  preparing: Preparing,
  isWanted: (task: Task<Stored>) => boolean = () => true,
): void {
  for (const task of entry.intake.tasks) {
    if (task.verdict || !task.steps?.prepare || !isWanted(task)) continue;
    entry.preparing++;
    prepareTask(task, preparing).then(() => {
      entry.preparing--;
      if (entry.preparing === 0) preparing.ready();
    }, preparing.failed);
  }
}

function isConcerned<Stored>({ verdict, route }: Task<Stored>, admission: Admission): boolean {
  return !verdict && route !== undefined && admission.concerns(route.handler);
}

/** One question for all of them. Never rejects: without an answer everybody goes on. */
async function admit<Stored>(entries: readonly Entry<Stored>[], admission: Admission, log: Log): Promise<void> {
  const tasks = entries.flatMap(({ intake }) => intake.tasks.filter((task) => isConcerned(task, admission)));
  try {
    const refusals = await admission.ask(tasks.map(({ route, caller }) => ({ handler: route?.handler ?? '', caller })));
    for (const [i, task] of tasks.entries()) task.verdict = refusals[i];
  } catch (error) {
    log.warn({ err: error, commands: tasks.length }, 'nobody could be asked who may go on, all do');
  }
}

/** Runs the task's `prepare` until it has a result or the task a verdict. Never rejects. */
async function prepareTask<Stored>(task: Task<Stored>, preparing: Preparing): Promise<void> {
  while (!preparing.abandoned()) {
    if (task.route?.expires && task.envelope.deadline < Date.now()) {
      task.verdict = new ImError('EXPIRED', 'the command waited longer than its deadline and was not run');
      return;
    }
    try {
      task.prepared = await task.steps?.prepare?.(task.request, { caller: task.caller });
      return;
    } catch (error) {
      if (await judged(task, error, preparing)) return;
      await preparing.sleep(RETRY_MS);
    }
  }
}

/** True where the error is final: the task has its verdict. Otherwise the store is away, and the command waits for it like a batch does. */
async function judged<Stored>(task: Task<Stored>, error: unknown, { log, deadLetters }: Preparing): Promise<boolean> {
  if (error instanceof ImError) {
    task.verdict = error;
    return true;
  }
  if (error instanceof CallError && (error.kind === 'TIMEOUT' || error.kind === 'UNAVAILABLE')) {
    task.verdict = new ImError('UNAVAILABLE', 'a service that this command needs does not answer', { cause: error });
    return true;
  }
  if (
    error instanceof CallError ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError
  ) {
    await deadLetters.bury(task, error);
    return true;
  }
  log.warn({ err: error, rpc: task.route?.name }, 'a command could not be prepared and will be tried again');
  return false;
}
