import { budgetsContract } from '../testing/budgets-contract.ts';
import { leasesContract } from '../testing/leases-contract.ts';
import { limitsContract } from '../testing/limits-contract.ts';
import { routesContract } from '../testing/routes-contract.ts';
import { memoryBudgets } from './budgets.ts';
import { memoryLeases } from './leases.ts';
import { memoryLimits } from './limits.ts';
import { memoryRoutes } from './routes.ts';

const release = async (): Promise<void> => undefined;
const gateTtlMs = 300;

routesContract('memory', async () => ({ routes: memoryRoutes({ gateTtlMs }), gateTtlMs, release }));
budgetsContract('memory', async () => ({ budgets: memoryBudgets(), release }));
limitsContract('memory', async () => ({ limits: memoryLimits(), release }));
leasesContract('memory', async () => ({ leases: memoryLeases(), release }));
