import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SetupError } from '../infra/ports/index.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';

let path: string;
let opened: DataFolder[];
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'im-data-')), 'data');
  opened = [];
});
afterEach(() => {
  for (const folder of opened) folder.release();
  rmSync(join(path, '..'), { recursive: true });
});

function open(): DataFolder {
  const folder = openDataFolder(path);
  opened.push(folder);
  return folder;
}

test('secrets are created once, kept, and readable by their owner alone', () => {
  const first = open();
  first.release();
  expect(open().secrets).toEqual(first.secrets);
  expect(first.secrets.tokenSecret).toHaveLength(32);
  expect(first.secrets.sealPrivateKey).toHaveLength(32);
  expect(first.secrets.codeSecret).toHaveLength(32);
  expect(statSync(join(path, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test('the other secrets are derived from the token secret, distinct and always the same', () => {
  open().release();
  const [tokenSecret, sealPrivateKey] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const old = { tokenSecret: tokenSecret.toString('base64url'), sealPrivateKey: sealPrivateKey.toString('base64url') };
  writeFileSync(join(path, 'secrets.json'), JSON.stringify(old));
  const { secrets } = open();
  expect(secrets).toMatchObject({ tokenSecret, sealPrivateKey });
  expect(new Set(Object.values(secrets).map((secret) => secret.toString('hex'))).size).toBe(6);
  // A different secret would invalidate all codes already mailed, and the commands that wait in the log.
  expect(secrets.codeSecret.toString('hex')).toBe('b7a72592d1d9a18e4a3b4e35de4e03cb8af2590be781cad16e72057e2783ee5a');
});

test('two folders have different secrets', () => {
  const { secrets } = open();
  path = join(path, 'another');
  const other = open().secrets;
  expect(other.tokenSecret).not.toEqual(secrets.tokenSecret);
  expect(other.codeSecret).not.toEqual(secrets.codeSecret);
  path = join(path, '..');
});

test('while a process uses a folder, a second start on it fails with the pid of the first process', () => {
  const first = open();
  expect(open).toThrow(`${path} is in use by the process ${process.pid}: stop that one first`);
  expect(readFileSync(join(path, 'pid'), 'utf8').trim()).toBe(String(process.pid));
  first.release();
  first.release();
  expect(open).not.toThrow();
});

test('a process holds its folder until it ends, and a killed process does not block the next one', async () => {
  const program = `import { openDataFolder } from ${JSON.stringify(import.meta.resolve('./data-folder.ts'))};
    openDataFolder(${JSON.stringify(path)});
    for (let i = 0; i < 3; i++) gc();
    process.stdout.write('open'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(open).toThrow(`in use by the process ${child.pid}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(open).not.toThrow();
});

test.each([
  ['/proc/nope/data', 'the data folder /proc/nope/data cannot be created ('],
  [import.meta.filename, `the data folder ${import.meta.filename} cannot be written (`],
  [join(import.meta.filename, 'data'), 'cannot be created (ENOTDIR'],
])('for an unusable folder the error names the folder, the reason and the setting: %s', (folder, reason) => {
  const opening = (): DataFolder => openDataFolder(folder);
  expect(opening).toThrow(SetupError);
  expect(opening).toThrow(reason);
  expect(opening).toThrow('IM_DATA_FOLDER=<folder>');
});

test('damaged secrets are reported, never replaced', () => {
  open().release();
  writeFileSync(join(path, 'secrets.json'), '{"tokenSecret":"AAAA"}');
  expect(open).toThrow('secrets.json is damaged');
  expect(readFileSync(join(path, 'secrets.json'), 'utf8')).toBe('{"tokenSecret":"AAAA"}');
});
