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

  test('when all gates are killed and restarted, all clients reconnect and no message is lost', async () => {
    const storm = ['--scenario', 'resume-storm', '--cut', 'gates', '--seconds', '8'];
    const { code, report, output } = await command.run(...TINY, ...storm, '--target', 'stack', '--gates', '2');
    expect(report, output).toMatchObject({ sent: 1600, acked: 1600, lost: 0, duplicated: 0, outOfOrder: 0, unpulled: 0 });
    expect(report?.resume).toMatchObject({ by: 'gates', cut: 50, resumed: 50 });
    expect(code).toBe(0);
  }, 120_000);
});
