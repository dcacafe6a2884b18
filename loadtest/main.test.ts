import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newId } from '../proto/ids.ts';
import { im } from '../proto/rpc.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { SCENARIO_FLAGS } from './scenarios/scenario.ts';
import { DEAD_TOKEN, type FaultyGate, type GateFaults, startFaultyGate, testToken } from './testing/faulty-gate.ts';
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
    const [html, csv] = [command.file(''), command.file('')];
    const outputs = ['--html', html, '--csv', csv, '--fail-if', 'lost>0, deliveryMax>60000'];
    const { code, report } = await runAgainstFaultyGate({}, ...outputs);
    expect(code).toBe(0);
    expect(report).toMatchObject({ exitCode: 0, conditions: [{ value: 0, met: false }, { met: false }] });
    expect(readFileSync(html, 'utf8')).toContain('Every message arrived, once and in order.');
    const [head, ...seconds] = readFileSync(csv, 'utf8').trim().split('\n');
    expect(head).toMatch(/^second,due,acked,delivered,/);
    expect(seconds.reduce((sum, line) => sum + Number(line.split(',')[3]), 0)).toBe(100);
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
    const fates = command.file('');
    const flags = ['--fail-if', 'lost>0,ackP50>=0,lost>1', '--fates', fates];
    const { code, report, output } = await runAgainstFaultyGate({ lose: [42] }, ...flags);
    expect(code).toBe(1);
    const verified = await command.start('verify', fates);
    expect(verified).toMatchObject({ code: 1, output: expect.stringMatching(/^clients +lost 1 {2}unverified 0 /m) });
    expect(verified.output).toContain('not in the file: add --mysql URL');
    expect(output).toContain('FAILED        lost>0: it is 1\n');
    expect(report?.conditions.map(({ met }) => met)).toEqual([true, true, false]);
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

  test('a load that rises in steps: the report has each step', async () => {
    const { code, report, output } = await runAgainstFaultyGate({}, '--profile', 'steps', '--steps', '2', '--seconds', '4');
    expect(report).toMatchObject({ sent: 300, delivered: 300, steps: [{ rate: 50 }, { rate: 100 }] });
    expect(output).toMatch(/^steps {9}50\/s: \d+\/s delivered /m);
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

  test('compare prints what changed; a file that was cut short: exit code 64 and one sentence', async () => {
    const recorded = join(import.meta.dirname, 'results/2026-11-21-2000-ws.json');
    const [same, cut] = await Promise.all([
      command.start('compare', recorded, recorded),
      command.start('compare', recorded, command.file('{"clients": 50')),
    ]);
    expect(same).toMatchObject({ code: 0, output: expect.stringMatching(/^deliveryP99 +59\.65 +59\.65 +0 %$/m) });
    expect(cut).toMatchObject({ code: 64, output: expect.stringMatching(/is no JSON, or it was cut short/) });
  });

  test('--help names every scenario and every flag', async () => {
    const { code, output } = await command.run('--help');
    expect(code).toBe(0);
    for (const scenario of Object.keys(SCENARIOS)) expect(output).toMatch(new RegExp(`^ +${scenario} `, 'm'));
    for (const flag of SCENARIO_FLAGS) expect(output).toContain(`--${flag}`);
  });

  test('what a person can mend is one sentence, with exit code 64', async () => {
    const gate = await startFaultyGate();
    const gone = await startFaultyGate();
    await gone.close();
    const accounts = command.file(`${newId()} ${DEAD_TOKEN}\n${newId()} ${DEAD_TOKEN}\n`);
    const two = ['--clients', '2', '--transport', 'tcp'];
    const runs: [args: string[], sentence: string][] = [
      [['--target', '192.0.2.1:7000', '--accounts', accounts], '192.0.2.1 is not this machine: add --yes'],
      [['--target', `127.0.0.1:${gone.port}`, '--accounts', accounts, ...two], `tcp://127.0.0.1:${gone.port} cannot be reached`],
      [['--target', `127.0.0.1:${gate.port}`, '--accounts', accounts, ...two], '2 of 2 tokens of'],
      [['--target', `127.0.0.1:${gate.port}`, '--accounts', accounts, '--transport', 'tcp'], 'has 2 accounts, too few for 5000'],
      [['--csv', import.meta.dirname], '--csv'],
    ];
    for (const [{ code, output }, sentence] of await Promise.all(
      runs.map(async ([args, text]) => [await command.start(...args), text] as const),
    )) {
      expect(output).toContain(sentence);
      expect(output).not.toContain('    at ');
      expect(code, output).toBe(64);
    }
    await gate.close();
  });

  test('clients that know only a status ask it for their gate, and come when it says', async () => {
    const gate = await startFaultyGate();
    const asked: string[] = [];
    const status = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end(JSON.stringify({ gates: [`tcp://127.0.0.1:${gate.port}`], connectAfterMs: 10 * asked.length }));
    }).listen(0, '127.0.0.1');
    await once(status, 'listening');
    const url = `http://127.0.0.1:${(status.address() as AddressInfo).port}`;
    const [, , ...flags] = flagsFor(gate, 20);
    const { code, report, output } = await command.run(
      '--status',
      url,
      ...flags,
      '--rate',
      '50',
      '--seconds',
      '1',
      '--warm-up',
      '0',
    );
    status.close();
    await gate.close();
    expect(report, output).toMatchObject({ sent: 50, delivered: 50, connected: 20, target: `gates of ${url}` });
    // One to see that it is a status, and one for each client.
    expect(asked).toEqual(Array.from({ length: 21 }, () => '/gates?transport=tcp'));
    expect(code).toBe(0);
  });
});
