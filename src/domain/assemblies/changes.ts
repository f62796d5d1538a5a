/**
 * Entering and changing assemblies, and telling who must know. The change and its notices are written in one unit of
 * work, however many people there are: a crash between the two would leave people going on the wrong day, and one clinic
 * has some thousand people at most: a fraction of a second (10,000 take one).
 */

import { and, eq, gt, inArray, lt, ne, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { dateTold, whoAsked, whoKnows, whoWaits } from '../notices/audience.ts';
import { stopNoticesOf } from '../notices/broadcast-stop.ts';
import { dropQueued } from '../notices/drop.ts';
import { type NoticeInput, type NoticeText, queueNotices } from '../notices/queue.ts';
import { announcementTexts, cancelledTexts, confirmedTexts, movedTexts, type NoticeClinic } from '../notices/texts.ts';
import { Refusal } from '../refusal.ts';
import { afterQuietHours } from './calendar.ts';
import { type Change, kindOfChange } from './kind-of-change.ts';

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
> &
  Partial<Pick<AssemblyRow, 'isPending' | 'calledByPersonId'>>;

const DAY_MS = 86_400_000;

/** Enters an assembly. If it is the clinic's next one, those who wait for it are told, but not `except`. Returns how many. */
export async function addAssembly(
  tx: Tx,
  input: { clinic: NoticeClinic; facts: AssemblyFacts; except?: readonly number[]; now: number },
): Promise<number> {
  const { clinic, facts, except = [], now } = input;
  const [row] = await tx.db
    .insert(tx.tables.assemblies)
    .values({ ...facts, clinicId: clinic.id, enteredAt: now, updatedAt: now })
    .returning();
  if (!row) throw new Error('The new assembly has no id.');
  return await announce(tx, { clinic, assembly: row, told: new Set(except), now });
}

/**
 * Changes what differs. A change that people must know is told, and grows the revision unless what they were shown stays
 * as it is. `reason` is told with a cancellation; `except` are not told. Returns how many are told. Rejects with
 * `assembly-changed` if the assembly is not as it was read any more.
 */
export async function changeAssembly(
  tx: Tx,
  input: {
    clinic: NoticeClinic;
    assembly: AssemblyRow;
    set: Partial<AssemblyFacts>;
    reason?: string;
    except?: readonly number[];
    now: number;
  },
): Promise<number> {
  const { clinic, assembly: before, set, reason, except = [], now } = input;
  const change = kindOfChange(before, { ...before, ...set });
  const after = await write(tx, { before, set, grows: change !== undefined && change !== 'confirmed', now });
  if (change === 'cancelled' || change === 'moved') await stopNoticesOf(tx, { assemblyId: before.id, change, now });
  return change ? await tell(tx, { clinic, before, after, change, reason, except, now }) : 0;
}

/** Writes what differs, unless somebody else changed meanwhile what people know of it. */
async function write(
  tx: Tx,
  { before, set, grows, now }: { before: AssemblyRow; set: Partial<AssemblyFacts>; grows: boolean; now: number },
): Promise<AssemblyRow> {
  const { assemblies } = tx.tables;
  const { id, revision, status, isPending } = before;
  const differs = Object.entries(set).filter(([name, value]) => value !== before[name as keyof AssemblyFacts]);
  const [after] = await tx.db
    .update(assemblies)
    .set({ ...Object.fromEntries(differs), ...(grows ? { revision: revision + 1 } : {}), updatedAt: now })
    .where(
      and(
        eq(assemblies.id, id),
        eq(assemblies.revision, revision),
        eq(assemblies.status, status),
        eq(assemblies.isPending, isPending),
      ),
    )
    .returning();
  if (!after) throw new Refusal('assembly-changed');
  return after;
}

async function tell(
  tx: Tx,
  input: {
    clinic: NoticeClinic;
    before: AssemblyRow;
    after: AssemblyRow;
    change: Change;
    reason: string | undefined;
    except: readonly number[];
    now: number;
  },
): Promise<number> {
  const { clinic, before, after, change, reason, except, now } = input;
  const dropped = await dropQueued(tx, {
    assemblyId: after.id,
    kinds: ['reminder', 'change', 'announcement', 'office'],
    now,
  });
  // Whose older notice has just been dropped unsent may know that assembly by nothing else.
  const told = await whoKnows(tx, before);
  const untold = new Set(dropped.filter(({ kind }) => kind === 'change').map(({ personId }) => personId));
  for (const personId of untold) told.add(personId);
  for (const personId of except) told.delete(personId);
  const first = change === 'cancelled' ? before.startsAt : Math.min(before.startsAt, after.startsAt);
  const last = change === 'cancelled' ? before.startsAt : Math.max(before.startsAt, after.startsAt);
  const name = change === 'confirmed' ? 'confirmed' : 'change';
  const queue = (kind: Change, recipients: number[]) =>
    queueNotices(tx, {
      kind: 'change',
      clinicId: clinic.id,
      assemblyId: after.id,
      recipients,
      texts: textsOf(clinic, { before, after, change: kind, reason }),
      deadline: first,
      // Whoever may be about to leave home must know at once, at night too.
      notBefore: first - now < DAY_MS ? now : afterQuietHours(now, clinic.timeZone),
      expiresAt: last,
      dedupe: (personId) => `${name}:${after.id}:${after.revision}:${personId}`,
      now,
    });
  // Who was to hear of a move before it was confirmed hears of both at once.
  const notYetMoved = change === 'confirmed' ? [...untold].filter((personId) => told.has(personId)) : [];
  let queued = await queue('moved', notYetMoved);
  queued += await queue(
    change,
    [...told].filter((personId) => !notYetMoved.includes(personId)),
  );
  if (change === 'cancelled') queued += await announceNext(tx, { clinic, now });
  if (change === 'on-again') queued += await announce(tx, { clinic, assembly: after, now, told });
  // The announcement of the old date never went out: these people get that of the new one instead.
  const unannounced = dropped.filter(
    ({ personId, kind }) => kind === 'announcement' && !told.has(personId) && !except.includes(personId),
  );
  if (change === 'moved' || change === 'confirmed') {
    const recipients = unannounced.map(({ personId }) => personId);
    const asked = new Set(unannounced.filter(({ isAsked }) => isAsked).map(({ personId }) => personId));
    queued += await queueAnnouncement(tx, { clinic, assembly: after, recipients, asked, now });
  }
  return queued;
}

function textsOf(
  clinic: NoticeClinic,
  told: { before: AssemblyRow; after: AssemblyRow; change: Change; reason: string | undefined },
): NoticeText[] {
  const { before, after, change, reason } = told;
  switch (change) {
    case 'cancelled':
      return cancelledTexts(clinic, before, reason);
    case 'moved':
      return movedTexts(clinic, after);
    case 'confirmed':
      return confirmedTexts(clinic, after);
    case 'on-again':
      return announcementTexts(clinic, after);
  }
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
  const of = { clinicId: clinic.id, assemblyId: assembly.id };
  const recipients = [...(await whoWaits(tx, of))].filter((personId) => !told.has(personId));
  const queued = await queueAnnouncement(tx, { clinic, assembly, recipients, asked: await whoAsked(tx, of), now });
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
  input: { clinic: NoticeClinic; assembly: AssemblyRow; recipients: number[]; asked: ReadonlySet<number>; now: number },
): Promise<number> {
  const { clinic, assembly, recipients, asked, now } = input;
  const notice: Omit<NoticeInput, 'recipients'> = {
    kind: 'announcement',
    clinicId: clinic.id,
    assemblyId: assembly.id,
    texts: announcementTexts(clinic, assembly),
    deadline: assembly.startsAt,
    notBefore: afterQuietHours(now, clinic.timeZone),
    expiresAt: assembly.startsAt,
    dedupe: (personId) => `announcement:${assembly.id}:${personId}`,
    now,
  };
  const own = recipients.filter((personId) => asked.has(personId));
  const others = recipients.filter((personId) => !asked.has(personId));
  return (
    (await queueNotices(tx, { ...notice, recipients: own, isAsked: true })) +
    (await queueNotices(tx, { ...notice, recipients: others, levels: ['all'] }))
  );
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
  for (const table of [tx.tables.entries, tx.tables.headCounts, tx.tables.rsvpMornings]) {
    await tx.db.delete(table).where(inArray(table.assemblyId, ids));
  }
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
