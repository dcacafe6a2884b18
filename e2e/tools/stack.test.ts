import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../../client/sdk/node.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { findPortsInUse } from '../../tools/servers/child-processes.ts';

const MAIN = join(import.meta.dirname, '../../tools/stack.ts');
const PASSWORD = 'correct horse battery';

/** Runs `npm run stack` with arguments that start nothing. */
function stack(...argv: string[]): Promise<{ code: unknown; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...argv], (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, output: stdout + stderr }),
    );
  });
}

test.each([
  '--bogus',
  '--services door=1',
  '--services',
  'gate=1',
  '--ports-from 7200',
  '--services gate=1 --ports-from x',
  '--services gate=3 --ports-from 65531',
])('invalid arguments fail with the usage: %s', async (line) => {
  const { code, output } = await stack(...line.split(' '));
  expect(code).toBe(2);
  expect(output).toContain('npm run stack -- --services gate=1,auth=1,logic=2');
  expect(output).not.toContain('Starting');
});

test('--help prints the usage', async () => {
  const { code, output } = await stack('--help');
  expect(code).toBe(0);
  expect(output).toContain('prints export lines');
});

test('a port in use is reported with a remedy before anything starts', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // The port of the second gate's WebSocket.
  const { code, output } = await stack('--services', 'gate=2,auth=1,logic=1', '--ports-from', String(port - 3));
  expect(code).toBe(1);
  expect(output).toMatch(new RegExp(`Port (\\d+ and )?${port} of 127\\.0\\.0\\.1 (is|are) taken`));
  expect(output).toContain('--ports-from');
  expect(output).not.toContain('Starting');
});

describeReal('npm run stack with services', ['kafka', 'mysql', 'redis'], () => {
  let running: Stack | undefined;
  afterEach(() => running?.stop());

  test('the stack prints the addresses of its gates, and restarts a killed service while users exchange messages', {
    timeout: 120_000,
  }, async () => {
    const servers = await realServers(['kafka', 'mysql', 'redis']);
    onTestFinished(servers.release);
    running = await startStack({ gate: 2, auth: 1, logic: 2, status: 1 }, servers.env);
    const { lines, from, processOf } = running;
    const [, admin = '', token = ''] = /IM_ADMIN_URL=(\S+) IM_ADMIN_TOKEN=(\S+)/.exec(lines.join('\n')) ?? [];
    const reply = await fetch(`${admin}/api/gates`, { headers: { authorization: `Bearer ${token}` } });
    expect(((await reply.json()) as { gates: object[] }).gates).toHaveLength(2);
    expect(lines.join('\n')).toContain(`--as bob --status http://127.0.0.1:${from - 1}`);
    const countReady = (name: string): number =>
      lines.filter((line) => line.startsWith(name) && line.includes('"msg":"ready"')).length;
    const { exchangeMessages, sent, received } = await twoClients([from, from + 2]);
    for (const name of ['logic-0', 'logic-1', 'gate-0', 'gate-1', 'auth-0']) {
      const exchange = exchangeMessages();
      process.kill(processOf(name), 'SIGKILL');
      await vi.waitFor(() => expect(countReady(name)).toBe(2), { timeout: 30_000 });
      await exchange;
      expect(
        lines.filter((line) => line.startsWith(`${name} `) && line.includes('ended by SIGKILL, is started again')),
      ).toHaveLength(1);
    }
    await vi.waitFor(() => expect(received).toEqual(sent), { timeout: 15_000 });
    expect(await findPortsInUse([from, from + 1, from + 2, from + 3])).toHaveLength(4);
    expect(await running.stop()).toBe(0);
  });

  test('commands drain, restart and scale services while users exchange messages', { timeout: 180_000 }, async () => {
    const servers = await realServers(['kafka', 'mysql', 'redis']);
    onTestFinished(servers.release);
    running = await startStack({ gate: 2, auth: 1, logic: 1 }, servers.env);
    const { lines, from, command } = running;
    const { exchangeMessages, sent, received } = await twoClients([from, from + 2]);
    const all = async (): Promise<void> => {
      await command('help', /^ +drain gate-0/m);
      await command('drain gate-7', /there is no "gate-7": gate-0, gate-1, auth-0, logic-0, verify-0 run here/);
      await command('scale logic=x', /scale takes a service and a number/);
      await command('open door', /there is no command "open"/);
      await command('drain gate-0', /^gate-0 +drained in [\d.]+ s: its clients were told/m);
      expect(await findPortsInUse([from, from + 2])).toEqual([from + 2]);
      await command('restart gate-0', /^gate-0 +restarted: stopped in/m);
      await command('scale logic=2', /^logic-1 +started, ready after/m);
      await command('restart logic', /^logic-0 +restarted[\s\S]*^logic-1 +restarted/m);
      await command('scale logic=1', /^logic-1 +stopped in/m);
      await command('list', /^gate-1 +process +\d+ {2}tcp:/m);
    };
    await exchangeMessages(all());
    await vi.waitFor(() => expect(received).toEqual(sent), { timeout: 15_000 });
    // What a command stops is no death: only the commands print.
    expect(lines.filter((line) => /^\S+ +ended /.test(line))).toEqual([]);
    expect(await running.stop()).toBe(0);
  });

  test('a killed Kafka, MySQL or Redis restarts with its address and data, and no message sent meanwhile is lost', {
    timeout: 300_000,
  }, async () => {
    running = await startStack({ gate: 1, auth: 1, logic: 1 });
    const { lines, from, processOf } = running;
    const { exchangeMessages, sent, received } = await twoClients([from]);
    await exchangeMessages();
    for (const name of ['redis', 'mysql', 'kafka']) {
      const isBack = vi.waitFor(() => expect(lines.join('\n')).toMatch(new RegExp(`^${name} +serves again`, 'm')), {
        timeout: 60_000,
      });
      const exchange = exchangeMessages(isBack);
      process.kill(processOf(name), 'SIGKILL');
      await exchange;
      await vi.waitFor(() => expect(received).toEqual(sent), { timeout: 60_000 });
      expect(lines.filter((line) => line.startsWith(name) && line.includes('ended by SIGKILL'))).toEqual([
        expect.stringContaining('is started again in 0.5 s; the services wait for it.'),
      ]);
    }
    expect(lines.filter((line) => /^(gate|auth|logic|verify)-0 +ended/.test(line))).toEqual([]);
    // All processes have ended, also the restarted ones.
    const pids = ['kafka', 'mysql', 'redis', 'gate-0'].map(processOf);
    expect(await running.stop()).toBe(0);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
  });
});

interface Stack {
  /** The lines printed so far. */
  readonly lines: readonly string[];
  /** The first port of its gates. */
  readonly from: number;
  /** The pid that the stack printed last for this name. */
  processOf(name: string): number;
  /** Types a command; resolves when the lines printed after it match. */
  command(line: string, printed: RegExp): Promise<void>;
  /** Stops the stack as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Starts `npm run stack` with services; resolves when it is ready. */
async function startStack(counts: Readonly<Record<string, number>>, env: Readonly<Record<string, string>> = {}): Promise<Stack> {
  // The first status listens below the gates.
  const from = 1 + (await findFreePortRange(5));
  const services = Object.entries(counts).map(([role, count]) => `${role}=${count}`);
  const running = spawn(process.execPath, [MAIN, '--services', services.join(','), '--ports-from', String(from)], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: running.stdout }).on('line', (line) => lines.push(line));
  const stop = async (): Promise<number | null> => {
    if (running.exitCode === null && running.signalCode === null) {
      running.kill('SIGINT');
      await once(running, 'exit');
    }
    return running.exitCode;
  };
  try {
    await vi.waitFor(() => expect(lines.join('\n')).toContain('Ctrl-C stops everything'), { timeout: 120_000 });
  } catch (error) {
    await stop();
    throw error;
  }
  const processOf = (name: string): number => {
    const line = lines.findLast((printed) => printed.startsWith(`${name} `) && / process +\d/.test(printed));
    return Number(/ process +(\d+)/.exec(line ?? '')?.[1]);
  };
  const command = async (line: string, printed: RegExp): Promise<void> => {
    const before = lines.length;
    running.stdin.write(`${line}\n`);
    await vi.waitFor(() => expect(lines.slice(before).join('\n')).toMatch(printed), { timeout: 60_000 });
  };
  return { lines, from, processOf, command, stop };
}

interface TwoClients {
  /** Alice sends at least 20 messages in sequence, and continues until `until` settles; resolves when all are stored. */
  exchangeMessages(until?: Promise<unknown>): Promise<void>;
  readonly sent: readonly string[];
  readonly received: readonly string[];
}

/** Connects alice, who sends, and bob, who receives, to the gates at these ports. */
async function twoClients(ports: readonly number[]): Promise<TwoClients> {
  const gates = ports.map((port) => `tcp://127.0.0.1:${port}`);
  const [alice, bob] = [createClient({ gates }), createClient({ gates, from: 'beginning' })];
  onTestFinished(() => {
    for (const client of [alice, bob]) client.close();
  });
  const received: string[] = [];
  bob.on('message', ({ text }) => received.push(text));
  await alice.register({ name: 'alice', password: PASSWORD });
  const { userId } = await bob.register({ name: 'bob', password: PASSWORD });
  const sent: string[] = [];
  const exchangeMessages = async (until: Promise<unknown> = Promise.resolve()): Promise<void> => {
    let isDone = false;
    const end = (): void => {
      isDone = true;
    };
    until.then(end, end);
    for (let n = 0; n < 20 || !isDone; n += 1) {
      sent.push(`message ${sent.length}`);
      await alice.send(userId, sent.at(-1) ?? '');
    }
    await until;
  };
  return { exchangeMessages, sent, received };
}

/** Finds free ports below the range for outgoing connections, which could take them meanwhile. */
async function findFreePortRange(count: number): Promise<number> {
  for (;;) {
    const from = 20_000 + Math.floor(Math.random() * 10_000);
    if ((await findPortsInUse(Array.from({ length: count }, (_, n) => from + n))).length === 0) return from;
  }
}
