/** Those who gave a certain answer for the next assembly. */

import { sql } from 'drizzle-orm';
import type { RsvpAnswer } from '../../../../db/schema/tables.ts';
import type { Segment } from './segment.ts';

const answered = (answer: RsvpAnswer): Segment => ({
  about: 'assembly',
  members: ({ tables: { rsvps } }, { assemblyId, after, upTo }) => sql`
    select ${rsvps.personId} as person_id from ${rsvps}
    where ${rsvps.assemblyId} = ${assemblyId} and ${rsvps.answer} = ${answer}
      and ${rsvps.personId} > ${after} and ${rsvps.personId} <= ${upTo}`,
});

export const yes = answered('yes');
export const maybe = answered('maybe');
