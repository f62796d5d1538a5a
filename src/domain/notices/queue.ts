/** Puts a notice into the outbox: one row a person, in words that delivery puts into the person's language. */

import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { NoticeLevel } from '../../../db/schema/tables.ts';
import { slices } from '../../../db/slices.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { kinds, type NoticeKind } from './kinds.ts';
import { type RunningAccount, runningAccounts } from './running.ts';

/** An instant shown in a place's own time; see `src/conversation/text.ts`. */
export interface NoticeMoment {
  at: number;
  timeZone: string;
  as?: 'when' | 'date';
}

/** A key of `locales/<language>/notice.json` with its values; see `src/conversation/text.ts`. */
export interface NoticeText {
  key: string;
  values?: Readonly<Record<string, string | number | NoticeMoment | NoticeText>>;
}

/** What the outbox keeps of a notice. */
export interface Notice {
  /** The name of the clinic that it is about, for the line that says who writes. */
  clinic: string;
  /** The key of that line, where it is not `notice:from`. */
  from?: string;
  /** One paragraph each, in this order. */
  texts: NoticeText[];
  /** Its recipient asked for it: SOLO CAMBIOS does not take it back. */
  isAsked?: true;
}

export interface NoticeInput {
  kind: NoticeKind;
  clinicId: number;
  /** The recipients asked for it. */
  isAsked?: true;
  /** Who gets it, where not all do that the kind is for. */
  levels?: readonly NoticeLevel[];
  /** The assembly that it is about, if it is about one: dropped when that one changes. */
  assemblyId?: number;
  /** Ids of people; twice the same counts once. */
  recipients: readonly number[];
  texts: NoticeText[];
  /** The key of the line that says who writes, where it is not `notice:from`. */
  from?: string;
  /** Sorts notices that wait: the assembly's start, or the earlier one; for the rest, when it was written. */
  deadline: number;
  notBefore: number;
  /** Worthless from then on; null for never. */
  expiresAt: number | null;
  /** The same key is never queued twice; null is no key. */
  dedupe: (personId: number) => string | null;
  now: number;
}

/**
 * Queues the notice for the recipients who may get it, each in their most recent conversation, and says for how many.
 * Left out: deleted people, those whose level excludes the kind, those who were queued the same key before.
 */
export async function queueNotices(tx: Tx, input: NoticeInput): Promise<number> {
  const { outbox } = tx.tables;
  const people = [...new Set(input.recipients)];
  if (people.length === 0) return 0;
  const { texts, from, isAsked, levels = kinds[input.kind].levels } = input;
  const notice: Notice = {
    clinic: await clinicOf(tx, input.clinicId),
    texts,
    ...(from === undefined ? {} : { from }),
    ...(isAsked ? { isAsked } : {}),
  };
  const running = await runningAccounts(tx);
  let queued = 0;
  for (const ids of slices(people)) {
    const conversations = await recentConversations(tx, { ids, wanted: levels, running });
    if (conversations.length === 0) continue;
    const rows = await tx.db
      .insert(outbox)
      .values(
        conversations.map(({ personId, conversationId, channel }) => ({
          personId,
          conversationId,
          channel,
          kind: input.kind,
          notice,
          priority: kinds[input.kind].priority,
          deadline: input.deadline,
          notBefore: input.notBefore,
          expiresAt: input.expiresAt,
          clinicId: input.clinicId,
          assemblyId: input.assemblyId ?? null,
          dedupe: input.dedupe(personId),
          createdAt: input.now,
        })),
      )
      .onConflictDoNothing()
      .returning({ id: outbox.id });
    queued += rows.length;
  }
  return queued;
}

/** How many of these people a notice of this kind would be queued for now. */
export async function countReached(
  tx: Tx,
  { people, kind }: { people: readonly number[]; kind: NoticeKind },
): Promise<number> {
  const running = await runningAccounts(tx);
  let reached = 0;
  for (const ids of slices(people)) {
    reached += (await recentConversations(tx, { ids, wanted: kinds[kind].levels, running })).length;
  }
  return reached;
}

const selectClinic = (tx: Tx) => {
  const { clinics } = tx.tables;
  return tx.db
    .select({ name: clinics.name })
    .from(clinics)
    .where(eq(clinics.id, sql.placeholder('clinicId')))
    .prepare();
};

async function clinicOf(tx: Tx, clinicId: number): Promise<string> {
  const [row] = await tx.prepared(selectClinic).execute({ clinicId });
  if (!row) throw new Error(`There is no clinic ${clinicId}.`);
  return row.name;
}

/**
 * A person on two channels gets one notice: where they wrote last of those that are running and on which they can be
 * reached; where there is none, where they wrote last.
 */
async function recentConversations(
  tx: Tx,
  { ids, wanted, running }: { ids: number[]; wanted: readonly NoticeLevel[]; running: RunningAccount[] | undefined },
) {
  const { people, conversations, identities } = tx.tables;
  const rows = await tx.db
    .select({
      personId: people.id,
      conversationId: conversations.id,
      channel: conversations.channel,
      account: conversations.account,
      reachable: identities.reachable,
    })
    .from(people)
    .innerJoin(conversations, eq(conversations.personId, people.id))
    .innerJoin(identities, eq(identities.id, conversations.identityId))
    .where(and(inArray(people.id, ids), isNull(people.deletedAt), inArray(people.notices, [...wanted])))
    .orderBy(conversations.updatedAt, conversations.id);
  const open = new Set(running?.map(({ channel, account }) => `${channel} ${account}`));
  const isRunning = ({ channel, account }: RunningAccount) =>
    running === undefined || open.has(`${channel} ${account}`);
  const rank = (row: (typeof rows)[number]) => (isRunning(row) ? 2 : 0) + (row.reachable ? 1 : 0);
  const best = new Map<number, (typeof rows)[number]>();
  for (const row of rows) {
    const other = best.get(row.personId);
    if (!other || rank(row) >= rank(other)) best.set(row.personId, row);
  }
  return [...best.values()];
}
