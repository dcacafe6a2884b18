import { describe, expect, test } from 'vitest';
import { newId } from '../proto/ids.ts';
import { im } from '../proto/rpc.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { SCENARIO_FLAGS } from './scenarios/scenario.ts';
import { type FaultyGate, type GateFaults, startFaultyGate, testToken } from './testing/faulty-gate.ts';
import { type LoadTestRun, loadTestRunner } from './testing/load-test-runner.ts';

const command = loadTestRunner();

/** The flags for a load test against this gate, with accounts for it. */
function flagsFor(gate: FaultyGate, count: number): string[] {
  const userIds = Array.from({ length: count }, newId);
  const accounts = command.file(`# user token\n${userIds.map((userId) => `${userId} ${testToken(userId)}\n`).join('')}`);
  return ['--target', `127.0.0.1:${gate.port}`, '--transport', 'tcp', '--accounts', accounts, '--clients', String(count)];
}

async function runAgainstFaultyGate(faults: GateFaults, ...args: string[]): Promise<LoadTestRun> {
  const gate = await startFaultyGate(faults);
  try {
    return await command.run(...flagsFor(gate, 20), '--rate', '100', '--seconds', '1', '--warm-up', '0', ...args);
  } finally {
    await gate.close();
  }
}

// Concurrent, because each test waits more than it computes.
describe.concurrent('npm run loadtest', { timeout: 60_000 }, () => {
  test('a correct gate: exit code 0, and the report has all keys', async () => {
    const { code, report } = await runAgainstFaultyGate({});
    expect(code).toBe(0);
    expect(report).toMatchObject({ clients: 20, rate: 100, seconds: 1, sent: 100, acked: 100, delivered: 100 });
    expect(report).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, connectPerSecond: expect.any(Number) });
    const quantiles = { p50: expect.any(Number), p90: expect.any(Number), p99: expect.any(Number), max: expect.any(Number) };
    expect(report).toMatchObject({ ackMs: quantiles, deliveryMs: quantiles, cpu: { load: expect.any(Number) } });
    expect(report).toHaveProperty('kibPerConnection');
  });

  test('a duplicated message: exit code 1', async () => {
    const { code, output, report } = await runAgainstFaultyGate({ storeTwice: [17] });
    expect(code).toBe(1);
    expect(report).toMatchObject({ lost: 0, duplicated: 1, outOfOrder: 0 });
    expect(output).toContain('duplicated 1');
  });

  test('a message out of order in the warm-up: exit code 1', async () => {
    const { code, report } = await runAgainstFaultyGate({ overtaken: [3] }, '--warm-up', '1');
    expect(code).toBe(1);
    expect(report).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 1, sent: 100, allSent: 200 });
  });

  test('a lost message: exit code 1', async () => {
    const { code, report } = await runAgainstFaultyGate({ lose: [42] });
    expect(code).toBe(1);
    expect(report).toMatchObject({ lost: 1, duplicated: 0, outOfOrder: 0 });
  });

  test('accounts with earlier messages: only the new messages count', async () => {
    const gate = await startFaultyGate();
    try {
      const args = [...flagsFor(gate, 2), '--rate', '50', '--seconds', '1', '--warm-up', '0'];
      await command.run(...args);
      const { code, report } = await command.run(...args);
      expect(code).toBe(0);
      expect(report).toMatchObject({ sent: 50, acked: 50, delivered: 50, lost: 0, duplicated: 0, outOfOrder: 0 });
    } finally {
      await gate.close();
    }
  });

  test.each([
    [
      'group',
      ['--members', '5'],
      { sent: 100, due: 400, delivered: 400, members: 5, backgroundCommands: null, reconnects: null },
    ],
    ['mixed', ['--members', '10'], { sent: 95, due: 80 + 15 * 9, delivered: 80 + 15 * 9, reconnects: null }],
    ['sync', ['--conversations', '4', '--away', '0.2'], { sent: 100, allSent: 140, backgroundCommands: null, members: null }],
  ])('scenario %s against a correct gate: exit code 0, and the report has all keys', async (scenario, flags, keys) => {
    const { code, report, output } = await runAgainstFaultyGate({}, '--scenario', scenario, ...flags);
    expect(report, output).toMatchObject({ scenario, clients: 20, lost: 0, logIns: null, resume: null, ...keys });
    expect(code).toBe(0);
  });

  test('a message that one member of a group does not get: exit code 1', async () => {
    const { code, report } = await runAgainstFaultyGate({ loseFor: [42] }, '--scenario', 'group', '--members', '5');
    expect(code).toBe(1);
    expect(report).toMatchObject({ lost: 1, duplicated: 0, outOfOrder: 0 });
  });

  test('groups that cannot be created: exit code 2 and the reason', async () => {
    const commands = new Map([['Logic.CreateGroup', { code: im.Code.NOT_ALLOWED }]]);
    const { code, output } = await runAgainstFaultyGate({ commands }, '--scenario', 'group', '--members', '5');
    expect(output).toContain('a prerequisite of the load cannot be created: NOT_ALLOWED');
    expect(code).toBe(2);
  });

  test('--help names every scenario and every flag', async () => {
    const { code, output } = await command.run('--help');
    expect(code).toBe(0);
    for (const scenario of Object.keys(SCENARIOS)) expect(output).toMatch(new RegExp(`^ +${scenario} `, 'm'));
    for (const flag of SCENARIO_FLAGS) expect(output).toContain(`--${flag}`);
  });

  test('a remote host is not loaded without --i-own-this-target', async () => {
    const { code, output } = await command.run('--target', '192.0.2.1:7000', '--accounts', 'x');
    expect(code).toBe(64);
    expect(output).toContain('--i-own-this-target');
  });
});
