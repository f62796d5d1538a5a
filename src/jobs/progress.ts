/** Tells those who follow a clinic's works what was reported: once a day, the morning after, by when slips are corrected. */

import { and, eq, exists, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { SLICE } from '../../db/slices.ts';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { dateIn, startOf } from '../domain/assemblies/calendar.ts';
import { type NoticeText, queueNotices } from '../domain/notices/queue.ts';

const DAY_MS = 86_400_000;
/** In the clinic's time. */
const MORNING = '10:00';
/** Looked back so far, in case the program was not running. */
const LOOK_BACK_DAYS = 4;
/** Older than this it is no news. */
const USEFUL_MS = 3 * DAY_MS;

interface Reported {
  clinicId: number;
  clinic: string;
  timeZone: string;
  /** Days of which nobody has been told. */
  dates: Set<string>;
  works: Set<number>;
}

/** Nobody is told twice of a day, however often it runs. Returns for how many people a notice was queued. */
export async function announceProgress(store: Store, now: number): Promise<number> {
  const background = { background: true };
  let queued = 0;
  for (const reported of await store.run((tx) => untold(tx, now), background)) {
    const { clinicId, timeZone } = reported;
    const today = dateIn(now, timeZone);
    if (now < startOf(today, MORNING, timeZone)) continue;
    const texts = await store.run((tx) => textsOf(tx, reported), background);
    for (let after = 0; texts; ) {
      const slice = await store.run(async (tx) => {
        const recipients = await hearers(tx, { clinicId, after });
        const count = await queueNotices(tx, {
          kind: 'progress',
          clinicId,
          recipients,
          texts,
          deadline: now,
          notBefore: now,
          expiresAt: now + USEFUL_MS,
          dedupe: (personId) => `progress:${clinicId}:${today}:${personId}`,
          now,
        });
        return { recipients, count };
      }, background);
      queued += slice.count;
      after = slice.recipients.at(-1) ?? 0;
      if (slice.recipients.length < SLICE) break;
    }
    await store.run(
      ({ db, tables: { progressTold } }) =>
        db
          .insert(progressTold)
          .values([...reported.dates].map((date) => ({ clinicId, date, at: now })))
          .onConflictDoNothing(),
      background,
    );
  }
  return queued;
}

/** What was reported before today, in each clinic's own time, and has not been told. */
async function untold(tx: Tx, now: number): Promise<Reported[]> {
  const { workReports, clinics, progressTold } = tx.tables;
  const rows = await tx.db
    .select({
      clinicId: workReports.clinicId,
      workId: workReports.workId,
      at: workReports.at,
      clinic: clinics.name,
      timeZone: clinics.timeZone,
    })
    .from(workReports)
    .innerJoin(clinics, eq(clinics.id, workReports.clinicId))
    .where(gt(workReports.at, now - LOOK_BACK_DAYS * DAY_MS));
  if (rows.length === 0) return [];
  const told = new Set(
    (
      await tx.db
        .select({ clinicId: progressTold.clinicId, date: progressTold.date })
        .from(progressTold)
        .where(gt(progressTold.at, now - 2 * LOOK_BACK_DAYS * DAY_MS))
    ).map(({ clinicId, date }) => `${clinicId} ${date}`),
  );
  const found = new Map<number, Reported>();
  for (const { clinicId, workId, at, clinic, timeZone } of rows) {
    const date = dateIn(at, timeZone);
    if (date >= dateIn(now, timeZone) || told.has(`${clinicId} ${date}`)) continue;
    const reported = found.get(clinicId) ?? { clinicId, clinic, timeZone, dates: new Set(), works: new Set() };
    reported.dates.add(date);
    reported.works.add(workId);
    found.set(clinicId, reported);
  }
  return [...found.values()];
}

/** How the works stand now: what was corrected since is told as it is. Undefined where all were taken off the list. */
async function textsOf(tx: Tx, { clinic, works: ids }: Reported): Promise<NoticeText[] | undefined> {
  const { works } = tx.tables;
  const rows = await tx.db
    .select({ title: works.title, status: works.status, percent: works.percent })
    .from(works)
    .where(inArray(works.id, [...ids]))
    .orderBy(works.id);
  const told = rows.filter(({ status }) => status !== 'retirada');
  const [first] = told;
  if (!first) return undefined;
  const { title, percent } = first;
  const status = { key: `works:status.${first.status}`, values: { percent } };
  const text: NoticeText =
    told.length === 1
      ? { key: 'notice:progress', values: { clinic, title, status } }
      : { key: 'notice:progressSeveral', values: { clinic, number: told.length } };
  return [text, { key: 'notice:progressFoot' }];
}

/** Whose clinic it is, or who follows it, and wants such notices. */
async function hearers(tx: Tx, { clinicId, after }: { clinicId: number; after: number }): Promise<number[]> {
  const { people, follows } = tx.tables;
  const following = tx.db
    .select({ one: sql`1` })
    .from(follows)
    .where(and(eq(follows.personId, people.id), eq(follows.clinicId, clinicId)));
  const rows = await tx.db
    .select({ id: people.id })
    .from(people)
    .where(
      and(
        gt(people.id, after),
        or(eq(people.homeClinicId, clinicId), exists(following)),
        eq(people.notices, 'all'),
        isNull(people.deletedAt),
      ),
    )
    .orderBy(people.id)
    .limit(SLICE);
  return rows.map(({ id }) => id);
}
