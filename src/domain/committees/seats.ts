/** The posts that a clinic's committee has in a year: how many there are and what they are called is the clinic's to say. */

import { and, asc, eq, inArray } from 'drizzle-orm';
import { type SeatList, seedSeatLists } from '../../../db/seed/seat-lists.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { cleaned } from '../cleaned.ts';
import { holdClinic } from '../clinics/hold.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';

/** What a seat may do in the chat. */
export const SEAT_ROLES = ['president', 'treasurer', 'secretary', 'oversight', 'member'] as const;
export type SeatRole = (typeof SEAT_ROLES)[number];

export interface Seat {
  id: number;
  /** As the clinic calls it. */
  name: string;
  role: SeatRole;
}

/** Who asks, and of which clinic and year. */
export interface OfYear {
  personId: number;
  clinicId: number;
  year: number;
  now: number;
}

/** No name of a seat is longer: it has to fit on a button, or nearly. */
export const LONGEST_SEAT = 40;
/** More than any source tells of, and still a list to read through. */
const MOST_SEATS = 20;

/** In the order in which they were entered. */
export async function seatsOf(tx: Tx, { clinicId, year }: { clinicId: number; year: number }): Promise<Seat[]> {
  const { seats } = tx.tables;
  const rows = await tx.db
    .select({ id: seats.id, name: seats.name, role: seats.role })
    .from(seats)
    .where(and(eq(seats.clinicId, clinicId), eq(seats.year, year)))
    .orderBy(asc(seats.id));
  return rows as Seat[];
}

let lists: readonly SeatList[] | undefined;

/** What a list may begin from: posts that committees were reported to have. */
export function seatLists(): readonly SeatList[] {
  lists ??= seedSeatLists();
  return lists;
}

/** Begins the list of a year from a known one, or from that of the year before; refuses where there is one. */
export async function takeSeats(tx: Tx, { list, ...of }: OfYear & { list: string }): Promise<Seat[]> {
  const known = await begin(tx, of, { what: 'seats-taken' });
  if (known.length > 0) throw new Refusal('seats-known');
  const taken =
    list === 'before'
      ? await seatsOf(tx, { ...of, year: of.year - 1 })
      : (seatLists().find(({ name }) => name === list)?.seats ?? []);
  if (taken.length === 0) throw new Refusal('seats-unknown');
  const { seats } = tx.tables;
  const rows = taken.map(({ name, role }) => ({
    clinicId: of.clinicId,
    year: of.year,
    name,
    role,
    enteredAt: of.now,
  }));
  await tx.db.insert(seats).values(rows);
  return await seatsOf(tx, of);
}

/** Of one name a clinic has one seat a year; those who hold equal ones are told apart by their number. */
export async function addSeat(tx: Tx, input: OfYear & { name: string; role: SeatRole }): Promise<Seat[]> {
  const known = await begin(tx, input, { what: 'seat-added' });
  if (known.length >= MOST_SEATS) throw new Refusal('seats-full');
  const name = named(input.name, known);
  const { clinicId, year, role, now } = input;
  await tx.db.insert(tx.tables.seats).values({ clinicId, year, name, role, enteredAt: now });
  return await seatsOf(tx, input);
}

/** What stands in minutes already keeps the name that it had. */
export async function renameSeat(tx: Tx, input: OfYear & { seatId: number; name: string }): Promise<Seat[]> {
  const known = await begin(tx, input, { what: 'seat-renamed' });
  const seat = theOne(known, input.seatId);
  const others = known.filter(({ id }) => id !== seat.id);
  const { seats } = tx.tables;
  await tx.db
    .update(seats)
    .set({ name: named(input.name, others) })
    .where(eq(seats.id, seat.id));
  return await seatsOf(tx, input);
}

/** Whoever holds such a post keeps it: a seat is only what the list says. */
export async function removeSeat(tx: Tx, input: OfYear & { seatId: number }): Promise<Seat[]> {
  const known = await begin(tx, input, { what: 'seat-removed' });
  const { seats } = tx.tables;
  await tx.db.delete(seats).where(inArray(seats.id, [theOne(known, input.seatId).id]));
  return await seatsOf(tx, input);
}

/** The law and the record of a change, and the seats as nobody else can change them until the end of the unit of work. */
async function begin(tx: Tx, of: OfYear, { what }: { what: string }): Promise<Seat[]> {
  const { personId, clinicId, year, now } = of;
  const role = await mustAt(tx, { personId, clinicId, now, action: 'minutes.make' });
  await holdClinic(tx, clinicId);
  await audit(tx, { at: now, personId, role, action: 'minutes.make', clinicId, details: { what, year } });
  return await seatsOf(tx, of);
}

function named(typed: string, others: readonly Seat[]): string {
  const line = cleaned(typed, LONGEST_SEAT).replace(/\s+/g, ' ');
  const name = line.charAt(0).toUpperCase() + line.slice(1);
  const isTaken = others.some((seat) => seat.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw new Refusal('seat-known');
  return name;
}

function theOne(known: readonly Seat[], seatId: number): Seat {
  const seat = known.find(({ id }) => id === seatId);
  if (!seat) throw new Refusal('seat-gone');
  return seat;
}
