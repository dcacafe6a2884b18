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

test('who is bound to a gate that died with the process before, by a log-in answered again, is not shown as there for good', async () => {
  const fixture = await presenceFixture(await parts());
  onTestFinished(() => fixture.close());
  await fixture.connect('alice', 'phone', 'gate-of-yesterday');
  const [answer] = await fixture.watch('alice');
  await fixture.waitForAnnouncements();
  expect(fixture.announced('alice').at(-1) ?? answer?.state).toBe(im.PresenceState.OFFLINE);
});

test('who comes, is cut off and comes back, all within a moment, is told to be there', async () => {
  const fixture = await presenceFixture(await parts());
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
