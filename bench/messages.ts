/** Messages a second: the bot and the yardstick beside each other, slice by slice. */

import { connectSqlite } from '../db/sqlite.ts';
import { botContestant, type Contestant, rawContestant } from './contestants.ts';
import { type Slice, slicesOf, WAVES } from './conversation.ts';
import type { Premises } from './premises.ts';
import { record } from './record.ts';
import { mean, median, type Spread, spread } from './statistics.ts';

/** What the bot and the yardstick took. */
interface Pair {
  bot: number;
  raw: number;
}

interface Mode {
  /** Messages a second over the whole conversation. */
  perSecond: Pair;
  /** Microseconds a message, by what is said: the median slice. */
  waves: (Pair & { said: string })[];
  /** Milliseconds from arrival to commit. */
  latency: Spread;
}

export interface MessageFigures {
  single: Mode;
  grouped: Mode;
}

export async function measureMessages(
  premises: Premises,
  { people, clinics, tell }: { people: number; clinics: readonly string[]; tell: (progress: string) => void },
): Promise<MessageFigures> {
  const slices = slicesOf(people);
  tell('warming up: the bot talks with everybody once, and what it writes is taken down');
  const recorded = await recordConversation(premises, { slices, clinics, people });
  const warm = rawContestant(premises, { recorded, people });
  for (const slice of slices) await warm.prepare(slice)();
  await warm.close();

  const bot = botContestant(premises, { file: premises.newDatabase(), clinics });
  const raw = rawContestant(premises, { recorded, people });
  const laps: Lap[] = [];
  for (const [at, slice] of slices.entries()) {
    tell(`messages: slice ${at + 1} of ${slices.length}`);
    laps.push({ slice, ...(await lap(bot, raw, slice, at)) });
  }
  await bot.close();
  await raw.close();
  const ofMode = (single: boolean) => laps.filter(({ slice }) => slice.single === single);
  return {
    single: { ...summary(ofMode(true)), latency: spread(bot.latencies.single) },
    grouped: { ...summary(ofMode(false)), latency: spread(bot.latencies.grouped) },
  };
}

async function recordConversation(
  premises: Premises,
  { slices, clinics, people }: { slices: readonly Slice[]; clinics: readonly string[]; people: number },
): Promise<string> {
  const file = premises.newDatabase();
  const database = connectSqlite(file);
  record(database);
  database.close();
  const bot = botContestant(premises, { file, clinics });
  for (const slice of slices) await bot.prepare(slice)();
  await bot.close();
  assertAnswered(file, people);
  return file;
}

/** A conversation that took another way would be measured for what it is not. */
function assertAnswered(file: string, people: number): void {
  const database = connectSqlite(file);
  const coming = database
    .prepare<[], number>(`SELECT count(*) FROM rsvps WHERE answer = 'yes' AND companions = 1`)
    .pluck()
    .get();
  database.close();
  if (coming !== people) throw new Error(`Of ${people} people only ${coming} said that they will come with one more.`);
}

/** Microseconds a message in one slice. */
interface Lap extends Pair {
  slice: Slice;
}

/** Who goes first changes from slice to slice, so that neither always comes after the other. */
async function lap(bot: Contestant, raw: Contestant, slice: Slice, turn: number): Promise<Pair> {
  const time = async (contestant: Contestant) => {
    const run = contestant.prepare(slice);
    const began = performance.now();
    await run();
    return (1000 * (performance.now() - began)) / (slice.to - slice.from);
  };
  // Slices alternate between the two modes: two of each begin with the same one.
  if (turn % 4 < 2) return { bot: await time(bot), raw: await time(raw) };
  const first = await time(raw);
  return { bot: await time(bot), raw: first };
}

function summary(laps: readonly Lap[]): Omit<Mode, 'latency'> {
  const waves = WAVES.map((said, wave) => {
    const ofWave = laps.filter(({ slice }) => slice.wave === wave);
    return { said, bot: median(ofWave.map(({ bot }) => bot)), raw: median(ofWave.map(({ raw }) => raw)) };
  });
  const perSecond = (who: keyof Pair) => 1_000_000 / mean(waves.map((wave) => wave[who]));
  return { perSecond: { bot: perSecond('bot'), raw: perSecond('raw') }, waves };
}
