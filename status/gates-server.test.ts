import { expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import { answerGates } from './gates-server.ts';
import { type Member, Members } from './members.ts';

function answering(reports: readonly im.InstanceReport.$Properties[], now?: () => number) {
  const list = (): Member[] =>
    reports.map((fields) => ({
      report: im.InstanceReport.decode(im.InstanceReport.encode(fields).finish()) as im.InstanceReport,
      before: undefined,
      isDoubled: false,
    }));
  const handle = answerGates({ list }, now);
  return async (url: string, method = 'GET'): Promise<[status: number, body: Record<string, unknown>]> => {
    const [path = '', query] = url.split('?');
    const request = { method, path, query: new URLSearchParams(query), headers: {}, body: Buffer.alloc(0), remoteAddress: '' };
    const { status, body } = await handle(request);
    return [status, JSON.parse(String(body)) as Record<string, unknown>];
  };
}

const gate = { role: 'gate', instance: 'gate-0', addresses: ['tcp://127.0.0.1:7000'], maxConnections: 10 };

test('GTE-5: clients get gates, and how to wait between their attempts', async () => {
  const get = answering([gate, { role: 'auth', instance: 'auth-0' }]);
  const backOff = { firstMs: 500, factor: 2, maxMs: 30_000, jitter: 0.5 };
  const gates = ['tcp://127.0.0.1:7000'];
  expect(await get('/gates?transport=tcp')).toEqual([200, { gates, connectAfterMs: 0, backOff }]);
  expect(await get('/gates')).toEqual([200, { gates, connectAfterMs: expect.any(Number), backOff }]);
});

test('a status that starts names no gate until it has heard all, and never forgets that it has', async () => {
  let nowMs = 0;
  const members = new Members(() => nowMs);
  const handle = answerGates(members, () => nowMs);
  const report = { ...gate, process: 'g', number: 1 };
  const take = (): unknown =>
    members.take(im.InstanceReport.decode(im.InstanceReport.encode(report).finish()) as im.InstanceReport);
  const get = async () => {
    const query = new URLSearchParams('transport=tcp');
    const { status, body } = await handle({
      method: 'GET',
      path: '/gates',
      query,
      headers: {},
      body: Buffer.alloc(0),
      remoteAddress: '',
    });
    return [status, (JSON.parse(String(body)) as { gates: string[] }).gates];
  };
  take();
  members.markHeard();
  expect(await get()).toEqual([503, []]);
  nowMs += 1000;
  members.markHeard();
  expect(await get()).toEqual([503, []]);
  nowMs += 1000;
  members.markHeard();
  expect(await get()).toEqual([200, ['tcp://127.0.0.1:7000']]);
  // Kafka is away.
  nowMs += 600_000;
  expect(await get()).toEqual([200, ['tcp://127.0.0.1:7000']]);
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

test('of clients that ask at one moment each gets a turn of its own, 250 per gate and second, at most 8 s later', async () => {
  let nowMs = 0;
  const gates = [gate, { ...gate, instance: 'gate-1', addresses: ['tcp://127.0.0.1:7002'] }];
  const get = answering(gates, () => nowMs);
  const ask = async (): Promise<number> => (await get('/gates'))[1].connectAfterMs as number;
  const arrivals: number[] = [];
  for (let i = 0; i < 2000; i++) arrivals.push(await ask());
  const perSecond = [0, 1, 2, 3].map((second) => arrivals.filter((ms) => Math.floor(ms / 1000) === second).length);
  for (const count of perSecond) expect(Math.abs(count - 500)).toBeLessThan(3);
  for (let i = 0; i < 20_000; i++) expect(await ask()).toBeLessThanOrEqual(8000);
  nowMs += 20_000;
  expect(await ask()).toBe(0);
});

test('several processes of status share the turns', async () => {
  const get = answering([gate, { role: 'status', instance: 'status-0' }, { role: 'status', instance: 'status-1' }], () => 0);
  await get('/gates');
  expect((await get('/gates'))[1].connectAfterMs).toBe(8);
});
