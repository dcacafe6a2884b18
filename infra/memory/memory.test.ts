import { backOffContract } from '../testing/back-off-contract.ts';
import { leasesContract } from '../testing/leases-contract.ts';
import { limitsContract } from '../testing/limits-contract.ts';
import { routesContract } from '../testing/routes-contract.ts';
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
