import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rotatedFileOutput } from './log-outputs.ts';
import { type LogOutput, LogSink } from './log-sink.ts';

const MIB = 1 << 20;

/** An output whose reader takes nothing until `release`. */
function blockedOutput() {
  const written: string[] = [];
  const gate = Promise.withResolvers<void>();
  const output: LogOutput = {
    async write(bytes) {
      await gate.promise;
      written.push(bytes.toString());
    },
    settleSync: () => undefined,
    writeSync: (bytes) => written.push(bytes.toString()),
  };
  return { output, written, release: gate.resolve };
}

test('a full queue drops debug lines first, then all, and counts them', async () => {
  const { output, written, release } = blockedOutput();
  const sink = new LogSink(output);
  const line = 'x'.repeat(MIB);
  for (let i = 0; i < 20; i++) sink.write(line, true);
  const debugWritten = 20 - sink.dropped.debug;
  expect(debugWritten).toBeLessThan(7);
  for (let i = 0; i < 20; i++) sink.write(line, false);
  expect(sink.dropped.others).toBeGreaterThan(10);
  expect(sink.dropped.others).toBeLessThan(17);
  release();
  await sink.flush();
  expect(written.join('')).toHaveLength((40 - sink.dropped.debug - sink.dropped.others) * MIB);
  expect(sink.write('accepted again', true)).toBe(true);
});

test('lines keep their order, and those of one turn are one write', async () => {
  const { output, written, release } = blockedOutput();
  const sink = new LogSink(output);
  release();
  for (let i = 0; i < 100; i++) sink.write(`${i}\n`, false);
  await sink.flush();
  expect(written).toEqual([Array.from({ length: 100 }, (_, i) => `${i}\n`).join('')]);
});

test('an output that fails costs its lines, which are counted, and no later ones', async () => {
  let failures = 1;
  const written: string[] = [];
  const sink = new LogSink({
    async write(bytes) {
      if (failures-- > 0) throw new Error('EPIPE');
      written.push(bytes.toString());
    },
    settleSync: () => undefined,
    writeSync: () => undefined,
  });
  sink.write('one\n', false);
  sink.write('two\n', false);
  await sink.flush();
  sink.write('three\n', false);
  await sink.flush();
  expect([written, sink.dropped.others]).toEqual([['three\n'], 2]);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'im-log-sink-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('a full file is replaced, and the oldest one removed', async () => {
  const output = rotatedFileOutput(folder, 'gate-0', { maxBytes: 10, maxFiles: 3 });
  for (let i = 0; i < 5; i++) await output.write(Buffer.from(`line ${i}..\n`));
  expect(readdirSync(folder).sort()).toEqual(['gate-0.log', 'gate-0.log.1', 'gate-0.log.2']);
  expect([read('gate-0.log.2'), read('gate-0.log.1'), read('gate-0.log')]).toEqual(['line 2..\n', 'line 3..\n', 'line 4..\n']);
});

test('a restarted process goes on in the same file and counts what is in it', async () => {
  await rotatedFileOutput(folder, 'gate-0', { maxBytes: 20, maxFiles: 3 }).write(Buffer.from('before\n'));
  const output = rotatedFileOutput(folder, 'gate-0', { maxBytes: 20, maxFiles: 3 });
  await output.write(Buffer.from('after\n'));
  expect(read('gate-0.log')).toBe('before\nafter\n');
  await output.write(Buffer.from('in the next\n'));
  expect([read('gate-0.log.1'), read('gate-0.log')]).toEqual(['before\nafter\n', 'in the next\n']);
});

test('as long as no new file can be opened the full one goes on, and no older one is removed', async () => {
  const output = rotatedFileOutput(folder, 'gate-0', { maxBytes: 10, maxFiles: 3 });
  for (let i = 0; i < 3; i++) await output.write(Buffer.from(`line ${i}..\n`));
  // As at the limit of open files.
  mkdirSync(join(folder, 'gate-0.log.next'));
  for (let i = 3; i < 6; i++) await output.write(Buffer.from(`line ${i}..\n`));
  const [oldest, older, current] = ['gate-0.log.2', 'gate-0.log.1', 'gate-0.log'].map(read);
  expect([oldest, older]).toEqual(['line 0..\n', 'line 1..\n']);
  expect(current).toBe('line 2..\nline 3..\nline 4..\nline 5..\n');
  rmdirSync(join(folder, 'gate-0.log.next'));
  await output.write(Buffer.from('line 6..\n'));
  expect([read('gate-0.log.2'), read('gate-0.log')]).toEqual(['line 1..\n', 'line 6..\n']);
});
