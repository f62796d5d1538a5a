/** The diagnosis: what the committee notes down with the health staff, area by area, into the same list. */

import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm';
import type { NeedStatus } from '../../../db/schema/needs.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { holdClinic } from '../clinics/hold.ts';
import { Refusal } from '../refusal.ts';
import { mayAt, mustAt } from '../roles.ts';
import { type Area, areasIn, keptAreas } from './areas.ts';
import { type NeedMeant, ofCatalogue, ownWords, standing } from './needs.ts';
import { looksLikeNewService } from './new-service.ts';
import { acceptNeed } from './review.ts';
import { holdNeed } from './supports.ts';

interface Acting {
  personId: number;
  now: number;
}

export interface Noted {
  needId: number;
  title: string;
  code: string | null;
  areas: Area[];
  /** It looks like a new service, and waits for the president or the secretary. */
  waits: boolean;
}

/** All that was noted down and still stands. Rejects with `not-yours`. */
export async function diagnosisOf(tx: Tx, input: Acting & { clinicId: number }): Promise<Noted[]> {
  const { needs } = tx.tables;
  const { clinicId } = input;
  await mustAt(tx, { ...input, action: 'need.diagnose' });
  const rows = await tx.db
    .select()
    .from(needs)
    .where(and(eq(needs.clinicId, clinicId), isNotNull(needs.areas), inArray(needs.status, ['open', 'review'])))
    .orderBy(asc(needs.id));
  return rows.map(({ id, title, catalogueCode, areas, status }) => ({
    needId: id,
    title,
    code: catalogueCode,
    areas: areasIn(areas),
    waits: status === 'review',
  }));
}

/**
 * Once an area and need: what is in the list already is marked as theirs too. A neighbour's words that wait are let into the
 * list with it where the actor may review them, and wait on where not. Rejects with `not-yours`, `unknown-need`, `text-empty`,
 * `text-long`.
 */
export async function noteNeed(
  tx: Tx,
  input: Acting & NeedMeant & { clinicId: number; area: Area },
): Promise<{ title: string; waits: boolean; isNewService: boolean }> {
  const { needs } = tx.tables;
  const { personId, clinicId, area, now } = input;
  const role = await mustAt(tx, { personId, action: 'need.diagnose', clinicId, now });
  const what = 'code' in input ? ofCatalogue(input.code) : ownWords(input);
  // One at a time: the areas of a need are written as one.
  await holdClinic(tx, clinicId);
  const isNewService = what.catalogueCode === null && looksLikeNewService(what.title);
  const status: NeedStatus = isNewService ? 'review' : 'open';
  const row = { ...what, clinicId, status, isNewService, areas: area, personId, proposedAt: now };
  const [added] = (await standing(tx, { clinicId, what }))
    ? []
    : await tx.db
        .insert(needs)
        .values({ ...row, origin: 'diagnosis' })
        .onConflictDoNothing()
        .returning();
  const known = added ?? (await standing(tx, { clinicId, what }));
  const need = known && (await holdNeed(tx, known.id));
  if (!need) throw new Refusal('unknown-need');
  const noted = keptAreas([...areasIn(need.areas), area]);
  await tx.db.update(needs).set({ areas: noted }).where(eq(needs.id, need.id));
  const waited = need.status === 'review';
  const isRead = waited && !need.isNewService && (await mayAt(tx, { ...input, action: 'need.review' })) !== undefined;
  if (isRead) await acceptNeed(tx, { personId, needId: need.id, now });
  await audit(tx, {
    at: now,
    personId,
    role,
    action: 'need.diagnose',
    clinicId,
    details: { need: need.id, area, noted: true },
  });
  return { title: need.title, waits: waited && !isRead, isNewService: need.isNewService };
}

/** Takes back what was noted down by mistake; who supports it keeps it in the list. Rejects with `not-yours`, `unknown-need`. */
export async function removeNote(
  tx: Tx,
  { needId, area, ...acting }: Acting & { needId: number; area: Area },
): Promise<{ title: string }> {
  const { needs } = tx.tables;
  const need = await holdNeed(tx, needId);
  if (!need) throw new Refusal('unknown-need');
  const { id, clinicId, title } = need;
  const role = await mustAt(tx, { ...acting, action: 'need.diagnose', clinicId });
  const left = areasIn(need.areas).filter((each) => each !== area);
  await tx.db
    .update(needs)
    .set({ areas: keptAreas(left) })
    .where(eq(needs.id, id));
  const details = { need: id, area, noted: false };
  await audit(tx, { at: acting.now, personId: acting.personId, role, action: 'need.diagnose', clinicId, details });
  return { title };
}
