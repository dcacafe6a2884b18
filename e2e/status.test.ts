// Status on real processes: it knows every instance, and clients learn from it which gates take them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../client/sdk/node.ts';
import { kafkaBus } from '../infra/kafka/bus.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import { openRpcClient, rpc } from '../infra/messaging/rpc-client.ts';
import { readConfig } from '../infra/process/config/read.ts';
import { servicePackKeys } from '../infra/process/pack-keys.ts';
import { describeReal, type RealServers, realServers } from '../infra/testing/real-servers.ts';
import { silentLog } from '../infra/testing/silent-log.ts';
import { newId } from '../proto/ids.ts';
import { im, topicNames } from '../proto/rpc.ts';
import { generateSecrets, type ServiceProcesses, startServices } from '../tools/servers/service-processes.ts';

const WAIT = { timeout: 30_000, interval: 50 };

interface ShownMember {
  readonly instance: string;
  readonly state: string;
  readonly services: readonly {
    readonly service: string;
    readonly owned: number;
    readonly rpcs: readonly number[];
    readonly partitions: readonly { readonly partition: number; readonly position: number; readonly lag: number }[];
  }[];
  readonly cpuPercent: number;
  readonly memoryMiB: number;
}

describeReal('status', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql' | 'redis'>;
  let services: ServiceProcesses;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    servers = await realServers(['kafka', 'mysql', 'redis']);
    const counts = { gate: 2, auth: 1, status: 2 };
    env = { ...servers.env, ...generateSecrets() };
    services = await startServices(env, counts);
    await services.waitUntilReady();
  });
  afterAll(async () => {
    await services?.stop();
    await servers?.release();
  });

  const addressesOf = (status: number) => services.byRole('status')[status]?.addresses;
  const members = async (status = 0): Promise<ShownMember[]> =>
    ((await (await fetch(`${addressesOf(status)?.admin}/members`)).json()) as { members: ShownMember[] }).members;
  const states = async (status?: number): Promise<string[]> =>
    (await members(status)).map(({ instance, state }) => `${instance} ${state}`);
  const gates = async (transport: string, status = 0): Promise<{ status: number; gates: string[] }> => {
    const response = await fetch(`${addressesOf(status)?.gates}/gates?transport=${transport}`);
    return { status: response.status, gates: ((await response.json()) as { gates: string[] }).gates };
  };
  const gate = (number: 0 | 1) => {
    const found = services.byRole('gate')[number];
    if (!found) throw new Error('not started');
    return found;
  };

  test('every status knows every instance, with its load and its partitions', async () => {
    const all = ['auth-0 ready', 'gate-0 ready', 'gate-1 ready', 'status-0 ready', 'status-1 ready'];
    for (const status of [0, 1]) await expect.poll(() => states(status), WAIT).toEqual(all);
    const auth = (await members()).find(({ instance }) => instance === 'auth-0');
    expect(auth?.services).toMatchObject([{ service: 'auth', owned: 8, paused: 0, lag: 0, deadLetters: 0 }]);
    expect(auth?.services[0]?.partitions).toHaveLength(8);
    expect(auth?.services[0]?.rpcs).toContain(102);
    expect(auth?.memoryMiB).toBeGreaterThan(20);
  });

  test('a status that says it is ready has heard every instance, and knows the gates', async () => {
    await services.byRole('status')[1]?.restart();
    const names = async (status: number) => (await members(status)).map(({ instance }) => instance);
    expect(await names(1)).toEqual(await names(0));
    expect((await gates('tcp', 1)).gates).toHaveLength(2);
  });

  test('another service lists the members by an rpc, from any status', async () => {
    const config = readConfig('tools', { env, argv: [] });
    const topics = topicNames(config.topics.generation);
    const packs = servicePackKeys(config, topics);
    const instance = newId();
    const bus = kafkaBus({ ...config.kafka, instance, log: silentLog });
    onTestFinished(() => bus.close());
    const { commandPartitions: command, gatePartitions: call } = config.topics;
    const own = { bus, log: silentLog, topics, instance, verifier: packs.verifier };
    const ownPublisher = publisher(bus, { instance, signer: packs.signer });
    const client = await openRpcClient({ ...own, publisher: ownPublisher, partitions: { command, call } });
    const listMembers = rpc(im.Registry, 'listMembers');
    // The two processes of status own different partitions.
    for (const key of ['a', 'b', 'c', 'd']) {
      const { isCurrent, members: found } = await client.call(listMembers, { role: 'gate' }, { deadlineMs: 30_000, key });
      expect({ isCurrent, names: found.map((member) => member.instance) }).toEqual({
        isCurrent: true,
        names: ['gate-0', 'gate-1'],
      });
    }
    await client.close();
  });

  test('clients get the gates of their transport, and a clear answer to anything else', async () => {
    const { status, gates: tcp } = await gates('tcp');
    expect(status).toBe(200);
    expect(tcp.toSorted()).toEqual([gate(0).addresses.tcp, gate(1).addresses.tcp].toSorted());
    expect((await gates('ws')).gates.toSorted()).toEqual([gate(0).addresses.ws, gate(1).addresses.ws].toSorted());
    expect((await gates('pigeon')).status).toBe(400);
    expect((await fetch(`${addressesOf(0)?.gates}/members`)).status).toBe(404);
  });

  test('a gate that is killed is gone within 5 s, and is back when it runs again', async () => {
    await gate(0).kill();
    const killedAtMs = performance.now();
    await expect.poll(async () => (await gates('tcp')).gates, WAIT).toEqual([gate(1).addresses.tcp]);
    expect(performance.now() - killedAtMs).toBeLessThan(5000);
    expect(await states()).not.toContain('gate-0 ready');
    await gate(0).restart();
    await expect.poll(async () => (await gates('tcp')).gates.length, WAIT).toBe(2);
  });

  test('a call to a service of which no instance runs fails at once, not at its deadline', async () => {
    const client = createClient({ gates: [], status: addressesOf(1)?.gates ?? '' });
    onTestFinished(() => client.close());
    const ask = async (): Promise<{ code: string; seconds: number }> => {
      const startedMs = performance.now();
      const { code } = await client.call.verify.requestCode({ email: 'a@example.org' }).catch((error) => error);
      return { code, seconds: (performance.now() - startedMs) / 1000 };
    };
    const answer = await ask();
    expect(answer.code).toBe('UNAVAILABLE');
    expect(answer.seconds).toBeLessThan(5);
    expect(services.byRole('auth')).toHaveLength(1);
  });

  test('clients of a gate that stops learn where to ask for another one, and reconnect there', async () => {
    const client = createClient({ gates: [gate(0).addresses.tcp ?? ''] });
    onTestFinished(() => client.close());
    await client.register({ name: 'walter', password: 'correct horse battery' });
    const stopped = gate(0).kill('SIGTERM');
    await expect.poll(() => client.state, WAIT).toBe('waiting');
    await expect.poll(() => client.state, WAIT).toBe('online');
    await stopped;
    await gate(0).restart();
  });

  test('a gate that stops takes no more clients at once', async () => {
    const stopped = gate(0).kill('SIGTERM');
    await expect.poll(async () => (await gates('tcp')).gates, WAIT).toEqual([gate(1).addresses.tcp]);
    await stopped;
    await gate(0).restart();
  });

  test.each([
    ['status', 'IM_STATUS_PORT'],
    ['gate', 'IM_WS_PORT'],
    ['gate', 'IM_ADMIN_PORT'],
  ])('a %s whose %s is taken says so and ends with exit code 2', async (role, setting) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const ports = { IM_STATUS_PORT: '0', IM_TCP_PORT: '0', IM_WS_PORT: '0', [setting]: String(port) };
    const own = { PATH: process.env.PATH ?? '', ...env, ...ports, IM_INSTANCE: `${role}-7` };
    const main = join(import.meta.dirname, `../${role}/main.ts`);
    const child = spawn(process.execPath, [main], { env: own, stdio: ['ignore', 'pipe', 'pipe'] });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    other.close();
    expect(output).toContain(`port ${port} is in use: stop what uses it, or choose another one with ${setting}=<port>`);
    expect(code).toBe(2);
  });
});
