/** Proposing what a clinic lacks: what is in the list already is supported, and never listed twice. */

import { and, eq, inArray } from 'drizzle-orm';
import type { NeedStatus } from '../../../db/schema/needs.ts';
import type { WorkKind } from '../../../db/schema/works.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { cleaned } from '../cleaned.ts';
import { holdClinic } from '../clinics/hold.ts';
import { Refusal } from '../refusal.ts';
import { holdersAt, table } from '../roles.ts';
import { entryByCode } from '../works/catalogue.ts';
import { LONGEST } from '../works/statuses.ts';
import { isAlike } from './likeness.ts';
import { looksLikeNewService } from './new-service.ts';
import { countSupports, holdNeed, mustBelong, type Supporting, support } from './supports.ts';

/** So many of one person's stand in a clinic's list, or wait for it. */
export const MOST_PROPOSED = 5;

/** What is lacking: by its code in the catalogue, or in own words where the catalogue does not have it. */
export type NeedMeant = { code: string } | { title: string; kind: WorkKind };

interface Asking extends Supporting {
  personId: number;
  clinicId: number;
}

/** `needId`: one of the list. */
export type Proposal = Asking & (NeedMeant | { needId: number });

export interface Proposed {
  /**
   * `proposed`: new in the list; `supported`: it was there; `already`: this person supports it since before; `waits`: for
   * the committee.
   */
  outcome: 'proposed' | 'supported' | 'already' | 'waits';
  needId: number;
  title: string;
  /** With this one. */
  supports: number;
  isNewService: boolean;
  /** Somebody holds a post in which it can be reviewed. */
  isReviewed: boolean;
}

/**
 * For the person's own clinic. Rejects with `not-yours` for another, `needs-full` when as many of theirs stand already,
 * `unknown-need` for what is none, `text-empty`, `text-long`.
 */
export async function proposeNeed(tx: Tx, input: Proposal): Promise<Proposed> {
  await mustBelong(tx, input);
  if ('needId' in input) {
    const known = await join(tx, input, input.needId);
    if (!known) throw new Refusal('unknown-need');
    return known;
  }
  const what = 'code' in input ? ofCatalogue(input.code) : ownWords(input);
  // Nobody else puts the same words into the list meanwhile; for the catalogue's the table itself sees to it.
  if (what.catalogueCode === null) await holdClinic(tx, input.clinicId);
  const before = await standing(tx, { clinicId: input.clinicId, what });
  const done = (before && (await join(tx, input, before.id))) ?? (await add(tx, input, what));
  if (done) return done;
  // Somebody else was quicker by a moment.
  const now = await standing(tx, { clinicId: input.clinicId, what });
  const joined = now && (await join(tx, input, now.id));
  if (!joined) throw new Error(`The need ${what.catalogueCode} is neither there nor can it be added.`);
  return joined;
}

export interface What {
  catalogueCode: string | null;
  title: string;
  kind: WorkKind;
}

/** Rejects with `unknown-need`. */
export function ofCatalogue(code: string): What {
  const entry = entryByCode(code);
  if (!entry) throw new Refusal('unknown-need');
  return { catalogueCode: entry.code, title: entry.name, kind: entry.kind };
}

/** Rejects with `text-empty`, `text-long`. */
export function ownWords({ title, kind }: { title: string; kind: WorkKind }): What {
  const line = cleaned(title, LONGEST.title).replace(/\s+/g, ' ');
  return { catalogueCode: null, title: line.charAt(0).toUpperCase() + line.slice(1), kind };
}

/** The need that stands for this one, by its code or by its words. */
export async function standing(
  tx: Tx,
  { clinicId, what }: { clinicId: number; what: What },
): Promise<{ id: number; status: NeedStatus } | undefined> {
  const { needs } = tx.tables;
  const { catalogueCode, title } = what;
  const of = [eq(needs.clinicId, clinicId)];
  if (catalogueCode !== null) of.push(eq(needs.catalogueCode, catalogueCode));
  const states: NeedStatus[] = catalogueCode === null ? ['open', 'review'] : ['open'];
  const rows = await tx.db
    .select({ id: needs.id, title: needs.title, status: needs.status, code: needs.catalogueCode })
    .from(needs)
    .where(and(...of, inArray(needs.status, states)))
    .orderBy(needs.id);
  return catalogueCode === null ? rows.find((row) => row.code === null && isAlike(row.title, title)) : rows[0];
}

async function join(tx: Tx, input: Asking, needId: number): Promise<Proposed | undefined> {
  const { personId, clinicId, now, recountTokens } = input;
  const need = await holdNeed(tx, needId);
  if (need?.clinicId !== clinicId || (need.status !== 'open' && need.status !== 'review')) return undefined;
  const before = await countSupports(tx, need.id);
  const isForgotten = before === 0 && need.areas === null;
  if (isForgotten) {
    await mustHaveRoom(tx, input);
    const { needs } = tx.tables;
    await tx.db.update(needs).set({ personId, proposedAt: now, origin: 'people' }).where(eq(needs.id, need.id));
  }
  const isNew = await support(tx, { personId, needId: need.id, now, recountTokens });
  const outcome = need.status === 'review' ? 'waits' : !isNew ? 'already' : isForgotten ? 'proposed' : 'supported';
  return { ...(await told(tx, input, need)), outcome, supports: await countSupports(tx, need.id) };
}

async function add(tx: Tx, input: Asking, what: What): Promise<Proposed | undefined> {
  const { needs } = tx.tables;
  const { personId, clinicId, now, recountTokens } = input;
  await mustHaveRoom(tx, input);
  const status: NeedStatus = what.catalogueCode === null ? 'review' : 'open';
  const isNewService = what.catalogueCode === null && looksLikeNewService(what.title);
  const [row] = await tx.db
    .insert(needs)
    .values({ ...what, clinicId, status, isNewService, origin: 'people', personId, proposedAt: now })
    .onConflictDoNothing()
    .returning();
  if (!row) return undefined;
  await support(tx, { personId, needId: row.id, now, recountTokens });
  return { ...(await told(tx, input, row)), outcome: status === 'review' ? 'waits' : 'proposed', supports: 1 };
}

async function told(
  tx: Tx,
  { clinicId, now }: Asking,
  { id, title, isNewService, status }: { id: number; title: string; isNewService: boolean; status: NeedStatus },
) {
  const holders = status === 'review' ? await holdersAt(tx, { clinicId, roles: table['need.review'], now }) : [];
  return { needId: id, title, isNewService, isReviewed: holders.length > 0 };
}

async function mustHaveRoom(tx: Tx, { personId, clinicId }: Asking): Promise<void> {
  if ((await countProposed(tx, { personId, clinicId })) >= MOST_PROPOSED) throw new Refusal('needs-full');
}

/** How many that this person proposed stand in the list of the clinic, or wait for it. */
async function countProposed(tx: Tx, { personId, clinicId }: { personId: number; clinicId: number }): Promise<number> {
  const { needs } = tx.tables;
  const rows = await tx.db
    .select({ id: needs.id })
    .from(needs)
    .where(
      and(
        eq(needs.personId, personId),
        eq(needs.clinicId, clinicId),
        eq(needs.origin, 'people'),
        inArray(needs.status, ['open', 'review']),
      ),
    );
  return rows.length;
}
