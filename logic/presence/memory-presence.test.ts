import { expect, onTestFinished, test } from 'vitest';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import { im } from '../../proto/rpc.ts';
import { memoryPresence } from './memory-presence.ts';
import { presenceContract } from './testing/presence-contract.ts';
import { type PresenceAdapters, presenceFixture, QUICK_GATE_TTL_MS, QUICK_TIMES } from './testing/presence-fixture.ts';

async function makeAdapters(): Promise<PresenceAdapters> {
  const routes = memoryRoutes({ gateTtlMs: QUICK_GATE_TTL_MS });
  return { routes, presence: memoryPresence(routes, { times: QUICK_TIMES }), release: async () => undefined };
}

presenceContract('embedded', makeAdapters);

test('a replayed log-in on a gate of the previous process does not leave the user online', async () => {
  const fixture = await presenceFixture(await makeAdapters());
  onTestFinished(() => fixture.close());
  await fixture.connect('alice', 'phone', 'gate-of-yesterday');
  const [answer] = await fixture.watch('alice');
  await fixture.waitForAnnouncements();
  expect(fixture.announced('alice').at(-1) ?? answer?.state).toBe(im.PresenceState.OFFLINE);
});

test('a user who connects, disconnects and reconnects between two polls is announced as ONLINE', async () => {
  const fixture = await presenceFixture(await makeAdapters());
  onTestFinished(() => fixture.close());
  await fixture.stopPolling();
  await fixture.watch('alice');
  await fixture.connect('alice', 'phone');
  await fixture.disconnect('alice', 'phone');
  const { changes } = await fixture.presence.takeChanges(10);
  await fixture.connect('alice', 'phone');
  const later = await fixture.presence.takeChanges(10);
  expect([...changes, ...later.changes].map(({ user, state }) => [user, state])).toEqual([['alice', im.PresenceState.ONLINE]]);
});
