// The trace of each command of a client: its id, its spans where it is sampled, and its line in the rpc log.
import { type Log, startSpan } from '../../infra/ports/index.ts';
import type { Rpc } from '../../proto/rpc.ts';
import { encodeTraceContext, isTraceId, newTraceId, TraceFlag, traceFlagsOf, traceIdOf } from '../../proto/trace-context.ts';
import type { CommandTrace, PendingCommand } from '../connection/pending-commands.ts';

export interface TraceRates {
  /** The share of commands whose spans are exported, from 0 to 1. */
  readonly spans: number;
  /** The share of commands with a line in the log of each process. */
  readonly rpcLog: number;
}

/** What the log says of the sender of a command. */
export interface CommandSender {
  readonly number: number;
  readonly session: { readonly userId: string } | undefined;
  readonly socket: { readonly remoteAddress: string };
}

export class CommandTraces {
  readonly #rates: TraceRates;
  readonly #log: Log;

  constructor(rates: TraceRates, log: Log) {
    this.#rates = rates;
    this.#log = log;
  }

  /** `clientTraceId`: what the client sent; anything but a trace id is replaced. Clients do not decide what is sampled. */
  start(clientTraceId: Uint8Array, rpc: Rpc | undefined): CommandTrace {
    const traceId = isTraceId(clientTraceId) ? Uint8Array.from(clientTraceId) : newTraceId();
    const { spans, rpcLog } = this.#rates;
    const flags = (isChosen(spans) ? TraceFlag.SPANS : 0) | (isChosen(rpcLog) ? TraceFlag.LOG : 0);
    if (flags === 0) return { context: traceId, span: undefined };
    const context = encodeTraceContext(traceId, clientSpanId(traceIdOf(traceId)), flags);
    const span = startSpan(rpc?.name ?? 'unknown', context, { kind: 'server' });
    return { context: span?.context ?? context, span };
  }

  /** `code`: "OK", or why it failed. Call it when its reply is written. */
  end(
    { number, session, socket }: CommandSender,
    { rpc, trace, heldUs, acceptedAt }: PendingCommand,
    code: string,
    now: number,
  ): void {
    trace.span?.end(code === 'OK' ? {} : { failure: code });
    if ((traceFlagsOf(trace.context) & TraceFlag.LOG) === 0) return;
    const fields = { rpc: rpc.name, code, ms: toMs(now - acceptedAt), serviceMs: toMs(heldUs / 1000) };
    const who = { userId: session?.userId, clientIp: socket.remoteAddress, connection: number };
    this.#log.info({ ...fields, traceId: traceIdOf(trace.context), ...who }, 'rpc');
  }
}

/** The client exports no span. Half of the trace id stands for it: the first, unless it is a short id with zeros before it. */
function clientSpanId(traceId: string): string {
  const [first, second] = [traceId.slice(0, 16), traceId.slice(16)];
  return /^0+$/.test(first) ? second : first;
}

function isChosen(rate: number): boolean {
  return rate > 0 && Math.random() < rate;
}

function toMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}
