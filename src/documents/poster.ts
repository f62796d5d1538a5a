/** The poster of an assembly: day, hour and place to be read from across the street, and how to reach the bot. */

import type { Making, Meeting } from './meeting.ts';
import { Paper } from './paper.ts';

export interface Poster extends Meeting {
  /** No facilitator has confirmed it yet. */
  isPending: boolean;
  /** What is to be decided; empty where nobody said. */
  agenda: string;
  /** Where the bot is found; absent where nobody knows yet. */
  found?: {
    /** As one would type it. */
    address: string;
    /** A picture that a phone's camera reads, as PNG. */
    code: Buffer;
  };
}

const SIZE = { title: 54, name: 23, when: 34, text: 17, small: 13, code: 200 };

export function posterPaper(poster: Poster, { language, say, now }: Making): Buffer {
  const { clinic, municipality, state, startsAt: at, timeZone, place, demo, isPending, agenda, found } = poster;
  const title = say({ key: 'paper:poster.title' });
  const paper = new Paper({ title: `${title} · ${clinic}`, language, foot: say({ key: 'paper:poster.foot' }), now });
  paper.large(title, SIZE.title);
  paper.large(
    say({ key: 'paper:poster.of', values: { clinic, where: `${municipality}, ${state}` } }),
    SIZE.name,
    'plain',
  );
  if (demo) paper.large(say({ key: 'paper:poster.demo' }), SIZE.text);
  paper.large(say({ key: 'paper:poster.when', values: { when: { at, timeZone } } }), SIZE.when);
  if (isPending) paper.large(say({ key: 'paper:poster.pending' }), SIZE.name);
  if (place !== '') paper.large(say({ key: 'paper:poster.place', values: { place } }), SIZE.name);
  if (agenda !== '') paper.large(say({ key: 'paper:poster.agenda', values: { agenda } }), SIZE.text, 'plain');
  paper.large(say({ key: 'paper:poster.come' }), SIZE.text, 'plain');
  paper.large(say({ key: 'paper:poster.open' }), SIZE.text, 'plain');
  paper.large(say({ key: 'paper:poster.write', values: { clinic } }), SIZE.text);
  if (found) {
    paper.large(found.address, SIZE.text);
    paper.large(say({ key: 'paper:poster.scan' }), SIZE.small, 'plain').square(found.code, SIZE.code);
  }
  return paper.finish();
}
