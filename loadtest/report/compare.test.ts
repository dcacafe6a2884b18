import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareResults, readResult } from './compare.ts';

const RECORDED = join(import.meta.dirname, '../results');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'compare-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function lineOf(table: string, name: string): string | undefined {
  return table
    .split('\n')
    .find((line) => line.startsWith(`${name} `))
    ?.replace(/ +/g, ' ');
}

test('every recorded result can be read and compared', () => {
  const files = readdirSync(RECORDED).filter((name) => name.endsWith('.json'));
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const result = readResult(join(RECORDED, file));
    expect(compareResults(result, result)).not.toContain('WORSE');
  }
});

test('a comparison says what is better, what is worse, and which settings differ', () => {
  const ws = readResult(join(RECORDED, '2026-11-21-2000-ws.json'));
  const fast = readResult(join(RECORDED, '2026-11-21-5000-ws.json'));
  const table = compareResults(ws, { ...fast, lost: 2 });
  expect(lineOf(table, 'deliveryP50')).toBe('deliveryP50 10.37 29.7 +186.4 % WORSE');
  expect(lineOf(table, 'cpuMicrosPerMessage.kafka')).toMatch(/ -[\d.]+ % better$/);
  expect(lineOf(table, 'lost')).toBe('lost 0 2 WORSE');
  expect(lineOf(table, 'duplicated')).toBe('duplicated 0 0');
  expect(table).toContain('differs: rate is 2000 in A and 5000 in B');
  expect(table).not.toContain('differs: transport');
});

test('a file that is missing, cut short or no result is refused in one sentence', () => {
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  expect(() => readResult(join(folder, 'none.json'))).toThrow(/none\.json cannot be read: ENOENT/);
  expect(() => readResult(write('cut.json', '{"clients": 5000, "ra'))).toThrow(/cut\.json is no JSON, or it was cut short/);
  expect(() => readResult(write('other.json', '{"clients": 5}'))).toThrow(/no result of a load test: the result lacks rate/);
  expect(() => readResult(write('list.json', '[]'))).toThrow(/no result of a load test: the result is array instead of object/);
});
