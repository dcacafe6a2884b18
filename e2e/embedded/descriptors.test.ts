// A server at its limit of open files, started by the shell that sets the limit.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../../client/sdk/node.ts';

const MAIN = join(import.meta.dirname, '../../embedded/main.ts');

async function startLimited(descriptors: number, env: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'im-limit-'));
  const child = spawn('sh', ['-c', `ulimit -n ${descriptors}; exec "$0" "$1"`, process.execPath, MAIN], {
    env: {
      PATH: process.env.PATH,
      IM_DATA_FOLDER: folder,
      ...Object.fromEntries(['TCP', 'WS', 'HTTP', 'ADMIN'].map((port) => [`IM_${port}_PORT`, '0'])),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true });
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const says = (text: string) => vi.waitFor(() => expect(output).toContain(text), { timeout: 30_000 });
  await says('"msg":"ready"');
  return { child, says, output: () => output, port: Number(/tcp:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]) };
}

test('at the limit of open files the log says what to do, and the server goes on', async () => {
  const { child, says, output, port } = await startLimited(120, { IM_MAX_CONNECTIONS: '1000' });
  expect(output()).toContain('the limit of open files is too low for IM_MAX_CONNECTIONS clients: raise the limit');
  const client = createClient({ gates: [`tcp://127.0.0.1:${port}`] });
  onTestFinished(() => client.close());
  const { userId } = await client.register({ name: 'alice', password: 'correct horse battery' });
  const sockets: Socket[] = [];
  onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
  for (let n = 0; n < 150; n++) sockets.push(connect(port, '127.0.0.1').on('error', () => undefined));
  await says('out of file descriptors, new connections are closed: raise the limit of open files');
  // Who is connected talks on.
  await client.send(userId, 'to myself');
  for (const socket of sockets) socket.destroy();
  await says('file descriptors are available again');
  expect(output().split('out of file descriptors')).toHaveLength(2);
  const late = createClient({ gates: [`tcp://127.0.0.1:${port}`] });
  onTestFinished(() => late.close());
  await late.register({ name: 'bob', password: 'correct horse battery' });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('with room for IM_MAX_CONNECTIONS clients nothing is logged', async () => {
  const { output } = await startLimited(1024, { IM_MAX_CONNECTIONS: '500' });
  expect(output()).not.toContain('limit of open files');
});
