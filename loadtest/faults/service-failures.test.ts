// Service processes die under load, and every message is counted afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { SERVER_KINDS } from '../../tools/servers/servers.ts';
import { CLIENTS, expectCompleteDelivery, stackFixture } from '../testing/stack-fixture.ts';

describeReal('under load, with two gates, two auths and two logics', SERVER_KINDS, () => {
  const stack = stackFixture();

  test('when a logic process stops in order, its partitions move at once', async () => {
    const logic = stack.service('logic', 1);
    let stoppedInMs = 0;
    const result = await stack.runUnderLoad(8, async () => {
      const startedMs = performance.now();
      await logic.stop();
      stoppedInMs = performance.now() - startedMs;
    });
    expectCompleteDelivery(result);
    // Nobody had to resend: all replies were published before the process left.
    expect(result.incidents).toEqual([]);
    expect(result.wireDuplicates).toBe(0);
    console.info(`stopped in ${Math.round(stoppedInMs)} ms, the longest delivery took ${result.delivery.direct.maxMs} ms`);
    expect(result.delivery.direct.maxMs).toBeLessThan(5000);
    await logic.restart();
  });

  test('when a logic process is killed, no message is lost or reordered and its partitions are served within 5 s', async () => {
    const result = await stack.runUnderLoad(8, () => stack.service('logic', 1).kill());
    expectCompleteDelivery(result);
    expect(result.delivery.direct.maxMs).toBeLessThan(5000);
    await stack.service('logic', 1).restart();
  });

  test('when a logic process is killed between commit and publish, the other one sends its replies and pushes', async () => {
    const [dying, survivor] = [stack.service('logic', 0), stack.service('logic', 1)];
    const result = await stack.runUnderLoad(8, async () => {
      await dying.dieAfterCommit();
      expect(await dying.waitForExit()).toBe('SIGKILL');
    });
    expectCompleteDelivery(result);
    expect(result.delivery.direct.maxMs).toBeLessThan(5000);
    // No client had to resend, because the replies arrived before the deadline of the gate.
    expect(result.incidents).toEqual([]);
    const replayed = { name: survivor.name, line: expect.stringContaining('replayed after a takeover') };
    await expect.poll(() => stack.logLines, { timeout: 10_000 }).toContainEqual(replayed);
    await dying.restart();
  });

  test('when a logic process is frozen for 10 s, the other takes over, and the late work of the frozen one fails', async () => {
    const frozen = stack.service('logic', 0);
    const result = await stack.runUnderLoad(14, async () => {
      await frozen.kill('SIGSTOP');
      // Three times the session time-out of Kafka and the time-out of a transaction in MySQL.
      await sleep(10_000);
      await frozen.kill('SIGCONT');
    });
    expectCompleteDelivery(result);
    expect(result.delivery.direct.maxMs).toBeLessThan(6000);
    // Its MySQL connection may be closed by then, or another instance has stored more.
    const refused = /has processed commands|batch not stored|rejoin|evicted/;
    // It may notice a second after the load has ended, and its lines take a moment.
    await expect
      .poll(() => stack.logLines, { timeout: 10_000 })
      .toContainEqual({ name: frozen.name, line: expect.stringMatching(refused) });
  });

  test('when an auth process is killed while all clients resume, all clients are logged in afterwards', async () => {
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

  test('when a gate is killed, its clients reconnect to the other gate and no message is lost', async () => {
    const gate = stack.service('gate', 0);
    const result = await stack.runUnderLoad(9, async () => {
      await gate.kill();
      await sleep(2000);
      await gate.restart();
    });
    expectCompleteDelivery(result);
  });
});
