import { presenceContract } from '../contract/presence.ts';
import { QUICK_GATE_TTL_MS, QUICK_TIMES } from '../contract/presence-world.ts';
import { embeddedPresence } from './presence.ts';
import { embeddedRoutes } from './routes.ts';

presenceContract('embedded', async () => {
  const routes = embeddedRoutes({ gateTtlMs: QUICK_GATE_TTL_MS });
  return { routes, presence: embeddedPresence(routes, { times: QUICK_TIMES }), release: async () => undefined };
});
