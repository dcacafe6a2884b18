import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { freePorts } from './children.ts';
import { probeKafka, probeMysql, probeRedis } from './probes.ts';
import { countsOf, newSecrets, type Services, startServices } from './services.ts';
import { describeReal, type RealServers, realServers } from './testing.ts';

test('counts of services are read, and nothing else', () => {
  expect(countsOf('gate=1,auth=1, logic=12')).toEqual({ gate: 1, auth: 1, logic: 12 });
  for (const text of ['', 'gate', 'gate=', 'gate=x', 'door=1', 'gate=1;auth=1'])
    expect(() => countsOf(text)).toThrow('--services');
});

describeReal('services as child processes', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql' | 'redis'>;
  let services: Services | undefined;
  beforeAll(async () => {
    servers = await realServers(['kafka', 'mysql', 'redis']);
  });
  afterEach(async () => {
    await services?.stop();
    services = undefined;
  });
  afterAll(() => servers.release());

  test('they get ready, end by any signal, and a restarted gate has its old name and addresses', async () => {
    services = await startServices({ ...servers.env, ...newSecrets() }, { gate: 1, auth: 1, logic: 1 });
    await services.ready();
    const [gate] = services.of('gate');
    const [logic] = services.of('logic');
    if (!gate || !logic) throw new Error('not started');
    const { addresses, pid } = gate;
    expect(addresses.tcp).toMatch(/^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect(addresses.ws).toMatch(/^ws:\/\/127\.0\.0\.1:[1-9]\d*/);
    await gate.restart();
    expect(gate.pid).not.toBe(pid);
    expect({ name: gate.name, addresses: gate.addresses }).toEqual({ name: 'gate-0', addresses });
    await logic.kill();
    expect(await logic.ended()).toBe('SIGKILL');
    await services.stop();
    expect(await gate.ended()).toBe('exit code 0');
  });

  test('one whose servers are away says so, and starts by itself when they come', async () => {
    const [nowhere] = await freePorts(1);
    const lines: string[] = [];
    const env = { ...servers.env, ...newSecrets(), MYSQL_URL: `mysql://im@127.0.0.1:${nowhere}/im` };
    services = await startServices(env, { logic: 1 }, { onLine: (line) => lines.push(line) });
    await vi.waitFor(() => expect(lines.join('\n')).toContain('waiting for MySQL'), { timeout: 10_000 });
    expect(services.all[0]?.running()).toBe(true);
    await services.all[0]?.restart({ MYSQL_URL: servers.mysql });
  });

  test('one that is configured wrongly is not ready, and why is said', async () => {
    services = await startServices({ ...servers.env, MAX_TEXT_BYTES: 'x' }, { logic: 1 });
    await expect(services.ready()).rejects.toThrow(
      /logic-0: ended with exit code 2 before it was ready\n(?:.*\n)*.*MAX_TEXT_BYTES "x" is not/,
    );
  });
});

describeReal('npm run stack', ['kafka', 'mysql', 'redis'], () => {
  test('it prints the environment of servers that serve, and stops all of them on Ctrl-C', async () => {
    const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
    const stack = spawn(process.execPath, ['infra/servers/main.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const said: Record<string, string> = {};
      for await (const line of createInterface({ input: stack.stdout })) {
        const [, name, value] = /^export (\w+)='(.+)'$/.exec(line) ?? [];
        if (name && value) said[name] = value;
        if (line.includes('Ctrl-C')) break;
      }
      const { KAFKA_BROKERS = '', MYSQL_URL = '', REDIS_URL = '', ...secrets } = said;
      expect(Object.keys(secrets).sort()).toEqual(['SEAL_PRIVATE_KEY', 'SEAL_PUBLIC_KEY', 'TOKEN_SECRET']);
      const probes = () => [probeKafka(KAFKA_BROKERS), probeMysql(MYSQL_URL), probeRedis(REDIS_URL)];
      await Promise.all(probes());
      stack.kill('SIGINT');
      await vi.waitFor(() => expect(stack.exitCode).toBe(0), { timeout: 10_000 });
      for (const outcome of await Promise.allSettled(probes())) expect(outcome.status).toBe('rejected');
    } finally {
      stack.kill('SIGKILL');
    }
  });
});
