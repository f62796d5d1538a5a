/** A transcript played by a voice: what each message changes in the world, having checked what people are shown. */

import { eq } from 'drizzle-orm';
import { vi } from 'vitest';
import type { Content } from '../../../src/conversation/inbound.ts';
import type { Reply } from '../../../src/conversation/reply.ts';
import { sentTo } from '../../../src/domain/notices/sent.ts';
import { play } from '../../chats/script.ts';
import { openWorld, type World, wording } from '../../world.ts';
import { DAY } from '../town.ts';
import { misshown } from './lines.ts';
import { domainRows, traffic } from './rows.ts';
import type { Turn, Voice } from './voice.ts';

const START = Date.parse('2027-02-01T15:00:00Z');
const SHOWN_WITHIN_MS = 10_000;
/** Of what is missing, and of what is there instead. */
const MOST_LINES = 12;

interface Person {
  /** How the channel knows them. */
  lookup: string;
  /** What they had on their screen from transcripts before. */
  before: number;
  /** All that they must have been shown. */
  told: Reply[];
  question?: { reply: Reply; at: number };
}

/**
 * What was said, the rows that each message added and took away, and how much was taken in and sent. Rejects where
 * somebody is not shown the whole of what the bot says to them, or is shown it more often.
 */
export async function playBy(voice: Voice, script: string): Promise<string[]> {
  const world = await openWorld({ now: START, channel: voice.channel });
  voice.reception.enter(world);
  const names = new Map<number, string>();
  const people = new Map<string, Person>();
  const diary: string[] = [];
  let rows: string[] = [];

  async function note(name: string, said: Content): Promise<void> {
    const before = rows;
    rows = await domainRows(world, names);
    const gone = before.filter((row) => !rows.includes(row)).map((row) => `  - ${row}`);
    const come = rows.filter((row) => !before.includes(row)).map((row) => `  + ${row}`);
    diary.push(`${name}: ${JSON.stringify(said)}`, ...gone, ...come);
  }

  async function look(name: string, { told, before }: Person, said: string): Promise<void> {
    await vi.waitFor(
      async () => {
        const seen = (await voice.seen(name)).slice(before);
        const wrong = misshown(told, seen);
        if (wrong.length === 0) return;
        const lines = [...wrong.slice(0, MOST_LINES), 'but last:', ...seen.slice(-MOST_LINES)];
        throw new Error(`After ${said} ${name} is not shown as the bot says it:\n  ${lines.join('\n  ')}`);
      },
      { timeout: SHOWN_WITHIN_MS, interval: 2 },
    );
  }

  const stage: World = {
    ...world,
    async send(name, content, id) {
      const known = people.get(name);
      const before = known?.before ?? (await voice.seen(name)).length;
      const said = typeof content === 'string' ? { type: 'text' as const, text: content } : content;
      const meant = voice.hasButtons ? tapped(said, known, world.clock()) : said;
      const turn = await voice.say(name, meant, id).catch(async (error) => {
        const seen = (await voice.seen(name)).slice(-MOST_LINES);
        throw new Error([`${name} says ${JSON.stringify(meant)}: ${error}`, 'shown last:', ...seen].join('\n  '));
      });
      const person = known ?? { lookup: lookupOf(world, turn), before, told: [] };
      people.set(name, person);
      const { duplicate, answers } = turn.received;
      for (const { id: answer, reply } of answers) {
        names.set(await personOf(world, answer), name);
        if (reply.expects) person.question = { reply, at: world.clock() };
        if (!duplicate) person.told.push(reply);
      }
      await note(name, said);
      await look(name, person, JSON.stringify(meant));
      return turn.received;
    },
    async sentTo(name, after) {
      await world.delivery.idle();
      const person = people.get(name);
      if (!person) return [];
      const channel = voice.channel?.name ?? 'simulator';
      const rows = await world.store.run((tx) => sentTo(tx, { lookup: person.lookup, channel, after }));
      const sent = rows.map((row) => ({ id: row.id, isNotice: row.notice !== null, reply: wording(row).reply }));
      const notices = sent.filter(({ isNotice }) => isNotice);
      if (voice.showsNotices) person.told.push(...notices.map(({ reply }) => reply));
      if (notices.length > 0) await look(name, person, 'a notice');
      return sent;
    },
  };

  try {
    await play(script, stage);
    const alarms = [...world.alarms, ...voice.reception.alarms.splice(0)];
    if (alarms.length > 0) throw new Error(`Alarms: ${alarms.join('; ')}`);
    if (voice.reception.unexpected > 0) throw new Error(`${voice.reception.unexpected} more turns than messages.`);
    return [...diary, ...(await traffic(world))];
  } finally {
    await voice.reception.leave();
    await world.close();
  }
}

/** The number of a choice is tapped where there is something to tap. */
function tapped(content: Content, person: Person | undefined, now: number): Content {
  // A day later only what is typed is asked about first: a tap says itself which question it answers.
  if (content.type !== 'text' || !person?.question || now - person.question.at > DAY) return content;
  const choice = /^\d+$/.test(content.text) && person.question.reply.choices?.[Number(content.text) - 1];
  return choice ? { type: 'choice', id: choice.id } : content;
}

function lookupOf({ vault }: World, { inbound: { channel, account, from } }: Turn): string {
  return vault.lookup(channel, account, from[0].kind, from[0].value);
}

async function personOf({ store }: World, answer: number): Promise<number> {
  const [row] = await store.run(({ db, tables: { outbox } }) =>
    db.select({ personId: outbox.personId }).from(outbox).where(eq(outbox.id, answer)),
  );
  return row?.personId ?? 0;
}
