/** What every paper of an assembly says at its head: which clinic, when and where. */

import type { Text } from '../conversation/text.ts';
import { Paper } from './paper.ts';

export interface Meeting {
  clinic: string;
  clues: string;
  municipality: string;
  state: string;
  startsAt: number;
  timeZone: string;
  /** As entered, in the clinic's time: YYYY-MM-DD and HH:MM. */
  date: string;
  time: string;
  place: string;
  /** Invented, for the demonstration. */
  demo: boolean;
}

/** The facts of a clinic and its assembly that a paper's head needs. */
interface Facts {
  clinic: Pick<Meeting, 'clues' | 'municipality' | 'state' | 'timeZone'> & { name: string };
  assembly: Pick<Meeting, 'startsAt' | 'date' | 'time' | 'place' | 'demo'>;
}

export function meetingOf({ clinic, assembly }: Facts): Meeting {
  const { name, clues, municipality, state, timeZone } = clinic;
  const { startsAt, date, time, place, demo } = assembly;
  return { clinic: name, clues, municipality, state, timeZone, startsAt, date, time, place, demo };
}

/** For whom and when a paper is made. */
export interface Making {
  language: string;
  say: (text: Text) => string;
  now: number;
}

/** A paper with its title, the same at the foot of each page, and the meeting it belongs to. */
export function beginPaper(meeting: Meeting, title: Text, { language, say, now }: Making): Paper {
  const foot = say({ key: 'paper:foot' });
  const name = say(title);
  const paper = new Paper({ title: `${name} · ${meeting.clinic}`, language, foot, now });
  return headOf(paper, meeting, name, say);
}

/** The same head again, where another paper begins in the same file. */
export function headOf(paper: Paper, meeting: Meeting, title: string, say: Making['say']): Paper {
  const { clinic, clues, municipality, state, startsAt: at, timeZone, place, demo, time } = meeting;
  paper.title(title);
  if (demo) paper.text(say({ key: 'paper:demo' }));
  paper.text(say({ key: 'paper:clinic', values: { clinic, clues, where: `${municipality}, ${state}` } }));
  const year = meeting.date.slice(0, 'YYYY'.length);
  paper.text(say({ key: 'paper:date', values: { date: { at, timeZone, as: 'date' }, year } }));
  paper.text(say({ key: 'paper:time', values: { time } }));
  if (place !== '') paper.text(say({ key: 'paper:place', values: { place } }));
  return paper;
}
