import { defineConfig } from 'vitest/config';
import { isDriverFault } from './apps/server/src/platform/driver-faults.ts';

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'scripts/**/*.test.ts'],
    // One PostgreSQL for the run; each file that asks gets a database of its own in it.
    globalSetup: ['apps/server/test/support/postgres-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Tests take the database away; what the driver then lets slip past everybody is the one fault that is known.
    onUnhandledError: (error) => !isDriverFault(error),
    reporters: process.env.CI ? ['default', ['json', { outputFile: '.artefacts/vitest.json' }]] : ['default'],
  },
});
