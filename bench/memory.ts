/** What 10,000 conversations leave behind: in memory, and on the disk. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { connectSqlite } from '../db/sqlite.ts';
import { botContestant } from './contestants.ts';
import { slicesOf } from './conversation.ts';
import type { Premises } from './premises.ts';

const CONVERSATIONS = 10_000;
const MEGABYTE = 2 ** 20;

export interface MemoryFigures {
  /** Growth in megabytes for each 10,000 conversations. */
  heap: number;
  rss: number;
  database: number;
}

/** Lets a first crowd talk, so that all is warm, then measures what a second one adds, the bot running on. */
export async function measureMemory(
  premises: Premises,
  people: number,
  clinics: readonly string[],
): Promise<MemoryFigures> {
  const collectGarbage = garbageCollector();
  const file = premises.newDatabase();
  const bot = botContestant(premises, { file, clinics });
  const talk = async (first: number) => {
    for (const slice of slicesOf(people, first)) await bot.prepare(slice)();
    bot.latencies.single.length = 0;
    bot.latencies.grouped.length = 0;
    collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    return { heap: heapUsed, rss, database: sizeOf(file) };
  };
  const before = await talk(0);
  const after = await talk(people);
  await bot.close();
  const growth = (what: keyof MemoryFigures) => ((after[what] - before[what]) / MEGABYTE) * (CONVERSATIONS / people);
  return { heap: growth('heap'), rss: growth('rss'), database: growth('database') };
}

/** With what is still in the write-ahead log. */
function sizeOf(file: string): number {
  const database = connectSqlite(file);
  const pages = Number(database.pragma('page_count', { simple: true }));
  const pageSize = Number(database.pragma('page_size', { simple: true }));
  database.close();
  return pages * pageSize;
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
