// The trace on whose behalf code runs. What this code calls and publishes joins the trace, without being told of it.
import { AsyncLocalStorage } from 'node:async_hooks';
import { traceIdOf } from '../../../proto/trace-context.ts';

const currentContext = new AsyncLocalStorage<Uint8Array>();

/** Runs `work`. `currentTrace` is `context` in `work` and in everything that it awaits. */
export function runInTrace<T>(context: Uint8Array, work: () => T): T {
  return currentContext.run(context, work);
}

/** The trace context of the command or act that runs; undefined where none does, or where it has no trace. */
export function currentTrace(): Uint8Array | undefined {
  const context = currentContext.getStore();
  return traceIdOf(context) === '' ? undefined : context;
}

/** For log lines: 32 hex digits, or empty. */
export function currentTraceId(): string {
  return traceIdOf(currentContext.getStore());
}
