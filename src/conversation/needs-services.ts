/** What flows may ask of needs: proposing, supporting, and the list of one's clinic. */

import type { WorkKind } from '../../db/schema/works.ts';
import { isDecided } from '../domain/needs/decided.ts';
import { findNeeds, listedFor, type NeedFound, needsOfKind } from '../domain/needs/find.ts';
import { ownNeeds, wasDecided } from '../domain/needs/list.ts';
import { isOnlyName } from '../domain/needs/naming.ts';
import { type NeedMeant, type Proposed, proposeNeed } from '../domain/needs/needs.ts';
import { addDetail, keepNeedPhoto, showNeedPhoto, supportNeed, withdrawSupport } from '../domain/needs/supports.ts';
import { setHomeClinic } from '../domain/people/people.ts';
import { mayAt } from '../domain/roles.ts';
import { clinicFinder } from './clinic-finder.ts';
import { recountTokensOf } from './recount-tokens.ts';
import type { Call, Premises } from './serve.ts';

export type { NeedFound } from '../domain/needs/find.ts';
export type { NeedMeant, Proposed } from '../domain/needs/needs.ts';
export { LONGEST_DETAIL } from '../domain/needs/supports.ts';

/** The clinic that the person belongs to or, as long as they have not said, the one that the conversation is about. */
export interface NeedPlace {
  clinic?: { id: number; name: string };
}

export interface PetitionList extends NeedPlace {
  /** The most supported first. */
  needs: NeedFound[];
  /** Titles of their own that wait for the committee. */
  waiting: string[];
  /** Something was asked for and became a work. */
  wasDecided: boolean;
  /** They may read what people wrote, and see the photos. */
  isCommittee: boolean;
}

interface Supported {
  title: string;
  supports: number;
}

/** All are about the person's own clinic; who had none has one from their first proposal or support on. */
export interface NeedsServices {
  needPlace(input: { clinicId?: number }): Promise<NeedPlace>;
  /** `isOnlyName`: the words name something of the catalogue and say nothing besides. */
  findNeeds(input: {
    clinicId: number;
    text: string;
  }): Promise<{ found: NeedFound[]; isNewService: boolean; isOnlyName: boolean }>;
  /** The assembly has decided it this year; null is nothing of the catalogue. */
  isNeedDecided(input: { clinicId: number; code: string | null }): Promise<boolean>;
  needsOfKind(input: { clinicId: number; kind: WorkKind }): Promise<NeedFound[]>;
  proposeNeed(input: { clinicId: number; need: NeedMeant | { needId: number } }): Promise<Proposed>;
  addNeedDetail(input: { needId: number; text: string }): Promise<void>;
  /** The bytes in base64, as the channel brought them; says under which id they are kept. */
  keepNeedPhoto(input: { needId: number; mime: string; data: string }): Promise<number>;
  showNeedPhoto(input: { needId: number; fileId: number }): Promise<void>;
  /** Who has no clinic yet belongs to this one from now on, but not from their very first message. */
  petitions(input: { clinicId?: number; first?: boolean }): Promise<PetitionList>;
  supportNeed(input: { clinicId: number; needId: number }): Promise<Supported>;
  withdrawSupport(input: { needId: number }): Promise<Supported>;
}

/** They write. */
export const needsCommands = [
  'proposeNeed',
  'addNeedDetail',
  'keepNeedPhoto',
  'showNeedPhoto',
  'petitions',
  'supportNeed',
  'withdrawSupport',
] as const;

export function needsServices(premises: Premises, call: Call): NeedsServices {
  const { tx, now, personId } = call;
  const finder = clinicFinder(premises.directory.index);
  const tokensOf = recountTokensOf(premises, call);
  const recountTokens = (needId: number) => tokensOf('need', needId);

  function place(clinicId = 0): NeedPlace {
    const clinic = finder.option(call.home ?? clinicId);
    return clinic ? { clinic: { id: clinic.id, name: clinic.name } } : {};
  }

  async function settle(clinicId: number): Promise<void> {
    if (call.home !== undefined || !finder.option(clinicId)) return;
    await setHomeClinic(tx, { personId, clinicId, now });
    call.home = clinicId;
  }

  return {
    needPlace: async ({ clinicId }) => place(clinicId),
    findNeeds: async (input) => ({
      ...(await findNeeds(tx, { ...input, personId })),
      isOnlyName: isOnlyName(input.text),
    }),
    isNeedDecided: async ({ clinicId, code }) => code !== null && (await isDecided(tx, { clinicId, code, now })),
    needsOfKind: (input) => needsOfKind(tx, { ...input, personId }),
    async proposeNeed({ clinicId, need }) {
      await settle(clinicId);
      return await proposeNeed(tx, { ...need, clinicId, personId, now, recountTokens });
    },
    addNeedDetail: (input) => addDetail(tx, { ...input, personId }),
    keepNeedPhoto: (input) => keepNeedPhoto(tx, { ...input, personId, now }),
    showNeedPhoto: (input) => showNeedPhoto(tx, { ...input, personId }),
    async petitions({ clinicId, first }) {
      const { clinic } = place(clinicId);
      if (!clinic) return { needs: [], waiting: [], wasDecided: false, isCommittee: false };
      if (!first) await settle(clinic.id);
      const of = { clinicId: clinic.id, personId };
      return {
        clinic,
        needs: await listedFor(tx, of),
        waiting: (await ownNeeds(tx, of)).waiting,
        wasDecided: await wasDecided(tx, of),
        isCommittee: (await mayAt(tx, { ...of, action: 'need.diagnose', now })) !== undefined,
      };
    },
    async supportNeed({ clinicId, needId }) {
      await settle(clinicId);
      return await supportNeed(tx, { needId, personId, now, recountTokens });
    },
    withdrawSupport: (input) => withdrawSupport(tx, { ...input, personId }),
  };
}
