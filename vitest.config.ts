import { defineConfig } from 'vitest/config';
import { isDriverFault } from './apps/server/src/platform/driver-faults.ts';

const BROWSER = 'apps/*/test/**/*.browser.test.ts';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Tests take the database away; what the driver then lets slip past everybody is the one fault that is known.
    onUnhandledError: (error) => !isDriverFault(error),
    projects: [
      {
        extends: true,
        test: {
          name: 'code',
          include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/node_modules/**', BROWSER],
          // One PostgreSQL for the run; each file that asks gets a database of its own in it.
          globalSetup: ['apps/server/test/support/postgres-setup.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [BROWSER],
          // One service for all of them, with its console built.
          globalSetup: ['apps/server/test/scenario/support/console-setup.ts'],
          // Each has a Chromium: one after the other, when nothing else is measured by the clock.
          maxWorkers: 1,
          // A machine that stalls for half a minute is nobody's fault; a page that is wrong is wrong twice.
          retry: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    reporters: process.env.CI ? ['default', ['json', { outputFile: '.artefacts/vitest.json' }]] : ['default'],
  },
});
