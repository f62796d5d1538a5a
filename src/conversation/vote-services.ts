/** What flows may ask of voting: what is on the ballot, casting one's vote, changing it, looking up a receipt. */

import type { VoteProof } from '../../db/schema/votes.ts';
import { clinicById } from '../domain/clinics/clinics.ts';
import { beginBallot, castBallot, withdrawBallot } from '../domain/votes/casting.ts';
import { type BallotItem, ballotOf } from '../domain/votes/drafts.ts';
import { newIdWith } from '../domain/votes/ids.ts';
import { votesOfClinic } from '../domain/votes/of-clinic.ts';
import { countsPaperAt } from '../domain/votes/paper.ts';
import { checkReceipt } from '../domain/votes/receipts.ts';
import { clinicsVotedAt, isBallotProven, isDayCode, type Standing, standingOf } from '../domain/votes/voters.ts';
import { findEntries } from '../domain/works/catalogue.ts';
import { newReceiptCode, receiptIn, shownCode } from './codes.ts';
import type { Call, Premises } from './serve.ts';
import type { Moment } from './text.ts';
import { plainText } from './understanding/tokens.ts';
import { dayCodeHash, tokenWith } from './vote-keys.ts';

/** One thing on the ballot, by its printed number. */
export interface OnBallot {
  id: number;
  number: number;
  title: string;
  costCents: number;
}

/** A vote as a conversation carries it: nothing in it says what anybody chose. */
export interface VoteView {
  voteId: number;
  clinic: string;
  opens: Moment;
  closes: Moment;
  most: number;
  proof: VoteProof;
  items: OnBallot[];
  /** Of which only one can win: the printed numbers of each such group. */
  rivals: number[][];
  /** Printed numbers, in the order drawn by lot. */
  lot: number[];
  seed: string;
}

export type VoteFound =
  | { found: 'no-clinic' }
  /** None is announced or open. `closed`: one was, and has a result. `mayCount`: asked for paper, they are who counts it. */
  | { found: 'none'; clinicId: number; clinic: string; closed: boolean; mayCount: boolean }
  | { found: 'announced'; clinicId: number; vote: VoteView }
  /** `receipt` in two halves; never kept in a conversation. `moved`: they voted there, and another clinic is theirs now. */
  | ({ found: 'open'; clinicId: number; vote: VoteView; moved: boolean; mayCount: boolean } & Standing);

export interface CastSaid {
  /** In two halves; never kept in a conversation. */
  receipt: string;
  changed: boolean;
  proven: boolean;
}

export type ReceiptSaid =
  | { found: 'unreadable' | 'none' }
  | { found: 'kept'; clinic: string; closes: Moment }
  | { found: 'counted'; clinic: string; closed: Moment; ballots: number; listed: boolean };

export interface VoteServices {
  /**
   * Of the person's own clinic if they may vote there, else one in which they have; else of their own all the same, or of
   * the one the conversation is about where theirs has none.
   */
  voteFound(input: { clinicId?: number; paper?: boolean }): Promise<VoteFound>;
  /** Whether it is the code given out at the assembly. */
  isDayCode(input: { voteId: number; text: string }): Promise<boolean>;
  /** Whether the ballot of theirs that counts has the proof. */
  isProven(input: { voteId: number }): Promise<boolean>;
  /**
   * What the words mean of what is on the ballot, as the catalogue knows it; ids. `unsure`: they may mean one of several.
   * `among`: ids of which alone is asked, and which may be named between other words.
   */
  findOnBallot(input: { voteId: number; text: string; among?: number[] }): Promise<{ ids: number[]; unsure: boolean }>;
  /** They chose something: to be reminded if they do not confirm it. */
  beginBallot(input: { voteId: number }): Promise<void>;
  castBallot(input: { voteId: number; choices: number[]; dayCode: string }): Promise<CastSaid>;
  withdrawBallot(input: { voteId: number; as: 'withdrawn' | 'paper' }): Promise<{ withdrawn: boolean }>;
  /** By the code as it was typed. */
  checkReceipt(input: { text: string }): Promise<ReceiptSaid>;
}

/** They write. */
export const voteCommands = ['beginBallot', 'castBallot', 'withdrawBallot'] as const;

/** Between two things that are named in one message. */
const JOINTS = /[,;]|\s(?:y|e|and)\s/i;

/** A word that is a part of no other name. */
const NAMING = /\p{L}{5,}/gu;

/** By the catalogue, by number, or by a word of its title. */
function isNamedIn(text: string, item: BallotItem): boolean {
  const words = new Set(plainText(text).match(NAMING));
  return (
    meantBy(text, [item]).length > 0 || (plainText(item.title).match(NAMING) ?? []).some((word) => words.has(word))
  );
}

function meantBy(text: string, items: readonly BallotItem[]): number[] {
  const number = /^\D*(\d{1,3})\D*$/.exec(text)?.[1];
  const codes = new Set(findEntries(text).map(({ code }) => code));
  const isMeant = (item: BallotItem) =>
    number === undefined ? codes.has(item.catalogueCode ?? '') : item.number === Number(number);
  const meant = items.filter(isMeant);
  const isTitled = (item: BallotItem) => plainText(text).includes(plainText(item.title));
  return (meant.length > 0 ? meant : items.filter(isTitled)).map(({ id }) => id);
}

export function voteServices({ vault, random }: Premises, call: Call): VoteServices {
  const { tx, now, personId } = call;
  const who = { personId, now, tokenOf: tokenWith(vault), newId: newIdWith(random) };

  async function viewOf(voteId: number, clinic: { name: string; timeZone: string }): Promise<VoteView> {
    const { opensAt, closesAt, most, proof, items, lotSeed } = await ballotOf(tx, voteId);
    const moment = (at: number | null): Moment => ({ at: at ?? 0, timeZone: clinic.timeZone });
    const groups = Map.groupBy(
      items.filter(({ rivals }) => rivals !== null),
      ({ rivals }) => rivals,
    );
    return {
      voteId,
      clinic: clinic.name,
      opens: moment(opensAt),
      closes: moment(closesAt),
      most,
      proof,
      items: items.map(({ id, number, title, costCents }) => ({ id, number, title, costCents })),
      rivals: [...groups.values()].map((group) => group.map(({ number }) => number)),
      lot: items.toSorted((a, b) => (a.lot ?? 0) - (b.lot ?? 0)).map(({ number }) => number),
      seed: lotSeed ?? '',
    };
  }

  /** Of the clinic spoken of, where they have not voted and it is not theirs, they learn why they may not. */
  async function currentOf(clinicId: number | undefined) {
    const voted = await clinicsVotedAt(tx, { personId, now });
    const home = call.home ?? voted[0];
    if (home === undefined) return undefined;
    const own = await votesAt(home);
    if (own.current?.status === 'open' && !voted.includes(home)) {
      const { standing } = await standingOf(tx, { voteId: own.current.voteId, personId });
      if (standing === 'may') return own;
    }
    const mine = voted.includes(home) ? home : voted[0];
    if (mine !== undefined) return mine === home ? own : await votesAt(mine);
    const spokenOf = own.current || clinicId === undefined ? own : await votesAt(clinicId);
    return spokenOf.current ? spokenOf : own;
  }

  const votesAt = async (clinicId: number) => ({ clinicId, ...(await votesOfClinic(tx, clinicId)) });

  return {
    async voteFound({ clinicId, paper }) {
      const votes = await currentOf(clinicId);
      const clinic = votes && (await clinicById(tx, votes.clinicId));
      if (!clinic) return { found: 'no-clinic' };
      const { current, closed } = votes;
      const mayCount = paper === true && (await countsPaperAt(tx, { personId, clinicId: clinic.id, now }));
      const isOver = current?.status === 'open' && current.closesAt <= now;
      if (!current || isOver) {
        const wasClosed = closed !== undefined || isOver;
        return { found: 'none', clinicId: clinic.id, clinic: clinic.name, closed: wasClosed, mayCount };
      }
      const vote = await viewOf(current.voteId, clinic);
      if (current.status === 'announced') return { found: 'announced', clinicId: clinic.id, vote };
      const { standing, receipt } = await standingOf(tx, { voteId: vote.voteId, personId });
      const moved = standing === 'voted' && clinic.id !== call.home;
      return { found: 'open', clinicId: clinic.id, vote, standing, moved, mayCount, receipt: shownCode(receipt) };
    },
    isDayCode: ({ voteId, text }) => isDayCode(tx, { voteId, dayCode: dayCodeHash(vault, text) }),
    isProven: ({ voteId }) => isBallotProven(tx, { ...who, voteId }),
    async findOnBallot({ voteId, text, among }) {
      const { items } = await ballotOf(tx, voteId);
      if (among) {
        const named = items.filter((item) => among.includes(item.id) && isNamedIn(text, item));
        return { ids: named.map(({ id }) => id), unsure: false };
      }
      const each = text
        .split(JOINTS)
        .filter((part) => part.trim() !== '')
        .map((part) => meantBy(part, items));
      // "El tinaco y un elevador": nothing of it is taken down, rather than half of it.
      if (each.some((ids) => ids.length === 0) && each.flat().length > 0) return { ids: [], unsure: false };
      const found = each.flat().length > 0 ? each : [meantBy(text, items)];
      return { ids: [...new Set(found.flat())], unsure: found.some((ids) => ids.length > 1) };
    },
    beginBallot: ({ voteId }) => beginBallot(tx, { ...who, voteId }),
    async castBallot({ voteId, choices, dayCode }) {
      const given = dayCode === '' ? {} : { dayCode: dayCodeHash(vault, dayCode) };
      const newReceipt = () => newReceiptCode(random);
      const cast = await castBallot(tx, { ...who, ...given, voteId, choices, newReceipt });
      return { ...cast, receipt: shownCode(cast.receipt) };
    },
    withdrawBallot: async ({ voteId, as }) => ({ withdrawn: await withdrawBallot(tx, { ...who, voteId, as }) }),
    async checkReceipt({ text }) {
      const receipt = receiptIn(text);
      if (receipt === undefined) return { found: 'unreadable' };
      const checked = await checkReceipt(tx, { receipt });
      if (checked.found === 'none') return { found: 'none' };
      const clinic = await clinicById(tx, checked.clinicId);
      if (!clinic) return { found: 'none' };
      const { name, timeZone } = clinic;
      if (checked.found === 'kept') return { found: 'kept', clinic: name, closes: { at: checked.closesAt, timeZone } };
      const { ballots, listed, closedAt } = checked;
      return { found: 'counted', clinic: name, closed: { at: closedAt, timeZone, as: 'date' }, ballots, listed };
    },
  };
}
