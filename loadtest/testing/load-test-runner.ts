// Runs the load test in a test, by the same command that users run.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Result } from '../report/result.ts';
import { findSchemaErrors } from '../report/schema.ts';
import { NO_VIOLATIONS } from './no-violations.ts';

const MAIN = join(import.meta.dirname, '../main.ts');

export interface LoadTestRunner {
  /** Runs the load test. Resolves when it has ended. Several may run at the same time. */
  run(...args: string[]): Promise<LoadTestRun>;
  /** The same with these arguments alone. */
  start(...args: string[]): Promise<Omit<LoadTestRun, 'report'>>;
  /** Creates a file with this text and returns its name. */
  file(text: string): string;
}

export interface LoadTestRun {
  readonly code: number;
  readonly output: string;
  readonly report: Result | undefined;
}

/** Call it in a test file: after the last test its processes are killed and its files removed. */
export function loadTestRunner(): LoadTestRunner {
  let folder = '';
  let files = 0;
  const running = new Set<ChildProcess>();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'loadtest-'));
  });
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  const newFileName = (): string => join(folder, String(++files));
  const start: LoadTestRunner['start'] = async (...args) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
    const [code] = (await once(child, 'close')) as [number];
    running.delete(child);
    return { code, output };
  };
  return {
    start,
    async run(...args) {
      const json = newFileName();
      const { code, output } = await start(...args, '--json', json);
      const report = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Result) : undefined;
      if (report) expect(findSchemaErrors(report)).toEqual([]);
      return { code, output, report };
    },
    file(text) {
      const name = newFileName();
      writeFileSync(name, text);
      return name;
    },
  };
}

/** 50 clients and 800 messages, of which the first 200 are warm-up. */
export const TINY = ['--clients', '50', '--rate', '200', '--seconds', '3', '--warm-up', '1'];
export const PERFECT = {
  connected: 50,
  sent: 600,
  acked: 600,
  delivered: 600,
  allSent: 800,
  lost: 0,
  duplicated: 0,
  outOfOrder: 0,
};

const FLAWLESS = { ...NO_VIOLATIONS, unpulled: 0, refused: 0 };
const SHORT = ['--seconds', '3', '--warm-up', '1'];
const GROUP = ['--scenario', 'group', '--members', '20', '--clients', '40', '--rate', '20', ...SHORT];
const MIXED = ['--scenario', 'mixed', '--members', '10', '--clients', '40', '--rate', '200', ...SHORT];
const SYNC = [
  '--scenario',
  'sync',
  '--conversations',
  '20',
  '--clients',
  '30',
  '--rate',
  '50',
  '--reconnects',
  '5',
  '--away',
  '1',
  ...SHORT,
];

export async function expectGroup({ run }: LoadTestRunner, ...target: string[]): Promise<void> {
  const { code, report, output } = await run(...GROUP, ...target);
  expect(report, output).toMatchObject({ ...FLAWLESS, scenario: 'group', members: 20, clients: 40, backgroundCommands: null });
  expect(report).toMatchObject({ sent: 60, acked: 60, due: 60 * 19, delivered: 60 * 19, allSent: 80, allDue: 80 * 19 });
  expect(report).toMatchObject({ directDeliveryMs: null, groupDeliveryMs: report?.deliveryMs });
  expect(code).toBe(0);
}

export async function expectMixed({ run }: LoadTestRunner, ...target: string[]): Promise<void> {
  const { code, report, output } = await run(...MIXED, ...target);
  expect(report, output).toMatchObject({ ...FLAWLESS, scenario: 'mixed', sent: 570, acked: 570, allSent: 760 });
  expect(report).toMatchObject({ due: 480 + 90 * 9, delivered: 480 + 90 * 9, allDue: 640 + 120 * 9 });
  const commands = Object.values(report?.backgroundCommands ?? {});
  expect(commands).toHaveLength(8);
  for (const command of commands) expect(command, output).toMatchObject({ sent: 5, answered: 5, refused: {}, unanswered: 0 });
  expect(output).toContain('MarkRead          5 of 5 answered');
  expect(code).toBe(0);
}

export async function expectSync({ run }: LoadTestRunner, ...target: string[]): Promise<void> {
  const { code, report, output } = await run(...SYNC, ...target);
  expect(report, output).toMatchObject({ ...FLAWLESS, scenario: 'sync', sent: 150, acked: 150, allSent: 300 + 200 });
  expect(report?.reconnects).toMatchObject({ conversations: 20, disconnected: 15, synced: 15, syncCalls: 15, overlooked: 0 });
  expect(report?.reconnects?.changedEach).toBeGreaterThan(0);
  expect(output).toContain('came back     15 of 15');
  expect(code).toBe(0);
}
