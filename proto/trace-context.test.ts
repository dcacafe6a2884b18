import { expect, test } from 'vitest';
import {
  encodeTraceContext,
  isTraceId,
  newTraceId,
  parseTraceparent,
  spanIdOf,
  TraceFlag,
  traceFlagsOf,
  traceIdOf,
} from './trace-context.ts';

test('new trace ids are valid, and differ beyond the ids that one call of the generator makes', () => {
  const ids = Array.from({ length: 1000 }, () => newTraceId());
  expect(ids.every(isTraceId)).toBe(true);
  expect(new Set(ids.map(traceIdOf)).size).toBe(1000);
});

test('only 16 bytes that are not all zero are a trace id', () => {
  expect([0, 15, 17, 25].map((length) => isTraceId(new Uint8Array(length).fill(1)))).toEqual([false, false, false, false]);
  expect(isTraceId(new Uint8Array(16))).toBe(false);
});

test('a trace context holds trace, span and flags, and a bare trace id has no flags', () => {
  const traceId = newTraceId();
  const context = encodeTraceContext(traceId, '00f067aa0ba902b7', TraceFlag.SPANS | TraceFlag.LOG);
  expect([traceIdOf(context), spanIdOf(context)]).toEqual([traceIdOf(traceId), '00f067aa0ba902b7']);
  expect(traceFlagsOf(context)).toBe(TraceFlag.SPANS | TraceFlag.LOG);
  expect([traceFlagsOf(traceId), traceFlagsOf(null), traceIdOf(new Uint8Array(3))]).toEqual([0, 0, '']);
});

test('the trace id of a traceparent header is found, and anything else is none', () => {
  const [id, span] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
  for (const header of [`00-${id}-${span}-01`, `cc-${id}-${span}-00-of-later-versions`])
    expect(traceIdOf(parseTraceparent(header))).toBe(id);
  const wrong = [undefined, '', id, `00-${id}-${span}`, `00-${'0'.repeat(32)}-${span}-01`, `00-${id.toUpperCase()}-${span}-01`];
  for (const header of wrong) expect(parseTraceparent(header)).toBeUndefined();
});
