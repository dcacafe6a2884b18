import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'data/**', '.cache/**'],
    globalSetup: ['infra/servers/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
