import { configDefaults, defineConfig } from 'vitest/config';

/** What says how long something may take while services die, or measures this process: nothing runs beside it, or a busy machine looks like a dead one. */
const ALONE = [
  'auth/password/password-hasher.test.ts',
  'e2e/cache/*.test.ts',
  'e2e/promises/*.test.ts',
  'e2e/runtime/kafka-failures.test.ts',
  'gate/memory.test.ts',
  'infra/cache/{cache-fence,redis-cache-outage}.test.ts',
  'loadtest/faults/{server,service}-failures.test.ts',
  'loadtest/report/cpu.test.ts',
];
const exclude = [...configDefaults.exclude, 'data/**', '.cache/**'];

export default defineConfig({
  test: {
    globalSetup: ['tools/servers/testing/global-setup.ts', 'e2e/testing/deployment-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['**/*.test.ts'],
          exclude: [...exclude, ...ALONE],
          // Tests wait more than they compute: one file at a time leaves most of two cores idle.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE, exclude, maxWorkers: 1, sequence: { groupOrder: 2 } } },
    ],
  },
});
