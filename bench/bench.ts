/** `npm run bench`: how fast the bot is, beside what the same work costs without it. Judges nothing, only prints. */

import { measureBroadcast } from './broadcast.ts';
import { typedClinics } from './conversation.ts';
import { describeMachine } from './machine.ts';
import { measureMemory } from './memory.ts';
import { measureMessages } from './messages.ts';
import { readOptions } from './options.ts';
import { type Premises, prepare } from './premises.ts';
import { type Report, table } from './print.ts';
import { clearIn, measureReading } from './reading.ts';
import { measureVotes } from './votes.ts';

/** Memory is measured with fewer people than speed, and told for 10,000. */
const MEMORY_PART = 10;

const { json, people, noticePeople, ballots } = readOptions(process.argv.slice(2));
const premises = await prepare();
try {
  const report = await measure(premises);
  tell('');
  console.log(json ? JSON.stringify(report) : table(report));
} finally {
  premises.remove();
}

async function measure(premises: Premises): Promise<Report> {
  const { index } = premises.directory;
  const machine = describeMachine(premises.newDatabase());
  const clinics = typedClinics(index, premises.withAssembly, clearIn(index));
  // First, while nothing else has left garbage behind.
  tell('memory');
  const memory = await measureMemory(premises, Math.ceil(people / MEMORY_PART), clinics);
  const messages = await measureMessages(premises, { people, clinics, tell });
  tell('clinic search and understanding');
  const reading = measureReading(index, clinics);
  const broadcast = await measureBroadcast(premises, { people: noticePeople, clinics, tell });
  const votes = await measureVotes(premises, { ballots, tell });
  const { single, grouped } = messages;
  return {
    machine,
    people,
    ratios: {
      rsvp_single: single.perSecond.bot / single.perSecond.raw,
      rsvp_grouped: grouped.perSecond.bot / grouped.perSecond.raw,
      clinic_search: reading.ratio,
      notice_enqueue: broadcast.enqueue.raw.seconds / broadcast.enqueue.bot.seconds,
      reply_p99_during_broadcast: broadcast.reply.without.p99 / broadcast.reply.during.p99,
      vote_cast: votes.cast.bot / votes.cast.raw,
    },
    figures: { messages, reading, memory, broadcast, votes },
  };
}

/** Progress goes to stderr, one line that is written over: stdout carries the report alone. */
function tell(progress: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${progress}`);
}
