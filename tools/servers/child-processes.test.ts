import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  createTempFolder,
  explainSpawnError,
  findFreePorts,
  ProcessStartError,
  startChild,
  startServerProcess,
} from './child-processes.ts';

test('the error for a missing program names it and says what to do', async () => {
  const failure = await startChild('no-such-program', []).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ProcessStartError);
  expect((failure as Error).message).toBe('there is no program no-such-program: install it, or put its folder into PATH');
});

test('the error for a missing working folder names the folder, not the program', async () => {
  const cwd = `${createTempFolder('here')}/gone`;
  const failure = startChild(process.execPath, ['--version'], { cwd });
  await expect(failure).rejects.toThrow(`its working folder ${cwd} no longer exists: restore it, or start from another one`);
});

test.each([
  ['EAGAIN', 'raise `ulimit -u`'],
  ['EMFILE', 'raise `ulimit -n`'],
  ['ENOMEM', 'end programs that use much of it'],
  ['EACCES', '`chmod +x`'],
])('when the system refuses a start with %s, the error says what to do', (code, remedy) => {
  const error = Object.assign(new Error(`spawn node ${code}`), { code });
  expect(explainSpawnError('node', '.', error)).toContain(`spawn node ${code}: `);
  expect(explainSpawnError('node', '.', error)).toContain(remedy);
});

test('a missing Node names npm run setup as the remedy, and an unknown error keeps the words of the system', () => {
  const gone = Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' });
  expect(explainSpawnError(process.execPath, '.', gone)).toContain('`npm run setup` brings it back');
  expect(explainSpawnError('node', '.', Object.assign(new Error('spawn E2BIG'), { code: 'E2BIG' }))).toBe('spawn E2BIG');
});

test('a child with an environment of its own has the path and the compiled code of this process beside it', async () => {
  vi.stubEnv('NODE_COMPILE_CACHE', '/cache');
  onTestFinished(() => void vi.unstubAllEnvs());
  const program = ['-e', 'console.log(JSON.stringify(process.env))'];
  const child = await startChild(process.execPath, program, { env: { IM_X: '1' }, stdio: ['ignore', 'pipe', 'ignore'] });
  const stdout = child.process.stdout as Readable;
  expect(JSON.parse(await text(stdout))).toMatchObject({ IM_X: '1', NODE_COMPILE_CACHE: '/cache', PATH: process.env.PATH });
});

test('free ports are different, and none may be given to an outgoing connection before a server listens on it', async () => {
  const ports = await findFreePorts(40);
  expect(new Set(ports).size).toBe(40);
  // Linux gives ports from 32768 on, other systems from 49152 on.
  expect(ports.filter((port) => port < 20_000 || port >= 32_000)).toEqual([]);
});

test('when a server ends before it serves, the start fails with its last lines of output', async () => {
  const [port] = await findFreePorts(1);
  const probe = (): Promise<void> => Promise.reject(new Error(`nobody at ${port}`));
  const program = ['-e', 'console.log("the port is taken"); process.exit(3)'];
  const failure = await startServerProcess(process.execPath, program, {
    file: `${createTempFolder('server')}/output.log`,
    readyMs: 20_000,
    probe,
  }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ProcessStartError);
  expect((failure as Error).message).toContain('it ended with exit code 3\nthe port is taken');
});
