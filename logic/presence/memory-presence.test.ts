import { expect, onTestFinished, test } from 'vitest';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import { im } from '../../proto/rpc.ts';
import { memoryPresence } from './memory-presence.ts';
import { presenceContract } from './testing/presence-contract.ts';
import { type PresenceAdapters, presenceFixture, QUICK_GATE_TTL_MS, QUICK_TIMES } from './testing/presence-fixture.ts';

async function parts(): Promise<PresenceAdapters> {
  const routes = memoryRoutes({ gateTtlMs: QUICK_GATE_TTL_MS });
  return { routes, presence: memoryPresence(routes, { times: QUICK_TIMES }), release: async () => undefined };
}

presenceContract('embedded', parts);

test('a replayed log-in to a gate that no longer exists does not make the user stay online', async () => {
  const fixture = await presenceFixture(await parts());
  onTestFinished(() => fixture.close());
  await fixture.connect('alice', 'phone', 'gate-of-yesterday');
  const [answer] = await fixture.watch('alice');
  await fixture.waitForAnnouncements();
  expect(fixture.announced('alice').at(-1) ?? answer?.state).toBe(im.PresenceState.OFFLINE);
});

test('a user who connects, disconnects and reconnects within a moment is announced as online', async () => {
  const fixture = await presenceFixture(await parts());
  onTestFinished(() => fixture.close());
  await fixture.stopPolling();
  await fixture.watch('alice');
  await fixture.connect('alice', 'phone');
  await fixture.disconnect('alice', 'phone');
  const { changes } = await fixture.presence.takeChanges(10);
  await fixture.connect('alice', 'phone');
  const later = await fixture.presence.takeChanges(10);
  expect([...changes, ...later.changes].map(({ userId, state }) => [userId, state])).toEqual([
    ['alice', im.PresenceState.ONLINE],
  ]);
});
