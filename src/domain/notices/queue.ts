/** Puts a notice into the outbox: one row a person, in words that delivery puts into the person's language. */

import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { NoticeLevel, OutboxKind } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { type RunningAccount, runningAccounts } from './running.ts';

/** An instant shown in a place's own time; see `src/conversation/text.ts`. */
export interface NoticeMoment {
  at: number;
  timeZone: string;
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
  /** One paragraph each, in this order. */
  texts: NoticeText[];
}

export type NoticeKind = Exclude<OutboxKind, 'answer'>;

/** Who may get which kind; the level is read again here, so that nobody hears after BAJA. */
const levels: Readonly<Record<NoticeKind, NoticeLevel[]>> = {
  change: ['all', 'changes'],
  // At 'changes' too: who asked for this one date; the callers choose no others.
  announcement: ['all', 'changes'],
  reminder: ['all'],
};

export interface NoticeInput {
  kind: NoticeKind;
  assemblyId: number;
  /** Ids of people; twice the same counts once. */
  recipients: readonly number[];
  texts: NoticeText[];
  /** Sorts notices that wait: the assembly's start, or the earlier one. */
  deadline: number;
  notBefore: number;
  /** Worthless from then on. */
  expiresAt: number;
  /** The same key is never queued twice. */
  dedupe: (personId: number) => string;
  now: number;
}

/** Rows an INSERT: far below the bound variables that either engine takes. */
const SLICE = 500;

/**
 * Queues the notice for the recipients who may get it, each in their most recent conversation, and says for how many.
 * Left out: deleted people, those whose level excludes the kind, those who were queued the same key before.
 */
export async function queueNotices(tx: Tx, input: NoticeInput): Promise<number> {
  const { outbox } = tx.tables;
  const people = [...new Set(input.recipients)];
  if (people.length === 0) return 0;
  const notice: Notice = { clinic: await clinicOf(tx, input.assemblyId), texts: input.texts };
  const running = await runningAccounts(tx);
  let queued = 0;
  for (let at = 0; at < people.length; at += SLICE) {
    const ids = people.slice(at, at + SLICE);
    const conversations = await recentConversations(tx, { ids, wanted: levels[input.kind], running });
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
          priority: 1,
          deadline: input.deadline,
          notBefore: input.notBefore,
          expiresAt: input.expiresAt,
          assemblyId: input.assemblyId,
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

const selectClinic = (tx: Tx) => {
  const { assemblies, clinics } = tx.tables;
  return tx.db
    .select({ name: clinics.name })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(eq(assemblies.id, sql.placeholder('assemblyId')))
    .prepare();
};

async function clinicOf(tx: Tx, assemblyId: number): Promise<string> {
  const [row] = await tx.prepared(selectClinic).execute({ assemblyId });
  if (!row) throw new Error(`There is no assembly ${assemblyId}.`);
  return row.name;
}

/**
 * A person on two channels gets one notice: where they wrote last of those that are running and on which they can be
 * reached; where there is none, where they wrote last.
 */
async function recentConversations(
  tx: Tx,
  { ids, wanted, running }: { ids: number[]; wanted: NoticeLevel[]; running: RunningAccount[] | undefined },
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
    .where(and(inArray(people.id, ids), isNull(people.deletedAt), inArray(people.notices, wanted)))
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
