/**
 * Entering and changing assemblies, and telling who must know. The change and its notices are written in one unit of
 * work, however many people there are: a crash between the two would leave people going on the wrong day, and one clinic
 * has some thousand people at most: a fraction of a second (10,000 take one).
 */

import { and, eq, gt, inArray, lt, ne, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { dateTold, whoKnows, whoWaits } from '../notices/audience.ts';
import { dropQueued } from '../notices/drop.ts';
import { type NoticeText, queueNotices } from '../notices/queue.ts';
import { announcementTexts, cancelledTexts, movedTexts, type NoticeClinic } from '../notices/texts.ts';
import { afterQuietHours } from './calendar.ts';
import { distanceMetres } from './distance.ts';

export type AssemblyRow = Tx['tables']['assemblies']['$inferSelect'];

/** What an operator says of an assembly. `date` and `time` are the clinic's, `startsAt` is their instant. */
export type AssemblyFacts = Pick<
  AssemblyRow,
  | 'externalId'
  | 'date'
  | 'time'
  | 'startsAt'
  | 'place'
  | 'latitude'
  | 'longitude'
  | 'agenda'
  | 'calledBy'
  | 'note'
  | 'capacity'
  | 'status'
>;

const DAY_MS = 86_400_000;
/** A place nearer than this to the old one is the same place, measured better. */
const SAME_PLACE_METRES = 100;

/** Enters an assembly. If it is the clinic's next one, those who wait for it are told. Returns how many. */
export async function addAssembly(
  tx: Tx,
  input: { clinic: NoticeClinic; facts: AssemblyFacts; now: number },
): Promise<number> {
  const { clinic, facts, now } = input;
  const [row] = await tx.db
    .insert(tx.tables.assemblies)
    .values({ ...facts, clinicId: clinic.id, enteredAt: now, updatedAt: now })
    .returning();
  if (!row) throw new Error('The new assembly has no id.');
  return await announce(tx, { clinic, assembly: row, now });
}

/** Changes what differs. A change that people must know grows the revision and is told. Returns how many are told. */
export async function changeAssembly(
  tx: Tx,
  input: { clinic: NoticeClinic; assembly: AssemblyRow; set: Partial<AssemblyFacts>; now: number },
): Promise<number> {
  const { clinic, assembly: before, set, now } = input;
  const after: AssemblyRow = { ...before, ...set, updatedAt: now };
  const change = kindOfChange(before, after);
  if (change) after.revision += 1;
  const { id: _, ...values } = after;
  await tx.db.update(tx.tables.assemblies).set(values).where(eq(tx.tables.assemblies.id, before.id));
  return change ? await tell(tx, { clinic, before, after, change, now }) : 0;
}

type Change = 'moved' | 'cancelled' | 'on-again';

function kindOfChange(before: AssemblyRow, after: AssemblyRow): Change | undefined {
  if (after.status === 'cancelled') return before.status === 'cancelled' ? undefined : 'cancelled';
  if (before.status === 'cancelled') return 'on-again';
  const moved = before.startsAt !== after.startsAt || before.date !== after.date || !samePlace(before, after);
  return moved ? 'moved' : undefined;
}

/** Accents, capitals and punctuation put right make no other place. */
function samePlace(before: AssemblyRow, after: AssemblyRow): boolean {
  if (before.place.localeCompare(after.place, 'es', { sensitivity: 'base', ignorePunctuation: true }) !== 0)
    return false;
  return distanceMetres(before, after) <= SAME_PLACE_METRES;
}

async function tell(
  tx: Tx,
  input: { clinic: NoticeClinic; before: AssemblyRow; after: AssemblyRow; change: Change; now: number },
): Promise<number> {
  const { clinic, before, after, change, now } = input;
  const dropped = await dropQueued(tx, {
    assemblyId: after.id,
    kinds: ['reminder', 'change', 'announcement'],
    now,
  });
  // Whose older notice has just been dropped unsent may know that assembly by nothing else.
  const told = await whoKnows(tx, before);
  for (const { personId, kind } of dropped) if (kind === 'change') told.add(personId);
  const first = change === 'cancelled' ? before.startsAt : Math.min(before.startsAt, after.startsAt);
  const last = change === 'cancelled' ? before.startsAt : Math.max(before.startsAt, after.startsAt);
  let queued = await queueNotices(tx, {
    kind: 'change',
    assemblyId: after.id,
    recipients: [...told],
    texts: textsOf(clinic, before, after, change),
    deadline: first,
    // Whoever may be about to leave home must know at once, at night too.
    notBefore: first - now < DAY_MS ? now : afterQuietHours(now, clinic.timeZone),
    expiresAt: last,
    dedupe: (personId) => `change:${after.id}:${after.revision}:${personId}`,
    now,
  });
  if (change === 'cancelled') queued += await announceNext(tx, { clinic, now });
  if (change === 'on-again') queued += await announce(tx, { clinic, assembly: after, now, told });
  // The announcement of the old date never went out: these people get that of the new one instead.
  const unannounced = dropped.filter(({ personId, kind }) => kind === 'announcement' && !told.has(personId));
  if (change === 'moved') {
    queued += await queueAnnouncement(tx, {
      clinic,
      assembly: after,
      recipients: unannounced.map(({ personId }) => personId),
      now,
    });
  }
  return queued;
}

function textsOf(clinic: NoticeClinic, before: AssemblyRow, after: AssemblyRow, change: Change): NoticeText[] {
  if (change === 'cancelled') return cancelledTexts(clinic, before);
  return change === 'moved' ? movedTexts(clinic, after) : announcementTexts(clinic, after);
}

/**
 * Tells those who wait for a date. Not of one that comes after another: "SÍ VOY", which the notice invites to write,
 * would be taken as the answer to the earlier one.
 */
async function announce(
  tx: Tx,
  input: { clinic: NoticeClinic; assembly: AssemblyRow; now: number; told?: ReadonlySet<number> },
): Promise<number> {
  const { clinic, assembly, now, told = new Set<number>() } = input;
  if (assembly.status === 'cancelled') return 0;
  const { id, startsAt } = assembly;
  const earlier = await tx.prepared(selectEarlier).execute({ clinicId: clinic.id, id, now, startsAt });
  if (earlier.length > 0) return 0;
  const waiting = await whoWaits(tx, { clinicId: clinic.id, assemblyId: assembly.id });
  const recipients = [...waiting].filter((personId) => !told.has(personId));
  const queued = await queueAnnouncement(tx, { clinic, assembly, recipients, now });
  await dateTold(tx, clinic.id);
  return queued;
}

/** Tells of the next assembly: one that stood behind another was told to nobody. Returns for how many a notice was queued. */
export async function announceNext(tx: Tx, { clinic, now }: { clinic: NoticeClinic; now: number }): Promise<number> {
  const { assemblies } = tx.tables;
  const [next] = await tx.db
    .select()
    .from(assemblies)
    .where(
      and(
        eq(assemblies.clinicId, clinic.id),
        eq(assemblies.status, 'scheduled'),
        eq(assemblies.demo, false),
        gt(assemblies.startsAt, now),
      ),
    )
    .orderBy(assemblies.startsAt)
    .limit(1);
  return next ? await announce(tx, { clinic, assembly: next, now }) : 0;
}

const selectEarlier = (tx: Tx) => {
  const { assemblies } = tx.tables;
  return tx.db
    .select({ id: assemblies.id })
    .from(assemblies)
    .where(
      and(
        eq(assemblies.clinicId, sql.placeholder('clinicId')),
        eq(assemblies.status, 'scheduled'),
        eq(assemblies.demo, false),
        ne(assemblies.id, sql.placeholder('id')),
        gt(assemblies.startsAt, sql.placeholder('now')),
        lt(assemblies.startsAt, sql.placeholder('startsAt')),
      ),
    )
    .limit(1)
    .prepare();
};

async function queueAnnouncement(
  tx: Tx,
  input: { clinic: NoticeClinic; assembly: AssemblyRow; recipients: number[]; now: number },
): Promise<number> {
  const { clinic, assembly, recipients, now } = input;
  return await queueNotices(tx, {
    kind: 'announcement',
    assemblyId: assembly.id,
    recipients,
    texts: announcementTexts(clinic, assembly),
    deadline: assembly.startsAt,
    notBefore: afterQuietHours(now, clinic.timeZone),
    expiresAt: assembly.startsAt,
    dedupe: (personId) => `announcement:${assembly.id}:${personId}`,
    now,
  });
}

/**
 * Takes a clinic's invented assemblies away, with the answers to them: an answer to an invented date is worth nothing,
 * and a cancelled one left behind would still be shown when the real one is over. Nobody is told: what was said of them
 * was marked as invented. A conversation that still shows one is told kindly that it is gone.
 */
export async function removeDemo(tx: Tx, input: { clinicId: number; now: number }): Promise<void> {
  const rows = await tx.prepared(selectDemo).execute({ clinicId: input.clinicId });
  if (rows.length === 0) return;
  const { assemblies, rsvps } = tx.tables;
  const ids = rows.map(({ id }) => id);
  for (const assemblyId of ids) {
    await dropQueued(tx, { assemblyId, kinds: ['reminder', 'change', 'announcement'], now: input.now });
  }
  await tx.db.delete(rsvps).where(inArray(rsvps.assemblyId, ids));
  await tx.db.delete(assemblies).where(inArray(assemblies.id, ids));
}

const selectDemo = (tx: Tx) => {
  const { assemblies } = tx.tables;
  return tx.db
    .select({ id: assemblies.id })
    .from(assemblies)
    .where(and(eq(assemblies.clinicId, sql.placeholder('clinicId')), eq(assemblies.demo, true)))
    .prepare();
};
