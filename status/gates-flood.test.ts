import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { startHttpServer } from '../infra/process/http/http-server.ts';
import { silentLog } from '../infra/testing/silent-log.ts';
import { im } from '../proto/rpc.ts';
import { answerGates } from './gates-server.ts';

const PER_SECOND = 30;
const FLOOD = 1500;

test('a flood on /gates is refused in words, and clients at other addresses get their gates meanwhile', {
  timeout: 60_000,
}, async () => {
  const gate = { role: 'gate', instance: 'gate-0', addresses: ['tcp://127.0.0.1:7000'], maxConnections: 10 };
  const report = im.InstanceReport.decode(im.InstanceReport.encode(gate).finish()) as im.InstanceReport;
  const handle = answerGates({ list: () => [{ report, before: undefined, isDoubled: false }] });
  const settings = { host: 'IM_STATUS_HOST', port: 'IM_STATUS_PORT' };
  const limits = { maxConnections: 200, maxRequestsPerSecond: PER_SECOND };
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, settings, ...limits, log: silentLog, handle });
  onTestFinished(() => server.stop());
  const agent = new Agent({ keepAlive: false, maxSockets: 50 });
  onTestFinished(() => agent.destroy());
  const ask = async (localAddress: string): Promise<{ status: number; retryAfter: string | undefined; body: string }> => {
    const request = get(`${server.url}/gates?transport=tcp`, { agent, localAddress });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body: await text(response) };
  };
  const flood = Array.from({ length: FLOOD }, () => ask('127.0.0.1'));
  const others = [];
  for (let i = 0; i < 20; i++) others.push(await ask('127.0.0.2'));
  expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
  expect(others[0]?.body).toContain('tcp://127.0.0.1:7000');
  const answers = await Promise.all(flood);
  const refused = answers.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(FLOOD / 2);
  expect(refused.every(({ retryAfter, body }) => retryAfter === '1' && body.includes('ask again'))).toBe(true);
  expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
  await expect.poll(async () => (await ask('127.0.0.1')).status, { timeout: 10_000 }).toBe(200);
});
