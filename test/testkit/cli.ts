/** The operator's commands as processes of their own. */

import { execFile } from 'node:child_process';
import { COMPILED, QUICK_IMPORTS } from './program.ts';

const CLI = new URL('../../src/cli/cli.ts', import.meta.url).pathname;

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** `npm run cli -- …` with this environment alone. */
export function runCli(env: Record<string, string>, ...words: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const all = { PATH: process.env.PATH ?? '', ...COMPILED, ...env };
    execFile(process.execPath, ['--import', QUICK_IMPORTS, CLI, ...words], { env: all }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
