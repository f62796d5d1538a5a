/** What stays of a person's roles after they had their data deleted: that they were held, not by whom. */

import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { Tables } from '../../../db/schema/tables.ts';
import { closeInvitationsOf } from '../open-invitations.ts';
import type { Forgetters } from './deletion.ts';

/** Ends their roles, takes their open invitations back, and takes them out of all records. */
export const roleForgetters: Forgetters<Pick<Tables, 'roles' | 'invitations' | 'auditLog' | 'files'>> = {
  async roles({ db, tables: { roles } }, { personId, now }) {
    const mine = eq(roles.personId, personId);
    await db
      .update(roles)
      .set({ endsAt: now })
      .where(and(mine, or(isNull(roles.endsAt), gt(roles.endsAt, now))));
    await db.update(roles).set({ personId: null, publicName: '', onDuty: false }).where(mine);
    await db.update(roles).set({ grantedByPersonId: null }).where(eq(roles.grantedByPersonId, personId));
  },
  async invitations(tx, { personId, now }) {
    const { invitations: t } = tx.tables;
    await closeInvitationsOf(tx, { personId, now });
    await tx.db.update(t).set({ invitedByPersonId: null }).where(eq(t.invitedByPersonId, personId));
    await tx.db.update(t).set({ usedByPersonId: null }).where(eq(t.usedByPersonId, personId));
  },
  async auditLog({ db, tables: { auditLog: t } }, { personId }) {
    await db.update(t).set({ personId: null }).where(eq(t.personId, personId));
    await db.update(t).set({ subjectPersonId: null }).where(eq(t.subjectPersonId, personId));
  },
  async files({ db, tables: { files } }, { personId }) {
    await db.update(files).set({ personId: null }).where(eq(files.personId, personId));
  },
};
