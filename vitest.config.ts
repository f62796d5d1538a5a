/** How the tests are run. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    // A process of its own for each file: native modules (SQLite) and PGlite are not shared between threads.
    pool: 'forks',
    maxWorkers: 2,
    execArgv: ['--import', './src/quick-imports.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/reporter.ts'],
  },
});
