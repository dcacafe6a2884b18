import { backOffContract } from '../contract/back-off.ts';
import { leasesContract } from '../contract/leases.ts';
import { limitsContract } from '../contract/limits.ts';
import { routesContract } from '../contract/routes.ts';
import { embeddedBackOff } from './back-off.ts';
import { embeddedLeases } from './leases.ts';
import { embeddedLimits } from './limits.ts';
import { embeddedRoutes } from './routes.ts';

const release = async (): Promise<void> => undefined;
const gateTtlMs = 300;

routesContract('embedded', async () => ({ routes: embeddedRoutes({ gateTtlMs }), gateTtlMs, release }));
backOffContract('embedded', async () => ({ backOff: embeddedBackOff(), release }));
limitsContract('embedded', async () => ({ limits: embeddedLimits(), release }));
leasesContract('embedded', async () => ({ leases: embeddedLeases(), release }));
