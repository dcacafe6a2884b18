// The trace that a command belongs to, as W3C Trace Context defines it, in binary: 16 bytes of trace id. Where somebody wants
// spans or log lines, 8 bytes of the parent span and one byte of flags follow.
import { randomFillSync } from 'node:crypto';

export const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const CONTEXT_BYTES = TRACE_ID_BYTES + SPAN_ID_BYTES + 1;

export const TraceFlag = {
  /** W3C's "sampled": each process exports spans. */
  SPANS: 1,
  /** Each process writes a log line about the command. */
  LOG: 128,
} as const;

// One call for many ids: the generator of the operating system costs more per call than per byte.
const pool = Buffer.alloc(256 * TRACE_ID_BYTES);
let taken = pool.length;

/** A new trace id. */
export function newTraceId(): Uint8Array {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += TRACE_ID_BYTES;
  return Uint8Array.prototype.slice.call(pool, taken - TRACE_ID_BYTES, taken);
}

/** Whether the bytes are a trace id: W3C forbids zeros only. */
export function isTraceId(bytes: Uint8Array): boolean {
  return bytes.length === TRACE_ID_BYTES && bytes.some((byte) => byte !== 0);
}

/** The trace id in a header `traceparent` of W3C Trace Context; undefined where it has none. */
export function parseTraceparent(header: string | undefined): Uint8Array | undefined {
  const [, hex] = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-|$)/.exec(header ?? '') ?? [];
  const traceId = hex === undefined ? undefined : Uint8Array.from(Buffer.from(hex, 'hex'));
  return traceId && isTraceId(traceId) ? traceId : undefined;
}

/** As logs and clients show it: 32 hex digits, or nothing where there is no trace. */
export function traceIdOf(context: Uint8Array | null | undefined): string {
  return context && context.length >= TRACE_ID_BYTES ? toHex(context.subarray(0, TRACE_ID_BYTES)) : '';
}

/** 16 hex digits. */
export function spanIdOf(context: Uint8Array): string {
  return toHex(context.subarray(TRACE_ID_BYTES, TRACE_ID_BYTES + SPAN_ID_BYTES));
}

export function traceFlagsOf(context: Uint8Array | null | undefined): number {
  return context?.length === CONTEXT_BYTES ? (context[CONTEXT_BYTES - 1] ?? 0) : 0;
}

/** `spanId`: 16 hex digits. */
export function encodeTraceContext(traceId: Uint8Array, spanId: string, flags: number): Uint8Array {
  const context = new Uint8Array(CONTEXT_BYTES);
  context.set(traceId.subarray(0, TRACE_ID_BYTES));
  context.set(Buffer.from(spanId, 'hex').subarray(0, SPAN_ID_BYTES), TRACE_ID_BYTES);
  context[CONTEXT_BYTES - 1] = flags;
  return context;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
