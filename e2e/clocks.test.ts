// No wall clock decides over delivery: the processes of these tests have wrong ones.
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type Client, createClient, type ReceivedMessage } from '../client/sdk/node.ts';
import { clockSettings } from '../infra/testing/clock-settings.ts';
import { describeReal, type RealServers, realServers } from '../infra/testing/real-servers.ts';
import { generateSecrets, type ServiceProcesses, startServices } from '../tools/servers/service-processes.ts';

const PASSWORD = 'correct horse';
const HOUR_MS = 3_600_000;
const WAIT = { timeout: 20_000, interval: 50 };

describeReal('with wrong wall clocks', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql' | 'redis'>;
  const running: ServiceProcesses[] = [];
  /** A right gate, one that is behind and one that is ahead. */
  const gates: string[] = [];
  beforeAll(async () => {
    servers = await realServers(['kafka', 'mysql', 'redis']);
    const env = { ...servers.env, ...generateSecrets(), IM_ATTEMPTS_PER_IP: '1000' };
    for (const [name, aheadMs] of [
      ['right', 0],
      ['behind', -45_000],
      ['ahead', 2 * HOUR_MS],
    ] as const) {
      const counts = { gate: 1, ...(aheadMs === 0 && { auth: 1, logic: 1 }) };
      const ofGate = aheadMs === 0 ? {} : { IM_INSTANCE: `gate-${name}`, ...clockSettings({ aheadMs }) };
      const services = await startServices({ ...env, ...ofGate }, counts);
      running.push(services);
      await services.waitUntilReady();
      gates.push(services.byRole('gate')[0]?.addresses.tcp ?? '');
    }
  });
  afterAll(async () => {
    await Promise.all(running.map((services) => services.stop()));
    await servers.release();
  });

  function connect(gate: number): { client: Client; texts: string[] } {
    const client = createClient({ gates: [gates[gate] ?? ''], from: 'beginning' });
    const texts: string[] = [];
    client.on('message', ({ text }: ReceivedMessage) => texts.push(text));
    onTestFinished(() => client.close());
    return { client, texts };
  }

  test('users of a gate that is behind and of one that is ahead log in, write, and read at once', async () => {
    const startedAt = performance.now();
    const users = await Promise.all(
      [0, 1, 2].map(async (gate) => {
        const user = connect(gate);
        return { ...user, ...(await user.client.register({ name: `clock ${gate}`, password: PASSWORD })) };
      }),
    );
    for (const from of users) for (const to of users) if (from !== to) await from.client.send(to.userId, from.name);
    for (const { texts } of users) await vi.waitFor(() => expect(texts).toHaveLength(4), WAIT);
    // Reads are what expires.
    for (const { client } of users) expect((await client.call.logic.listConversations({})).conversations).toHaveLength(2);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});
