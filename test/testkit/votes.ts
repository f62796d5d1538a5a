/** Votes that are open, by the very steps of a committee: built, announced, opened by time. */

import type { VoteProof } from '../../db/schema/votes.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { holdersAt } from '../../src/domain/roles.ts';
import { announce } from '../../src/domain/votes/announcing.ts';
import { addInvitees, addItem, setRivals } from '../../src/domain/votes/draft-items.ts';
import {
  type Ballot,
  ballotOf,
  setClosing,
  setMost,
  setOpening,
  setProof,
  startDraft,
} from '../../src/domain/votes/drafts.ts';
import { openVote as openDue } from '../../src/domain/votes/opening.ts';
import { importBudgets } from '../../src/domain/works/budgets.ts';
import { findEntries } from '../../src/domain/works/catalogue.ts';
import { yearAt } from '../../src/domain/works/year.ts';
import { appoint } from './office.ts';
import { HOUR, LORETO } from './town.ts';

export interface TestVote {
  clinicId?: number;
  /** Cost in centavos; those of one `rivals` exclude each other; `needId` takes the title from the clinic's list. */
  items: readonly { title?: string; needId?: number; costCents: number; rivals?: string }[];
  budgetCents: number;
  most?: number;
  proof?: VoteProof;
  /** Its keyed hash, as the vote keeps it. */
  dayCode?: string;
  /** As keyed hashes. */
  invitees?: readonly string[];
  opensAt: number;
  closesAt: number;
  /** Who prepares it; absent: the president or secretary that the clinic has, or a new president. */
  personId?: number;
  /** What the lot is drawn with. */
  seed?: string;
}

/** A vote an hour before it opens: frozen, its lot drawn. */
export async function announceVote(store: Store, vote: TestVote): Promise<Ballot> {
  const { clinicId = LORETO, items, budgetCents, most, proof, dayCode, invitees, opensAt, closesAt } = vote;
  const now = opensAt - HOUR;
  const lead = { clinicId, roles: ['president', 'secretary'] as const, now };
  const holders = await store.run((tx) => holdersAt(tx, lead));
  const personId = vote.personId ?? holders[0]?.personId ?? (await appoint(store, 'president', clinicId));
  return await store.run(async (tx) => {
    const clinics = await tx.db.select().from(tx.tables.clinics);
    const clues = clinics.find(({ id }) => id === clinicId)?.clues ?? '';
    const year = await yearAt(tx, { clinicId, now });
    await importBudgets(tx, { lines: [{ clues, year, amountCents: budgetCents }], now });
    const { id: voteId } = await startDraft(tx, { clinicId, personId, now });
    const of = { voteId, personId, now };
    const groups = new Map<string, number[]>();
    for (const { title = '', needId, costCents, rivals } of items) {
      // Of the catalogue where it has it under that very name.
      const catalogueCode = findEntries(title).find(({ name }) => name === title)?.code;
      const own = { title, kind: 'obra' as const, ...(catalogueCode === undefined ? {} : { catalogueCode }) };
      const named = needId === undefined ? own : { needId };
      const id = await addItem(tx, { ...of, ...named, costCents, costSource: 'Cotización de prueba' });
      if (rivals !== undefined) groups.set(rivals, [...(groups.get(rivals) ?? []), id]);
    }
    for (const itemIds of groups.values()) await setRivals(tx, { ...of, itemIds });
    if (most !== undefined) await setMost(tx, { ...of, most });
    if (proof !== undefined) await setProof(tx, { ...of, proof });
    if (invitees !== undefined) await addInvitees(tx, { ...of, phones: invitees });
    await setOpening(tx, { ...of, opensAt });
    await setClosing(tx, { ...of, closesAt });
    const seed = vote.seed ?? 'ab'.repeat(32);
    return await announce(tx, { ...of, seed, tokenKey: 'cd'.repeat(32), dayCode });
  });
}

/** A vote that is open since `opensAt`. */
export async function openVote(store: Store, vote: TestVote): Promise<Ballot> {
  const { id } = await announceVote(store, vote);
  return await store.run(async (tx) => {
    await openDue(tx, { voteId: id, now: vote.opensAt });
    return await ballotOf(tx, id);
  });
}
