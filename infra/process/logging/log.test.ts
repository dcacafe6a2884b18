import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SetupError } from '../../ports/index.ts';
import { PREFIX, SETTINGS } from '../config/settings.ts';
import { openLog, REDACTED_FIELDS } from './log.ts';

let folder: string;
let fd: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'im-log-'));
  fd = openSync(join(folder, 'log'), 'w');
});
afterEach(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

async function logged(write: (log: ReturnType<typeof openLog>) => void, level: 'debug' | 'warn' = 'debug'): Promise<string[]> {
  const log = openLog({ role: 'auth', instance: 'auth-1', level }, fd);
  write(log);
  await log.flush();
  return readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
}

test('a log line is one JSON object with level, role and instance', async () => {
  const [line = ''] = await logged((log) => log.info({ user: 'u' }, 'hello'));
  expect(JSON.parse(line)).toMatchObject({ level: 'info', role: 'auth', instance: 'auth-1', user: 'u', msg: 'hello' });
});

test('secrets are replaced in log lines, up to two levels deep', async () => {
  const lines = await logged((log) => {
    log.info({ token: 'hunter2', name: 'alice' }, 'one');
    log.info({ request: { password: 'hunter2', newPassword: 'hunter2' } }, 'two');
    log.info({ http: { headers: { authorization: 'hunter2' } } }, 'three');
  });
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toContain('hunter2');
  expect(lines.join()).toContain('alice');
});

test.each(REDACTED_FIELDS)('the value of the field %s is not logged', async (name) => {
  const [line = ''] = await logged((log) => log.info({ [name]: 'hunter2', config: { [name]: ['hunter2'] } }, 'started'));
  expect(line).not.toContain('hunter2');
  expect(line).toContain('started');
});

test('every setting that holds a secret is a redacted field', () => {
  const names = Object.keys(SETTINGS).filter((name) => /SECRET|KEY|PASSWORD|URL/.test(name) && !/PUBLIC/.test(name));
  const written = names.map((name) =>
    name
      .slice(PREFIX.length)
      .toLowerCase()
      .replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
  );
  expect(written.filter((name) => !REDACTED_FIELDS.includes(name))).toEqual([]);
});

test('a process that flushes its log before it exits loses no line, even with a slow reader', async () => {
  const program = `
    import { openLog } from ${JSON.stringify(join(import.meta.dirname, 'log.ts'))};
    const log = openLog({ role: 'auth', instance: 'auth-1', level: 'info' });
    for (let i = 0; i < 5000; i++) log.info({ ballast: 'x'.repeat(100) }, 'line ' + i);
    await log.flush();
    process.exit(0);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line).msg);
  expect(lines).toEqual(Array.from({ length: 5000 }, (_, i) => `line ${i}`));
});

test.each([
  ['ends without a flush', 'process.exit(1);', 1],
  ['crashes', 'setImmediate(() => { throw new Error("a crash of this test"); });', 1],
])('a process that %s loses no line', async (_, end, code) => {
  const program = `
    import { openLog } from ${JSON.stringify(join(import.meta.dirname, 'log.ts'))};
    const log = openLog({ role: 'auth', instance: 'auth-1', level: 'info', folder: ${JSON.stringify(folder)} });
    process.on('exit', () => log.flushSync());
    for (let i = 0; i < 5000; i++) log.info({ ballast: 'x'.repeat(100) }, 'line ' + i);
    await new Promise(setImmediate);
    ${end}`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { stdio: 'ignore' });
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(code);
  const lines = readFileSync(join(folder, 'auth-1.log'), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(Array.from({ length: 5000 }, (_, i) => `line ${i}`));
});

test('lines go to stdout and to the files of a folder', async () => {
  const log = openLog({ role: 'auth', instance: 'auth-1', level: 'info', folder: join(folder, 'logs') }, fd);
  log.info({}, 'hello');
  await log.flush();
  const texts = [join(folder, 'log'), join(folder, 'logs', 'auth-1.log')].map((path) => readFileSync(path, 'utf8'));
  expect(texts[0]).toContain('hello');
  expect(texts[1]).toBe(texts[0]);
});

test('a folder that cannot be written is a SetupError that names the setting', () => {
  const open = () => openLog({ role: 'auth', instance: 'auth-1', level: 'info', folder: join(folder, 'log', 'below') }, fd);
  expect(open).toThrow(SetupError);
  expect(open).toThrow('IM_LOG_DIR');
});

test('an empty log flushes at once, and a flushed log accepts further lines', async () => {
  const log = openLog({ role: 'auth', instance: 'auth-1', level: 'debug' }, fd);
  await log.flush();
  log.info({}, 'one');
  await log.flush();
  log.info({}, 'two');
  await log.flush();
  expect(readFileSync(join(folder, 'log'), 'utf8').trim().split('\n')).toHaveLength(2);
});

test('an error is logged with its causes, without the statement that a driver attached', async () => {
  const cause = Object.assign(new Error('duplicate'), { code: 'ER_DUP_ENTRY', sql: 'INSERT hunter2' });
  const [line = ''] = await logged((log) => log.error({ err: new Error('not stored', { cause }) }, 'failed'));
  expect(line).not.toContain('hunter2');
  expect(JSON.parse(line).err).toMatchObject({ message: 'not stored', cause: { message: 'duplicate', code: 'ER_DUP_ENTRY' } });
});

test('the level changes at run time, for this log alone', async () => {
  const lines = await logged((log) => {
    const other = openLog({ role: 'auth', instance: 'auth-2', level: 'warn' }, fd);
    log.info({}, 'quiet');
    log.setLevel('debug');
    log.debug({}, 'loud');
    other.info({}, 'quiet in the other log');
    log.setLevel('error');
    log.warn({}, 'quiet again');
    expect([log.level, other.level]).toEqual(['error', 'warn']);
  }, 'warn');
  expect(lines).toEqual([expect.stringContaining('loud')]);
});

test('lines below the log level are not written', async () => {
  const lines = await logged((log) => {
    log.info({}, 'quiet');
    log.warn({}, 'loud');
  }, 'warn');
  expect(lines).toEqual([expect.stringContaining('loud')]);
});

test.each(['err', 'error', 'cause'])(
  'an error under "%s" is logged with message and causes, without other attached fields',
  async (key) => {
    const error = Object.assign(new Error('it broke', { cause: new Error('underneath') }), {
      task: { request: { text: 'a private message', password: 'hunter2' } },
      sql: "INSERT INTO messages VALUES ('a private message')",
    });
    const fields = { [key]: error };
    const [line = ''] = await logged((log) => log.error(fields, 'failed'));
    expect(line).toContain('it broke');
    expect(line).toContain('underneath');
    expect(line).not.toMatch(/private message|hunter2/);
  },
);
