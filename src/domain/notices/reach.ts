/** Whom a notice reaches, and in which of a person's conversations, as `queueNotices` chooses it, for many people at once. */

import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { RunningAccount } from './running.ts';

/**
 * The id of the conversation for the person of the surrounding query: where they wrote last of those that run and on
 * which they can be reached; where there is none, where they wrote last. Null for who has none.
 */
export function bestConversation({ tables: { people } }: Tx, running: readonly RunningAccount[] | undefined): SQL {
  const accounts = (running ?? []).map(
    ({ channel, account }) => sql`(c.channel = ${channel} and c.account = ${account})`,
  );
  const isRunning =
    running === undefined ? sql`1 = 1` : accounts.length > 0 ? sql.join(accounts, sql` or `) : sql`1 = 0`;
  return sql`(
    select c.id from conversations c inner join identities i on i.id = c.identity_id
    where c.person_id = ${people.id}
    order by case when ${isRunning} then 2 else 0 end + case when i.reachable then 1 else 0 end desc,
      c.updated_at desc, c.id desc
    limit 1)`;
}

/** Those of these people who have a conversation in which a message can arrive. */
export async function whoCanBeReached(tx: Tx, ids: readonly number[]): Promise<Set<number>> {
  const { people, conversations, identities } = tx.tables;
  if (ids.length === 0) return new Set();
  const rows = await tx.db
    .selectDistinct({ personId: people.id })
    .from(people)
    .innerJoin(conversations, eq(conversations.personId, people.id))
    .innerJoin(identities, eq(identities.id, conversations.identityId))
    .where(and(inArray(people.id, [...ids]), isNull(people.deletedAt), eq(identities.reachable, true)));
  return new Set(rows.map(({ personId }) => personId));
}
