/** What flows may ask for a committee about needs: reading and reviewing them, and the diagnosis. */

import { fileById } from '../domain/files.ts';
import { type Area, areas, usualIn } from '../domain/needs/areas.ts';
import { diagnosisOf, type Noted, noteNeed, removeNote } from '../domain/needs/diagnosis.ts';
import type { NeedFound } from '../domain/needs/find.ts';
import { needsByCode } from '../domain/needs/find.ts';
import type { NeedMeant } from '../domain/needs/needs.ts';
import {
  acceptNeed,
  declineNeed,
  type Into,
  mergeNeed,
  needsToReview,
  readNeed,
  type WaitingNeed,
} from '../domain/needs/review.ts';
import type { Attachment } from './reply.ts';
import type { Call } from './serve.ts';

export type { Area } from '../domain/needs/areas.ts';
export type { Noted } from '../domain/needs/diagnosis.ts';
export type { Into, WaitingNeed } from '../domain/needs/review.ts';

/** A need as its reviewers read it. */
export interface NeedShown extends WaitingNeed {
  /** A line each, the newest first; a page of them. */
  details: string[];
  /** How many there are; `photo` is the one that was asked for. */
  photos: number;
  photo?: Attachment;
}

export interface NeedReviewServices {
  needsToReview(input: { clinicId: number }): Promise<WaitingNeed[]>;
  /** `photo` counts from 0. */
  readNeed(input: { needId: number; photo: number }): Promise<NeedShown>;
  acceptNeed(input: { needId: number; title?: string }): Promise<void>;
  mergeNeed(input: { needId: number; into: Into }): Promise<{ title: string }>;
  declineNeed(input: { needId: number; reason: string }): Promise<void>;
  /** The areas in their order, each with what was noted down there. */
  diagnosisOf(input: { clinicId: number }): Promise<{ area: Area; noted: Noted[] }[]>;
  /** What is often lacking in an area and was not noted down there yet. */
  usualNeeds(input: { clinicId: number; area: Area }): Promise<NeedFound[]>;
  noteNeed(input: { clinicId: number; area: Area; need: NeedMeant }): Promise<{
    title: string;
    waits: boolean;
    isNewService: boolean;
  }>;
  removeNote(input: { needId: number; area: Area }): Promise<{ title: string }>;
}

/** They write. */
export const needReviewCommands = ['acceptNeed', 'mergeNeed', 'declineNeed', 'noteNeed', 'removeNote'] as const;

/** So many details are read in one message. */
const MOST_DETAILS = 6;

export function needReviewServices({ tx, now, personId }: Call): NeedReviewServices {
  const actor = { personId, now };
  return {
    needsToReview: (input) => needsToReview(tx, { ...input, ...actor }),
    async readNeed({ needId, photo: at }) {
      const { photos, details, ...need } = await readNeed(tx, { needId, ...actor });
      const fileId = photos[at];
      const photo = fileId === undefined ? undefined : await fileById(tx, fileId);
      return { ...need, details: details.slice(0, MOST_DETAILS), photos: photos.length, ...(photo ? { photo } : {}) };
    },
    acceptNeed: (input) => acceptNeed(tx, { ...input, ...actor }),
    mergeNeed: (input) => mergeNeed(tx, { ...input, ...actor }),
    declineNeed: (input) => declineNeed(tx, { ...input, ...actor }),
    async diagnosisOf({ clinicId }) {
      const noted = await diagnosisOf(tx, { clinicId, ...actor });
      return areas.map((area) => ({ area, noted: noted.filter((each) => each.areas.includes(area)) }));
    },
    async usualNeeds({ clinicId, area }) {
      const noted = await diagnosisOf(tx, { clinicId, ...actor });
      const here = new Set(noted.filter((each) => each.areas.includes(area)).map(({ code }) => code));
      const usual = await needsByCode(tx, { clinicId, personId, codes: usualIn[area] });
      return usual.filter(({ code }) => !here.has(code));
    },
    noteNeed: ({ clinicId, area, need }) => noteNeed(tx, { ...need, clinicId, area, ...actor }),
    removeNote: (input) => removeNote(tx, { ...input, ...actor }),
  };
}
