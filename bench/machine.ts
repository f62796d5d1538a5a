/** On what the figures were taken: without it they say little. */

import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { median } from './statistics.ts';

export interface Machine {
  node: string;
  cpus: number;
  cpu: string;
  /** Processes that wanted to run in the last minute, on average, this one among them. */
  load: number;
  /** Milliseconds until 4 KiB are on the disk: the least that a commit can take. */
  sync: number;
}

/** Writes to the file `scratch`. */
export function describeMachine(scratch: string): Machine {
  const processors = cpus();
  return {
    node: process.versions.node,
    cpus: processors.length,
    cpu: processors[0]?.model ?? 'unknown',
    load: loadavg()[0] ?? Number.NaN,
    sync: syncTime(scratch),
  };
}

function syncTime(scratch: string): number {
  const file = openSync(scratch, 'w');
  const page = Buffer.alloc(4096, 1);
  const times = Array.from({ length: 50 }, (_, at) => {
    const began = performance.now();
    writeSync(file, page, 0, page.length, at * page.length);
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  return median(times);
}
