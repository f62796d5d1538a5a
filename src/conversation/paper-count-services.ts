/** What flows may ask of votes on paper: what there is to count, numbers as they are typed, and taking them down. */

import { clinicById } from '../domain/clinics/clinics.ts';
import { countPaper, paperSheet } from '../domain/votes/paper.ts';
import { numbersIn } from '../domain/works/spoken-numbers.ts';
import type { Call } from './serve.ts';
import type { Moment } from './text.ts';

export interface PaperView {
  voteId: number;
  clinic: string;
  /** How many things one ballot may choose. */
  most: number;
  /** The vote is over: a count changes the result that was told. */
  closed: boolean;
  /** From how many people paper was counted before; null where it was not. */
  before: number | null;
  /** By the printed number; `votes` as counted before. */
  items: { title: string; votes: number | null }[];
  /** The votes that paper can be counted for now, the latest first; `closed` is null for one that is open. */
  countable: { voteId: number; closed: Moment | null }[];
}

export interface PaperCountServices {
  /** Of the latest vote that can be counted, unless it is said which. */
  paperSheet(input: { clinicId: number; voteId?: number }): Promise<PaperView>;
  /** Whole numbers in the order in which they stand; none where something else was typed. Writes nothing. */
  readCounts(input: { text: string }): Promise<{ numbers: number[] }>;
  /** `votes` in the order of the sheet's items. */
  countPaper(input: { voteId: number; ballots: number; votes: number[] }): Promise<{ changed: boolean }>;
}

/** They write. */
export const paperCountCommands = ['countPaper'] as const;

const NOBODY = /^\W*(ningun[oa]s?|ningun|nadie|nada|none|nobody|no one)\b/i;

/** A count below nothing: a minus right before a number, or in words. */
const NEGATIVE = /(?:^|[\s,;:])[-−–]\d|\b(?:menos|minus)\s+(?:\d|un|dos|tres|one|two|three)/i;

export function paperCountServices({ tx, now, personId }: Call): PaperCountServices {
  return {
    async paperSheet({ clinicId, voteId }) {
      const { ballots, items, countable, ...sheet } = await paperSheet(tx, { personId, clinicId, voteId, now });
      const clinic = await clinicById(tx, clinicId);
      const timeZone = clinic?.timeZone ?? '';
      return {
        ...sheet,
        clinic: clinic?.name ?? '',
        before: ballots,
        items: items.map(({ title, votes }) => ({ title, votes })),
        countable: countable.map((vote) => ({
          voteId: vote.voteId,
          closed: vote.closedAt === null ? null : { at: vote.closedAt, timeZone, as: 'date' },
        })),
      };
    },
    async readCounts({ text }) {
      const plain = text.normalize('NFD').replace(/\p{M}/gu, '');
      if (NOBODY.test(plain)) return { numbers: [0] };
      if (NEGATIVE.test(plain)) return { numbers: [] };
      const isListed = /^\s*\d+(\s*[,;\s]\s*\d+)+\s*$/.test(plain);
      const numbers = isListed ? (plain.match(/\d+/g)?.map(Number) ?? []) : numbersIn(plain).map(({ value }) => value);
      return { numbers: numbers.every((number) => Number.isInteger(number) && number >= 0) ? numbers : [] };
    },
    countPaper: (input) => countPaper(tx, { ...input, personId, now }),
  };
}
