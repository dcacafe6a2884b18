import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startHttpServer } from '../../infra/process/http/http-server.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { im } from '../../proto/rpc.ts';
import { History } from '../history.ts';
import { Members } from '../members.ts';
import { LiveStreams } from './live.ts';
import { apiFixture, bearer, READ_TOKEN } from './testing/api-fixture.ts';

const WAIT = { timeout: 15_000, interval: 20 };

/** The API on a real server. */
async function serve() {
  const members = new Members();
  const history = new History(members);
  const live = new LiveStreams({ members, history });
  const { handle } = apiFixture({}, { members, history, live });
  const settings = { host: 'IM_ADMIN_HOST', port: 'IM_ADMIN_PORT' } as const;
  const limits = { maxConnections: 100, maxRequestsPerSecond: 1000 };
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, settings, ...limits, log: silentLog, handle });
  onTestFinished(() => server.stop());
  let number = 0;
  return {
    url: `${server.url}/api/live`,
    history,
    report(fields: im.InstanceReport.$Properties = {}): void {
      const full = { role: 'gate', instance: 'gate-0', process: 'first', number: ++number, ...fields };
      members.take(im.InstanceReport.decode(im.InstanceReport.encode(full).finish()) as im.InstanceReport);
      members.markHeard();
    },
  };
}

async function open(url: string, headers: Record<string, string> = bearer(READ_TOKEN)) {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  return { close: () => controller.abort(), response: await fetch(url, { headers, signal: controller.signal }) };
}

/** The events of a stream, with their data, as they come. */
function readEvents({ body }: Response) {
  const events: { event: string; data: Record<string, unknown> }[] = [];
  let text = '';
  const read = async (): Promise<void> => {
    for await (const chunk of body ?? []) {
      text += Buffer.from(chunk).toString();
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, event, data = '{}'] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
        if (event) events.push({ event, data: JSON.parse(data) });
      }
    }
  };
  read().catch(() => undefined);
  return events;
}

test('a page sees all members first, then each change, and each sample with the loads of all', async () => {
  const { url, report, history } = await serve();
  report();
  const { response } = await open(url);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  const events = readEvents(response);
  await expect.poll(() => events, WAIT).toMatchObject([{ event: 'snapshot', data: { members: [{ instance: 'gate-0' }] } }]);
  report({ instance: 'gate-1', process: 'other' });
  report({ draining: true });
  history.take();
  await expect
    .poll(() => events.slice(1), WAIT)
    .toMatchObject([
      { event: 'joined', data: { instance: 'gate-1', state: 'ready' } },
      { event: 'changed', data: { instance: 'gate-0', state: 'draining' } },
      { event: 'sample', data: { messagesPerSecond: 0, connections: 0, lag: {} } },
      { event: 'snapshot', data: { members: [{ state: 'draining' }, { state: 'ready' }] } },
    ]);
});

test.each([
  [401, {}],
  [401, bearer('wrong')],
  [403, { ...bearer(READ_TOKEN), 'sec-fetch-site': 'cross-site' }],
  [403, { ...bearer(READ_TOKEN), origin: 'https://evil.example' }],
])('%i and no event for a stranger or a page of another site: %o', async (status, headers) => {
  const { url, report } = await serve();
  report();
  const { response } = await open(url, headers as Record<string, string>);
  expect(response.status).toBe(status);
  expect(await response.text()).not.toContain('gate-0');
});

test('twenty pages may watch, and one more as soon as one has gone', async () => {
  const { url, report } = await serve();
  report();
  const streams = await Promise.all(Array.from({ length: 20 }, () => open(url)));
  expect(streams.map(({ response }) => response.status)).toEqual(new Array(20).fill(200));
  const refused = await open(url);
  expect([refused.response.status, await refused.response.json()]).toMatchObject([503, { error: { code: 'TOO_MANY_STREAMS' } }]);
  // The headers alone open none.
  expect((await fetch(url, { method: 'HEAD', headers: bearer(READ_TOKEN) })).status).toBe(200);
  streams[3]?.close();
  await expect.poll(async () => (await open(url)).response.status, WAIT).toBe(200);
  expect((await open(url)).response.status).toBe(503);
});

test('a page that does not read is disconnected, and the others go on', async () => {
  const { url, report } = await serve();
  report();
  const { response: stuck } = await open(url);
  const reading = readEvents((await open(url)).response);
  const others = await Promise.all(Array.from({ length: 18 }, () => open(url)));
  for (const { response } of others) readEvents(response);
  expect([stuck.status, (await open(url)).response.status]).toEqual([200, 503]);
  let isClosed = false;
  for (let round = 0; round < 400 && !isClosed; round++) {
    for (let n = 0; n < 20; n++) report({ missing: [`reason ${round} ${n} ${'x'.repeat(2000)}`] });
    await sleep(2);
    const next = await open(url);
    isClosed = next.response.status === 200;
  }
  expect(isClosed).toBe(true);
  const before = reading.length;
  report();
  await expect.poll(() => reading.length, WAIT).toBeGreaterThan(before);
});
