import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that kill servers and services while users or a load are at work. Half of their time is waiting for a time-out. */
const FAILURES = [
  'e2e/cache/*.test.ts',
  'e2e/signed-records.test.ts',
  'e2e/promises/{failover,presence,presence-distributed,retention}.test.ts',
  'e2e/runtime/kafka-failures.test.ts',
  'infra/cache/{cache-fence,redis-cache-outage}.test.ts',
  'e2e/status.test.ts',
  'e2e/observability/*.test.ts',
  'e2e/page/*.test.ts',
  'loadtest/faults/{gate-changes,server-failures}.test.ts',
  'tools/servers/kafka.test.ts',
  'loadtest/chaos/chaos.test.ts',
];
/** Tests that measure this process or a load. Nothing runs beside them. */
const ALONE = [
  'auth/password/password-hasher.test.ts',
  'e2e/metric-costs.test.ts',
  'gate/hostile-memory.test.ts',
  'gate/memory.test.ts',
  'loadtest/faults/service-failures.test.ts',
  'loadtest/hostile.test.ts',
  'loadtest/report/cpu.test.ts',
  'status/gates-speed.test.ts',
  'status/report-costs.test.ts',
];
const exclude = [...configDefaults.exclude, 'data/**', '.cache/**'];

export default defineConfig({
  test: {
    globalSetup: ['tools/servers/testing/global-setup.ts', 'e2e/testing/deployment-setup.ts'],
    // A limit for what hangs, not a promise: on two busy cores a log-in alone may take ten seconds, and a test of many 50.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...exclude, ...FAILURES, ...ALONE],
          // Tests wait more than they compute: with one file per core the cores are idle half of the time. With four on two
          // cores, what a test waits for came too late now and then.
          maxWorkers: 3,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      { extends: true, test: { name: 'failures', include: FAILURES, exclude, maxWorkers: 2, sequence: { groupOrder: 2 } } },
      { extends: true, test: { name: 'alone', include: ALONE, exclude, maxWorkers: 1, sequence: { groupOrder: 3 } } },
    ],
  },
});
