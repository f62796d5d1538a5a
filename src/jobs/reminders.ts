/** Reminders: 7 days, 1 day and 2 hours before the assembly, in the clinic's time, to those who said yes or maybe. */

import { and, eq, exists, gt, inArray, isNull, lt, lte, notExists, sql } from 'drizzle-orm';
import { SLICE } from '../../db/slices.ts';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { afterQuietHours, daysBefore } from '../domain/assemblies/calendar.ts';
import { type NoticeText, queueNotices } from '../domain/notices/queue.ts';
import { reminderTexts } from '../domain/notices/texts.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Upcoming {
  id: number;
  clinicId: number;
  revision: number;
  startsAt: number;
  place: string;
  demo: boolean;
  isPending: boolean;
  clinic: string;
  municipality: string;
  timeZone: string;
}

/** When a reminder is due, and until when it is of use: a later one takes over, or the assembly begins. */
const reminders = [
  {
    name: '7d',
    due: ({ startsAt, timeZone }: Upcoming) => daysBefore(startsAt, 7, timeZone),
    until: ({ startsAt, timeZone }: Upcoming) => daysBefore(startsAt, 2, timeZone),
  },
  {
    name: '1d',
    due: ({ startsAt, timeZone }: Upcoming) => daysBefore(startsAt, 1, timeZone),
    until: ({ startsAt }: Upcoming) => startsAt - 3 * HOUR_MS,
  },
  {
    name: '2h',
    due: ({ startsAt }: Upcoming) => startsAt - 2 * HOUR_MS,
    until: ({ startsAt }: Upcoming) => startsAt,
  },
] as const;

/** Queues what is due now. Once a person, assembly and start: a moved assembly is reminded of anew, the old date never. */
export async function queueReminders(store: Store, now: number): Promise<number> {
  const upcoming = await store.run((tx) => assembliesWithin(tx, now), { background: true });
  let queued = 0;
  for (const assembly of upcoming) {
    for (const reminder of reminders) {
      const due = reminder.due(assembly);
      const until = reminder.until(assembly);
      const notBefore = afterQuietHours(Math.max(now, due), assembly.timeZone);
      if (now < due || now >= until || notBefore >= until) continue;
      const key = `reminder:${reminder.name}:${assembly.id}:${assembly.startsAt}:`;
      for (let after = 0; ; ) {
        const slice = await store.run(
          async (tx) => {
            if (!(await isStillSo(tx, assembly))) return { recipients: [], count: 0 };
            const recipients = await toRemind(tx, { assemblyId: assembly.id, due, after, key });
            const count = await queueNotices(tx, {
              kind: 'reminder',
              clinicId: assembly.clinicId,
              assemblyId: assembly.id,
              recipients,
              texts: textsOf(assembly),
              deadline: assembly.startsAt,
              notBefore,
              expiresAt: until,
              now,
              dedupe: (personId) => `${key}${personId}`,
            });
            return { recipients, count };
          },
          { background: true },
        );
        queued += slice.count;
        after = slice.recipients.at(-1) ?? 0;
        if (slice.recipients.length < SLICE) break;
      }
    }
  }
  return queued;
}

async function assembliesWithin(tx: Tx, now: number): Promise<Upcoming[]> {
  const { assemblies, clinics, rsvps } = tx.tables;
  const somebodyComes = tx.db
    .select({ id: rsvps.id })
    .from(rsvps)
    .where(and(eq(rsvps.assemblyId, assemblies.id), inArray(rsvps.answer, ['yes', 'maybe'])));
  return await tx.db
    .select({
      id: assemblies.id,
      clinicId: assemblies.clinicId,
      revision: assemblies.revision,
      startsAt: assemblies.startsAt,
      place: assemblies.place,
      demo: assemblies.demo,
      isPending: assemblies.isPending,
      clinic: clinics.name,
      municipality: clinics.municipality,
      timeZone: clinics.timeZone,
    })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(
      and(
        eq(assemblies.status, 'scheduled'),
        gt(assemblies.startsAt, now),
        // A day more than seven: in the clinic's time a week may be an hour longer.
        lte(assemblies.startsAt, now + 8 * DAY_MS),
        exists(somebodyComes),
      ),
    );
}

/** Whether nobody has cancelled or moved it since it was read: an import may come between two slices. */
async function isStillSo(tx: Tx, { id, startsAt, revision }: Upcoming): Promise<boolean> {
  const { assemblies } = tx.tables;
  const rows = await tx.db
    .select({ id: assemblies.id })
    .from(assemblies)
    .where(
      and(
        eq(assemblies.id, id),
        eq(assemblies.status, 'scheduled'),
        eq(assemblies.startsAt, startsAt),
        eq(assemblies.revision, revision),
      ),
    );
  return rows.length > 0;
}

/** Who answered before the reminder was due, for one who has just answered needs none, and has not got it yet. */
async function toRemind(
  tx: Tx,
  input: { assemblyId: number; due: number; after: number; key: string },
): Promise<number[]> {
  const { rsvps, people, outbox } = tx.tables;
  const queued = tx.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(eq(outbox.dedupe, sql`cast(${input.key} as text) || cast(${people.id} as text)`));
  const rows = await tx.db
    .select({ personId: people.id })
    .from(rsvps)
    .innerJoin(people, eq(people.id, rsvps.personId))
    .where(
      and(
        eq(rsvps.assemblyId, input.assemblyId),
        inArray(rsvps.answer, ['yes', 'maybe']),
        lt(rsvps.answeredAt, input.due),
        eq(people.notices, 'all'),
        isNull(people.deletedAt),
        gt(people.id, input.after),
        notExists(queued),
      ),
    )
    .orderBy(people.id)
    .limit(SLICE);
  return rows.map(({ personId }) => personId);
}

function textsOf({ clinic: name, clinicId: id, municipality, timeZone, ...facts }: Upcoming): NoticeText[] {
  return reminderTexts({ id, name, municipality, timeZone }, facts);
}
