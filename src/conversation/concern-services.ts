/** What flows may ask of reports on works and money: making one, and looking into those of one's clinics. */

import type { ConcernStatus } from '../../db/schema/committees.ts';
import {
  attachPhoto,
  concernsOf,
  type Filed,
  fileConcern,
  MOST_TEXT,
  settlePhoto,
} from '../domain/concerns/concerns.ts';
import {
  answerConcern,
  type ConcernRead,
  closeConcern,
  concernsToReview,
  isReviewer,
  readConcern,
} from '../domain/concerns/review.ts';
import { Refusal } from '../domain/refusal.ts';
import { clinicFinder } from './clinic-finder.ts';
import type { Call, Premises } from './serve.ts';
import type { Text } from './text.ts';

export type ConcernEntry = {
  /** The clinic that a report would be of, if one is known. */
  clinic?: { id: number; name: string };
  /** They have made some. */
  own: boolean;
  /** They look into those of others. */
  reviews: boolean;
};

/** A report that waits, as a choice. */
export interface ConcernOption {
  folio: number;
  clinic: string;
  status: ConcernStatus;
}

export interface ConcernServices {
  concernEntry(input: { clinicId?: number }): Promise<ConcernEntry>;
  fileConcern(input: { clinicId: number; text: string; name: string }): Promise<Filed>;
  /** The bytes in base64, as the channel brought them. */
  attachConcernPhoto(input: { folio: number; mime: string; data: string }): Promise<void>;
  settleConcernPhoto(input: { folio: number; shown: boolean }): Promise<void>;
  /** A line each. */
  myConcerns(input: object): Promise<{ lines: string }>;
  concernsToReview(input: object): Promise<ConcernOption[]>;
  readConcern(input: { folio: number }): Promise<ConcernRead>;
  answerConcern(input: { folio: number; text: string }): Promise<{ reached: boolean }>;
  closeConcern(input: { folio: number }): Promise<void>;
}

/** A report, or an answer to one, is no longer. */
export const LONGEST_CONCERN = MOST_TEXT;

/** They write. */
export const concernCommands = [
  'fileConcern',
  'attachConcernPhoto',
  'settleConcernPhoto',
  'readConcern',
  'answerConcern',
  'closeConcern',
] as const;

export function concernServices({ localizer, directory }: Premises, call: Call): ConcernServices {
  const { tx, now, personId } = call;
  const say = (text: Text) => localizer.text(call.language, text);
  const finder = clinicFinder(directory.index);
  return {
    async concernEntry({ clinicId = call.home }) {
      const clinic = clinicId === undefined ? undefined : finder.option(clinicId);
      return {
        clinic: clinic && { id: clinic.id, name: clinic.name },
        own: (await concernsOf(tx, personId)).length > 0,
        reviews: await isReviewer(tx, { personId, now }),
      };
    },
    async fileConcern(input) {
      if (!finder.option(input.clinicId)) throw new Refusal('unknown-clinic');
      return await fileConcern(tx, { ...input, personId, now });
    },
    attachConcernPhoto: ({ folio, mime, data }) =>
      attachPhoto(tx, { personId, folio, photo: { name: `folio-${folio}.${mime.split('/')[1]}`, mime, data }, now }),
    settleConcernPhoto: ({ folio, shown }) => settlePhoto(tx, { personId, folio, shown }),
    async myConcerns() {
      const lines = (await concernsOf(tx, personId)).map(({ folio, clinic, status, createdAt, timeZone, answer }) => {
        const when = { at: createdAt, timeZone, as: 'date' as const };
        const values = { folio, clinic, when, status: { key: `concern:status.${status}` } };
        return say(
          answer === ''
            ? { key: 'concern:own', values }
            : { key: 'concern:ownAnswered', values: { ...values, answer } },
        );
      });
      return { lines: lines.join('\n') };
    },
    async concernsToReview() {
      const waiting = await concernsToReview(tx, { personId, now });
      return waiting.map(({ folio, clinic, status }) => ({ folio, clinic, status }));
    },
    readConcern: ({ folio }) => readConcern(tx, { personId, folio, now }),
    answerConcern: ({ folio, text }) => answerConcern(tx, { personId, folio, text, now }),
    closeConcern: ({ folio }) => closeConcern(tx, { personId, folio, now }),
  };
}
