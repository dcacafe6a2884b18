// What a service tells about single commands: spans of those that are sampled, and the rpc log.
import { im } from '../../../proto/rpc.ts';
import { TraceFlag, traceFlagsOf, traceIdOf } from '../../../proto/trace-context.ts';
import { type Log, type OnRoundTrip, startSpan, type TraceSpan } from '../../ports/index.ts';
import type { ExecutedCommand } from '../command-runner.ts';
import type { QueuedCommand } from '../record-decoder.ts';

export interface RoundTrip {
  readonly step: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** When the work on commands began and ended, by `performance.now()`, and what it waited for. */
export interface WorkTimes {
  readonly startMs: number;
  readonly endMs: number;
  readonly roundTrips: readonly RoundTrip[];
}

/** Collects the round trips of a batch; undefined where no command of it is sampled. */
export function observeRoundTrips(commands: readonly QueuedCommand<unknown>[], into: RoundTrip[]): OnRoundTrip | undefined {
  const isSampled = commands.some(({ envelope }) => (traceFlagsOf(envelope.traceContext) & TraceFlag.SPANS) !== 0);
  return isSampled ? (step, startMs, endMs) => void into.push({ step, startMs, endMs }) : undefined;
}

/** Call it when the work on these commands is done. The span of a command ends when its outcome is published. */
export function traceCommands(
  results: readonly ExecutedCommand<unknown>[],
  work: 'batch' | 'read',
  times: WorkTimes,
  log: Log,
): void {
  for (const result of results) {
    const flags = traceFlagsOf(result.command.envelope.traceContext);
    if ((flags & TraceFlag.SPANS) !== 0) traceWork(result, work, times, results.length);
    if ((flags & TraceFlag.LOG) !== 0) logCommand(result, times, log);
  }
}

/** The span of a command in its service, from its arrival on. Undefined where it is not sampled. */
export function startCommandSpan(command: QueuedCommand<unknown>): TraceSpan | undefined {
  const { envelope, arrivedAtMs, partition, offset, rpc } = command;
  const attributes = { 'im.partition': partition, 'im.offset': offset };
  const name = `run ${rpc?.name ?? 'unknown'}`;
  command.span ??= startSpan(name, envelope.traceContext, { kind: 'consumer', startMs: arrivedAtMs, attributes });
  return command.span;
}

function traceWork({ command, outcome }: ExecutedCommand<unknown>, work: string, times: WorkTimes, size: number): void {
  outcome.span = startCommandSpan(command);
  const inside = startSpan(work, outcome.span?.context, {
    kind: 'internal',
    startMs: times.startMs,
    attributes: { 'im.commands': size },
  });
  for (const { step, startMs, endMs } of times.roundTrips)
    startSpan(`sql ${step}`, inside?.context, { kind: 'internal', startMs })?.end({ endMs });
  inside?.end({ endMs: times.endMs });
}

function logCommand({ command, outcome }: ExecutedCommand<unknown>, { startMs, endMs }: WorkTimes, log: Log): void {
  const { caller, envelope, rpc, arrivedAtMs, partition, offset, index } = command;
  const fields = {
    rpc: rpc?.name ?? 'unknown',
    code: codeOf(outcome),
    waitMs: toMs(startMs - arrivedAtMs),
    workMs: toMs(endMs - startMs),
    traceId: traceIdOf(envelope.traceContext),
  };
  log.info({ ...fields, userId: caller.userId, partition, offset, index }, 'command');
}

/** "OK", or the code of the failure. */
export function codeOf({ reply }: im.Outcome.$Properties): string {
  const code = reply?.failure?.code;
  return code ? (im.Code[code] ?? 'unknown') : 'OK';
}

function toMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}
