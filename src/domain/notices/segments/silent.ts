/** Those who belong to the clinic or follow it, and have not answered for the next assembly. */

import { sql } from 'drizzle-orm';
import type { Segment } from './segment.ts';

export const silent: Segment = {
  about: 'assembly',
  members: ({ tables: { people, follows, rsvps } }, { clinicId, assemblyId, after, upTo }) => sql`
    select ${people.id} as person_id from ${people}
    where ${people.homeClinicId} = ${clinicId} and ${people.id} > ${after} and ${people.id} <= ${upTo}
      and not exists (select 1 from ${rsvps}
        where ${rsvps.assemblyId} = ${assemblyId} and ${rsvps.personId} = ${people.id})
    union
    select ${follows.personId} as person_id from ${follows}
    where ${follows.clinicId} = ${clinicId} and ${follows.personId} > ${after} and ${follows.personId} <= ${upTo}
      and not exists (select 1 from ${rsvps}
        where ${rsvps.assemblyId} = ${assemblyId} and ${rsvps.personId} = ${follows.personId})`,
};
