/** Everybody whose clinic it is, or who follows it. */

import { sql } from 'drizzle-orm';
import type { Segment } from './segment.ts';

export const followers: Segment = {
  members: ({ tables: { people, follows } }, { clinicId, after, upTo }) => sql`
    select ${people.id} as person_id from ${people}
    where ${people.homeClinicId} = ${clinicId} and ${people.id} > ${after} and ${people.id} <= ${upTo}
    union
    select ${follows.personId} as person_id from ${follows}
    where ${follows.clinicId} = ${clinicId} and ${follows.personId} > ${after} and ${follows.personId} <= ${upTo}`,
};
