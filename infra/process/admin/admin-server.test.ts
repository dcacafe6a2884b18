import { afterEach, expect, test } from 'vitest';
import { jsonAnswer, textAnswer } from '../../ports/index.ts';
import { silentLog } from '../../testing/silent-log.ts';
import type { HttpServer } from '../http/http-server.ts';
import { type AdminPages, startAdminServer } from './admin-server.ts';
import { Health, probe } from './health.ts';
import { MetricRegistry } from './metric-registry.ts';

const opened: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.stop()));
});

async function start(port = 0) {
  const health = new Health();
  const pages: AdminPages = new Map();
  const registry = new MetricRegistry({ instance: 'gate-0' });
  const server = await startAdminServer({ host: '127.0.0.1', port, health, registry, pages, log: silentLog });
  opened.push(server);
  const get = async (path: string, init: RequestInit = {}): Promise<[status: number, body: string]> => {
    const response = await fetch(`${server.url}${path}`, init);
    return [response.status, await response.text()];
  };
  return { health, pages, metrics: registry.metrics, get, url: server.url };
}

test('a process is alive at once, and ready when it serves and has all that it needs', async () => {
  const { health, get } = await start();
  let kafka: string | undefined = 'is unavailable';
  health.require('Kafka', () => kafka);
  expect(await get('/livez')).toEqual([200, 'ok\n']);
  expect(await get('/readyz')).toEqual([503, 'process: is starting\nKafka: is unavailable\n']);
  health.markServing();
  expect(await get('/readyz')).toEqual([503, 'Kafka: is unavailable\n']);
  kafka = undefined;
  expect(await get('/readyz')).toEqual([200, 'ok\n']);
  health.markStopping();
  expect(await get('/readyz')).toEqual([503, 'process: is stopping\n']);
  expect(await get('/livez')).toEqual([200, 'ok\n']);
});

test('a probe says what a server that does not answer said, until it answers', async () => {
  let answer = Promise.reject(new Error('no route to host'));
  const { check, stop } = probe(() => answer);
  expect(check()).toBe('was not reached yet');
  await expect.poll(check).toBe('no route to host');
  answer = Promise.resolve() as Promise<never>;
  await expect.poll(check, { timeout: 5000 }).toBeUndefined();
  stop();
});

test('/metrics shows counters, gauges and histograms in the format of Prometheus', async () => {
  const { metrics, get } = await start();
  const auth = metrics.withLabels({ service: 'auth' });
  const byCode = auth.counters('im_replies_total', 'Replies.', 'code');
  byCode.of('OK').add(3);
  byCode.of('BUSY').add();
  metrics.withLabels({ service: 'logic' }).counters('im_replies_total', 'Replies.', 'code').of('OK').add(5);
  metrics.gauge('im_connections', 'Connections.', () => 7);
  const seconds = metrics.histogram('im_batch_seconds', 'Batches.', [0.01, 0.1]);
  seconds.observe(0.01);
  seconds.observe(0.05, 2);
  seconds.observe(9);
  const [status, text] = await get('/metrics');
  expect(status).toBe(200);
  const lines = text.split('\n').filter((line) => line.startsWith('im_') || / im_/.test(line));
  expect(lines).toEqual([
    '# HELP im_replies_total Replies.',
    '# TYPE im_replies_total counter',
    'im_replies_total{service="auth",code="OK",instance="gate-0"} 3',
    'im_replies_total{service="auth",code="BUSY",instance="gate-0"} 1',
    'im_replies_total{service="logic",code="OK",instance="gate-0"} 5',
    '# HELP im_connections Connections.',
    '# TYPE im_connections gauge',
    'im_connections{instance="gate-0"} 7',
    '# HELP im_batch_seconds Batches.',
    '# TYPE im_batch_seconds histogram',
    'im_batch_seconds_bucket{le="0.01",instance="gate-0"} 1',
    'im_batch_seconds_bucket{le="0.1",instance="gate-0"} 3',
    'im_batch_seconds_bucket{le="+Inf",instance="gate-0"} 4',
    'im_batch_seconds_sum{instance="gate-0"} 9.11',
    'im_batch_seconds_count{instance="gate-0"} 4',
  ]);
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
});

test('parts of a process with the same labels count together', async () => {
  const { metrics, get } = await start();
  for (const amount of [3, 5]) metrics.withLabels({ topic: 'call' }).counter('im_records_total', 'Records.').add(amount);
  for (const gauge of [1, 2]) metrics.gauges('im_lag', 'Lag.', 'partition', () => [['0', gauge]]);
  for (const seconds of [0.1, 9]) metrics.histograms('im_seconds', 'Time.', 'step', [1]).of('commit').observe(seconds);
  const [, text] = await get('/metrics');
  expect(text.split('\n').filter((line) => line.startsWith('im_'))).toEqual([
    'im_records_total{topic="call",instance="gate-0"} 8',
    'im_lag{partition="0",instance="gate-0"} 3',
    'im_seconds_bucket{step="commit",le="1",instance="gate-0"} 1',
    'im_seconds_bucket{step="commit",le="+Inf",instance="gate-0"} 2',
    'im_seconds_sum{step="commit",instance="gate-0"} 9.1',
    'im_seconds_count{step="commit",instance="gate-0"} 2',
  ]);
});

test('a label with many values does not grow without bound', async () => {
  const { metrics, get } = await start();
  const byRpc = metrics.counters('im_commands_total', 'Commands.', 'rpc');
  for (let i = 0; i < 1000; i++) byRpc.of(`rpc ${i}`).add();
  const [, text] = await get('/metrics');
  expect(text.match(/^im_commands_total/gm)).toHaveLength(201);
  expect(text).toMatch(/rpc="other",instance="gate-0"} 800/);
});

test('a flood of scrapes costs one rendering in half a second, and other requests get a clear answer', async () => {
  const { metrics, get } = await start();
  let reads = 0;
  metrics.gauge('im_reads', 'Reads.', () => ++reads);
  const startedAtMs = performance.now();
  const answers = await Promise.all(Array.from({ length: 50 }, () => get('/metrics')));
  expect(new Set(answers.map(([status]) => status))).toEqual(new Set([200]));
  expect(reads).toBeLessThanOrEqual(1 + (performance.now() - startedAtMs) / 500);
  expect(await get('/')).toEqual([404, 'not found: /livez, /readyz, /metrics are here\n']);
  expect(await get('/metrics', { method: 'POST' })).toEqual([405, 'only GET is served here\n']);
});

test('a process adds pages, which are read at each request', async () => {
  const { pages, get } = await start();
  let members = 1;
  pages.set('/members', () => jsonAnswer(200, { members: members++ }));
  pages.set('/api/', ({ method, path }) => textAnswer(201, `${method} ${path}`));
  expect(await get('/api/x/y', { method: 'POST' })).toEqual([201, 'POST /api/x/y\n']);
  expect(await get('/members?x=1')).toEqual([200, '{"members":1}\n']);
  expect(await get('/members')).toEqual([200, '{"members":2}\n']);
});
