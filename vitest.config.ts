/** How the tests are run. */

import { statfsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take longest, the longest first: begun last, one core would wait for the other. */
const LONGEST = [
  'test/chats/chats.test.ts',
  'test/channels/contract.test.ts',
  'test/channels/contract-second.test.ts',
  'test/web/page.test.ts',
  'test/delivery/broadcast-storm.test.ts',
  'test/cli/backup.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/**
 * Where there is room, databases of tests lie in memory: a process that is killed loses nothing that it wrote, and nobody
 * waits for a disk. Compiled modules are kept for the processes that tests start.
 */
const MEMORY = '/dev/shm';
const ROOM = 2 ** 31;
if (process.env.TMPDIR === undefined && roomIn(MEMORY) > ROOM) process.env.TMPDIR = MEMORY;
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('./node_modules/.cache/compiled', import.meta.url));

function roomIn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

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
    sequence: { sequencer: LongestFirst },
  },
});
