/** Sheets for an assembly without network: who came, and votes by show of hands. */

import { beginPaper, headOf, type Making, type Meeting } from './meeting.ts';
import type { Paper } from './paper.ts';

/** A code on somebody's telephone, and how many people come with it. */
export interface ExpectedEntry {
  code: string;
  people: number;
}

/** Codes beside each other, so that a page holds many. */
const ABREAST = 4;
/** Lines for those who come without a code: at least two pages in all. */
const LEAST_LINES = 40;
const TALLIES = 10;

export function attendanceSheet(meeting: Meeting, expected: readonly ExpectedEntry[], making: Making): Buffer {
  const paper = beginPaper(meeting, { key: 'paper:attendance.title' }, making);
  return withAttendance(paper, expected, making.say).finish();
}

export function tallySheet(meeting: Meeting, making: Making): Buffer {
  return withTally(beginPaper(meeting, { key: 'paper:tally.title' }, making), making.say).finish();
}

/** Both in one file. */
export function bothSheets(meeting: Meeting, expected: readonly ExpectedEntry[], making: Making): Buffer {
  const paper = withAttendance(beginPaper(meeting, { key: 'paper:attendance.title' }, making), expected, making.say);
  headOf(paper.newPage(), meeting, making.say({ key: 'paper:tally.title' }), making.say);
  return withTally(paper, making.say).finish();
}

function withAttendance(paper: Paper, expected: readonly ExpectedEntry[], say: Making['say']): Paper {
  paper.text(say({ key: 'paper:attendance.open' }));
  paper.heading(say({ key: 'paper:attendance.codes' }));
  paper.text(say({ key: expected.length > 0 ? 'paper:attendance.mark' : 'paper:attendance.noCodes' }));
  const boxes = expected
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, people }) => `☐ ${code}${people > 1 ? ` (${people})` : ''}`);
  const rows = Array.from({ length: Math.ceil(boxes.length / ABREAST) }, (_, row) =>
    Array.from({ length: ABREAST }, (_, column) => boxes[row * ABREAST + column] ?? ''),
  );
  if (rows.length > 0) {
    paper.table(
      Array.from({ length: ABREAST }, () => ({ title: '', share: 1, bold: true })),
      rows,
    );
  }
  paper.heading(say({ key: 'paper:attendance.others' }));
  paper.text(say({ key: 'paper:attendance.line' }));
  paper.table(
    [
      { title: say({ key: 'paper:attendance.number' }), share: 1 },
      { title: say({ key: 'paper:attendance.name' }), share: 6 },
      { title: say({ key: 'paper:attendance.signature' }), share: 4 },
    ],
    Array.from({ length: LEAST_LINES }, (_, at) => [`${at + 1}`, '', '']),
    26,
  );
  paper.heading(say({ key: 'paper:attendance.after' }));
  return paper.text(say({ key: 'paper:attendance.enter' })).text(say({ key: 'paper:attendance.rest' }));
}

function withTally(paper: Paper, say: Making['say']): Paper {
  paper.text(say({ key: 'paper:tally.how' }));
  paper.table(
    [
      { title: say({ key: 'paper:tally.matter' }), share: 5 },
      { title: say({ key: 'paper:tally.for' }), share: 3 },
      { title: say({ key: 'paper:tally.against' }), share: 3 },
      { title: say({ key: 'paper:tally.abstain' }), share: 3 },
    ],
    Array.from({ length: TALLIES }, () => ['', '', '', '']),
    42,
  );
  paper.text(say({ key: 'paper:tally.decides' }));
  return paper.signatures(['counted', 'checked'].map((name) => say({ key: `paper:signs.${name}` })));
}
