import { expect, test } from 'vitest';
import { describeReal } from '../infra/testing/real-servers.ts';
import { expectGroup, expectMixed, expectSync, loadTestRunner, PERFECT, TINY } from './testing/load-test-runner.ts';

const command = loadTestRunner();

describeReal('the real stack under load', ['kafka', 'mysql', 'redis'], () => {
  const STACK = ['--target', 'stack', '--gates', '2', '--logic', '2'];

  test(
    'group on two gates and two logics: each message reaches every other member once',
    () => expectGroup(command, ...STACK),
    120_000,
  );
  test(
    'mixed on two gates and two logics: messages arrive once, and background commands get replies',
    () => expectMixed(command, ...STACK),
    120_000,
  );
  test(
    'sync on two gates and two logics: a returning client learns everything that changed',
    () => expectSync(command, ...STACK),
    120_000,
  );

  test('chat on two gates and two logics: nothing is lost, duplicated or out of order', async () => {
    const { code, report, output } = await command.run(...TINY, '--target', 'stack', '--gates', '2', '--logic', '2');
    expect(report, output).toMatchObject(PERFECT);
    expect(Object.keys(report?.cpu ?? {}).sort()).toEqual(['auth', 'gate', 'kafka', 'load', 'logic', 'mysql', 'redis']);
    expect(code).toBe(0);
  }, 120_000);

  test('a killed logic and a restarted Redis are in the report with what they did, and no message is lost', async () => {
    const faults = ['--kill', 'logic@1s', '--restart', 'redis@4s', '--seconds', '8'];
    const { code, report, output } = await command.run(...TINY, ...faults, '--target', 'stack');
    // On a slow machine the start of a logic outlasts the run: its last messages stay without an acknowledgement.
    expect(report, output).toMatchObject({ sent: 1600, lost: 0, duplicated: 0, outOfOrder: 0, unpulled: 0 });
    expect(report?.events).toMatchObject([
      { kind: 'kill', process: 'logic', lost: 0 },
      { kind: 'restart', process: 'redis', lost: 0 },
    ]);
    // Nobody else does the work of the only logic.
    expect(report?.events[0]?.stallMs).toBeGreaterThan(100);
    expect(report?.longestStallMs).toBeGreaterThanOrEqual(report?.events[0]?.stallMs ?? 0);
    expect(report?.hops.map(({ name }) => name)).toContain('logic: its batch, with SQL');
    expect(report?.timeline.points.some(({ lag }) => lag !== null)).toBe(true);
    expect(output).toMatch(/killed logic at [\d.]+ s: serves again after \d+ ms, no delivery for \d+ ms/);
    expect(code).toBe(0);
  }, 120_000);

  test('when all gates are killed and restarted, all clients reconnect and no message is lost', async () => {
    const storm = ['--scenario', 'resume-storm', '--cut', 'gates', '--seconds', '8'];
    const { code, report, output } = await command.run(...TINY, ...storm, '--target', 'stack', '--gates', '2');
    expect(report, output).toMatchObject({ sent: 1600, acked: 1600, lost: 0, duplicated: 0, outOfOrder: 0, unpulled: 0 });
    expect(report?.resume).toMatchObject({ by: 'gates', cut: 50, resumed: 50 });
    expect(code).toBe(0);
  }, 120_000);
});
