import { backOffContract } from '../contract/back-off.ts';
import { leasesContract } from '../contract/leases.ts';
import { limitsContract } from '../contract/limits.ts';
import { routesContract } from '../contract/routes.ts';
import { memoryBackOff } from './back-off.ts';
import { memoryLeases } from './leases.ts';
import { memoryLimits } from './limits.ts';
import { memoryRoutes } from './routes.ts';

const release = async (): Promise<void> => undefined;
const gateTtlMs = 300;

routesContract('embedded', async () => ({ routes: memoryRoutes({ gateTtlMs }), gateTtlMs, release }));
backOffContract('embedded', async () => ({ backOff: memoryBackOff(), release }));
limitsContract('embedded', async () => ({ limits: memoryLimits(), release }));
leasesContract('embedded', async () => ({ leases: memoryLeases(), release }));
