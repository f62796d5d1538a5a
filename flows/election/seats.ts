/** The posts that fit on one screen, beside what else can be done there. */

import type { Seat } from '../../src/conversation/flow.ts';
import type { ElectionContext } from './machine.ts';

type Listed = Pick<ElectionContext, 'seats' | 'uninvited' | 'codes' | 'page'>;

/** With the four other choices and "see more", eight. */
const FEW = 5;
const PER_PAGE = 4;
const CODES_PER_PAGE = 6;

const listOf = ({ seats, uninvited, codes }: Listed): readonly unknown[] => (codes ? uninvited : seats);
const perPage = (listed: Listed) => {
  if (listed.codes) return CODES_PER_PAGE;
  return listed.seats.length <= FEW ? FEW : PER_PAGE;
};

/** Those of the page that is shown, and whether there are more. */
export function seatsShown<T>(all: readonly T[], listed: Listed): { shown: readonly T[]; hasMore: boolean } {
  const per = perPage(listed);
  return { shown: all.slice(listed.page * per, (listed.page + 1) * per), hasMore: all.length > per };
}

/** The page after this one; the first again after the last. */
export function nextSeats(listed: Listed): number {
  return (listed.page + 1) * perPage(listed) < listOf(listed).length ? listed.page + 1 : 0;
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} ]/gu, '')
    .trim();
/** Letters that say which of several is meant. */
const ENOUGH = 4;

/** The one that was typed, on whichever page it stands, by its name or by a part that no other has. */
export function seatNamed(seats: readonly Seat[], typed: string): Seat | null {
  const said = plain(typed);
  const exact = seats.find(({ name }) => plain(name) === said);
  if (exact || said.length < ENOUGH) return exact ?? null;
  const [only, ...more] = seats.filter(({ name }) => plain(name).includes(said) || said.includes(plain(name)));
  return only && more.length === 0 ? only : null;
}
