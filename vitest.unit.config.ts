// `npm run test:unit`: pure and embedded tests without a server. Tests that need one are skipped, or left to `npm test`.
import { configDefaults, defineConfig } from 'vitest/config';

/** Tests of the whole, and those that start processes or measure this one. */
const SLOW = [
  'e2e/**',
  'auth/password/password-hasher.test.ts',
  'gate/memory.test.ts',
  'loadtest/*.test.ts',
  'loadtest/chaos/chaos.test.ts',
  'loadtest/faults/**',
  'loadtest/report/cpu.test.ts',
  'tools/servers/**',
];

export default defineConfig({
  test: {
    include: ['**/*.test.{ts,tsx}'],
    exclude: [...configDefaults.exclude, 'data/**', '.cache/**', ...SLOW],
    // The tests ask for real servers at an address that nobody answers: they are reported as skipped.
    provide: { realServers: '' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 4,
    isolate: false,
  },
});
