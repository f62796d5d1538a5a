/** Votes: casting ballots beside writing the same rows without the bot, and counting them by both rules. */

import { copyFileSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { connectSqlite, openSqlite } from '../db/sqlite.ts';
import type { Store } from '../db/unit-of-work.ts';
import { newReceiptCode } from '../src/conversation/codes.ts';
import { tokenWith } from '../src/conversation/vote-keys.ts';
import { createVault } from '../src/domain/people/vault.ts';
import { castBallot } from '../src/domain/votes/casting.ts';
import type { Ballot, Election } from '../src/domain/votes/election.ts';
import { equalShares } from '../src/domain/votes/equal-shares.ts';
import { greedy } from '../src/domain/votes/greedy.ts';
import type { NewId } from '../src/domain/votes/ids.ts';
import { type Premises, START } from './premises.ts';
import { median } from './statistics.ts';

export interface VoteFigures {
  ballots: number;
  items: number;
  /** Ballots a second. */
  cast: { bot: number; raw: number };
  /** Milliseconds. */
  count: { greedy: number; equalShares: number };
}

interface Measuring {
  ballots: number;
  tell: (progress: string) => void;
}

const ITEMS = 30;
const MOST = 3;
/** What the clinic has is a third of what all items cost. */
const BUDGET_PART = 3n;
/** Ballots that share a commit, and that arrive at once. */
const GROUP = 128;
const WINDOW = 512;
const SLICES = 20;
const ROUNDS = 5;
const VOTE = 1;

export async function measureVotes(premises: Premises, { ballots, tell }: Measuring): Promise<VoteFigures> {
  tell(`casting ${ballots} ballots: what the bot writes is taken down`);
  const choices = choicesOf(ballots);
  const fresh = premises.newDatabase();
  fillVote(fresh, ballots);
  const recorded = copyOf(premises, fresh);
  const warm = openSqlite(recorded);
  for (const [from, to] of slicesOf(ballots)) await castSlice(warm, choices, from, to);
  await warm.close();
  const rows = rowsOf(recorded);

  const files = { bot: copyOf(premises, fresh), raw: copyOf(premises, fresh) };
  const bot = openSqlite(files.bot);
  const raw = connectSqlite(files.raw);
  const write = rawWriter(raw, rows);
  const laps = { bot: [] as number[], raw: [] as number[] };
  for (const [at, [from, to]] of slicesOf(ballots).entries()) {
    tell(`casting ballots: slice ${at + 1} of ${SLICES}`);
    const time = async (who: 'bot' | 'raw', run: () => unknown) => {
      const began = performance.now();
      await run();
      laps[who].push((1000 * (to - from)) / (performance.now() - began));
    };
    const turns = [
      () => time('bot', () => castSlice(bot, choices, from, to)),
      () => time('raw', () => write(from, to)),
    ];
    for (const turn of at % 2 === 0 ? turns : turns.toReversed()) await turn();
  }
  await bot.close();
  raw.close();
  assertSame(files, ballots);
  tell(`counting ${ballots} ballots`);
  return {
    ballots,
    items: ITEMS,
    cast: { bot: median(laps.bot), raw: median(laps.raw) },
    count: measureCounts(choices),
  };
}

function copyOf(premises: Premises, file: string): string {
  const copy = premises.newDatabase();
  copyFileSync(file, copy);
  return copy;
}

function slicesOf(ballots: number): [from: number, to: number][] {
  const cut = (at: number) => Math.round((ballots * at) / SLICES);
  return Array.from({ length: SLICES }, (_, at) => [cut(at), cut(at + 1)]);
}

/** The dice of everything here: they fall the same way each time. */
function diceFrom(seed: number): () => number {
  let dice = seed;
  return () => {
    dice = (dice * 16807) % 2147483647;
    return dice / 2147483647;
  };
}

/** One to three items of each, some more wanted than others; ids from 1. */
function choicesOf(ballots: number): number[][] {
  const random = diceFrom(1);
  const pick = () => 1 + Math.floor(random() * random() * ITEMS);
  return Array.from({ length: ballots }, (_, at) => [...new Set(Array.from({ length: 1 + (at % MOST) }, pick))]);
}

/** In centavos, from 10,000 to 300,000 pesos. */
const costOf = (item: number) => 1_000_000 * (1 + ((item * 17) % 30));

/** People with ids from 1, whose clinic is that of the vote, which is open. */
function fillVote(file: string, people: number): void {
  const database = connectSqlite(file);
  database.exec(`
    BEGIN;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${people})
      INSERT INTO people (id, home_clinic_id, notices, in_office, created_at) SELECT i, 1, 'all', 0, 0 FROM n;
    INSERT INTO votes (id, clinic_id, year, status, budget_cents, most, proof, opens_at, closes_at, opened_at, token_key,
        created_at, entered_by)
      VALUES (${VOTE}, 1, 2027, 'open', 60000000, ${MOST}, 'none', ${START}, ${START + 1e9}, ${START}, '${'cd'.repeat(32)}',
        0, 'president');
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ITEMS})
      INSERT INTO vote_items (id, vote_id, title, kind, cost_cents, cost_source, number, lot)
      SELECT i, ${VOTE}, 'Cosa ' || i, 'obra', 1000000 * (1 + i * 17 % 30), 'Cotización', i, i FROM n;
    COMMIT;`);
  database.close();
}

const tokenOf = tokenWith(createVault('a5'.repeat(32)));

/** Two ids for each person, of 53 bits in no order, never the same: an odd factor gives every number another. */
function newIdsOf(personId: number): NewId {
  let number = 2n * BigInt(personId);
  return () => Number(BigInt.asUintN(53, number++ * 0x1e3779b97f4a7n));
}

/** As many at once as a busy evening brings; each is a unit of work of its own, as a message is. */
async function castSlice(store: Store, choices: readonly number[][], from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += WINDOW) {
    const window = choices.slice(at, Math.min(to, at + WINDOW));
    await Promise.all(
      window.map((chosen, index) => {
        const personId = at + index + 1;
        return store.run((tx) => {
          // Inside: a unit of work may be run again, and casts the same ballot then.
          const random = diceFrom(personId * 7919);
          const newReceipt = () => newReceiptCode(random);
          const who = { voteId: VOTE, personId, tokenOf, now: START, newReceipt, newId: newIdsOf(personId) };
          return castBallot(tx, { ...who, choices: chosen });
        });
      }),
    );
  }
}

type Row = Record<string, unknown>;

interface Written {
  voters: Row[];
  ballots: Row[];
}

/** What the bot wrote, in the order in which it did. */
function rowsOf(file: string): Written {
  const database = connectSqlite(file);
  const voters = database.prepare<[], Row>('SELECT * FROM voters ORDER BY person_id').all();
  const byToken = new Map(
    database
      .prepare<[], Row>('SELECT * FROM ballots')
      .all()
      .map((row) => [row.token, row]),
  );
  database.close();
  const key = 'cd'.repeat(32);
  return { voters, ballots: voters.map(({ person_id: id }) => byToken.get(tokenOf(key, Number(id))) ?? {}) };
}

/** Prepared statements of better-sqlite3 and nothing else, everything known beforehand. */
function rawWriter(database: Database.Database, rows: Written): (from: number, to: number) => void {
  const statement = (table: keyof Written) => {
    const columns = Object.keys(rows[table][0] ?? {});
    return database.prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`);
  };
  const [voter, ballot] = [statement('voters'), statement('ballots')];
  const values = { voters: rows.voters.map(Object.values), ballots: rows.ballots.map(Object.values) };
  const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')];
  return (from, to) => {
    for (let at = from; at < to; at += GROUP) {
      begin.run();
      for (let each = at; each < Math.min(to, at + GROUP); each++) {
        voter.run(values.voters[each]);
        ballot.run(values.ballots[each]);
      }
      commit.run();
    }
  };
}

/** What was not written, or written otherwise, would be measured for what it is not. */
function assertSame({ bot, raw }: { bot: string; raw: string }, ballots: number): void {
  const database = connectSqlite(bot);
  database.prepare('ATTACH ? AS raw').run(raw);
  for (const table of ['voters', 'ballots']) {
    const same = database
      .prepare<[], number>(`SELECT count(*) FROM (SELECT * FROM main.${table} INTERSECT SELECT * FROM raw.${table})`)
      .pluck()
      .get();
    if (same !== ballots) throw new Error(`Of ${ballots} rows of ${table} only ${same} are the same as by hand.`);
  }
  database.close();
}

/** By the median of a few rounds; the ballots are those that were cast. */
function measureCounts(choices: readonly number[][]): VoteFigures['count'] {
  const items = Array.from({ length: ITEMS }, (_, at) => ({ id: String(at + 1), cost: BigInt(costOf(at + 1)) }));
  const ballots = choices.map((chosen): Ballot => ({ choices: chosen.map((id) => id - 1) }));
  const budget = items.reduce((sum, { cost }) => sum + cost, 0n) / BUDGET_PART;
  const election: Election = { items, ballots, budget, unit: 100n };
  const time = (count: (election: Election) => unknown) =>
    median(
      Array.from({ length: ROUNDS }, () => {
        const began = performance.now();
        count(election);
        return performance.now() - began;
      }),
    );
  return { greedy: time(greedy), equalShares: time(equalShares) };
}
