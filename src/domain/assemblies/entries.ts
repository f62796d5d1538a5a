/**
 * Who came in, counted at the door by several people at once. Another fact than who said they would come: nobody needs
 * a code to enter, and no names are known.
 */

import { and, desc, eq, gt } from 'drizzle-orm';
import type { Role } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { Refusal } from '../refusal.ts';
import { type Action, mustAt } from '../roles.ts';
import { endOfDay } from './calendar.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** People come early; before this, a code typed is a mistake. */
const EARLY_MS = 3 * HOUR_MS;
/** After the day a committee has so long to copy the paper that was used where there was no signal. */
const PAPER_DAYS = 7;
/** More at once is a slip of the finger. */
export const MOST_AT_ONCE = 99;

export type Door =
  /** `doors`: all that are open, the next to begin first; people are counted at the one that was asked for, or the first. */
  | { open: true; assemblyId: number; role: Role; doors: { assemblyId: number; startsAt: number }[] }
  /** `opensAt`: of the next assembly, if one is to come. */
  | { open: false; opensAt?: number };

interface Asked {
  personId: number;
  clinicId: number;
  now: number;
  /** Where two doors are open; absent: that of the last to begin. */
  assemblyId?: number;
}

/**
 * Where a person may count now: from three hours before an assembly to the end of its day on the clinic's clocks; who
 * is no helper of the day, for seven days more. Refuses with `not-yours` whoever may not at all.
 */
export async function doorOf(
  tx: Tx,
  { action = 'attendance.mark', ...asked }: Asked & { action?: Action },
): Promise<Door> {
  const { personId, clinicId, now, assemblyId } = asked;
  const role = await mustAt(tx, { personId, action, clinicId, now });
  const { assemblies, clinics } = tx.tables;
  const rows = await tx.db
    .select({ id: assemblies.id, startsAt: assemblies.startsAt, timeZone: clinics.timeZone })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(
      and(
        eq(assemblies.clinicId, clinicId),
        eq(assemblies.status, 'scheduled'),
        gt(assemblies.startsAt, now - (PAPER_DAYS + 1) * DAY_MS),
      ),
    )
    .orderBy(desc(assemblies.startsAt));
  const open = rows.filter(({ startsAt, timeZone }) => {
    const end = endOfDay(startsAt, timeZone) + (role === 'helper' ? 0 : PAPER_DAYS * DAY_MS);
    return startsAt - EARLY_MS <= now && now < end;
  });
  const at = assemblyId === undefined ? open[0] : open.find(({ id }) => id === assemblyId);
  const doors = open.map(({ id, startsAt }) => ({ assemblyId: id, startsAt }));
  if (at) return { open: true, assemblyId: at.id, role, doors };
  const next = rows.findLast(({ startsAt }) => startsAt > now);
  return { open: false, ...(next ? { opensAt: next.startsAt - EARLY_MS } : {}) };
}

/** As `doorOf`, but refuses with `door-closed`. */
export async function openDoor(tx: Tx, asked: Asked & { action?: Action }): Promise<Door & { open: true }> {
  const door = await doorOf(tx, asked);
  if (!door.open) throw new Refusal('door-closed');
  return door;
}

export type Marked =
  | { outcome: 'marked'; entryId: number; people: number }
  /** It has been counted; nothing is counted twice. `isOwn`: by whoever asks. */
  | { outcome: 'already'; people: number; at: number; isOwn: boolean }
  | { outcome: 'unknown' };

/** Counts a check-in code once, however many type it at the same moment; with it those who were said to come along. */
export async function markEntry(tx: Tx, input: Asked & { code: string }): Promise<Marked> {
  const { personId, now, code } = input;
  const { assemblyId, role } = await openDoor(tx, input);
  const { rsvps, entries } = tx.tables;
  const [said] = await tx.db
    .select({ answer: rsvps.answer, companions: rsvps.companions })
    .from(rsvps)
    .where(and(eq(rsvps.assemblyId, assemblyId), eq(rsvps.checkInCode, code)));
  if (!said) return { outcome: 'unknown' };
  const people = 1 + (said.answer === 'no' ? 0 : said.companions);
  const [entered] = await tx.db
    .insert(entries)
    .values({ assemblyId, code, people, enteredAt: now, byPersonId: personId })
    .onConflictDoNothing()
    .returning({ id: entries.id });
  if (!entered) {
    const [first] = await tx.db
      .select()
      .from(entries)
      .where(and(eq(entries.assemblyId, assemblyId), eq(entries.code, code)));
    if (!first) throw new Error('An entry stands in the way and is not there.');
    return { outcome: 'already', people: first.people, at: first.enteredAt, isOwn: first.byPersonId === personId };
  }
  await note(tx, { ...input, role, details: { assembly: assemblyId, entry: entered.id, people } });
  return { outcome: 'marked', entryId: entered.id, people };
}

/** Counts people who brought no code. */
export async function countWithoutCode(tx: Tx, input: Asked & { people: number }): Promise<number> {
  const { personId, now } = input;
  const { assemblyId, role } = await openDoor(tx, input);
  const people = clamp(input.people);
  const [entered] = await tx.db
    .insert(tx.tables.entries)
    .values({ assemblyId, code: null, people, enteredAt: now, byPersonId: personId })
    .returning({ id: tx.tables.entries.id });
  if (!entered) throw new Error('The new entry has no id.');
  await note(tx, { ...input, role, details: { assembly: assemblyId, entry: entered.id, people } });
  return entered.id;
}

/** Another number of people than was said. Only of what the same person counted; false where there is no such entry. */
export async function correctEntry(tx: Tx, input: Asked & { entryId: number; people: number }): Promise<boolean> {
  const { personId, entryId } = input;
  const { assemblyId, role } = await openDoor(tx, input);
  const { entries } = tx.tables;
  const own = and(eq(entries.id, entryId), eq(entries.assemblyId, assemblyId), eq(entries.byPersonId, personId));
  const [before] = await tx.db.select({ people: entries.people }).from(entries).where(own);
  if (!before) return false;
  const people = clamp(input.people);
  await tx.db.update(entries).set({ people }).where(own);
  await note(tx, { ...input, role, details: { assembly: assemblyId, entry: entryId, before: before.people, people } });
  return true;
}

/** Takes back the last that this person counted, and says of how many; undefined where nothing is left of theirs. */
export async function undoEntry(tx: Tx, input: Asked): Promise<number | undefined> {
  const { assemblyId, role } = await openDoor(tx, input);
  const { entries } = tx.tables;
  const [last] = await tx.db
    .select({ id: entries.id, people: entries.people })
    .from(entries)
    .where(and(eq(entries.assemblyId, assemblyId), eq(entries.byPersonId, input.personId)))
    .orderBy(desc(entries.id))
    .limit(1);
  if (!last) return undefined;
  await tx.db.delete(entries).where(eq(entries.id, last.id));
  await note(tx, { ...input, role, details: { assembly: assemblyId, entry: last.id, before: last.people, people: 0 } });
  return last.people;
}

async function note(
  tx: Tx,
  { personId, clinicId, now, role, details }: Asked & { role: Role; details: Record<string, number> },
): Promise<void> {
  await audit(tx, { at: now, personId, role, action: 'attendance.mark', clinicId, details });
}

function clamp(people: number): number {
  return Math.min(MOST_AT_ONCE, Math.max(1, Math.trunc(people)));
}

/** Until when a code for helpers is good that is given out now: the end of the day of today's or tomorrow's assembly. */
export async function helpersUntil(
  tx: Tx,
  { clinicId, now }: { clinicId: number; now: number },
): Promise<number | undefined> {
  const { assemblies, clinics } = tx.tables;
  const rows = await tx.db
    .select({ startsAt: assemblies.startsAt, timeZone: clinics.timeZone })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(
      and(eq(assemblies.clinicId, clinicId), eq(assemblies.status, 'scheduled'), gt(assemblies.startsAt, now - DAY_MS)),
    )
    .orderBy(assemblies.startsAt);
  const ends = rows.map(({ startsAt, timeZone }) => ({
    end: endOfDay(startsAt, timeZone),
    tomorrow: endOfDay(endOfDay(now, timeZone), timeZone),
  }));
  return ends.find(({ end, tomorrow }) => now < end && end <= tomorrow)?.end;
}
