/** Those who asked for one thing of the clinic's list, or joined who did. */

import { sql } from 'drizzle-orm';
import type { Segment } from './segment.ts';

export const supporters: Segment = {
  about: 'need',
  members: ({ tables: { needs, needSupports } }, { clinicId, needId, after, upTo }) => sql`
    select ${needSupports.personId} as person_id from ${needSupports}
    where ${needSupports.needId} = ${needId}
      and ${needSupports.personId} > ${after} and ${needSupports.personId} <= ${upTo}
      and exists (select 1 from ${needs} where ${needs.id} = ${needId} and ${needs.clinicId} = ${clinicId})`,
};
