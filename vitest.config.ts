import { configDefaults, defineConfig } from 'vitest/config';

/** What says how long something may take while services die, or measures this process: nothing runs beside it, or a busy machine looks like a dead one. */
const ALONE = [
  'auth/password.test.ts',
  'client/{copies,promises}.test.ts',
  'gate/memory.test.ts',
  'infra/kafka/failures.test.ts',
  'infra/mysql/copies.test.ts',
  'infra/redis/cache-{away,term}.test.ts',
  'loadtest/{cpu,server-failures,service-failures}.test.ts',
];
const exclude = [...configDefaults.exclude, 'data/**', '.cache/**'];

export default defineConfig({
  test: {
    globalSetup: ['infra/servers/global-setup.ts'],
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
