// One message's spans over gate, logic and gate are one trace, and its trace id is in every log line about it.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '../embedded/main.ts';
import { readConfig } from '../infra/process/config/read.ts';
import { openLog, type ProcessLog } from '../infra/process/logging/log.ts';
import { startTracing } from '../infra/process/tracing.ts';
import { newDevice, PASSWORD, type TestDevice } from './testing/device.ts';

const WAIT = { timeout: 30_000, interval: 50 };

interface ExportedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

const folder = mkdtempSync(join(tmpdir(), 'im-tracing-'));
const spans: ExportedSpan[] = [];
const devices: TestDevice[] = [];
const stops: (() => unknown)[] = [];
let log: ProcessLog;
let server: EmbeddedServer;

beforeAll(async () => {
  const collector = await startCollector();
  stops.push(() => collector.close());
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const nowhere = openSync('/dev/null', 'w');
  stops.push(() => closeSync(nowhere));
  log = openLog({ role: 'embedded', instance: 'one', level: 'debug', folder: join(folder, 'logs') }, nowhere);
  const tracing = await startTracing({ endpoint, role: 'embedded', instance: 'one', log });
  const env = {
    ...{ IM_DATA_FOLDER: join(folder, 'data'), IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0', IM_INSTANCE: 'one' },
    ...{ IM_HASH_MEMORY_KIB: '7168', IM_HASH_PASSES: '1' },
    ...{ IM_OTEL_ENDPOINT: endpoint, IM_TRACE_SAMPLE: '1', IM_RPC_LOG: '1' },
  };
  server = await startEmbedded(readConfig('embedded', { env, argv: [] }), {
    log,
    onFatal: (error) => expect.fail(String(error)),
  });
  stops.push(
    () => server.stop(),
    () => tracing.stop(),
  );
});
afterAll(async () => {
  for (const device of devices) device.close();
  for (const stop of stops.reverse()) await stop();
  rmSync(folder, { recursive: true });
});

async function startCollector(): Promise<Server> {
  const collector = createServer(async (request, response) => {
    const body = (await json(request)) as { resourceSpans: { scopeSpans: { spans: ExportedSpan[] }[] }[] };
    for (const { scopeSpans } of body.resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  return collector;
}

async function user(password = PASSWORD): Promise<TestDevice> {
  const device = newDevice(server.tcp);
  devices.push(device);
  await device.client.register({ name: `u-${randomUUID()}`, password });
  return device;
}

async function logLines(): Promise<Record<string, unknown>[]> {
  await log.flush();
  return readFileSync(join(folder, 'logs', 'one.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('the spans of a message over gate, log, batch, SQL and push are one trace', async () => {
  const [alice, bob] = [await user(), await user()];
  await alice.client.send(bob.userId, 'hello');
  await expect.poll(() => bob.messages.length, WAIT).toBe(1);
  const find = (name: string): ExportedSpan | undefined => spans.find((span) => span.name === name);
  const names = ['publish command', 'run Logic.SendMessage', 'batch', 'sql begin', 'sql commit', 'publish outcome', 'push'];
  await expect.poll(() => find('Logic.SendMessage'), WAIT).toBeDefined();
  const { traceId } = find('Logic.SendMessage') as ExportedSpan;
  const ofTrace = (): ExportedSpan[] => spans.filter((span) => span.traceId === traceId);
  await expect.poll(() => ofTrace().map(({ name }) => name), WAIT).toEqual(expect.arrayContaining(names));
  const named = (name: string): ExportedSpan | undefined => ofTrace().find((span) => span.name === name);
  const parents: [string, string][] = [
    ['publish command', 'Logic.SendMessage'],
    ['run Logic.SendMessage', 'publish command'],
    ['batch', 'run Logic.SendMessage'],
    ['sql commit', 'batch'],
    ['publish outcome', 'run Logic.SendMessage'],
    ['push', 'publish outcome'],
  ];
  for (const [name, parent] of parents) expect([name, named(name)?.parentSpanId]).toEqual([name, named(parent)?.spanId]);
  for (const { name, startTimeUnixNano, endTimeUnixNano } of ofTrace())
    expect([name, BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)]).toEqual([name, true]);
});

test('each command has one line at the gate and one in its service, with its trace id, code and times', async () => {
  const alice = await user();
  const failure = await alice.client.call.logic.getGroup({ groupId: 'AAAAAAAAAAAAAAAAAAAAAA' }).catch((error: unknown) => error);
  const { traceId, code } = failure as { traceId: string; code: string };
  expect(traceId).toMatch(/^[0-9a-f]{32}$/);
  const ofTrace = async () => (await logLines()).filter((line) => line.traceId === traceId);
  await expect.poll(async () => (await ofTrace()).length, WAIT).toBe(2);
  const shared = { level: 'info', rpc: 'Logic.GetGroup', code, userId: alice.userId };
  expect(await ofTrace()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ...shared, msg: 'rpc', ms: expect.any(Number), serviceMs: expect.any(Number) }),
      expect.objectContaining({ ...shared, msg: 'command', waitMs: expect.any(Number), workMs: expect.any(Number) }),
    ]),
  );
});

test('what a service calls and enqueues for a command is in the trace of the command', async () => {
  const alice = await user();
  const reset = { email: 'nobody@example.org', code: '123456', newPassword: 'another long secret' };
  const failure = await alice.client.resetPassword(reset).catch((error: unknown) => error);
  const { traceId, code } = failure as { traceId: string; code: string };
  expect(code).toBe('WRONG_CODE');
  const linesOf = async (id: unknown): Promise<string[]> =>
    (await logLines()).filter((line) => line.traceId === id).map(({ msg, rpc }) => `${msg} ${rpc}`);
  await expect
    .poll(() => linesOf(traceId), WAIT)
    .toEqual(expect.arrayContaining(['rpc Auth.ResetPassword', 'command Auth.ResetPassword', 'command Codes.CheckCode']));
  const named = (name: string): ExportedSpan | undefined => spans.find((span) => span.traceId === traceId && span.name === name);
  await expect.poll(() => named('run Codes.CheckCode'), WAIT).toBeDefined();
  const parents: [string, string][] = [
    ['run Auth.ResetPassword', 'publish command'],
    ['prepare Auth.ResetPassword', 'run Auth.ResetPassword'],
    ['call Codes.CheckCode', 'prepare Auth.ResetPassword'],
    ['run Codes.CheckCode', 'call Codes.CheckCode'],
  ];
  await expect
    .poll(() => parents.map(([name, parent]) => [name, named(name)?.parentSpanId === named(parent)?.spanId && parent]), WAIT)
    .toEqual(parents);

  await alice.client.deleteAccount(PASSWORD);
  const deleted = (await logLines()).find(({ msg, rpc }) => msg === 'rpc' && rpc === 'Auth.DeleteAccount');
  await expect
    .poll(() => linesOf(deleted?.traceId), WAIT)
    .toEqual(expect.arrayContaining(['command Auth.DeleteAccount', 'command Logic.EraseUser']));
  const ofDeletion = (name: string) => spans.find((span) => span.traceId === deleted?.traceId && span.name === name);
  await expect.poll(() => ofDeletion('publish outcome') && ofDeletion('run Logic.EraseUser'), WAIT).toBeDefined();
  expect(ofDeletion('run Logic.EraseUser')?.parentSpanId).toBe(ofDeletion('publish outcome')?.spanId);
});

test('no line of a log in full detail holds a password, a token, a code or the text of a message', async () => {
  const secrets = ['a secret password', 'another secret password', 'a private text', 'an edited text', 'a display name'];
  const [password = '', newPassword = '', text = '', edited = '', displayName = ''] = secrets;
  const [alice, bob] = [await user(password), await user()];
  const { conversationId, seq } = await alice.client.send(bob.userId, text);
  await alice.client.call.logic.editMessage({ clientMessageId: randomBytes(16), conversationId, seq, text: edited });
  await alice.client.call.logic.updateProfile({ displayName });
  const { token } = alice.client.me as { token: string };
  await alice.client.changePassword({ currentPassword: password, newPassword });
  const wrong = newDevice(server.ws);
  devices.push(wrong);
  await expect(wrong.client.logIn(alice.name, 'a wrong password')).rejects.toThrow();
  await wrong.client.resume(`${token}x`).catch(() => undefined);
  await expect.poll(async () => (await logLines()).length, WAIT).toBeGreaterThan(10);
  const written = readFileSync(join(folder, 'logs', 'one.log'), 'utf8');
  for (const secret of [...secrets, 'a wrong password', token, alice.name]) expect(written).not.toContain(secret);
});
