import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '../proto/ids.ts';
import { startFaultyGate, testToken } from './testing/faulty-gate.ts';
import { loadTestRunner } from './testing/load-test-runner.ts';

const command = loadTestRunner();
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** A generator process that tries until its coordinator is there. */
function joinUntilThere(port: number, secretFile: string) {
  let child: ChildProcess | undefined;
  const ended = (async () => {
    for (;;) {
      const args = [join(import.meta.dirname, 'main.ts'), '--join', `127.0.0.1:${port}`, '--secret-file', secretFile];
      child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
      running.add(child);
      let output = '';
      child.stderr?.on('data', (chunk: Buffer) => (output += chunk));
      const [code] = (await once(child, 'close')) as [number | null];
      running.delete(child);
      if (!output.includes('no coordinator at')) return { code, output };
    }
  })();
  return { ended, kill: () => child?.kill('SIGKILL') };
}

async function startRun(seconds: number) {
  const gate = await startFaultyGate({ lose: [30] });
  const port = await freePort();
  const secretFile = command.file('a secret for two generators\n');
  const ids = Array.from({ length: 8 }, () => newId());
  const accounts = command.file(ids.map((id) => `${id} ${testToken(id)}`).join('\n'));
  const flags = ['--coordinator', String(port), '--generators', '2', '--secret-file', secretFile, '--clients', '8'];
  const target = ['--target', `127.0.0.1:${gate.port}`, '--transport', 'tcp', '--accounts', accounts];
  const load = ['--rate', '40', '--seconds', String(seconds), '--warm-up', '0'];
  const coordinator = command.run(...flags, ...target, ...load);
  const generators = [joinUntilThere(port, secretFile), joinUntilThere(port, secretFile)] as const;
  return { gate, coordinator, generators };
}

describe.concurrent('several generators', { timeout: 120_000 }, () => {
  test('two processes take half of the load each, and one report has everything', async () => {
    const { gate, coordinator, generators } = await startRun(2);
    const { code, report, output } = await coordinator;
    expect(report, output).toMatchObject({ clients: 8, connected: 8, sent: 80, acked: 80, delivered: 79, lost: 1, unpulled: 0 });
    expect(report?.generators.map(({ name }) => name.replace(/^.*, /, ''))).toEqual(['load process 1', 'load process 1']);
    expect(new Set(report?.generators.map(({ name }) => name)).size).toBe(2);
    expect(code).toBe(1);
    for (const { ended } of generators) {
      const { code: own, output: said } = await ended;
      expect(said).toContain('4 clients in 1 load processes');
      expect(own, said).toBe(0);
    }
    await gate.close();
  });

  test('when a generator dies, the coordinator and the other generator end, and say why', async () => {
    const { gate, coordinator, generators } = await startRun(60);
    await expect.poll(() => gate.connectionCount(), { timeout: 90_000 }).toBe(8);
    generators[0].kill();
    const { code, report, output } = await coordinator;
    expect(output).toMatch(/Nothing was measured: generator .* is lost, with all that it has counted: /);
    expect(output).not.toContain('    at ');
    expect([code, report]).toEqual([2, undefined]);
    const other = await generators[1].ended;
    expect(other).toMatchObject({ code: 2, output: expect.stringContaining('the coordinator ends: generator') });
    await gate.close();
  });
});
