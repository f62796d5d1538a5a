/** Who answers a person who wants to talk: the committee's member on duty, or a facilitator, if a message reaches them. */

import { eq, or } from 'drizzle-orm';
import type { RelayTo } from '../../../db/schema/committees.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { whoCanBeReached } from '../notices/reach.ts';
import { holdersAt } from '../roles.ts';
import { committeeOf } from './committee.ts';

export type Answering =
  | { found: 'one'; personId: number }
  /** Those who could answer and this person want no messages of one another. */
  | { found: 'blocked' }
  | { found: 'nobody' };

interface Asked {
  clinicId: number;
  recipient: RelayTo;
  /** Who wants to talk; nobody answers themselves. */
  personId: number;
  now: number;
}

/** The one on duty first, then whoever leads. */
export async function whoAnswers(tx: Tx, asked: Asked): Promise<Answering> {
  const { personId } = asked;
  const others = [...new Set(await candidates(tx, asked))].filter((id) => id !== personId);
  const reachable = await whoCanBeReached(tx, others);
  const able = others.filter((id) => reachable.has(id));
  const blocked = await blockedWith(tx, personId);
  const one = able.find((id) => !blocked.has(id));
  if (one !== undefined) return { found: 'one', personId: one };
  return { found: able.length > 0 ? 'blocked' : 'nobody' };
}

/** Whether this very person may still answer. */
export async function mayAnswer(tx: Tx, asked: Asked & { memberPersonId: number }): Promise<boolean> {
  return (await candidates(tx, asked)).includes(asked.memberPersonId);
}

async function candidates(tx: Tx, { clinicId, recipient, now }: Asked): Promise<number[]> {
  if (recipient === 'facilitator') {
    return (await holdersAt(tx, { clinicId, roles: ['facilitator'], now })).map(({ personId }) => personId);
  }
  const committee = await committeeOf(tx, { clinicId, now });
  const onDuty = committee.filter((post) => post.onDuty);
  return [...onDuty, ...committee].map(({ personId }) => personId);
}

/** With whom this person has no relays, whoever of the two wanted none. */
export async function blockedWith(tx: Tx, personId: number): Promise<Set<number>> {
  const { relayBlocks } = tx.tables;
  const rows = await tx.db
    .select()
    .from(relayBlocks)
    .where(or(eq(relayBlocks.personId, personId), eq(relayBlocks.blockedPersonId, personId)));
  return new Set(rows.map((row) => (row.personId === personId ? row.blockedPersonId : row.personId)));
}
