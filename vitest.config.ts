import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/harness/longestFirst.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/harness/seed.ts'],
    globalSetup: ['tests/harness/globalSetup.ts'],
    sequence: { sequencer: LongestFirst },
    // Against what hangs, not a measure of anything: a busy machine takes several times as long as a quiet one.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Two forks: real databases and killed processes are heavy, and more forks only add noise.
    maxWorkers: 2,
    pool: 'forks',
  },
});
