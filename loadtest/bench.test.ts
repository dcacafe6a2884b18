import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import type { Comparison } from './bench/comparison.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function runBench(...args: string[]): Promise<{ code: number; output: string }> {
  const command = [join(import.meta.dirname, 'bench/main.ts'), ...args];
  const run = promisify(execFile)(process.execPath, command).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code: Number(code), output: `${stdout}${stderr}` }),
  );
  return await run;
}

test('two settings of this checkout are measured in turn, as table and JSON', async () => {
  const json = join(folder, 'bench.json');
  const load = ['--clients', '20', '--rate', '100', '--seconds', '2', '--warm-up', '1', '--transport', 'tcp'];
  const settings = ['--set-a', 'IM_EVENTS=on', '--set-b', 'IM_EVENTS=off'];
  const { code, output } = await runBench(...settings, '--rounds', '1', '--json', json, ...load);
  expect(output).toMatch(/^A in round 1: stack [\d.]+ µs {2}p50 .*\nB in round 1: stack /m);
  expect(output).toMatch(/^A {7}this checkout IM_EVENTS=on\nB {7}this checkout IM_EVENTS=off\n/m);
  expect(output).toMatch(/^cpu stack +[\d.]+ +[\d.]+ +[\d.]+ /m);
  expect(output).toContain('1 of 1 pairs of rounds count');
  const { rounds, ratios, pairs } = JSON.parse(readFileSync(json, 'utf8')) as Comparison;
  expect(rounds.map(({ side, problem }) => [side, problem])).toEqual([
    ['A', null],
    ['B', null],
  ]);
  expect(ratios.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['cpu stack', 'cpu embedded', 'cpu load', 'deliveryP50', 'deliveryP99', 'deliveredPerSecond']),
  );
  expect([pairs, code]).toEqual([1, 0]);
}, 180_000);

test('a setting that the services do not have ends the comparison in a sentence', async () => {
  const { code, output } = await runBench('--set-a', 'IM_NONE=1', '--rounds', '1', '--clients', '2');
  expect(output).toContain('A: --set: the services have no setting IM_NONE');
  expect(code).toBe(64);
}, 60_000);
