import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { encodeTraceContext, newTraceId, TraceFlag } from '../../proto/trace-context.ts';
import { startSpan } from '../ports/index.ts';
import { silentLog } from '../testing/silent-log.ts';
import { startTracing } from './tracing.ts';

test('without a sampled trace there is no span', () => {
  expect(startSpan('work', newTraceId(), { kind: 'server' })).toBeUndefined();
  expect(startSpan('work', undefined, { kind: 'server' })).toBeUndefined();
  expect(
    startSpan('work', encodeTraceContext(newTraceId(), '00f067aa0ba902b7', TraceFlag.LOG), { kind: 'server' }),
  ).toBeUndefined();
});

test('without an exporter the context of a sampled trace goes on as it is', () => {
  const context = encodeTraceContext(newTraceId(), '00f067aa0ba902b7', TraceFlag.SPANS);
  const span = startSpan('work', context, { kind: 'server' });
  span?.end();
  expect(span?.context).toEqual(context);
});

test('a stop exports the last spans, and a collector that is away delays the stop by seconds at most', async () => {
  const names: string[] = [];
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as { resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[] };
    for (const { scopeSpans } of body.resourceSpans)
      for (const { spans } of scopeSpans) names.push(...spans.map(({ name }) => name));
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const context = encodeTraceContext(newTraceId(), '00f067aa0ba902b7', TraceFlag.SPANS);
  const tracing = await startTracing({ endpoint: `http://127.0.0.1:${port}/`, role: 'gate', instance: 'gate-0', log: silentLog });
  startSpan('the last one', context, { kind: 'server' })?.end();
  await tracing.stop();
  expect(names).toEqual(['the last one']);

  const lost = await startTracing({ endpoint: 'http://127.0.0.1:9', role: 'gate', instance: 'gate-0', log: silentLog });
  startSpan('lost', context, { kind: 'server' })?.end();
  const startedMs = performance.now();
  await lost.stop();
  expect(performance.now() - startedMs).toBeLessThan(8000);
});
