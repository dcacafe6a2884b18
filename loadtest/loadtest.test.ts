import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeReal } from '../infra/servers/testing.ts';
import { im } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { type FakeGate, type Faults, startFakeGate, tokenOf } from './fake-gate.ts';
import type { Report } from './report.ts';
import { OWN_FLAGS } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

let folder: string;
let gate: FakeGate | undefined;
let running: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loadtest-'));
});

afterEach(async () => {
  running?.kill('SIGKILL');
  await gate?.close();
  gate = undefined;
  rmSync(folder, { recursive: true });
});

async function loadtest(...args: string[]): Promise<{ code: number; output: string; report: Report | undefined }> {
  const json = join(folder, 'report.json');
  running = spawn(process.execPath, [MAIN, ...args, '--json', json], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [running.stdout, running.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk));
  const [code] = (await once(running, 'close')) as [number];
  const report = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Report) : undefined;
  return { code, output, report };
}

async function againstFake(faults: Faults, ...args: string[]): ReturnType<typeof loadtest> {
  gate = await startFakeGate(faults);
  const users = Array.from({ length: 20 }, newId);
  const accounts = join(folder, 'accounts');
  writeFileSync(accounts, `# user token\n${users.map((user) => `${user} ${tokenOf(user)}\n`).join('')}`);
  const address = ['--target', `127.0.0.1:${gate.port}`, '--transport', 'tcp', '--accounts', accounts];
  return await loadtest(...address, '--clients', '20', '--rate', '100', '--seconds', '1', '--warm-up', '0', ...args);
}

describe('npm run loadtest', () => {
  test('a gate that does everything right: exit code 0 and all the keys', async () => {
    const { code, report } = await againstFake({});
    expect(code).toBe(0);
    expect(report).toMatchObject({ clients: 20, rate: 100, seconds: 1, sent: 100, acked: 100, delivered: 100 });
    expect(report).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, connectPerSecond: expect.any(Number) });
    const quantiles = { p50: expect.any(Number), p90: expect.any(Number), p99: expect.any(Number), max: expect.any(Number) };
    expect(report).toMatchObject({ ackMs: quantiles, deliveryMs: quantiles, cpu: { load: expect.any(Number) } });
    expect(report).toHaveProperty('kibPerConnection');
  });

  test('one duplicated message: exit code 1', async () => {
    const { code, output, report } = await againstFake({ storeTwice: [17] });
    expect(code).toBe(1);
    expect(report).toMatchObject({ lost: 0, duplicated: 1, outOfOrder: 0 });
    expect(output).toContain('duplicated 1');
  });

  test('one message out of order, in the warm-up: exit code 1', async () => {
    const { code, report } = await againstFake({ overtaken: [3] }, '--warm-up', '1');
    expect(code).toBe(1);
    expect(report).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 1, sent: 100, allSent: 200 });
  });

  test('one lost message: exit code 1', async () => {
    const { code, report } = await againstFake({ lose: [42] });
    expect(code).toBe(1);
    expect(report).toMatchObject({ lost: 1, duplicated: 0, outOfOrder: 0 });
  });

  test('accounts whose conversations have messages already: only the new ones count', async () => {
    gate = await startFakeGate();
    const users = Array.from({ length: 2 }, newId);
    const accounts = join(folder, 'accounts');
    writeFileSync(accounts, users.map((user) => `${user} ${tokenOf(user)}\n`).join(''));
    const address = ['--target', `127.0.0.1:${gate.port}`, '--transport', 'tcp', '--accounts', accounts];
    const args = [...address, '--clients', '2', '--rate', '50', '--seconds', '1', '--warm-up', '0'];
    await loadtest(...args);
    const { code, report } = await loadtest(...args);
    expect(code).toBe(0);
    expect(report).toMatchObject({ sent: 50, acked: 50, delivered: 50, lost: 0, duplicated: 0, outOfOrder: 0 });
  });

  test.each([
    ['group', ['--members', '5'], { sent: 100, due: 400, delivered: 400, members: 5, others: null, reconnects: null }],
    ['mixed', ['--members', '10'], { sent: 95, due: 80 + 15 * 9, delivered: 80 + 15 * 9, reconnects: null }],
    ['sync', ['--conversations', '4', '--away', '0.2'], { sent: 100, allSent: 140, others: null, members: null }],
  ])('scenario %s against a gate that does everything right: exit code 0 and all the keys', async (scenario, flags, keys) => {
    const { code, report, output } = await againstFake({}, '--scenario', scenario, ...flags);
    expect(report, output).toMatchObject({ scenario, clients: 20, lost: 0, logIns: null, resume: null, ...keys });
    expect(code).toBe(0);
  });

  test('one message that one member of a group does not get: exit code 1', async () => {
    const { code, report } = await againstFake({ loseFor: [42] }, '--scenario', 'group', '--members', '5');
    expect(code).toBe(1);
    expect(report).toMatchObject({ lost: 1, duplicated: 0, outOfOrder: 0 });
  });

  test('groups that cannot be made: nothing was measured, and why', async () => {
    const commands = new Map([['Logic.CreateGroup', { code: im.Code.NOT_ALLOWED }]]);
    const { code, output } = await againstFake({ commands }, '--scenario', 'group', '--members', '5');
    expect(output).toContain('what the load needs cannot be made: NOT_ALLOWED');
    expect(code).toBe(2);
  });

  test('--help names every scenario and every flag', async () => {
    const { code, output } = await loadtest('--help');
    expect(code).toBe(0);
    for (const scenario of Object.keys(SCENARIOS)) expect(output).toMatch(new RegExp(`^ +${scenario} `, 'm'));
    for (const flag of OWN_FLAGS) expect(output).toContain(`--${flag}`);
  });

  test('somebody else’s machine is not loaded without being asked twice', async () => {
    const { code, output } = await loadtest('--target', '192.0.2.1:7000', '--accounts', 'x');
    expect(code).toBe(64);
    expect(output).toContain('--i-own-this-target');
  });
});

const TINY = ['--clients', '50', '--rate', '200', '--seconds', '3', '--warm-up', '1'];
const PERFECT = { connected: 50, sent: 600, acked: 600, delivered: 600, allSent: 800, lost: 0, duplicated: 0, outOfOrder: 0 };

describe('the embedded services under load', () => {
  test.each(['ws', 'tcp'])(
    'nothing is lost, doubled or out of order over %s',
    async (transport) => {
      const { code, report, output } = await loadtest(...TINY, '--target', 'embedded', '--transport', transport);
      expect(report, output).toMatchObject({ ...PERFECT, cpu: { embedded: expect.any(Number), load: expect.any(Number) } });
      expect(report?.kibPerConnection).toBeTypeOf('number');
      expect(code).toBe(0);
    },
    60_000,
  );
});

describe('storms on the embedded services', () => {
  test('log-ins by password: each has its end, and the chat goes on', async () => {
    const storm = ['--scenario', 'login-storm', '--log-ins', '20', '--target', 'embedded'];
    const { code, report, output } = await loadtest(...TINY, ...storm);
    expect(report, output).toMatchObject({ ...PERFECT, scenario: 'login-storm', resume: null });
    expect(report?.logIns).toMatchObject({ rate: 20, offered: 60, failed: {} });
    expect((report?.logIns?.succeeded ?? 0) + (report?.logIns?.busy ?? 0)).toBe(60);
    expect(report?.logIns?.succeeded).toBeGreaterThan(0);
    expect(output).toContain('log-ins       60 offered');
    expect(code).toBe(0);
  }, 60_000);

  test('all connections cut at once: all are back, nothing is lost', async () => {
    const { code, report, output } = await loadtest(...TINY, '--scenario', 'resume-storm', '--target', 'embedded');
    expect(report, output).toMatchObject({ ...PERFECT, scenario: 'resume-storm', logIns: null });
    expect(report?.resume).toMatchObject({ by: 'connections', cut: 50, resumed: 50 });
    expect(report?.resume?.secondsToLast).toBeLessThan(5);
    expect(output).toContain('50 of 50 cut off');
    expect(code).toBe(0);
  }, 60_000);
});

const FLAWLESS = { lost: 0, duplicated: 0, outOfOrder: 0, misdelivered: 0, conflicts: 0, holes: 0, unpulled: 0, refused: 0 };
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

async function expectGroup(...target: string[]): Promise<void> {
  const { code, report, output } = await loadtest(...GROUP, ...target);
  expect(report, output).toMatchObject({ ...FLAWLESS, scenario: 'group', members: 20, clients: 40, others: null });
  expect(report).toMatchObject({ sent: 60, acked: 60, due: 60 * 19, delivered: 60 * 19, allSent: 80, allDue: 80 * 19 });
  expect(report).toMatchObject({ directDeliveryMs: null, groupDeliveryMs: report?.deliveryMs });
  expect(code).toBe(0);
}

async function expectMixed(...target: string[]): Promise<void> {
  const { code, report, output } = await loadtest(...MIXED, ...target);
  expect(report, output).toMatchObject({ ...FLAWLESS, scenario: 'mixed', sent: 570, acked: 570, allSent: 760 });
  expect(report).toMatchObject({ due: 480 + 90 * 9, delivered: 480 + 90 * 9, allDue: 640 + 120 * 9 });
  const others = Object.values(report?.others ?? {});
  expect(others).toHaveLength(8);
  for (const other of others) expect(other, output).toMatchObject({ asked: 5, answered: 5, refused: {}, unanswered: 0 });
  expect(output).toContain('MarkRead          5 of 5 answered');
  expect(code).toBe(0);
}

async function expectSync(...target: string[]): Promise<void> {
  const { code, report, output } = await loadtest(...SYNC, ...target);
  expect(report, output).toMatchObject({ ...FLAWLESS, scenario: 'sync', sent: 150, acked: 150, allSent: 300 + 200 });
  expect(report?.reconnects).toMatchObject({ conversations: 20, left: 15, synced: 15, calls: 15, overlooked: 0 });
  expect(report?.reconnects?.changedEach).toBeGreaterThan(0);
  expect(output).toContain('came back     15 of 15');
  expect(code).toBe(0);
}

describe('scenarios on the embedded services', () => {
  test('groups: each message reaches every other member once', () => expectGroup('--target', 'embedded'), 60_000);
  test('mixed: messages to one and to many, and everything else is answered', () => expectMixed('--target', 'embedded'), 60_000);
  test('sync: who comes back is told everything that changed', () => expectSync('--target', 'embedded'), 60_000);
});

describeReal('the real stack under load', ['kafka', 'mysql', 'redis'], () => {
  const STACK = ['--target', 'stack', '--gates', '2', '--logic', '2'];

  test(
    'groups over two gates and two logics: each message reaches every other member once',
    () => expectGroup(...STACK),
    120_000,
  );
  test(
    'mixed over two gates and two logics: messages to one and to many, and everything else is answered',
    () => expectMixed(...STACK),
    120_000,
  );
  test('sync over two gates and two logics: who comes back is told everything that changed', () => expectSync(...STACK), 120_000);

  test('nothing is lost, doubled or out of order with two gates and two logic processes', async () => {
    const { code, report, output } = await loadtest(...TINY, '--target', 'stack', '--gates', '2', '--logic', '2');
    expect(report, output).toMatchObject(PERFECT);
    expect(Object.keys(report?.cpu ?? {}).sort()).toEqual(['auth', 'gate', 'kafka', 'load', 'logic', 'mysql', 'redis']);
    expect(code).toBe(0);
  }, 120_000);

  test('all gates killed and started again: all are back, nothing is lost', async () => {
    const storm = ['--scenario', 'resume-storm', '--cut', 'gates', '--seconds', '8'];
    const { code, report, output } = await loadtest(...TINY, ...storm, '--target', 'stack', '--gates', '2');
    expect(report, output).toMatchObject({ sent: 1600, acked: 1600, lost: 0, duplicated: 0, outOfOrder: 0, unpulled: 0 });
    expect(report?.resume).toMatchObject({ by: 'gates', cut: 50, resumed: 50 });
    expect(code).toBe(0);
  }, 120_000);
});
