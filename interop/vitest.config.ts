import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['interop/**/*.test.ts'],
    // Programs of others on a machine that may be busy: each test takes some seconds.
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // One after the other: they share the sound of one loopback.
    maxWorkers: 1,
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: '.artefacts/interop.json' }]]
      : ['verbose'],
  },
});
