/** What flows may ask of ballots: building one, its terms, announcing it, changing it when it runs. */

import type { VoteProof } from '../../db/schema/votes.ts';
import type { WorkKind } from '../../db/schema/works.ts';
import { clinicOf } from '../domain/assemblies/calling.ts';
import { TableError, textOfFile } from '../domain/csv/table.ts';
import { openNeeds } from '../domain/needs/list.ts';
import { mustAt } from '../domain/roles.ts';
import { announce, changeBallot, renewDayCode } from '../domain/votes/announcing.ts';
import {
  addInvitees,
  addItem,
  changeCost,
  clearInvitees,
  clearRivals,
  removeItem,
  setRivals,
} from '../domain/votes/draft-items.ts';
import {
  type Ballot,
  ballotOf,
  ballotsOf,
  discardDraft,
  setClosing,
  setMost,
  setOpening,
  setProof,
  startDraft,
} from '../domain/votes/drafts.ts';
import { countBelonging, countVoted } from '../domain/votes/telling.ts';
import { budgetOf } from '../domain/works/budgets.ts';

import { yearAt } from '../domain/works/year.ts';
import { hearTime, instantOf, type TimeDraft, type TimeHeard, type TimePart } from './ballot-times.ts';
import { type BallotView, ballotView, inLotOrder } from './ballot-view.ts';
import { newCheckInCode } from './codes.ts';
import { DEFAULT_LANGUAGE } from './localize.ts';
import { phonesIn } from './phone-list.ts';
import { numberHash } from './proposing.ts';
import type { Call, Premises } from './serve.ts';
import type { Moment, Text } from './text.ts';
import { dayCodeHash } from './vote-keys.ts';

export { LONGEST_SOURCE, MOST_ITEMS } from '../domain/votes/draft-items.ts';
export { HIGHEST_MOST } from '../domain/votes/drafts.ts';
export type { BallotLine, BallotView } from './ballot-view.ts';

/** Where an estimate comes from, among what is usual; own words stand beside these. */
export type CostSource = 'quote' | 'shop' | 'similar' | 'committee';

export interface BallotDesk {
  clinic: string;
  timeZone: string;
  year: number;
  /** Null where none is loaded. */
  budgetCents: number | null;
  draft: BallotView | null;
  /** Announced or open. */
  current: BallotView | null;
  /** How many have voted on it. */
  voted: number;
  /** How many people of the clinic are told of what happens to a vote. */
  told: number;
}

export interface NeedOffer {
  needId: number;
  title: string;
  supports: number;
}

interface Of {
  voteId: number;
}

type Costed = { cents: number; source: { code: CostSource } | { text: string } };

export interface BallotServices {
  /** Refuses whoever prepares no votes there. */
  ballotDesk(input: { clinicId: number }): Promise<BallotDesk>;
  startBallot(input: { clinicId: number }): Promise<BallotView>;
  /** What the clinic's people ask for and is not on it yet, the most supported first. */
  ballotOffers(input: Of): Promise<{ offers: NeedOffer[]; ballot: BallotView }>;
  addToBallot(
    input: Of & Costed & ({ needId: number } | { title: string; kind: WorkKind; code: string | null }),
  ): Promise<{ title: string; number: number }>;
  changeBallotCost(input: Of & Costed & { itemId: number }): Promise<void>;
  removeFromBallot(input: Of & { itemId: number }): Promise<void>;
  /** Both, and what either excluded before, exclude each other. */
  excludeOnBallot(input: Of & { itemId: number; otherId: number }): Promise<void>;
  allowOnBallot(input: Of & { itemId: number }): Promise<void>;
  setBallotMost(input: Of & { most: number }): Promise<void>;
  setBallotProof(input: Of & { proof: VoteProof }): Promise<void>;
  hearBallotTime(input: Of & { text: string; part: TimePart; draft: TimeDraft; misses: number }): Promise<TimeHeard>;
  /** `at` or, where it is null, the draft; `closes`: a close is set. */
  setBallotTime(
    input: Of & { part: TimePart; draft: TimeDraft; at: number | null },
  ): Promise<{ at: Moment; closes: boolean }>;
  /** Typed, or as the bytes of a file in base64. `isTable` is false for a file that cannot be read. */
  inviteToBallot(
    input: Of & ({ text: string } | { data: string }),
  ): Promise<{ added: number; known: number; unread: number; total: number; isTable: boolean }>;
  clearBallotInvitees(input: Of): Promise<void>;
  /** `code`: of the day, shown this once; null where the vote asks for none. */
  announceBallot(input: Of): Promise<{ opens: Moment; closes: Moment; lot: string; code: string | null }>;
  renewBallotCode(input: Of): Promise<{ code: string }>;
  changeBallot(input: Of): Promise<void>;
  discardBallot(input: Of): Promise<void>;
}

/** They write. */
export const ballotCommands = [
  'startBallot',
  'addToBallot',
  'changeBallotCost',
  'removeFromBallot',
  'excludeOnBallot',
  'allowOnBallot',
  'setBallotMost',
  'setBallotProof',
  'setBallotTime',
  'inviteToBallot',
  'clearBallotInvitees',
  'announceBallot',
  'renewBallotCode',
  'changeBallot',
  'discardBallot',
] as const;

export function ballotServices({ vault, random, localizer }: Premises, call: Call): BallotServices {
  const { tx, now, personId } = call;
  const by = (voteId: number) => ({ voteId, personId, now });
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  const newCode = () => {
    const code = newCheckInCode(random);
    return { code, hash: dayCodeHash(vault, code) };
  };

  /** Refuses whoever prepares no votes there. */
  async function mine(voteId: number) {
    const ballot = await ballotOf(tx, voteId);
    await mustAt(tx, { personId, action: 'vote.prepare', clinicId: ballot.clinicId, now });
    return { ballot, clinic: await clinicOf(tx, ballot.clinicId) };
  }

  const say = (text: Text) => localizer.text(call.language, text);
  const viewOf = (ballot: Ballot, timeZone: string) => ballotView(ballot, { timeZone, now, say });
  const sourceOf = (source: Costed['source']) =>
    'text' in source ? source.text : localizer.text(DEFAULT_LANGUAGE, { key: `ballot-items:source.${source.code}` });

  return {
    async ballotDesk({ clinicId }) {
      await mustAt(tx, { personId, action: 'vote.prepare', clinicId, now });
      const { name, timeZone } = await clinicOf(tx, clinicId);
      const { draft, current } = await ballotsOf(tx, clinicId);
      const year = await yearAt(tx, { clinicId, now });
      return {
        clinic: name,
        timeZone,
        year,
        budgetCents: (await budgetOf(tx, { clinicId, year })) ?? null,
        draft: draft ? viewOf(draft, timeZone) : null,
        current: current ? viewOf(current, timeZone) : null,
        voted: current ? await countVoted(tx, current.id) : 0,
        told: await countBelonging(tx, clinicId),
      };
    },
    async startBallot({ clinicId }) {
      const { timeZone } = await clinicOf(tx, clinicId);
      return viewOf(await startDraft(tx, { clinicId, personId, now }), timeZone);
    },
    async ballotOffers({ voteId }) {
      const { ballot, clinic } = await mine(voteId);
      const there = new Set(ballot.items.map(({ needId }) => needId));
      const titles = new Set(ballot.items.map(({ title }) => title.toLowerCase()));
      const needs = await openNeeds(tx, { clinicId: ballot.clinicId });
      const left = needs.filter(({ id, title }) => !there.has(id) && !titles.has(title.toLowerCase()));
      return {
        offers: left.map(({ id, title, supports }) => ({ needId: id, title, supports })),
        ballot: viewOf(ballot, clinic.timeZone),
      };
    },
    async addToBallot({ voteId, cents, source, ...what }) {
      const named =
        'needId' in what
          ? { needId: what.needId }
          : { title: what.title, kind: what.kind, ...(what.code === null ? {} : { catalogueCode: what.code }) };
      const cost = { costCents: cents, costSource: sourceOf(source) };
      const itemId = await addItem(tx, { ...by(voteId), ...cost, ...named });
      const { items } = await ballotOf(tx, voteId);
      const added = items.find(({ id }) => id === itemId);
      return { title: added?.title ?? '', number: added?.number ?? 0 };
    },
    changeBallotCost: ({ voteId, itemId, cents, source }) =>
      changeCost(tx, { ...by(voteId), itemId, costCents: cents, costSource: sourceOf(source) }),
    removeFromBallot: ({ voteId, itemId }) => removeItem(tx, { ...by(voteId), itemId }),
    async excludeOnBallot({ voteId, itemId, otherId }) {
      const { items } = await ballotOf(tx, voteId);
      const groups = items.filter(({ id }) => id === itemId || id === otherId).map(({ rivals }) => rivals);
      const known = items.filter(({ rivals }) => rivals !== null && groups.includes(rivals)).map(({ id }) => id);
      await setRivals(tx, { ...by(voteId), itemIds: [itemId, otherId, ...known] });
    },
    allowOnBallot: ({ voteId, itemId }) => clearRivals(tx, { ...by(voteId), itemId }),
    setBallotMost: ({ voteId, most }) => setMost(tx, { ...by(voteId), most }),
    setBallotProof: ({ voteId, proof }) => setProof(tx, { ...by(voteId), proof }),
    async hearBallotTime({ voteId, text, part, draft, misses }) {
      const { ballot, clinic } = await mine(voteId);
      const { opensAt } = ballot;
      return hearTime({ text, part, draft, misses, now, timeZone: clinic.timeZone, opensAt });
    },
    async setBallotTime({ voteId, part, draft, at }) {
      const { clinic } = await mine(voteId);
      const { timeZone } = clinic;
      const instant = at ?? instantOf(draft, timeZone) ?? 0;
      if (part === 'opens') await setOpening(tx, { ...by(voteId), opensAt: instant });
      else await setClosing(tx, { ...by(voteId), closesAt: instant });
      const { closesAt } = await ballotOf(tx, voteId);
      return { at: { at: instant, timeZone }, closes: closesAt !== null };
    },
    async inviteToBallot({ voteId, ...given }) {
      const text = 'text' in given ? given.text : textOf(given.data);
      const { numbers, unread } = phonesIn(text ?? '');
      const phones = numbers.map((number) => numberHash(vault, number));
      const added = await addInvitees(tx, { ...by(voteId), phones });
      const { invitees } = await ballotOf(tx, voteId);
      return { added, known: numbers.length - added, unread, total: invitees, isTable: text !== undefined };
    },
    clearBallotInvitees: ({ voteId }) => clearInvitees(tx, by(voteId)),
    async announceBallot({ voteId }) {
      const { ballot, clinic } = await mine(voteId);
      const { timeZone } = clinic;
      // One that was given out for the ballot that this one changes is good still.
      const fresh = ballot.proof === 'day-code' && !ballot.hasCode ? newCode() : undefined;
      const dayCode = fresh ? { dayCode: fresh.hash } : {};
      const { opensAt, closesAt, ...done } = await announce(tx, {
        ...by(voteId),
        seed: hex(64),
        tokenKey: hex(64),
        ...dayCode,
      });
      return {
        opens: { at: opensAt ?? 0, timeZone },
        closes: { at: closesAt ?? 0, timeZone },
        lot: inLotOrder(done).join(', '),
        code: fresh?.code ?? null,
      };
    },
    async renewBallotCode({ voteId }) {
      const { code, hash } = newCode();
      await renewDayCode(tx, { ...by(voteId), dayCode: hash });
      return { code };
    },
    async changeBallot({ voteId }) {
      await changeBallot(tx, by(voteId));
    },
    discardBallot: ({ voteId }) => discardDraft(tx, by(voteId)),
  };
}

/** Undefined for a file that is no text. */
function textOf(data: string): string | undefined {
  try {
    return textOfFile(Buffer.from(data, 'base64'), '');
  } catch (error) {
    if (error instanceof TableError) return undefined;
    throw error;
  }
}
