/** The draft of an assembly's minutes: what the bot knows is filled in, all else is left to write by hand. */

import { beginPaper, type Making, type Meeting } from './meeting.ts';
import type { Paper } from './paper.ts';
import { type DecidedWork, decidedSection, type Voted, votedSection } from './voted.ts';

export interface MinutesPaper extends Meeting {
  /** Empty: lines to write on. */
  agenda: string;
  /** People who said that they would come, and who was to come with them. */
  expected: { people: number; companions: number };
  /** Entries taken down at the door; undefined where none were. */
  entered?: number;
  /** Those counted by eye; undefined where nobody counted. */
  headCount?: number;
  /** A post without a name has a line to write it on. */
  elected: readonly { post: string; how: 'elected' | 'ratified'; name: string }[];
  /** Absent where nobody voted in the chat this year. */
  vote?: Voted;
  works: readonly DecidedWork[];
  agreements: readonly string[];
}

type Section = (paper: Paper, minutes: MinutesPaper, say: Making['say']) => void;

/** In the order of the paper. */
const sections: readonly Section[] = [attendance, agenda, committee, voted, decided, agreements, signatures];

/** Rows left for names where no post was taken down, and lines for agreements. */
const BLANK = { posts: 6, agreements: 8, agenda: 3 };

export function minutesPaper(minutes: MinutesPaper, making: Making): Buffer {
  const paper = beginPaper(minutes, { key: 'paper:minutes.title' }, making);
  for (const section of sections) section(paper, minutes, making.say);
  return paper.finish();
}

function attendance(paper: Paper, { expected, entered, headCount }: MinutesPaper, say: Making['say']): void {
  paper.heading(say({ key: 'paper:minutes.attendance' }));
  paper.table(
    [
      { title: '', share: 7 },
      { title: '', share: 2, bold: true },
    ],
    [
      [say({ key: 'paper:minutes.expected' }), `${expected.people + expected.companions}`],
      [say({ key: 'paper:minutes.entered' }), entered === undefined ? '' : `${entered}`],
      [say({ key: 'paper:minutes.headCount' }), headCount === undefined ? '' : `${headCount}`],
      [say({ key: 'paper:minutes.total' }), ''],
    ],
  );
}

function agenda(paper: Paper, minutes: MinutesPaper, say: Making['say']): void {
  paper.heading(say({ key: 'paper:minutes.agenda' }));
  if (minutes.agenda === '') paper.blanks(BLANK.agenda);
  else paper.text(minutes.agenda);
}

function committee(paper: Paper, { elected }: MinutesPaper, say: Making['say']): void {
  paper.heading(say({ key: 'paper:minutes.committee' }));
  const known = elected.map(({ post, how, name }) => [post, say({ key: `paper:minutes.howIs.${how}` }), name, '']);
  paper.table(
    [
      { title: say({ key: 'paper:minutes.post' }), share: 5 },
      { title: say({ key: 'paper:minutes.how' }), share: 3 },
      { title: say({ key: 'paper:minutes.name' }), share: 7 },
      { title: say({ key: 'paper:minutes.signature' }), share: 5 },
    ],
    known.length > 0 ? known : Array.from({ length: BLANK.posts }, () => ['', '', '', '']),
    28,
  );
}

function voted(paper: Paper, { vote }: MinutesPaper, say: Making['say']): void {
  if (vote) votedSection(paper, vote, say);
}

function decided(paper: Paper, { works }: MinutesPaper, say: Making['say']): void {
  if (works.length > 0) decidedSection(paper, works, say);
}

function agreements(paper: Paper, minutes: MinutesPaper, say: Making['say']): void {
  paper.heading(say({ key: 'paper:minutes.agreements' }));
  if (minutes.agreements.length === 0) paper.blanks(BLANK.agreements);
  for (const [at, agreement] of minutes.agreements.entries()) paper.text(`${at + 1}. ${agreement}`);
}

function signatures(paper: Paper, _: MinutesPaper, say: Making['say']): void {
  paper.heading(say({ key: 'paper:minutes.signatures' }));
  paper.text(say({ key: 'paper:minutes.decides' }));
  const who = ['president', 'secretary', 'treasurer', 'oversight', 'facilitator', 'witness'];
  paper.signatures(who.map((name) => say({ key: `paper:signs.${name}` })));
}
