// Port: spans of sampled commands, through the API of OpenTelemetry. Without an exporter (process/tracing.ts) none is recorded.
import { type Attributes, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { encodeTraceContext, spanIdOf, TraceFlag, traceFlagsOf, traceIdOf } from '../../../proto/trace-context.ts';

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

export interface SpanOptions {
  readonly kind: keyof typeof KINDS;
  /** By `performance.now()`; default: now. */
  readonly startMs?: number;
  /** No names, texts or secrets. */
  readonly attributes?: Attributes;
}

/** Undefined where the trace is not sampled, which costs a comparison. `parent`: the trace context of what caused the work. */
export function startSpan(
  name: string,
  parent: Uint8Array | null | undefined,
  { kind, startMs = performance.now(), attributes = {} }: SpanOptions,
): TraceSpan | undefined {
  if (!parent || (traceFlagsOf(parent) & TraceFlag.SPANS) === 0) return undefined;
  const cause = { traceId: traceIdOf(parent), spanId: spanIdOf(parent), traceFlags: TraceFlags.SAMPLED, isRemote: true };
  const options = { kind: KINDS[kind], startTime: toEpochMs(startMs), attributes };
  return new TraceSpan(trace.getTracer('im').startSpan(name, options, trace.setSpanContext(ROOT_CONTEXT, cause)), parent);
}

export class TraceSpan {
  /** For what this span causes. */
  readonly context: Uint8Array;
  readonly #span: Span;

  constructor(span: Span, parent: Uint8Array) {
    this.#span = span;
    this.context = encodeTraceContext(parent, span.spanContext().spanId, traceFlagsOf(parent));
  }

  /** `failure`: the code of a command that failed. */
  end({ endMs = performance.now(), failure }: { endMs?: number; failure?: string | undefined } = {}): void {
    if (failure !== undefined) this.#span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    this.#span.end(toEpochMs(endMs));
  }
}

function toEpochMs(ms: number): number {
  return performance.timeOrigin + ms;
}
