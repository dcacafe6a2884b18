import { expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import { answerGates } from './gates-server.ts';
import type { Member } from './members.ts';

function answering(reports: readonly im.InstanceReport.$Properties[]) {
  const list = (): Member[] =>
    reports.map((fields) => ({
      report: im.InstanceReport.decode(im.InstanceReport.encode(fields).finish()) as im.InstanceReport,
      before: undefined,
      isDoubled: false,
    }));
  const handle = answerGates({ list });
  return async (url: string, method = 'GET'): Promise<[status: number, body: Record<string, unknown>]> => {
    const [path = '', query] = url.split('?');
    const request = { method, path, query: new URLSearchParams(query), headers: {}, body: Buffer.alloc(0), remoteAddress: '' };
    const { status, body } = await handle(request);
    return [status, JSON.parse(String(body)) as Record<string, unknown>];
  };
}

const gate = { role: 'gate', instance: 'gate-0', addresses: ['tcp://127.0.0.1:7000'], maxConnections: 10 };

test('clients get gates, and how to wait between their attempts', async () => {
  const get = answering([gate, { role: 'auth', instance: 'auth-0' }]);
  const backOff = { firstMs: 500, factor: 2, maxMs: 30_000, jitter: 0.5 };
  expect(await get('/gates?transport=tcp')).toEqual([200, { gates: ['tcp://127.0.0.1:7000'], backOff }]);
  expect(await get('/gates')).toEqual([200, { gates: ['tcp://127.0.0.1:7000'], backOff }]);
});

test('without a gate that takes clients the answer is 503, and still says how to wait', async () => {
  const get = answering([{ ...gate, draining: true }]);
  const [status, body] = await get('/gates?transport=tcp');
  expect(status).toBe(503);
  expect(body).toMatchObject({ gates: [], backOff: { firstMs: 500 } });
});

test.each([
  ['/gates?transport=pigeon', 'GET', 400],
  ['/members', 'GET', 404],
  ['//', 'GET', 404],
  ['/gates', 'POST', 405],
])('%s by %s is answered with %i', async (path, method, status) => {
  const get = answering([gate]);
  expect((await get(path, method))[0]).toBe(status);
});
