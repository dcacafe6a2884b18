import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readLines } from './terminal-lines.ts';

const folder = join(import.meta.dirname, 'testing');

test('a job in the background of a terminal is not stopped, and reads once it is in the foreground', async () => {
  const job = [process.execPath, join(folder, 'echo-lines.ts')];
  const { stdout } = await promisify(execFile)('python3', [join(folder, 'background-job.py'), ...job]);
  expect(stdout).toBe('read\n');
});

test('what is no terminal is read at once', async () => {
  const input = new PassThrough();
  const lines: string[] = [];
  readLines(input, (line) => lines.push(line));
  input.write('list\nhel');
  input.end('p\n');
  await expect.poll(() => lines).toEqual(['list', 'help']);
});
