/** A ballot as flows carry it and people read it. */

import type { VoteProof, VoteStatus } from '../../db/schema/votes.ts';
import { type Ballot, canOpen } from '../domain/votes/drafts.ts';
import { roundPesos, shortTitle } from './result-lines.ts';
import type { Moment, Text } from './text.ts';

export interface BallotLine {
  id: number;
  number: number;
  title: string;
  cents: number;
  /** The printed numbers of what it excludes. */
  rivals: number[];
}

export interface BallotView {
  voteId: number;
  status: VoteStatus;
  budgetCents: number;
  year: number;
  items: BallotLine[];
  /** The same to be read, a line each: with the costs; with where they come from too. */
  list: string;
  listInFull: string;
  most: number;
  proof: VoteProof;
  invitees: number;
  opens: Moment | null;
  closes: Moment | null;
  /** It changes one that people knew. */
  replaces: boolean;
  /** Printed numbers in the order drawn by lot; empty before. */
  lot: number[];
}

interface Showing {
  timeZone: string;
  now: number;
  say: (text: Text) => string;
}

export function ballotView(ballot: Ballot, { timeZone, now, say }: Showing): BallotView {
  const { items, status, budgetCents, year, most, proof, invitees, replacesId } = ballot;
  const moment = (at: number | null): Moment | null => (at === null ? null : { at, timeZone });
  const told = (key: string, values: Record<string, string | number>) => say({ key: `ballot:${key}`, values });
  const lines = items.map(({ id, number, title, costCents, rivals }) => ({
    ...{ id, number, title, cents: costCents },
    rivals: items
      .filter((other) => rivals !== null && other.rivals === rivals && other.id !== id)
      .map((other) => other.number),
  }));
  const priced = items.map(({ number, title, costCents }) =>
    told('line', { number, title: shortTitle(title), cost: roundPesos(costCents) }),
  );
  const inFull = items.map(({ costSource }, at) =>
    told('lineInFull', { line: priced[at] ?? '', source: shortTitle(costSource) }),
  );
  return {
    ...{ voteId: ballot.id, status, budgetCents, year, most, proof, invitees },
    items: lines,
    list: priced.join('\n'),
    listInFull: inFull.join('\n'),
    // An hour that has come meanwhile is to be set anew.
    opens: moment(status !== 'draft' || canOpen(ballot.opensAt, now) ? ballot.opensAt : null),
    closes: moment(ballot.closesAt),
    replaces: replacesId !== null,
    lot: status === 'draft' ? [] : inLotOrder(ballot),
  };
}

/** Printed numbers, as the lot was drawn. */
export const inLotOrder = ({ items }: Pick<Ballot, 'items'>) =>
  items.toSorted((a, b) => (a.lot ?? 0) - (b.lot ?? 0)).map(({ number }) => number);
