/** Making two people one, after one of them said so: every table that holds a person says here how. */

import { and, eq, or } from 'drizzle-orm';
import type { NoticeLevel, PersonTable, Tables } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { needMergers } from '../needs/persons.ts';
import type { TokenOf } from '../votes/casting.ts';
import { voteMergers } from '../votes/persons.ts';
import { workMergers } from '../works/persons.ts';
import { mergeAnswers, mergeFollows, mergeInquiries } from './merge-answers.ts';
import { mergeBroadcasts, mergeNoticeReports } from './merge-broadcasts.ts';
import { mergeOutbox } from './merge-outbox.ts';
import { mergeConcerns, mergeRelayBlocks, mergeRelays } from './merge-relays.ts';
import { holdPerson } from './participants.ts';

export interface Merging {
  /** Who is no more afterwards. */
  from: number;
  /** Who stays. */
  to: number;
  now: number;
  /** By which their ballots are found, while a vote is open. */
  tokenOf: TokenOf;
}

/** How each table in `T` that holds a person brings the rows of `from` to `to`: afterwards none refers to `from`. */
export type Mergers<T = Tables> = { readonly [K in PersonTable<T>]: (tx: Tx, merging: Merging) => Promise<void> };

/** A table with a person that is not here does not compile. */
const mergers: Mergers = {
  async identities({ db, tables: { identities } }, { from, to }) {
    await db.update(identities).set({ personId: to }).where(eq(identities.personId, from));
  },
  /** Each goes on from where it stands. */
  async conversations({ db, tables: { conversations } }, { from, to }) {
    await db.update(conversations).set({ personId: to }).where(eq(conversations.personId, from));
  },
  rsvps: mergeAnswers,
  follows: mergeFollows,
  inquiries: mergeInquiries,
  outbox: mergeOutbox,
  relays: mergeRelays,
  relayBlocks: mergeRelayBlocks,
  concerns: mergeConcerns,
  mergeProposals,
  /** Held twice is held twice: each ends by itself. */
  async roles({ db, tables: { roles } }, { from, to }) {
    await db.update(roles).set({ personId: to }).where(eq(roles.personId, from));
    await db.update(roles).set({ grantedByPersonId: to }).where(eq(roles.grantedByPersonId, from));
  },
  async invitations({ db, tables: { invitations } }, { from, to }) {
    await db.update(invitations).set({ invitedByPersonId: to }).where(eq(invitations.invitedByPersonId, from));
    await db.update(invitations).set({ usedByPersonId: to }).where(eq(invitations.usedByPersonId, from));
  },
  async auditLog({ db, tables: { auditLog } }, { from, to }) {
    await db.update(auditLog).set({ personId: to }).where(eq(auditLog.personId, from));
    await db.update(auditLog).set({ subjectPersonId: to }).where(eq(auditLog.subjectPersonId, from));
  },
  ...workMergers,
  ...needMergers,
  ...voteMergers,
  async files({ db, tables: { files } }, { from, to }) {
    await db.update(files).set({ personId: to }).where(eq(files.personId, from));
  },
  async assemblies({ db, tables: { assemblies } }, { from, to }) {
    await db.update(assemblies).set({ calledByPersonId: to }).where(eq(assemblies.calledByPersonId, from));
  },
  async massChanges({ db, tables: { massChanges } }, { from, to }) {
    await db.update(massChanges).set({ personId: to }).where(eq(massChanges.personId, from));
  },
  async callFiles({ db, tables: { callFiles } }, { from, to }) {
    await db.update(callFiles).set({ personId: to }).where(eq(callFiles.personId, from));
  },
  async entries({ db, tables: { entries } }, { from, to }) {
    await db.update(entries).set({ byPersonId: to }).where(eq(entries.byPersonId, from));
  },
  async headCounts({ db, tables: { headCounts } }, { from, to }) {
    await db.update(headCounts).set({ byPersonId: to }).where(eq(headCounts.byPersonId, from));
  },
  broadcasts: mergeBroadcasts,
  noticeReports: mergeNoticeReports,
  async linkCodes({ db, tables: { linkCodes } }, { from }) {
    await db.delete(linkCodes).where(eq(linkCodes.personId, from));
  },
  async linkTries({ db, tables: { linkTries } }, { from }) {
    await db.delete(linkTries).where(eq(linkTries.personId, from));
  },
};

/** All that `from` is and said belongs to `to` from now on; false, and nothing done, if there is no `from` any more. */
export async function mergePeople(tx: Tx, merging: Merging): Promise<boolean> {
  const { people } = tx.tables;
  if (!(await holdPerson(tx, merging.from))) return false;
  for (const merge of Object.values(mergers)) await merge(tx, merging);
  await mergePersons(tx, merging);
  await tx.db.delete(people).where(eq(people.id, merging.from));
  return true;
}

const strictness: readonly NoticeLevel[] = ['all', 'changes', 'none'];

async function mergePersons(tx: Tx, { from, to }: Merging): Promise<void> {
  const { people } = tx.tables;
  const [gone] = await tx.db.select().from(people).where(eq(people.id, from));
  const [kept] = await tx.db.select().from(people).where(eq(people.id, to));
  if (!gone || !kept) throw new Error('There are no two people to merge.');
  await tx.db
    .update(people)
    .set({
      homeClinicId: kept.homeClinicId ?? gone.homeClinicId,
      homeSince: sinceWhen(kept, gone),
      language: kept.language ?? gone.language,
      // BAJA holds, on whichever channel it was said.
      inOffice: kept.inOffice || gone.inOffice,
      notices: strictness[Math.max(strictness.indexOf(kept.notices), strictness.indexOf(gone.notices))],
      createdAt: Math.min(kept.createdAt, gone.createdAt),
    })
    .where(eq(people.id, to));
}

/** Of the clinic that stays, the earlier of the two where it was the same; null is earlier than all. */
function sinceWhen(
  kept: { homeClinicId: number | null; homeSince: number | null },
  gone: { homeClinicId: number | null; homeSince: number | null },
): number | null {
  if (kept.homeClinicId === null) return gone.homeSince;
  if (kept.homeClinicId !== gone.homeClinicId) return kept.homeSince;
  return kept.homeSince === null || gone.homeSince === null ? null : Math.min(kept.homeSince, gone.homeSince);
}

/** What was asked of either, and about either, stands for the one; a pair that said no stays one that said no. */
async function mergeProposals(tx: Tx, { from, to }: Merging): Promise<void> {
  const { mergeProposals: t } = tx.tables;
  const touching = (id: number) => or(eq(t.personId, id), eq(t.otherPersonId, id));
  const otherThan = (id: number, row: { personId: number; otherPersonId: number }) =>
    row.personId === id ? row.otherPersonId : row.personId;
  const kept = await tx.db.select().from(t).where(touching(to));
  for (const row of await tx.db.select().from(t).where(touching(from))) {
    const third = otherThan(from, row);
    const same = kept.find((other) => otherThan(to, other) === third);
    if (third !== to && !same) {
      const asks = row.personId === from;
      await tx.db
        .update(t)
        .set({ personId: asks ? to : third, otherPersonId: asks ? third : to })
        .where(eq(t.id, row.id));
      continue;
    }
    await tx.db.delete(t).where(eq(t.id, row.id));
    if (same && row.declined) {
      await tx.db
        .update(t)
        .set({ declined: true, askAfter: null })
        .where(and(eq(t.id, same.id)));
    }
  }
}
