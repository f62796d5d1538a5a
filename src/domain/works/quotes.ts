/** Quotes: what suppliers asked for a work, before anything was spent; for the committee alone. */

import { desc, eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { cleaned } from '../cleaned.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { claimPhoto } from './photos.ts';
import { LONGEST } from './statuses.ts';
import { type Actor, workById } from './works.ts';

export interface Quote {
  supplier: string;
  /** Centavos. */
  cents: number;
}

/** What a supplier asked for; it is no spending. Rejects with `not-yours`, `bad-amount`, `text-empty`, `text-long`. */
export async function recordQuote(
  tx: Tx,
  {
    workId,
    cents,
    personId,
    now,
    fileId = null,
    ...input
  }: Actor & {
    workId: number;
    supplier: string;
    cents: number;
    fileId?: number | null;
  },
): Promise<void> {
  const { clinicId } = await workById(tx, workId);
  const role = await mustAt(tx, { personId, action: 'money.enter', clinicId, now });
  if (!Number.isSafeInteger(cents) || cents <= 0) throw new Refusal('bad-amount');
  const supplier = cleaned(input.supplier, LONGEST.supplier);
  if (fileId !== null) await claimPhoto(tx, { fileId, personId });
  await tx.db
    .insert(tx.tables.quotes)
    .values({ workId, supplier, amountCents: cents, fileId, at: now, enteredBy: role, personId });
  await audit(tx, {
    at: now,
    personId,
    role,
    action: 'money.enter',
    clinicId,
    details: { work: workId, quote: cents },
  });
}

/** Newest first. Rejects with `not-yours` for whoever is not of the committee, `unknown-work`. */
export async function quotesOf(tx: Tx, { workId, personId, now }: Actor & { workId: number }): Promise<Quote[]> {
  const { quotes } = tx.tables;
  const { clinicId } = await workById(tx, workId);
  await mustAt(tx, { personId, action: 'quote.see', clinicId, now });
  return await tx.db
    .select({ supplier: quotes.supplier, cents: quotes.amountCents })
    .from(quotes)
    .where(eq(quotes.workId, workId))
    .orderBy(desc(quotes.id));
}
