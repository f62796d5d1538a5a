/** Tells those who asked for something, and those who voted, what the assembly decided: the morning after, once. */

import { and, eq, gt, inArray, isNull, lt, ne, sql } from 'drizzle-orm';
import { SLICE } from '../../db/slices.ts';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { dateIn, startOf } from '../domain/assemblies/calendar.ts';
import { type NoticeText, queueNotices } from '../domain/notices/queue.ts';

const DAY_MS = 86_400_000;
/** In the clinic's time; by then slips are corrected. */
const MORNING = '10:00';
/** Looked back so far, in case the program was not running. */
const LOOK_BACK_DAYS = 4;
/** Older than this it is no news. */
const USEFUL_MS = 3 * DAY_MS;

interface Decided {
  clinicId: number;
  clinic: string;
  works: { id: number; title: string }[];
}

/** Nobody is told twice of a work, however often it runs. Returns for how many people a notice was queued. */
export async function announceDecided(store: Store, now: number): Promise<number> {
  const background = { background: true };
  let queued = 0;
  for (const decided of await store.run((tx) => untold(tx, now), background)) {
    const { clinicId, works } = decided;
    const ids = works.map(({ id }) => id);
    for (let after = 0; ; ) {
      const slice = await store.run(async (tx) => {
        const recipients = await concerned(tx, { ids, after });
        const count = await queueNotices(tx, {
          kind: 'progress',
          clinicId,
          recipients,
          texts: textsOf(decided),
          deadline: now,
          notBefore: now,
          expiresAt: now + USEFUL_MS,
          dedupe: (personId) => `decided:${ids.join('.')}:${personId}`,
          now,
        });
        return { recipients, count };
      }, background);
      queued += slice.count;
      after = slice.recipients.at(-1) ?? 0;
      if (slice.recipients.length < SLICE) break;
    }
    await store.run(
      ({ db, tables: { works: t } }) => db.update(t).set({ toldAt: now }).where(inArray(t.id, ids)),
      background,
    );
  }
  return queued;
}

/** By clinic, what was decided before today in its own time. */
async function untold(tx: Tx, now: number): Promise<Decided[]> {
  const { works, clinics } = tx.tables;
  const rows = await tx.db
    .select({
      id: works.id,
      title: works.title,
      at: works.enteredAt,
      clinicId: works.clinicId,
      clinic: clinics.name,
      timeZone: clinics.timeZone,
    })
    .from(works)
    .innerJoin(clinics, eq(clinics.id, works.clinicId))
    .where(
      and(
        isNull(works.toldAt),
        gt(works.enteredAt, now - LOOK_BACK_DAYS * DAY_MS),
        lt(works.enteredAt, now),
        ne(works.status, 'retirada'),
      ),
    )
    .orderBy(works.id);
  const found = new Map<number, Decided>();
  for (const { id, title, at, clinicId, clinic, timeZone } of rows) {
    const today = dateIn(now, timeZone);
    if (dateIn(at, timeZone) >= today || now < startOf(today, MORNING, timeZone)) continue;
    const decided = found.get(clinicId) ?? { clinicId, clinic, works: [] };
    decided.works.push({ id, title });
    found.set(clinicId, decided);
  }
  return [...found.values()];
}

function textsOf({ clinic, works }: Decided): NoticeText[] {
  const [first] = works;
  const text: NoticeText =
    works.length === 1
      ? { key: 'notice:decided.one', values: { clinic, title: first?.title ?? '' } }
      : {
          key: 'notice:decided.several',
          values: { clinic, list: works.map(({ title }) => `• ${title}`).join('\n') },
        };
  return [text, { key: 'notice:progressFoot' }];
}

/** Who supported one of them, or voted where one was on the ballot, whatever they chose. */
async function concerned(tx: Tx, { ids, after }: { ids: readonly number[]; after: number }): Promise<number[]> {
  const { needs, needSupports, voteItems, voters } = tx.tables;
  const supported = tx.db
    .select({ id: needSupports.personId })
    .from(needSupports)
    .innerJoin(needs, eq(needs.id, needSupports.needId))
    .where(and(inArray(needs.workId, [...ids]), sql`${needSupports.personId} > ${after}`));
  const onBallot = tx.db
    .select({ id: voteItems.voteId })
    .from(voteItems)
    .where(inArray(voteItems.workId, [...ids]));
  const voted = tx.db
    .select({ id: voters.personId })
    .from(voters)
    .where(
      and(
        inArray(voters.voteId, onBallot),
        inArray(voters.status, ['voted', 'paper']),
        sql`${voters.personId} > ${after}`,
      ),
    );
  const rows = await supported.union(voted).orderBy(sql`1`).limit(SLICE);
  return rows.flatMap(({ id }) => id ?? []);
}
