import { expect, test, vi } from 'vitest';
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

test('a full budget in memory is charged at once at any fraction of a millisecond', async () => {
  const budgets = memoryBudgets();
  const now = vi.spyOn(performance, 'now');
  for (let i = 0; i < 1000; i++) {
    now.mockReturnValue(10_000 + i * 7.123456789);
    expect(await budgets.take([{ key: `key ${i}`, burst: 1, refillMs: 60_000 }])).toEqual([0]);
  }
  now.mockRestore();
});
