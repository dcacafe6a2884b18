// What a process measures of real traffic: every metric has values, and no user makes a series of their own.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getRpc } from '../client/sdk/api/contract.ts';
import { openTransport } from '../client/sdk/node/transport.ts';
import { type EmbeddedServer, startEmbedded } from '../embedded/main.ts';
import type { HttpAnswer } from '../infra/ports/index.ts';
import type { AdminPages } from '../infra/process/admin/admin-server.ts';
import { InstanceFacts } from '../infra/process/admin/instance-reporter.ts';
import { MetricRegistry } from '../infra/process/admin/metric-registry.ts';
import { readConfig } from '../infra/process/config/read.ts';
import { silentLog } from '../infra/testing/silent-log.ts';
import { newDevice, PASSWORD, type TestDevice } from './testing/device.ts';

const WAIT = { timeout: 30_000, interval: 50 };
const folder = mkdtempSync(join(tmpdir(), 'im-metrics-'));
const registry = new MetricRegistry({ role: 'embedded', instance: 'one' });
const pages: AdminPages = new Map();
const devices: TestDevice[] = [];
let server: EmbeddedServer;

beforeAll(async () => {
  const env = {
    ...{ IM_DATA_FOLDER: folder, IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0', IM_INSTANCE: 'one' },
    ...{ IM_HASH_MEMORY_KIB: '7168', IM_HASH_PASSES: '1', IM_ATTEMPTS_PER_IP: '1000' },
  };
  const parts = { log: silentLog, metrics: registry.metrics, facts: new InstanceFacts(), pages };
  server = await startEmbedded(readConfig('embedded', { env, argv: [] }), {
    ...parts,
    onFatal: (error) => expect.fail(String(error)),
  });
});
afterAll(async () => {
  for (const device of devices) device.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

async function user(): Promise<TestDevice> {
  const device = newDevice(server.tcp);
  devices.push(device);
  await device.client.register({ name: `u-${randomUUID()}`, password: PASSWORD });
  return device;
}

/** Name and labels → value. */
async function scrape(): Promise<Map<string, number>> {
  const lines = (await registry.render()).split('\n').filter((line) => line.startsWith('im_'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

/** The sum over the samples of a name that have this label. */
async function readMetric(name: string, label = ''): Promise<number> {
  let sum = 0;
  for (const [series, value] of await scrape()) if (series.startsWith(`${name}{`) && series.includes(label)) sum += value;
  return sum;
}

test('each step of a message is measured, from reading its frame to writing reply and push', async () => {
  const [alice, bob] = [await user(), await user()];
  await alice.client.send(bob.userId, 'hello');
  await expect.poll(() => bob.messages.length, WAIT).toBe(1);
  await bob.client.call.logic.pullMessages({ conversationId: bob.messages[0]?.conversationId ?? '', limit: 10 });
  const measured: [name: string, label: string][] = [
    ['im_ack_seconds_count', 'service="logic"'],
    ['im_push_seconds_count', ''],
    ['im_log_round_trip_seconds_count', ''],
    ['im_gate_delivery_seconds_count', ''],
    ['im_publish_wait_seconds_count', 'publisher="commands"'],
    ['im_publish_seconds_count', 'publisher="commands"'],
    ['im_publish_seconds_count', 'publisher="outcomes"'],
    ['im_command_wait_seconds_count', 'service="logic"'],
    ['im_batch_seconds_count', 'service="logic"'],
    ['im_sql_seconds_count', 'step="commit"'],
    ['im_fan_out_seconds_count', 'service="logic"'],
    ['im_read_seconds_count', 'service="logic"'],
    ['im_pushes_total', 'service="logic"'],
    ['im_pushes_written_total', ''],
    ['im_messages_acknowledged_total', ''],
    ['im_commands_total', 'rpc="Logic.PullMessages"'],
    ['im_commands_total', 'rpc="Logic.SendMessage"'],
    ['im_command_replies_total', 'code="OK"'],
    ['im_replies_total', 'code="OK"'],
    ['im_client_commands_total', 'rpc="Logic.SendMessage"'],
    ['im_frames_in_total', ''],
    ['im_frames_out_total', ''],
    ['im_client_bytes_in_total', ''],
    ['im_client_bytes_out_total', ''],
    ['im_connections', ''],
    ['im_sessions', ''],
    ['im_partition_position', 'service="logic"'],
    ['im_partitions_owned', 'service="logic"'],
    ['im_hashes_total', ''],
  ];
  for (const [name, label] of measured)
    await expect.poll(() => readMetric(name, label), { ...WAIT, message: `${name}{${label}}` }).toBeGreaterThan(0);
  expect(await readMetric('im_push_seconds_sum')).toBeLessThan(10);
  expect(await readMetric('im_log_round_trip_seconds_sum')).toBeGreaterThan(0);
});

test('refusals are counted by code, at the gate and in services, for reads of pages too', async () => {
  const alice = await user();
  const before = await readMetric('im_command_replies_total', 'code="NO_SUCH_CONVERSATION"');
  const outcome = await alice.callLogic('pullMessages', { conversationId: 'AAAAAAAAAAAAAAAAAAAAAA', limit: 10 });
  expect(outcome.code).not.toBe('ok');
  await expect.poll(() => readMetric('im_command_replies_total', `code="${outcome.code}"`), WAIT).toBeGreaterThan(before);
  await expect.poll(() => readMetric('im_replies_total', `code="${outcome.code}"`), WAIT).toBeGreaterThan(0);
});

test('many users, unknown rpcs and closed connections make no series of their own', async () => {
  await user();
  await sendHostileFrames();
  const before = await scrape();
  const names: string[] = [];
  for (let i = 0; i < 10; i++) {
    const one = await user();
    names.push(one.name, one.userId);
    await one.client.send(devices[0]?.userId ?? '', `text of ${one.name}`);
    for (let n = 0; n < 10; n++) await one.callRaw({ ...getRpc('Logic', 'sync'), number: 7000 + 100 * i + n }, new Uint8Array());
  }
  await sendHostileFrames();
  const after = await scrape();
  const text = await registry.render();
  expect(names.filter((name) => text.includes(name))).toEqual([]);
  expect(text).not.toContain('127.0.0.1');
  // A code or a step may occur for the first time; a series for each user, rpc number or connection would be 100 and more.
  expect(after.size - before.size).toBeLessThan(40);
  expect(after.size).toBeLessThan(1500);
  expect(await readMetric('im_client_commands_total', 'rpc="unknown"')).toBeGreaterThanOrEqual(100);
  expect(await readMetric('im_closes_total', 'reason="BAD_FRAME"')).toBeGreaterThanOrEqual(2);
});

/** Connections that send bytes which are no frame. */
async function sendHostileFrames(): Promise<void> {
  const closed = Promise.withResolvers<void>();
  const transport = openTransport(server.tcp, {
    onOpen: () => transport.send(Uint8Array.from([0x0a, 0xff, 0xff])),
    onFrame: () => undefined,
    onClosed: () => closed.resolve(),
  });
  await closed.promise;
}

function showPage(path: string): unknown {
  const read = pages.get(path) as () => HttpAnswer;
  return JSON.parse(String(read().body));
}

test('the embedded process reports itself over its own bus, with rates and latencies', async () => {
  const [alice, bob] = [await user(), await user()];
  const member = () => (showPage('/members') as { members: readonly Record<string, unknown>[] }).members[0];
  await expect
    .poll(async () => {
      await alice.client.send(bob.userId, 'hello');
      return (member()?.load as { ack?: object } | undefined)?.ack;
    }, WAIT)
    .toEqual({ p50Ms: expect.any(Number), p99Ms: expect.any(Number) });
  await expect.poll(() => member()?.sessions, WAIT).toBe(devices.length);
  expect(member()).toMatchObject({
    ...{ role: 'embedded', instance: 'one', state: 'ready', connections: devices.length, sessions: devices.length },
    hashes: { waiting: 0, running: 0, done: expect.any(Number), refused: 0 },
    services: expect.arrayContaining([
      expect.objectContaining({ service: 'logic', owned: 8, lag: expect.any(Number), partitions: expect.any(Array) }),
    ]),
    load: { framesInPerSecond: expect.any(Number), push: { p50Ms: expect.any(Number), p99Ms: expect.any(Number) } },
  });
});
