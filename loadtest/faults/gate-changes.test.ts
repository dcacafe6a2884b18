// Gates die, stop and start under load, and their clients find others: every message is counted, and who comes back when.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { SERVER_KINDS } from '../../tools/servers/servers.ts';
import { expectCompleteDelivery, stackFixture } from '../testing/stack-fixture.ts';

/** Counts which clients lose their connection, from the beginning. */
const TRACKED = { storm: { afterSeconds: 0, cut: false } };

describeReal('under load, with two gates and a status', SERVER_KINDS, () => {
  const stack = stackFixture();
  const namedGates = async (): Promise<string[]> => {
    const response = await fetch(`${stack.statusUrl()}/gates?transport=tcp`);
    return ((await response.json()) as { gates: string[] }).gates;
  };

  test('an outage of Kafka is no death: status says that its list may be old, and knows all when Kafka is back', async () => {
    const { admin } = stack.service('status', 0).addresses;
    const shown = async (): Promise<{ isCurrent: boolean; names: string[] }> => {
      const { isCurrent, members } = (await (await fetch(`${admin}/members`)).json()) as {
        isCurrent: boolean;
        members: { instance: string }[];
      };
      return { isCurrent, names: members.map(({ instance }) => instance) };
    };
    const all = stack
      .services()
      .all.map(({ name }) => name)
      .sort();
    const wait = { timeout: 30_000, interval: 100 };
    await expect.poll(shown, wait).toEqual({ isCurrent: true, names: all });
    const { kafka } = stack.servers();
    await kafka.kill();
    await expect.poll(shown, wait).toEqual({ isCurrent: false, names: all });
    const before = await namedGates();
    await sleep(5000);
    expect(await shown()).toEqual({ isCurrent: false, names: all });
    expect((await namedGates()).sort()).toEqual(before.sort());
    await kafka.start();
    await expect.poll(async () => (await shown()).isCurrent, wait).toBe(true);
    // Absence counts again after 5 s, and then for another 3.5 s.
    for (const until = performance.now() + 12_000; performance.now() < until; await sleep(200))
      expect((await shown()).names).toEqual(all);
    expect(stack.logLines.filter(({ line }) => line.includes('instance gone'))).toEqual([]);
  });

  test('a killed gate is gone from /gates within 5 s, and its clients are back on the other one within 10 s', async () => {
    const [gate, other] = [stack.service('gate', 0), stack.service('gate', 1)];
    let killedMs = 0;
    let goneMs = 0;
    const result = await stack.runUnderLoad(
      14,
      async () => {
        killedMs = performance.now();
        await gate.kill();
        await expect.poll(namedGates, { timeout: 10_000, interval: 100 }).toEqual([other.addresses.tcp]);
        goneMs = performance.now();
      },
      { ...TRACKED, statusUrl: stack.statusUrl() },
    );
    expectCompleteDelivery(result);
    expect(goneMs - killedMs).toBeLessThan(5000);
    const { cut = 0, resumed, awayMs } = result.resume ?? {};
    expect(cut).toBeGreaterThan(20);
    expect(resumed).toBe(cut);
    expect(awayMs?.maxMs).toBeLessThan(10_000);
    await gate.restart();
  });

  test('when a gate drains, its clients move to the other one, and no message is lost or reordered', async () => {
    const gate = stack.service('gate', 0);
    const result = await stack.runUnderLoad(12, () => gate.stop(), { ...TRACKED, statusUrl: stack.statusUrl() });
    expectCompleteDelivery(result);
    const { cut = 0, resumed, awayMs } = result.resume ?? {};
    expect(cut).toBeGreaterThan(20);
    expect(resumed).toBe(cut);
    expect(awayMs?.maxMs).toBeLessThan(10_000);
    // No connection just broke: each one ended with a reason.
    expect(result.incidents.map(([reason]) => reason)).toEqual(['closed: GATE_STOPPING']);
    await gate.restart();
  });

  test('when every process restarts, one after the other, no message is lost, duplicated or reordered', async () => {
    const result = await stack.runUnderLoad(
      30,
      async () => {
        for (const service of stack.services().all) {
          await service.stop();
          await service.restart();
        }
      },
      { ...TRACKED, statusUrl: stack.statusUrl() },
    );
    expectCompleteDelivery(result);
    expect(result.resume?.resumed).toBe(result.resume?.cut);
  }, 120_000);
});
