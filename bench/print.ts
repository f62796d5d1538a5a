/** The figures as a table for people. */

import type { BroadcastFigures } from './broadcast.ts';
import type { Machine } from './machine.ts';
import type { MemoryFigures } from './memory.ts';
import type { MessageFigures } from './messages.ts';
import type { ReadingFigures } from './reading.ts';
import type { VoteFigures } from './votes.ts';

export interface Report {
  machine: Machine;
  people: number;
  /** Higher is better; how each is made stands in `bench/README.md`. */
  ratios: {
    rsvp_single: number;
    rsvp_grouped: number;
    clinic_search: number;
    notice_enqueue: number;
    reply_p99_during_broadcast: number;
    vote_cast: number;
  };
  figures: {
    messages: MessageFigures;
    reading: ReadingFigures;
    memory: MemoryFigures;
    broadcast: BroadcastFigures;
    votes: VoteFigures;
  };
}

export function table({ machine, people, ratios, figures }: Report): string {
  const { messages, reading, memory, broadcast, votes } = figures;
  const { enqueue, reply } = broadcast;
  const { single, grouped } = messages;
  return [
    `${machine.cpus} cores (${machine.cpu}), Node ${machine.node}, load ${fixed(machine.load, 1)}, a sync ${fixed(machine.sync, 2)} ms; ${people} people`,
    '',
    line('Messages a second', 'bot', 'SQLite alone', 'ratio'),
    line('  one a commit', fixed(single.perSecond.bot), fixed(single.perSecond.raw), fixed(ratios.rsvp_single, 3)),
    line('  128 a commit', fixed(grouped.perSecond.bot), fixed(grouped.perSecond.raw), fixed(ratios.rsvp_grouped, 3)),
    '',
    line('Microseconds a message, 128 a commit', 'bot', 'SQLite alone', 'ratio'),
    ...grouped.waves.map(({ said, bot, raw }) => line(`  ${said}`, fixed(bot), fixed(raw), fixed(raw / bot, 3))),
    '',
    line('Milliseconds until a message is answered', 'median', '99 %'),
    line('  one at a time', fixed(single.latency.p50, 2), fixed(single.latency.p99, 2)),
    line('  512 at once', fixed(grouped.latency.p50, 1), fixed(grouped.latency.p99, 1)),
    '',
    line('Microseconds a text', 'median', '99 %', 'right'),
    line('  clinic search', fixed(reading.search.p50), fixed(reading.search.p99), percent(reading.search.right)),
    line('  comparing with every name', fixed(reading.scan.p50), fixed(reading.scan.p99), percent(reading.scan.right)),
    line('  understanding a sentence', fixed(reading.sentences.p50), fixed(reading.sentences.p99)),
    line('  understanding a clinic', fixed(reading.clinicNames.p50), fixed(reading.clinicNames.p99)),
    `The search is ${fixed(ratios.clinic_search)} times as fast as the comparison.`,
    '',
    line('Megabytes for 10,000 conversations', 'heap', 'process', 'disk'),
    line('  growth', fixed(memory.heap, 1), fixed(memory.rss, 1), fixed(memory.database, 1)),
    '',
    line(`A notice to ${fixed(enqueue.bot.people)} people`, 'bot', 'SQLite alone', 'ratio'),
    line(
      '  seconds to queue',
      fixed(enqueue.bot.seconds, 1),
      fixed(enqueue.raw.seconds, 1),
      fixed(ratios.notice_enqueue, 3),
    ),
    line('  megabytes of the process at most', fixed(enqueue.bot.peak), fixed(enqueue.raw.peak)),
    line('Milliseconds until a reply', 'median', '99 %'),
    line('  without a notice', fixed(reply.without.p50, 2), fixed(reply.without.p99, 2)),
    line(`  while one goes out (${fixed(reply.sent)} sent)`, fixed(reply.during.p50, 2), fixed(reply.during.p99, 2)),
    '',
    line(`${fixed(votes.ballots)} ballots over ${votes.items} items`, 'bot', 'SQLite alone', 'ratio'),
    line('  cast a second', fixed(votes.cast.bot), fixed(votes.cast.raw), fixed(ratios.vote_cast, 3)),
    line('Milliseconds to count them', 'by votes', 'equal shares'),
    line('  all of them', fixed(votes.count.greedy, 1), fixed(votes.count.equalShares, 1)),
  ].join('\n');
}

function line(what: string, ...columns: readonly string[]): string {
  return what.padEnd(42) + columns.map((column) => column.padStart(14)).join('');
}

function fixed(value: number, digits = 0): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function percent(part: number): string {
  return `${fixed(100 * part, 1)} %`;
}
