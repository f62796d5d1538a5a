/** A progress bar for long files, where somebody is watching. */

import { SingleBar } from 'cli-progress';

const LONG = 1000;

export interface Progress {
  advance(rows: number): void;
  stop(): void;
}

/** On stderr, so that what a program reads on stdout stays clean; silent if that is no terminal or the file is short. */
export function startProgress(total: number): Progress {
  if (!process.stderr.isTTY || total < LONG) return { advance() {}, stop() {} };
  const bar = new SingleBar({ stream: process.stderr, format: '{bar} {value}/{total}', clearOnComplete: true });
  bar.start(total, 0);
  return { advance: (rows) => bar.increment(rows), stop: () => bar.stop() };
}
