import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/harness/longestFirst.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/harness/seed.ts'],
    globalSetup: ['tests/harness/globalSetup.ts'],
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two forks: real databases and killed processes are heavy, and more forks only add noise.
    maxWorkers: 2,
    pool: 'forks',
  },
});
