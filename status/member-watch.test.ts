import { expect, onTestFinished, test } from 'vitest';
import { eventStream } from '../infra/ports/index.ts';
import { startHttpServer } from '../infra/process/http/http-server.ts';
import { silentLog } from '../infra/testing/silent-log.ts';
import { im } from '../proto/rpc.ts';
import { watchMembers } from './member-watch.ts';
import { Members } from './members.ts';

const WAIT = { timeout: 15_000, interval: 20 };

async function serveMembers() {
  const members = new Members();
  const settings = { host: 'IM_ADMIN_HOST', port: 'IM_ADMIN_PORT' } as const;
  const limits = { maxConnections: 100, maxRequestsPerSecond: 1000 };
  let watching = 0;
  const watch = watchMembers(members);
  const stream = eventStream((send, closed) => {
    watching++;
    closed.addEventListener('abort', () => watching--);
    watch(send, closed);
  });
  const handle = () => stream;
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, settings, ...limits, log: silentLog, handle });
  onTestFinished(() => server.stop());
  let number = 0;
  const report = (fields: im.InstanceReport.$Properties = {}): void => {
    const full = { role: 'gate', instance: 'gate-0', process: 'first', number: ++number, ...fields };
    members.take(im.InstanceReport.decode(im.InstanceReport.encode(full).finish()) as im.InstanceReport);
  };
  return { url: server.url, report, watching: () => watching };
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

test('a watch shows all members first, then each change, until it is cancelled', async () => {
  const { url, report, watching } = await serveMembers();
  report();
  const controller = new AbortController();
  const response = await fetch(url, { signal: controller.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events = readEvents(response);
  await expect.poll(() => events, WAIT).toEqual(['snapshot 1']);
  report();
  report({ missing: ['Kafka: is unavailable'] });
  report({ instance: 'gate-1', process: 'other' });
  report({ draining: true });
  await expect.poll(() => events, WAIT).toEqual(['snapshot 1', 'changed not ready', 'joined ready', 'changed draining']);
  controller.abort();
  await expect.poll(watching, WAIT).toBe(0);
  report();
  expect(events).toHaveLength(4);
});

test('a watcher that does not read is disconnected, and the others go on', async () => {
  const { url, report, watching } = await serveMembers();
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const stuck = await fetch(url, { signal: controller.signal });
  const reading = readEvents(await fetch(url, { signal: controller.signal }));
  expect(watching()).toBe(2);
  for (let round = 0; round < 400 && watching() === 2; round++) {
    for (let n = 0; n < 20; n++) report({ missing: [`reason ${round} ${n} ${'x'.repeat(2000)}`] });
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(watching()).toBe(1);
  expect(stuck.status).toBe(200);
  const before = reading.length;
  report();
  await expect.poll(() => reading.length, WAIT).toBeGreaterThan(before);
});
