import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createClient, type ReceivedMessage } from '../../client/sdk.ts';
import { takenPorts } from './children.ts';
import { describeReal, type RealServers, realServers } from './testing.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
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
])('what the stack cannot understand is answered with its usage: %s', async (line) => {
  const { code, output } = await stack(...line.split(' '));
  expect(code).toBe(2);
  expect(output).toContain('npm run stack -- --services gate=1,auth=1,logic=2');
  expect(output).not.toContain('Starting');
});

test('--help is the usage', async () => {
  const { code, output } = await stack('--help');
  expect(code).toBe(0);
  expect(output).toContain('prints export lines');
});

test('a port that is taken is named before anything is started, with what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // The second gate's second port.
  const { code, output } = await stack('--services', 'gate=2,auth=1,logic=1', '--ports-from', String(port - 3));
  expect(code).toBe(1);
  expect(output).toMatch(new RegExp(`Port (\\d+ and )?${port} of 127\\.0\\.0\\.1 (is|are) taken`));
  expect(output).toContain('--ports-from');
  expect(output).not.toContain('Starting');
});

describeReal('npm run stack with services', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql' | 'redis'> | undefined;
  let running: ChildProcess | undefined;
  afterEach(async () => {
    if (running && running.exitCode === null && running.signalCode === null) {
      running.kill('SIGINT');
      await once(running, 'exit');
    }
    await servers?.release();
  });

  test('its gates are where it says, and what is killed comes back by itself while people talk', {
    timeout: 120_000,
  }, async () => {
    servers = await realServers(['kafka', 'mysql', 'redis']);
    const from = await freePortsInARow(4);
    const argv = ['--services', 'gate=2,auth=1,logic=2', '--ports-from', String(from)];
    running = spawn(process.execPath, [MAIN, ...argv], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...servers.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    if (running.stdout) createInterface({ input: running.stdout }).on('line', (line) => lines.push(line));
    await vi.waitFor(() => expect(lines.join('\n')).toContain('Ctrl-C stops everything'), { timeout: 60_000 });
    expect(lines.join('\n')).toContain(`--gate tcp://127.0.0.1:${from} --gate tcp://127.0.0.1:${from + 2}`);
    const processOf = (name: string): number => Number(new RegExp(`^${name} +process +(\\d+)`, 'm').exec(lines.join('\n'))?.[1]);
    const readies = (name: string): number =>
      lines.filter((line) => line.startsWith(name) && line.includes('"msg":"ready"')).length;

    const gates = [from, from + 2].map((port) => `tcp://127.0.0.1:${port}`);
    const [alice, bob] = [createClient({ gates }), createClient({ gates, from: 'beginning' })];
    onTestFinished(() => {
      for (const client of [alice, bob]) client.close();
    });
    const received: ReceivedMessage[] = [];
    bob.on('message', (message) => received.push(message));
    await alice.register({ name: 'alice', password: PASSWORD });
    const { user } = await bob.register({ name: 'bob', password: PASSWORD });
    const sent: string[] = [];
    const talk = async (): Promise<void> => {
      for (let n = 0; n < 20; n += 1) {
        sent.push(`message ${sent.length}`);
        await alice.send(user, sent.at(-1) ?? '');
      }
    };
    for (const name of ['logic-0', 'logic-1', 'gate-0', 'gate-1', 'auth-0']) {
      const talking = talk();
      process.kill(processOf(name), 'SIGKILL');
      await vi.waitFor(() => expect(readies(name)).toBe(2), { timeout: 30_000 });
      await talking;
      expect(
        lines.filter((line) => line.startsWith(`${name} `) && line.includes('ended by SIGKILL, is started again')),
      ).toHaveLength(1);
    }
    await vi.waitFor(() => expect(received.map(({ text }) => text)).toEqual(sent), { timeout: 15_000 });
    expect(await takenPorts([from, from + 1, from + 2, from + 3])).toHaveLength(4);
    running.kill('SIGINT');
    await vi.waitFor(() => expect(running?.exitCode).toBe(0), { timeout: 20_000 });
  });
});

/** Below those that a system gives to outgoing connections, of which one could take them meanwhile. */
async function freePortsInARow(count: number): Promise<number> {
  for (;;) {
    const from = 20_000 + Math.floor(Math.random() * 10_000);
    if ((await takenPorts(Array.from({ length: count }, (_, n) => from + n))).length === 0) return from;
  }
}
