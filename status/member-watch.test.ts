import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type AdminPages, startAdminServer } from '../infra/process/admin/admin-server.ts';
import { Health } from '../infra/process/admin/health.ts';
import { MetricRegistry } from '../infra/process/admin/metric-registry.ts';
import { silentLog } from '../infra/testing/silent-log.ts';
import { im } from '../proto/rpc.ts';
import { Members } from './members.ts';
import { showMembers } from './start.ts';

const WAIT = { timeout: 15_000, interval: 20 };

async function serveMembers() {
  const members = new Members();
  const pages: AdminPages = new Map();
  showMembers(pages, members);
  const options = { host: '127.0.0.1', port: 0, health: new Health(), registry: new MetricRegistry({}), pages, log: silentLog };
  const server = await startAdminServer(options);
  onTestFinished(() => server.stop());
  let number = 0;
  const report = (fields: im.InstanceReport.$Properties = {}): void => {
    const full = { role: 'gate', instance: 'gate-0', process: 'first', number: ++number, ...fields };
    members.take(im.InstanceReport.decode(im.InstanceReport.encode(full).finish()) as im.InstanceReport);
  };
  return { url: `${server.url}/members/watch`, report };
}

async function watch(url: string) {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  return { close: () => controller.abort(), response: await fetch(url, { signal: controller.signal }) };
}

/** Reads events, as "event state", until the signal is aborted. */
function readEvents(response: Response): string[] {
  const events: string[] = [];
  let text = '';
  const read = async (): Promise<void> => {
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, event, data = '{}'] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
        if (!event) continue;
        const { state, members } = JSON.parse(data) as { state?: string; members?: object[] };
        events.push(`${event} ${state ?? members?.length}`);
      }
    }
  };
  read().catch(() => undefined);
  return events;
}

test('a watch shows all members first, then each change', async () => {
  const { url, report } = await serveMembers();
  report();
  const { response } = await watch(url);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events = readEvents(response);
  await expect.poll(() => events, WAIT).toEqual(['snapshot 1']);
  report();
  report({ missing: ['Kafka: is unavailable'] });
  report({ instance: 'gate-1', process: 'other' });
  report({ draining: true });
  await expect.poll(() => events, WAIT).toEqual(['snapshot 1', 'changed not ready', 'joined ready', 'changed draining']);
});

test('twenty may watch, and one more as soon as one has gone; headers alone count for nothing', async () => {
  const { url } = await serveMembers();
  for (let i = 0; i < 30; i++) expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
  const watchers = await Promise.all(Array.from({ length: 20 }, () => watch(url)));
  expect(watchers.map(({ response }) => response.status)).toEqual(new Array(20).fill(200));
  expect((await watch(url)).response.status).toBe(503);
  watchers[7]?.close();
  await expect.poll(async () => (await watch(url)).response.status, WAIT).toBe(200);
});

test('watches behind a watch on one connection cost the connection, and leave room for others', async () => {
  const { url } = await serveMembers();
  const { port } = new URL(url);
  for (let i = 0; i < 5; i++) {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    socket.resume();
    socket.write('GET /members/watch HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(100));
    await once(socket, 'close');
  }
  const watchers = await Promise.all(Array.from({ length: 20 }, () => watch(url)));
  expect(watchers.map(({ response }) => response.status)).toEqual(new Array(20).fill(200));
});
