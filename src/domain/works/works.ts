/** What the assembly decided: works, equipment and furniture of a clinic and a year. */

import { and, desc, eq, gte, ne, sql } from 'drizzle-orm';
import type { WorkKind, WorkStatus } from '../../../db/schema/works.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { cleaned } from '../cleaned.ts';
import { holdClinic } from '../clinics/hold.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { entryByCode } from './catalogue.ts';
import { settle } from './settling.ts';
import { LONGEST } from './statuses.ts';
import { yearAt } from './year.ts';

export interface Work {
  id: number;
  clinicId: number;
  year: number;
  catalogueCode: string | null;
  title: string;
  kind: WorkKind;
  /** Centavos. */
  approvedCents: number | null;
  status: WorkStatus;
  /** 0-100. */
  percent: number;
  /** YYYY-MM-DD. */
  dueOn: string | null;
  /** The sum of its lines in the ledger, centavos. */
  spentCents: number;
}

/** Who does it, and when. */
export interface Actor {
  personId: number;
  now: number;
}

/** What is decided by its code in the catalogue, or by a title where the catalogue does not have it. */
export type Decision = Actor & {
  clinicId: number;
  /** Centavos. */
  approvedCents?: number;
  /** What was voted on, where it came of a vote. */
  itemId?: number;
  /** Whose money it is; absent: this one's. */
  year?: number;
} & ({ code: string } | { title: string; kind: WorkKind });

/**
 * Takes down one decision. Rejects with `not-yours`; `unknown-work` for a code that is none; `text-empty`,
 * `text-long` for the title.
 */
export async function decideWork(tx: Tx, input: Decision): Promise<Work> {
  const { works } = tx.tables;
  const { clinicId, personId, now, approvedCents = null, itemId } = input;
  const role = await mustAt(tx, { personId, action: 'work.decide', clinicId, now });
  await holdClinic(tx, clinicId);
  const named = 'code' in input ? ofCatalogue(input.code) : ownWords(input);
  const year = input.year ?? (await yearAt(tx, { clinicId, now }));
  const [row] = await tx.db
    .insert(works)
    .values({
      ...named,
      clinicId,
      year,
      approvedCents,
      status: 'proyecto_aprobado',
      percent: 0,
      enteredAt: now,
      enteredBy: role,
      personId,
      updatedAt: now,
    })
    .returning({ id: works.id });
  const workId = row?.id ?? 0;
  await settle(tx, { workId, clinicId, year, catalogueCode: named.catalogueCode, itemId });
  await audit(tx, {
    at: now,
    personId,
    role,
    action: 'work.decide',
    clinicId,
    details: { work: workId, approvedCents },
  });
  return await workById(tx, workId);
}

function ofCatalogue(code: string) {
  const entry = entryByCode(code);
  if (!entry) throw new Refusal('unknown-work');
  return { catalogueCode: entry.code, title: entry.name, kind: entry.kind };
}

function ownWords({ title, kind }: { title: string; kind: WorkKind }) {
  const line = cleaned(title, LONGEST.title).replace(/\s+/g, ' ');
  return { catalogueCode: null, title: line.charAt(0).toUpperCase() + line.slice(1), kind };
}

/** Rejects with `unknown-work`. */
export async function workById(tx: Tx, id: number): Promise<Work> {
  const { works } = tx.tables;
  const [row] = await select(tx).where(eq(works.id, id));
  if (!row) throw new Refusal('unknown-work');
  return row;
}

/** Those of this year, and after them those of the year before; in the order they were entered. */
export async function worksOf(tx: Tx, input: { clinicId: number; now: number }): Promise<Work[]> {
  const { works } = tx.tables;
  const year = await yearAt(tx, input);
  return await select(tx)
    .where(and(eq(works.clinicId, input.clinicId), gte(works.year, year - 1), ne(works.status, 'retirada')))
    .orderBy(desc(works.year), works.id);
}

function select(tx: Tx) {
  const { works, ledger } = tx.tables;
  const spent = tx.db
    .select({ cents: sql<number>`coalesce(sum(${ledger.amountCents}), 0)`.mapWith(Number) })
    .from(ledger)
    .where(eq(ledger.workId, works.id));
  return tx.db
    .select({
      id: works.id,
      clinicId: works.clinicId,
      year: works.year,
      catalogueCode: works.catalogueCode,
      title: works.title,
      kind: works.kind,
      approvedCents: works.approvedCents,
      status: works.status,
      percent: works.percent,
      dueOn: works.dueOn,
      spentCents: sql<number>`(${spent})`.mapWith(Number),
    })
    .from(works);
}
