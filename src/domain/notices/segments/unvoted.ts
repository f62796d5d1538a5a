/** Those who may vote in the chat, in the vote that is open at their clinic, and have not. */

import { sql } from 'drizzle-orm';
import type { Segment } from './segment.ts';

export const unvoted: Segment = {
  about: 'vote',
  members: ({ tables: { people, votes, voters } }, { clinicId, voteId, after, upTo }) => sql`
    select ${people.id} as person_id from ${people}
    where ${people.homeClinicId} = ${clinicId} and ${people.id} > ${after} and ${people.id} <= ${upTo}
      and exists (select 1 from ${votes}
        where ${votes.id} = ${voteId} and ${votes.clinicId} = ${clinicId} and ${votes.status} = 'open'
          and (${people.homeSince} is null or ${people.homeSince} <= ${votes.openedAt}))
      and not exists (select 1 from ${voters}
        where ${voters.voteId} = ${voteId} and ${voters.personId} = ${people.id}
          and ${voters.status} in ('voted', 'paper'))`,
};
