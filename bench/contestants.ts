/** Who is measured: the bot, and the yardstick that only writes what the bot wrote. Each has a database of its own. */

import { connectSqlite } from '../db/sqlite.ts';
import type { Inbound } from '../src/conversation/inbound.ts';
import type { Receive } from '../src/conversation/receive.ts';
import { messagesOf, type Slice } from './conversation.ts';
import { openBot, type Premises, START } from './premises.ts';
import { RawWriter } from './raw.ts';
import { differences, written } from './record.ts';

/** Messages that share a commit, as many as the bot takes by itself. */
const GROUP = 128;
/** Messages that arrive at once; the next ones come when all of these are answered. */
const WINDOW = 512;
const MINUTE_MS = 60_000;

export interface Contestant {
  /** Gets a slice ready and returns the part whose time is taken. */
  prepare(slice: Slice): () => Promise<void>;
  close(): Promise<void>;
}

export interface BotContestant extends Contestant {
  /** Milliseconds from the arrival of each message until its answer was committed. */
  latencies: { single: number[]; grouped: number[] };
}

export function botContestant(
  premises: Premises,
  { file, clinics }: { file: string; clinics: readonly string[] },
): BotContestant {
  const { store, receive, setClock } = openBot(file, premises.directory);
  const latencies: BotContestant['latencies'] = { single: [], grouped: [] };
  return {
    latencies,
    prepare(slice) {
      const messages = messagesOf(slice, clinics);
      setClock(START + slice.wave * MINUTE_MS);
      // A message that comes alone is committed alone.
      return slice.single
        ? () => arrive(receive, messages, 1, latencies.single)
        : () => arrive(receive, messages, WINDOW, latencies.grouped);
    },
    close: () => store.close(),
  };
}

async function arrive(
  receive: Receive,
  messages: readonly Inbound[],
  window: number,
  latencies: number[],
): Promise<void> {
  for (let at = 0; at < messages.length; at += window) {
    const began = performance.now();
    const answered = messages.slice(at, at + window).map(async (message) => {
      await receive(message);
      latencies.push(performance.now() - began);
    });
    await Promise.all(answered);
  }
}

/** Writes what is recorded in the database `recorded` of a bot that talked with so many people. */
export function rawContestant(
  premises: Premises,
  { recorded, people }: { recorded: string; people: number },
): Contestant {
  const source = connectSqlite(recorded);
  const database = connectSqlite(premises.newDatabase());
  const writer = new RawWriter(database);
  return {
    prepare({ wave, from, to, single }) {
      const first = wave * people + 1;
      const prepared = writer.prepare(written(source, first + from, first + to));
      return async () => writer.write(prepared, single ? 1 : GROUP);
    },
    /** Throws where what was written is not what the bot wrote. */
    async close() {
      const different = differences(database, recorded);
      if (different.length > 0)
        throw new Error(`The yardstick wrote other rows than the bot: ${different.join(', ')}.`);
      database.close();
      source.close();
    },
  };
}
