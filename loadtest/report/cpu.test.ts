import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { findListeningPid } from '../setup/listening-process.ts';
import { CpuMeter, cpuUsageBetween, readResidentKib } from './cpu.ts';

test('a busy process uses one core, and a role without processes uses none', () => {
  const roles = new Map([
    ['busy', [process.pid]],
    ['idle', []],
  ]);
  const meter = new CpuMeter(() => roles);
  const before = meter.sample();
  const used = process.cpuUsage();
  while (process.cpuUsage(used).user < 300_000) Math.hypot(3, 4);
  const after = meter.sample();
  const { percent } = cpuUsageBetween(before, after);
  const elapsedMs = after.atMs - before.atMs;
  expect(((percent.busy ?? 0) * elapsedMs) / 100).toBeGreaterThanOrEqual(280);
  expect(percent.idle).toBe(0);
});

test('a process that has ended keeps the CPU time of its last sample', () => {
  const noSuchPid = 2 ** 22 + 1;
  const meter = new CpuMeter(() => new Map([['ended', [noSuchPid]]]));
  expect(cpuUsageBetween(meter.sample(), meter.sample()).percent.ended).toBe(0);
  expect(readResidentKib([noSuchPid])).toBe(0);
});

test('a process that replaces another one adds its time to the role', () => {
  let pids: number[] = [];
  const meter = new CpuMeter(() => new Map([['gate', pids]]));
  const before = meter.sample();
  pids = [process.pid];
  const during = meter.sample();
  pids = [];
  expect(before.usedMs.get('gate')).toBe(0);
  expect(during.usedMs.get('gate')).toBeGreaterThan(0);
  expect(meter.sample().usedMs.get('gate')).toBeGreaterThanOrEqual(during.usedMs.get('gate') ?? 0);
});

test('resident memory is that of the operating system', () => {
  expect(readResidentKib([process.pid])).toBeGreaterThan((process.memoryUsage().rss / 1024) * 0.8);
});

test('findListeningPid finds the process that listens on a port', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  expect(findListeningPid(port)).toBe(process.pid);
  await new Promise((resolve) => server.close(resolve));
  expect(findListeningPid(port)).toBeUndefined();
});
