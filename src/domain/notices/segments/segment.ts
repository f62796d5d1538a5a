/** What a segment is: a part of a clinic's people that a notice may be meant for. One file each, and a line in `segments.ts`. */

import type { SQL } from 'drizzle-orm';
import type { Tx } from '../../../../db/unit-of-work.ts';

/** Of which clinic and what it has, and which part of the people: ids above `after` up to `upTo`. */
export interface Range {
  clinicId: SQL;
  assemblyId: SQL;
  needId: SQL;
  voteId: SQL;
  after: SQL;
  upTo: SQL;
}

export interface Segment {
  /**
   * What of the clinic it speaks of: its next assembly, the vote that is open, a need that is named; without one nobody is
   * in it. Absent: of none.
   */
  about?: 'assembly' | 'vote' | 'need';
  /**
   * A SELECT of one column, the ids of people, each once, whatever their level of notices. It must be able to go by an
   * index in the order of the ids: it is read in slices, with `order by 1 limit …` put behind it.
   */
  members(tx: Tx, range: Range): SQL;
}
