/** A notice to 100,000 people through channels that hurry, block and refuse, BAJA in the middle, ten kills: all adds up. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../db/sqlite.ts';
import { LANES } from '../../src/delivery/outbox.ts';
import { type Counts, countsOf } from '../../src/domain/notices/broadcast-counts.ts';
import { QUICK_IMPORTS } from '../testkit/program.ts';
import { CHANNELS, fateOf, fill, isQuiet, send, writesBaja } from '../testkit/storm/people.ts';
import { buildTown } from '../testkit/town.ts';

const PEOPLE = Number(process.env.STORM_PEOPLE ?? 100_000);
const KILLS = 10;
const MEMORY = '/dev/shm';
const STORM = new URL('../testkit/storm/storm.ts', import.meta.url).pathname;
const ids = Array.from({ length: PEOPLE }, (_, at) => at + 1);
/** The message in flight of each lane, at each kill. */
const MOST_TWICE = KILLS * LANES * CHANNELS.length;

let folder: string;
let counts: Counts;
let kills = 0;
let log: string[];
/** What happened to a person, in order: `b`, `t`, `x`. */
const story = new Map<number, string>();

beforeAll(async () => {
  // A process that is killed loses nothing that it wrote: a disk in memory does as well, and nobody waits for it.
  folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'asamblea-'));
  const [file, logFile] = [join(folder, 'storm.db'), join(folder, 'log')];
  const began = openSqlite(file);
  await buildTown(began);
  fill(file, PEOPLE);
  const id = await send(began);
  await began.close();

  let seed = 20_270_210;
  const roll = (sides: number) => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed % sides;
  };
  for (;;) {
    // Five or six things happen for each person: the tenth kill comes before the end.
    const moment = kills < KILLS ? 1 + roll(Math.ceil(PEOPLE / 3)) : 0;
    const args = [
      `--import=${QUICK_IMPORTS}`,
      STORM,
      file,
      logFile,
      String(1 + roll(1_000_000)),
      String(moment),
      String(PEOPLE),
    ];
    const { signal, status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (signal === 'SIGKILL') kills += 1;
    else if (status === 0) break;
    else throw new Error(stderr);
  }
  log = readFileSync(logFile, 'utf8').split('\n');
  for (const line of log) {
    const [what = '', person] = line.split(' ');
    if (person !== undefined) story.set(Number(person), (story.get(Number(person)) ?? '') + what);
  }
  const ended = openSqlite(file);
  counts = await ended.run((tx) => countsOf(tx, id));
  await ended.close();
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const told = (person: number) => [...(story.get(person) ?? '')].filter((what) => what === 't').length;

describe('a notice to 100,000 people', () => {
  it('is killed ten times', () => expect(kills).toBe(KILLS));

  it('is told in numbers that add up to all of them', () => {
    const { sent, unreachable, rejected, expired, stopped, optedOut, noWay, gone, waiting } = counts;
    expect({ expired, stopped, noWay, gone, waiting }).toEqual({
      expired: 0,
      stopped: 0,
      noWay: 0,
      gone: 0,
      waiting: 0,
    });
    expect(sent + unreachable + rejected + optedOut).toBe(PEOPLE);
  });

  it('reaches everybody who can be reached and wants it', () => {
    const left = ids.filter((id) => !isQuiet(id) && id % 97 !== 0 && !writesBaja(id) && told(id) === 0);
    expect(left.filter((id) => fateOf(id) !== 'blocked' && fateOf(id) !== 'refused')).toEqual([]);
  });

  it('reaches nobody who wants none, or whom it cannot reach', () => {
    expect(ids.filter((id) => (isQuiet(id) || id % 97 === 0) && story.has(id) && told(id) > 0)).toEqual([]);
    // What was begun before BAJA may arrive after it.
    expect(ids.filter((id) => /x.*b/.test(story.get(id) ?? ''))).toEqual([]);
    expect(ids.filter((id) => (story.get(id) ?? '').includes('x')).length).toBeGreaterThan(PEOPLE / 1000);
  });

  it('comes twice at most to those who were being told at a kill', () => {
    const copies = ids.map(told);
    expect(copies.reduce((sum, one) => sum + Math.max(0, one - 1), 0)).toBeLessThanOrEqual(MOST_TWICE);
    const heard = copies.filter((one) => one > 0).length;
    // Somebody may have been told, the program killed before it knew, and BAJA written then.
    expect(heard - counts.sent).toBeGreaterThanOrEqual(0);
    expect(heard - counts.sent).toBeLessThanOrEqual(MOST_TWICE);
  });

  it('lets every answer go first', () => expect(log.filter((line) => line.startsWith('late'))).toEqual([]));
});
