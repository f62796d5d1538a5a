/** What was sent to a person, for channels that are read rather than pushed to. */

import { and, asc, desc, eq, gte, inArray, or, sql } from 'drizzle-orm';
import { bound } from '../../../db/bound.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { fileById, type KeptFile, withBytes } from '../files.ts';
import { type BroadcastColumns, broadcastColumns, noticeOf } from './broadcast-text.ts';

/** As the outbox holds it: an answer as it was written, or a notice as keys and values. */
export interface SentMessage {
  reply: unknown;
  notice: unknown;
  language: string | null;
  /** What goes along with a notice. */
  file?: KeptFile;
}

const selectSent = (tx: Tx) => {
  const { outbox, identities, people, broadcasts, clinics } = tx.tables;
  const at = sql<number>`case when ${outbox.kind} = 'answer' then ${outbox.createdAt} else ${outbox.doneAt} end`;
  return tx.db
    .select({
      id: outbox.id,
      reply: outbox.reply,
      notice: outbox.notice,
      language: people.language,
      at: at.mapWith(Number),
      ...broadcastColumns(tx),
    })
    .from(outbox)
    .innerJoin(people, eq(people.id, outbox.personId))
    .leftJoin(broadcasts, eq(broadcasts.id, outbox.broadcastId))
    .leftJoin(clinics, eq(clinics.id, outbox.clinicId))
    .innerJoin(identities, eq(identities.personId, outbox.personId))
    .where(
      and(
        eq(identities.lookup, bound.text('lookup')),
        eq(outbox.channel, bound.text('channel')),
        or(eq(outbox.kind, 'answer'), eq(outbox.status, 'sent')),
      ),
    )
    .orderBy(asc(at), asc(outbox.id))
    .prepare();
};

/** Answers as soon as they are committed, notices once sent; in that order, those after the message `after`. */
export async function sentTo(
  tx: Tx,
  { after, ...to }: { lookup: string; channel: string; after?: number },
): Promise<(SentMessage & { id: number })[]> {
  const rows = await tx.prepared(selectSent).execute(to);
  const seen = rows.findIndex(({ id }) => id === after);
  const sent: (SentMessage & { id: number })[] = [];
  for (const row of rows.slice(seen + 1)) {
    const message = await wholeOf(tx, row);
    if (message.reply !== null || message.notice !== null) sent.push({ ...message, id: row.id });
  }
  return sent;
}

/** With what a notice to many says, and the files that go along. */
export async function wholeOf(
  tx: Tx,
  { reply, notice, language, ...columns }: SentMessage & BroadcastColumns,
): Promise<SentMessage> {
  const file = columns.fileId === null ? undefined : await fileById(tx, columns.fileId);
  const answer = await withBytes(reply, (id) => fileById(tx, id));
  return { reply: answer, language, notice: noticeOf({ notice, ...columns }), ...(file ? { file } : {}) };
}

/** One message of a channel; undefined if there is none. */
export async function sentMessage(tx: Tx, input: { id: number; channel: string }): Promise<SentMessage | undefined> {
  const { outbox, people, broadcasts, clinics } = tx.tables;
  const [row] = await tx.db
    .select({ reply: outbox.reply, notice: outbox.notice, language: people.language, ...broadcastColumns(tx) })
    .from(outbox)
    .innerJoin(people, eq(people.id, outbox.personId))
    .leftJoin(broadcasts, eq(broadcasts.id, outbox.broadcastId))
    .leftJoin(clinics, eq(clinics.id, outbox.clinicId))
    .where(and(eq(outbox.id, input.id), eq(outbox.channel, input.channel)));
  return row && (await wholeOf(tx, row));
}

const selectNoticed = (tx: Tx) => {
  const { outbox, assemblies } = tx.tables;
  return tx.db
    .select({ clinicId: assemblies.clinicId })
    .from(outbox)
    .innerJoin(assemblies, eq(assemblies.id, outbox.assemblyId))
    .where(
      and(
        eq(outbox.personId, bound.int('personId')),
        inArray(outbox.status, ['sent', 'unconfirmed']),
        gte(outbox.doneAt, bound.int('since')),
      ),
    )
    .orderBy(desc(outbox.doneAt), desc(outbox.id))
    .prepare();
};

/** The clinic of the newest notice about an assembly that went to a person after an instant. */
export async function clinicOfLastNotice(
  tx: Tx,
  input: { personId: number; since: number },
): Promise<number | undefined> {
  const [row] = await tx.prepared(selectNoticed).execute(input);
  return row?.clinicId;
}
