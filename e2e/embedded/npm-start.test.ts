import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const SERVER =
  /^(embedded|gate|infra|auth|logic|verify|status|proto)\/|^(package|tsconfig)|^tools\/(install|build-page)\.js$|^\.npmrc$/;

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'im-clone-'));
  const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of tracked.trim().split('\n')) if (SERVER.test(file)) cpSync(join(ROOT, file), join(copy, file));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

let npm: ChildProcess | undefined;
afterEach(() => {
  // The process group: npm and everything that it started.
  if (npm?.pid) killGroup(npm.pid, 'SIGKILL');
});

/** Starts the server as a process manager does; resolves with the port of its gate when it is ready. */
async function npmStart() {
  const started = spawn('npm', ['start'], {
    cwd: copy,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  npm = started;
  let output = '';
  started.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  await vi.waitFor(() => expect(output).toContain('"msg":"ready"'), { timeout: 30_000 });
  const port = Number(/tcp:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]);
  return { pid: started.pid ?? 0, exited: once(started, 'close'), output: () => output, port };
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isConnected = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isConnected;
}

test.each([
  ['SIGTERM, sent to npm alone,', (pid: number) => process.kill(pid, 'SIGTERM')],
  ['Ctrl-C, which a terminal sends to npm and the server,', (pid: number) => killGroup(pid, 'SIGINT')],
])('%s stops the server of `npm start` in order and frees its port', async (_, kill) => {
  const { pid, exited, output, port } = await npmStart();
  expect(await isOpen(port)).toBe(true);
  kill(pid);
  expect(await exited).toEqual([0, null]);
  expect(output()).toContain('"exitCode":0,"msg":"stopped"');
  expect(await isOpen(port)).toBe(false);
});

test('`npm start` leaves package-lock.json as it is', async () => {
  const before = readFileSync(join(copy, 'package-lock.json'), 'utf8');
  await npmStart();
  expect(readFileSync(join(copy, 'package-lock.json'), 'utf8')).toBe(before);
});
