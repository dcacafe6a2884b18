import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joinFateFile, partFile, readFateFile } from './fate-file.ts';
import { FateLog } from './fate-log.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fates-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readAll(path: string): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of readFateFile(path)) lines.push(line);
  return lines;
}

async function writeRun(name: string): Promise<string> {
  const path = join(folder, name);
  for (const [index, messages] of [3, 2500].entries()) {
    const log = new FateLog(partFile(path, index));
    log.write(['process', { idSuffix: `${index}` }]);
    for (let message = 0; message < messages; message++) log.write(['sent', message, index]);
    await log.close();
  }
  const texts = Array.from({ length: 2001 }, (_, seq) => ({ conversationId: 'A', seq, clientMessageId: 'ff' }));
  await joinFateFile(path, 2, { target: 'stack', scenario: 'chat' }, texts);
  return path;
}

test('the parts of all load processes and the store are one file, in order', async () => {
  const lines = await readAll(await writeRun('whole'));
  expect(lines).toHaveLength(1 + 4 + 2501 + 1 + 2001 + 1);
  expect(lines[0]).toEqual(['run', { format: 1, target: 'stack', scenario: 'chat' }]);
  expect(lines[4]).toEqual(['sent', 2, 0]);
  expect(lines[5]).toEqual(['process', { idSuffix: '1' }]);
  expect(lines.slice(-3)).toEqual([['stored', 'A', 1999, 'ff'], ['stored', 'A', 2000, 'ff'], ['end']]);
  expect(readdirSync(folder)).toEqual(['whole']);
});

test('a file that was cut short, changed or is another one is refused in one sentence', async () => {
  const path = await writeRun('cut');
  const { length } = readFileSync(path);
  truncateSync(path, length - '["end"]\n'.length);
  await expect(readAll(path)).rejects.toThrow('cut was cut short: its last line is missing');
  truncateSync(path, length - 30);
  await expect(readAll(path)).rejects.toThrow(/was cut short or changed: line \d+ cannot be read/);
  writeFileSync(path, '{"clients": 3}\n');
  await expect(readAll(path)).rejects.toThrow('cut is no file of --fates');
  writeFileSync(path, '');
  await expect(readAll(path)).rejects.toThrow('its last line is missing');
  await expect(readAll(join(folder, 'none'))).rejects.toThrow('none cannot be read: it does not exist');
});

test('a log that cannot be written says so at its end', async () => {
  const log = new FateLog(join(folder, 'no/such/folder'));
  log.write(['misdelivered']);
  await expect(log.close()).rejects.toThrow(/ENOENT/);
});
