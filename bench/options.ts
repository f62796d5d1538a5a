/** What can be said on the command line. */

import { parseArgs } from 'node:util';

export interface Options {
  /** One JSON object on stdout, nothing else. */
  json: boolean;
  /** Who take part in the conversation, all at the same time. */
  people: number;
  /** To whom a notice goes. */
  noticePeople: number;
  /** That are cast and counted. */
  ballots: number;
}

/** Throws, with a sentence, for anything it does not know. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      people: { type: 'string', default: '10000' },
      'notice-people': { type: 'string', default: '1000000' },
      ballots: { type: 'string', default: '100000' },
    },
  });
  const people = Number(values.people);
  if (!Number.isInteger(people) || people < 100) throw new Error('--people is a whole number from 100 on.');
  const noticePeople = Number(values['notice-people']);
  if (!Number.isInteger(noticePeople) || noticePeople < 1000) {
    throw new Error('--notice-people is a whole number from 1000 on.');
  }
  const ballots = Number(values.ballots);
  if (!Number.isInteger(ballots) || ballots < 1000) throw new Error('--ballots is a whole number from 1000 on.');
  return { json: values.json, people, noticePeople, ballots };
}
