import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from './log.ts';

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

function logged(write: (log: ReturnType<typeof openLog>) => void, level: 'debug' | 'warn' = 'debug'): string[] {
  const log = openLog({ role: 'auth', instance: 'auth-1', level }, fd);
  write(log);
  log.flush();
  return readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
}

test('a line is one JSON object that names level, role and instance', () => {
  const [line = ''] = logged((log) => log.info({ user: 'u' }, 'hello'));
  expect(JSON.parse(line)).toMatchObject({ level: 'info', role: 'auth', instance: 'auth-1', user: 'u', msg: 'hello' });
});

test('secrets are not in it, however deep they lie', () => {
  const lines = logged((log) => {
    log.info({ token: 'hunter2', name: 'alice' }, 'one');
    log.info({ request: { password: 'hunter2', newPassword: 'hunter2' } }, 'two');
    log.info({ http: { headers: { authorization: 'hunter2' } } }, 'three');
  });
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toContain('hunter2');
  expect(lines.join()).toContain('alice');
});

test('an error is logged with its causes, without what a driver hangs on it', () => {
  const cause = Object.assign(new Error('duplicate'), { code: 'ER_DUP_ENTRY', sql: 'INSERT hunter2' });
  const [line = ''] = logged((log) => log.error({ error: new Error('not stored', { cause }) }, 'failed'));
  expect(line).not.toContain('hunter2');
  expect(JSON.parse(line).error).toMatchObject({ message: 'not stored', cause: { message: 'duplicate', code: 'ER_DUP_ENTRY' } });
});

test('what is below the level is not logged', () => {
  const lines = logged((log) => {
    log.info({}, 'quiet');
    log.warn({}, 'loud');
  }, 'warn');
  expect(lines).toEqual([expect.stringContaining('loud')]);
});

test.each(['err', 'error', 'cause'])('an error under "%s" tells its message and causes, not what hangs on it', (key) => {
  const error = Object.assign(new Error('it broke', { cause: new Error('underneath') }), {
    task: { request: { text: 'a private message', password: 'hunter2' } },
    sql: "INSERT INTO messages VALUES ('a private message')",
  });
  const [line = ''] = logged((log) => log.error({ [key]: error }, 'failed'));
  expect(line).toContain('it broke');
  expect(line).toContain('underneath');
  expect(line).not.toMatch(/private message|hunter2/);
});
