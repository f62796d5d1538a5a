/** Whether a message is answered with the question if two people are one, before anything personal is shown or counted. */

import { dueProposal, postponeProposals } from '../domain/people/proposals.ts';
import type { Reading } from './interpret.ts';
import type { Arrived, Sender } from './sender.ts';
import type { Call } from './serve.ts';
import type { Standing } from './turn.ts';
import type { Understanding } from './understanding/understanding.ts';

const DAY_MS = 86_400_000;
const FLOW = 'link';
/** Asked so often in a row and not answered, it waits a day: nobody is kept from the assembly by it. */
const MOST_ASKED = 2;

/**
 * The proposal to ask about; 'again' if the open question is that one already and was passed over; undefined where the
 * message goes its own way: it answers the question, it is a printed word, or there is nothing to ask.
 */
export async function askFirst(
  { inbound: { content }, now }: Arrived,
  { askAfter, personId }: Sender,
  standing: Standing | undefined,
  reading: Reading,
  { call, understandings }: { call: Call; understandings: ReadonlyMap<string, Understanding> },
): Promise<number | 'again' | undefined> {
  if (askAfter === null || askAfter > now) return undefined;
  if (content.type === 'text') {
    for (const understanding of understandings.values()) {
      if (understanding.globalWord(content.text)) return undefined;
    }
  }
  if (standing?.flow !== FLOW || !standing.context.proposal) return await dueProposal(call.tx, { personId, now });
  if (reading.means === 'event' || reading.means === 'remark') return undefined;
  if (standing.misses + 1 < MOST_ASKED) return reading.means === 'unclear' ? undefined : 'again';
  await postponeProposals(call.tx, { personId, now, until: now + DAY_MS });
  return undefined;
}
