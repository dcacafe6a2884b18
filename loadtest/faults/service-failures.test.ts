// Service processes die under load, and every message is counted afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { SERVER_KINDS } from '../../tools/servers/servers.ts';
import { CLIENTS, expectCompleteDelivery, stackFixture } from '../testing/stack-fixture.ts';

describeReal('under load, with two gates, two auths and two logics', SERVER_KINDS, () => {
  const stack = stackFixture();

  test('a killed logic process: nothing is lost or reordered, and its partitions are served again within 5 s', async () => {
    const result = await stack.runUnderLoad(8, () => stack.service('logic', 1).kill());
    expectCompleteDelivery(result);
    expect(result.delivery.direct.maxMs).toBeLessThan(5000);
    await stack.service('logic', 1).restart();
  });

  test('a logic process killed between commit and publish: the other one replies and pushes instead', async () => {
    const [dying, survivor] = [stack.service('logic', 0), stack.service('logic', 1)];
    const result = await stack.runUnderLoad(8, async () => {
      await dying.dieAfterCommit();
      expect(await dying.waitForExit()).toBe('SIGKILL');
    });
    expectCompleteDelivery(result);
    expect(result.delivery.direct.maxMs).toBeLessThan(5000);
    // No client had to resend: the replies came before the deadline of the gate.
    expect(result.incidents).toEqual([]);
    expect(stack.logLines).toContainEqual({
      name: survivor.name,
      line: expect.stringContaining('replayed after a takeover'),
    });
    await dying.restart();
  });

  test('a logic process frozen for 10 s: the other one takes over, and the late work of the first is rejected', async () => {
    const frozen = stack.service('logic', 0);
    const result = await stack.runUnderLoad(14, async () => {
      await frozen.kill('SIGSTOP');
      // Three times the session time-out of Kafka and the transaction time-out of the store.
      await sleep(10_000);
      await frozen.kill('SIGCONT');
    });
    expectCompleteDelivery(result);
    expect(result.delivery.direct.maxMs).toBeLessThan(6000);
    const refused = /another instance has advanced|could not be stored|left the group|rejoin|evicted|member/i;
    expect(stack.logLines).toContainEqual({ name: frozen.name, line: expect.stringMatching(refused) });
  });

  test('an auth process killed while all clients resume: all are logged in in the end', async () => {
    const auth = stack.service('auth', 0);
    const urls = stack
      .services()
      .byRole('gate')
      .map(({ addresses }) => addresses.ws ?? '');
    const load = await stack.newLoadDriver({ urls, seconds: 2, connectTimeoutMs: 60_000 });
    const [{ bound }] = await Promise.all([load.connect(), sleep(20).then(() => auth.kill())]);
    expect(bound).toBe(CLIENTS);
    expectCompleteDelivery(await load.run(() => undefined));
    await auth.restart();
  });

  test('a killed gate: its clients reconnect to the other gate, and nothing is lost', async () => {
    const gate = stack.service('gate', 0);
    const result = await stack.runUnderLoad(9, async () => {
      await gate.kill();
      await sleep(2000);
      await gate.restart();
    });
    expectCompleteDelivery(result);
  });
});
