import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Client, createClient } from '../../client/sdk/node.ts';
import type { Log } from '../../infra/ports/index.ts';
import { describeReal, type RealServers, realServers } from '../../infra/testing/real-servers.ts';
import { findFreePorts } from '../../tools/servers/child-processes.ts';
import { startMailServer } from '../../tools/servers/mail-server.ts';
import { probeKafka, probeMysql, probeRedis } from '../../tools/servers/probes.ts';
import {
  generateSecrets,
  parseServiceCounts,
  type ServiceProcesses,
  startServices,
} from '../../tools/servers/service-processes.ts';
import { smtpMailer } from '../../verify/mail/smtp-mailer.ts';

const PASSWORD = 'correct horse battery';
const ignore = (): void => undefined;
const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

test('service counts are parsed, and anything else is refused', () => {
  expect(parseServiceCounts('gate=1,auth=1, logic=12')).toEqual({ gate: 1, auth: 1, logic: 12 });
  expect(parseServiceCounts('verify=2,gate=0')).toEqual({ verify: 2, gate: 0 });
  for (const text of ['', 'gate', 'gate=', 'gate=x', 'door=1', 'gate=1;auth=1'])
    expect(() => parseServiceCounts(text)).toThrow('--services');
});

describeReal('services as child processes', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql' | 'redis'>;
  let services: ServiceProcesses | undefined;
  beforeAll(async () => {
    servers = await realServers(['kafka', 'mysql', 'redis']);
  });
  afterEach(async () => {
    await services?.stop();
    services = undefined;
  });
  afterAll(() => servers.release());

  test('services become ready and end by any signal, and a restarted gate keeps its name and addresses', async () => {
    services = await startServices({ ...servers.env, ...generateSecrets() }, { gate: 1, auth: 1, logic: 1 });
    await services.waitUntilReady();
    const [gate] = services.byRole('gate');
    const [logic] = services.byRole('logic');
    if (!gate || !logic) throw new Error('not started');
    const { addresses, pid } = gate;
    expect(addresses.tcp).toMatch(/^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect(addresses.ws).toMatch(/^ws:\/\/127\.0\.0\.1:[1-9]\d*/);
    // Without a verify service a registration needs no code.
    const client = createClient({ gates: [addresses.tcp ?? ''] });
    expect(await client.register({ name: 'alice', password: PASSWORD })).toMatchObject({ name: 'alice' });
    client.close();
    await gate.restart();
    expect(gate.pid).not.toBe(pid);
    const { tcp, ws } = gate.addresses;
    expect({ name: gate.name, tcp, ws }).toEqual({ name: 'gate-0', tcp: addresses.tcp, ws: addresses.ws });
    await logic.kill();
    expect(await logic.waitForExit()).toBe('SIGKILL');
    await services.stop();
    expect(await gate.waitForExit()).toBe('exit code 0');
  });

  test('with a verify service a registration needs the mailed code', async () => {
    const mail = await startMailServer();
    let carol: Client | undefined;
    try {
      const env = { ...servers.env, ...generateSecrets(), IM_SMTP_URL: mail.url };
      services = await startServices(env, { gate: 1, auth: 1, verify: 1 });
      await services.waitUntilReady();
      const email = 'carol@example.org';
      carol = createClient({ gates: [services.byRole('gate')[0]?.addresses.tcp ?? ''] });
      await expect(carol.register({ name: 'carol', password: PASSWORD })).rejects.toMatchObject({ code: 'BAD_ADDRESS' });
      await carol.requestCode(email, 'REGISTER');
      const { text } = await mail.nextMail(email);
      const [code = ''] = /\d{6}/.exec(text) ?? [];
      expect(await carol.register({ name: 'carol', password: PASSWORD, email, code })).toMatchObject({ name: 'carol' });
    } finally {
      carol?.close();
      await mail.stop();
    }
  });

  test('a service whose MySQL is unreachable logs that it waits, and keeps running', async () => {
    const [nowhere] = await findFreePorts(1);
    const lines: string[] = [];
    const env = { ...servers.env, ...generateSecrets(), IM_MYSQL_URL: `mysql://im@127.0.0.1:${nowhere}/im` };
    services = await startServices(env, { logic: 1 }, { onLine: (line) => lines.push(line) });
    await vi.waitFor(() => expect(lines.join('\n')).toContain('waiting for MySQL'), { timeout: 10_000 });
    expect(services.all[0]?.isRunning()).toBe(true);
    await services.all[0]?.restart({ IM_MYSQL_URL: servers.mysql });
  });

  test('a service with an invalid setting ends before it is ready, and the error names the setting', async () => {
    services = await startServices({ ...servers.env, IM_MAX_TEXT_BYTES: 'x' }, { logic: 1 });
    await expect(services.waitUntilReady()).rejects.toThrow(
      /logic-0: ended with exit code 2 before it was ready\n(?:.*\n)*.*IM_MAX_TEXT_BYTES "x" is not/,
    );
  });
});

describeReal('npm run stack', ['kafka', 'mysql', 'redis'], () => {
  test('the stack prints the environment of its servers, restarts a killed one, and stops all of them on Ctrl-C', async () => {
    const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', IM_MAIL_FROM: "The O'Briens <im@example.org>" };
    const stack = spawn(process.execPath, ['tools/stack.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const lines: string[] = [];
      createInterface({ input: stack.stdout }).on('line', (line) => lines.push(line));
      await vi.waitFor(() => expect(lines.join()).toContain('Ctrl-C'), { timeout: 120_000 });
      const exported = Object.fromEntries(
        lines.flatMap((line) => [/^export (\w+)='(.+)'$/.exec(line)?.slice(1) ?? []]).filter(({ length }) => length),
      );
      const {
        IM_KAFKA_BROKERS = '',
        IM_MYSQL_URL = '',
        IM_REDIS_URL = '',
        IM_SMTP_URL = '',
        IM_REGISTRATION,
        IM_MAIL_FROM,
        IM_ADMIN_TOKENS,
        IM_MAX_CONNECTIONS_PER_IP,
        IM_MAX_HANDSHAKES_PER_IP,
        ...secrets
      } = exported;
      // Undoes the quoting as a shell does.
      expect(IM_MAIL_FROM?.replaceAll(`'\\''`, "'")).toBe(env.IM_MAIL_FROM);
      expect(Object.keys(secrets).sort()).toEqual([
        'IM_CODE_SECRET',
        'IM_PACK_GATE_SECRET',
        'IM_PACK_PUBLIC_KEY',
        'IM_PACK_SERVICE_SECRET',
        'IM_SEAL_PRIVATE_KEY',
        'IM_SEAL_PUBLIC_KEY',
        'IM_TOKEN_SECRET',
      ]);
      expect(IM_REGISTRATION).toBe('open');
      expect(IM_ADMIN_TOKENS).toMatch(/^operator:operate:[\w-]{32,}$/);
      // A load test of this machine has one address.
      for (const limit of [IM_MAX_CONNECTIONS_PER_IP, IM_MAX_HANDSHAKES_PER_IP]) expect(Number(limit)).toBeGreaterThan(100_000);
      const mailer = smtpMailer({ url: IM_SMTP_URL, from: { name: 'im', address: 'im@example.org' }, log: silent });
      await mailer.send({ to: 'bob@example.org', subject: 'Your code', text: 'It is 123456.', html: '' });
      mailer.close();
      await vi.waitFor(() => expect(lines.join('\n')).toMatch(/Mail to bob@example\.org: Your code\n\n {4}It is 123456\./));
      const probes = () => [probeKafka(IM_KAFKA_BROKERS), probeMysql(IM_MYSQL_URL), probeRedis(IM_REDIS_URL)];
      await Promise.all(probes());
      const [, pid] = /^redis +process +(\d+)/m.exec(lines.join('\n')) ?? [];
      if (pid !== undefined) {
        process.kill(Number(pid), 'SIGKILL');
        await vi.waitFor(() => expect(lines.join('\n')).toMatch(/^redis +serves again/m), { timeout: 20_000 });
        await probeRedis(IM_REDIS_URL);
      }
      stack.kill('SIGINT');
      await vi.waitFor(() => expect(stack.exitCode).toBe(0), { timeout: 10_000 });
      for (const outcome of await Promise.allSettled(probes())) expect(outcome.status).toBe('rejected');
    } finally {
      stack.kill('SIGKILL');
    }
  });
});
