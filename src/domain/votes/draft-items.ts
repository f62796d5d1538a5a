/** What stands on a ballot that is being built: items with a cost, which of them exclude each other, who is invited. */

import { and, asc, eq, inArray } from 'drizzle-orm';
import type { WorkKind } from '../../../db/schema/works.ts';
import { slices } from '../../../db/slices.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { cleaned } from '../cleaned.ts';
import { Refusal } from '../refusal.ts';
import { LONGEST } from '../works/statuses.ts';
import { mustDraft, type OfDraft } from './drafts.ts';

/** More than this nobody reads on a telephone. */
export const MOST_ITEMS = 20;
export const LONGEST_SOURCE = 120;

/** From the clinic's list of needs, or put on the ballot by hand. */
export type ItemNamed = { needId: number } | { title: string; kind: WorkKind; catalogueCode?: string };

/**
 * Puts one more on the ballot, as the last; gives its id. Rejects as `mustDraft` does; with `bad-amount` for a cost that is
 * not above zero, `ballot-over` for one above the clinic's amount, `ballot-twice`, `ballot-many`, `ballot-unknown` for a
 * need that is not in the clinic's list, `text-empty`, `text-long`.
 */
export async function addItem(
  tx: Tx,
  { costCents, ...input }: OfDraft & { costCents: number; costSource: string } & ItemNamed,
): Promise<number> {
  const { voteItems } = tx.tables;
  const { vote } = await mustDraft(tx, input, 'items');
  checkCost(costCents, vote.budgetCents);
  const costSource = cleaned(input.costSource, LONGEST_SOURCE);
  const named = 'needId' in input ? await ofNeed(tx, { clinicId: vote.clinicId, needId: input.needId }) : byHand(input);
  const there = await itemsOf(tx, vote.id);
  const isSame = (item: (typeof there)[number]) =>
    named.needId !== null && item.needId !== null
      ? item.needId === named.needId
      : item.title.toLowerCase() === named.title.toLowerCase();
  if (there.some(isSame)) throw new Refusal('ballot-twice');
  if (there.length >= MOST_ITEMS) throw new Refusal('ballot-many');
  const [row] = await tx.db
    .insert(voteItems)
    .values({ ...named, voteId: vote.id, costCents, costSource, number: there.length + 1 })
    .returning({ id: voteItems.id });
  return row?.id ?? 0;
}

/** Rejects as `addItem` does. */
export async function changeCost(
  tx: Tx,
  { itemId, costCents, ...input }: OfDraft & { itemId: number; costCents: number; costSource: string },
): Promise<void> {
  const { voteItems } = tx.tables;
  const { vote } = await mustDraft(tx, input, 'items');
  checkCost(costCents, vote.budgetCents);
  const costSource = cleaned(input.costSource, LONGEST_SOURCE);
  await mustHave(tx, { voteId: vote.id, itemIds: [itemId] });
  await tx.db.update(voteItems).set({ costCents, costSource }).where(eq(voteItems.id, itemId));
}

/** Those after it move up. Rejects as `mustDraft` does, and with `ballot-unknown`. */
export async function removeItem(tx: Tx, { itemId, ...of }: OfDraft & { itemId: number }): Promise<void> {
  const { voteItems } = tx.tables;
  await mustDraft(tx, of, 'items');
  await mustHave(tx, { voteId: of.voteId, itemIds: [itemId] });
  await tx.db.delete(voteItems).where(eq(voteItems.id, itemId));
  const left = await itemsOf(tx, of.voteId);
  for (const [at, { id, number }] of left.entries()) {
    if (number !== at + 1)
      await tx.db
        .update(voteItems)
        .set({ number: at + 1 })
        .where(eq(voteItems.id, id));
  }
  await dropLoneRivals(tx, of.voteId);
}

/** Of these one wins at most; whatever else any of them excluded before, it does no more. Rejects with `ballot-unknown`, `ballot-few`. */
export async function setRivals(tx: Tx, { itemIds, ...of }: OfDraft & { itemIds: readonly number[] }): Promise<void> {
  const { voteItems } = tx.tables;
  await mustDraft(tx, of, 'items');
  const ids = [...new Set(itemIds)];
  if (ids.length < 2) throw new Refusal('ballot-few');
  await mustHave(tx, { voteId: of.voteId, itemIds: ids });
  // The id of the first is a name that no other group has.
  const rivals = String(Math.min(...ids));
  const others = (await itemsOf(tx, of.voteId)).filter((item) => item.rivals === rivals && !ids.includes(item.id));
  await ungroup(tx, others);
  await tx.db.update(voteItems).set({ rivals }).where(inArray(voteItems.id, ids));
  await dropLoneRivals(tx, of.voteId);
}

/** It excludes nothing any more. Rejects as `mustDraft` does, and with `ballot-unknown`. */
export async function clearRivals(tx: Tx, { itemId, ...of }: OfDraft & { itemId: number }): Promise<void> {
  await mustDraft(tx, of, 'items');
  await mustHave(tx, { voteId: of.voteId, itemIds: [itemId] });
  await ungroup(tx, [{ id: itemId }]);
  await dropLoneRivals(tx, of.voteId);
}

/** Adds telephone numbers, as keyed hashes, to those that are invited; gives how many were new. */
export async function addInvitees(tx: Tx, { phones, ...of }: OfDraft & { phones: readonly string[] }): Promise<number> {
  const { voteInvitees } = tx.tables;
  const { vote } = await mustDraft(tx, of, 'invitees');
  let added = 0;
  for (const slice of slices([...new Set(phones)])) {
    const rows = slice.map((phone) => ({ voteId: vote.id, phone }));
    added += (await tx.db.insert(voteInvitees).values(rows).onConflictDoNothing().returning()).length;
  }
  return added;
}

export async function clearInvitees(tx: Tx, of: OfDraft): Promise<void> {
  const { voteInvitees } = tx.tables;
  await mustDraft(tx, of, 'invitees');
  await tx.db.delete(voteInvitees).where(eq(voteInvitees.voteId, of.voteId));
}

function checkCost(costCents: number, budgetCents: number): void {
  if (!Number.isSafeInteger(costCents) || costCents <= 0) throw new Refusal('bad-amount');
  if (costCents > budgetCents) throw new Refusal('ballot-over');
}

async function ofNeed(tx: Tx, { clinicId, needId }: { clinicId: number; needId: number }) {
  const { needs } = tx.tables;
  const [need] = await tx.db
    .select({ needId: needs.id, catalogueCode: needs.catalogueCode, title: needs.title, kind: needs.kind })
    .from(needs)
    .where(and(eq(needs.id, needId), eq(needs.clinicId, clinicId), eq(needs.status, 'open')));
  if (!need) throw new Refusal('ballot-unknown');
  return need;
}

function byHand({
  title,
  kind,
  catalogueCode = null,
}: {
  title: string;
  kind: WorkKind;
  catalogueCode?: string | null;
}) {
  const line = cleaned(title, LONGEST.title).replace(/\s+/g, ' ');
  return { needId: null, catalogueCode, title: line.charAt(0).toUpperCase() + line.slice(1), kind };
}

async function itemsOf(tx: Tx, voteId: number) {
  const { voteItems } = tx.tables;
  return await tx.db.select().from(voteItems).where(eq(voteItems.voteId, voteId)).orderBy(asc(voteItems.number));
}

async function mustHave(tx: Tx, { voteId, itemIds }: { voteId: number; itemIds: readonly number[] }): Promise<void> {
  const there = new Set((await itemsOf(tx, voteId)).map(({ id }) => id));
  if (itemIds.some((id) => !there.has(id))) throw new Refusal('ballot-unknown');
}

/** Who has nobody left to exclude excludes nobody. */
async function dropLoneRivals(tx: Tx, voteId: number): Promise<void> {
  const items = await itemsOf(tx, voteId);
  const size = (rivals: string | null) => items.filter((item) => item.rivals === rivals).length;
  await ungroup(
    tx,
    items.filter(({ rivals }) => rivals !== null && size(rivals) === 1),
  );
}

async function ungroup(tx: Tx, items: readonly { id: number }[]): Promise<void> {
  const { voteItems } = tx.tables;
  const ids = items.map(({ id }) => id);
  if (ids.length > 0) await tx.db.update(voteItems).set({ rivals: null }).where(inArray(voteItems.id, ids));
}
