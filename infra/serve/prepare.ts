// What a command does before its batch: hashing, calls to other services. Nothing here holds a lock, and nothing here is done again by a batch that runs again.
import { ImError } from '../../proto/errors.ts';
import { CallError } from '../call.ts';
import type { Log } from '../ports.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Task } from './decode.ts';

const RETRY_MS = 500;

export interface Preparing {
  readonly log: Log;
  readonly deadLetters: DeadLetters;
  /** True when the partition has gone elsewhere: nobody wants the result. */
  abandoned(): boolean;
  sleep(ms: number): Promise<void>;
}

/** Runs the task's `prepare` until it has a result or the task a verdict. Never rejects. */
export async function prepareTask<Stored>(task: Task<Stored>, preparing: Preparing): Promise<void> {
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
