/** Puts somebody into an office, as the use of an invitation does. */

import type { Role, Tables } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { LORETO, NOW, only, settle } from './town.ts';

/** A new person who holds the role at the clinic; gives their id. */
export async function appoint(store: Store, role: Role, clinicId: number = LORETO): Promise<number> {
  const personId = await settle(store, `${role} of ${clinicId}`, { inOffice: true });
  await store.run(({ db, tables: { roles } }) => db.insert(roles).values({ personId, role, clinicId, grantedAt: NOW }));
  return personId;
}

/** Gives a person a role, as a rule at the clinic in Loreto; a state makes it one of the whole state. Gives the role's id. */
export async function hold(
  store: Store,
  personId: number,
  role: Role,
  values: Partial<Tables['roles']['$inferInsert']> = {},
): Promise<number> {
  const place = values.stateCode === undefined ? { clinicId: LORETO } : {};
  const row = { personId, role, grantedAt: NOW, ...place, ...values };
  return only(await store.run(({ db, tables: { roles } }) => db.insert(roles).values(row).returning())).id;
}
