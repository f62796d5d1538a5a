/** Who entered what about works, when two people become one, and when somebody has their data deleted. */

import { eq } from 'drizzle-orm';
import type { Tables } from '../../../db/schema/tables.ts';
import type { Forgetters } from '../people/deletion.ts';
import type { Mergers } from '../people/merge.ts';

type WorkTables = Pick<Tables, 'works' | 'workReports' | 'workPhotos' | 'ledger' | 'quotes' | 'milestones'>;

/** The entries of both stand as those of one. */
export const workMergers: Mergers<WorkTables> = {
  async works({ db, tables: { works } }, { from, to }) {
    await db.update(works).set({ personId: to }).where(eq(works.personId, from));
  },
  async workReports({ db, tables: { workReports } }, { from, to }) {
    await db.update(workReports).set({ personId: to }).where(eq(workReports.personId, from));
  },
  async workPhotos({ db, tables: { workPhotos } }, { from, to }) {
    await db.update(workPhotos).set({ personId: to }).where(eq(workPhotos.personId, from));
    await db.update(workPhotos).set({ takenDownByPersonId: to }).where(eq(workPhotos.takenDownByPersonId, from));
  },
  async ledger({ db, tables: { ledger } }, { from, to }) {
    await db.update(ledger).set({ personId: to }).where(eq(ledger.personId, from));
  },
  async quotes({ db, tables: { quotes } }, { from, to }) {
    await db.update(quotes).set({ personId: to }).where(eq(quotes.personId, from));
  },
  async milestones({ db, tables: { milestones } }, { from, to }) {
    await db.update(milestones).set({ personId: to }).where(eq(milestones.personId, from));
  },
};

/** The accounts stay as they are, with the role that entered them and without the person. */
export const workForgetters: Forgetters<WorkTables> = {
  async works({ db, tables: { works } }, { personId }) {
    await db.update(works).set({ personId: null }).where(eq(works.personId, personId));
  },
  async workReports({ db, tables: { workReports } }, { personId }) {
    await db.update(workReports).set({ personId: null }).where(eq(workReports.personId, personId));
  },
  async workPhotos({ db, tables: { workPhotos: t } }, { personId }) {
    await db.update(t).set({ personId: null }).where(eq(t.personId, personId));
    await db.update(t).set({ takenDownByPersonId: null }).where(eq(t.takenDownByPersonId, personId));
  },
  async ledger({ db, tables: { ledger } }, { personId }) {
    await db.update(ledger).set({ personId: null }).where(eq(ledger.personId, personId));
  },
  async quotes({ db, tables: { quotes } }, { personId }) {
    await db.update(quotes).set({ personId: null }).where(eq(quotes.personId, personId));
  },
  async milestones({ db, tables: { milestones } }, { personId }) {
    await db.update(milestones).set({ personId: null }).where(eq(milestones.personId, personId));
  },
};
