/** Who said they will come. A courtesy to those who prepare the room: never a ticket, never needed to enter. */

import { and, eq, isNull, sql } from 'drizzle-orm';
import { bound } from '../../../db/bound.ts';
import type { RsvpAnswer } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { Refusal } from '../refusal.ts';
import { assemblyStanding } from './assemblies.ts';
import { keepMorning } from './tallies.ts';

export interface Rsvp {
  answer: RsvpAnswer;
  companions: number;
  checkInCode: string | null;
}

export interface RsvpInput {
  personId: number;
  assemblyId: number;
  /** What the person was shown; an answer to an older date is refused. */
  revision: number;
  answer: RsvpAnswer;
  /** 0-9; left as it was when absent. */
  companions?: number;
  now: number;
  /** Makes a check-in code; called again if the code is taken. */
  newCode: () => string;
  /** The keyed tokens under which a deleted answer of the same person would stand; see `recount_tokens`. */
  recountTokens: () => Promise<readonly string[]>;
}

const selectRsvp = (tx: Tx) => {
  const { rsvps } = tx.tables;
  return tx.db
    .select({ id: rsvps.id, answer: rsvps.answer, companions: rsvps.companions, checkInCode: rsvps.checkInCode })
    .from(rsvps)
    .where(and(eq(rsvps.assemblyId, sql.placeholder('assemblyId')), eq(rsvps.personId, sql.placeholder('personId'))))
    .prepare();
};

export async function rsvpOf(tx: Tx, input: { personId: number; assemblyId: number }): Promise<Rsvp | undefined> {
  const [row] = await tx.prepared(selectRsvp).execute(input);
  return row && { answer: row.answer, companions: row.companions, checkInCode: row.checkInCode };
}

const changed = {
  answer: sql`${sql.placeholder('answer')}`,
  companions: sql`${sql.placeholder('companions')}`,
  answeredAt: sql`${sql.placeholder('now')}`,
};

/** Names no column of an index: nearly every change is another number of companions. */
const updateAnswer = (tx: Tx) => {
  const { rsvps } = tx.tables;
  return tx.db
    .update(rsvps)
    .set(changed)
    .where(eq(rsvps.id, sql.placeholder('id')))
    .prepare();
};

const updateRsvp = (tx: Tx) => {
  const { rsvps } = tx.tables;
  return tx.db
    .update(rsvps)
    .set({
      ...changed,
      personId: sql`${sql.placeholder('personId')}`,
      checkInCode: sql`${sql.placeholder('checkInCode')}`,
      recountTokens: null,
    })
    .where(eq(rsvps.id, sql.placeholder('id')))
    .prepare();
};

const insertRsvp = (tx: Tx) => {
  const { rsvps } = tx.tables;
  return tx.db
    .insert(rsvps)
    .values({
      assemblyId: sql.placeholder('assemblyId'),
      personId: sql.placeholder('personId'),
      answer: sql.placeholder('answer'),
      companions: sql.placeholder('companions'),
      checkInCode: sql.placeholder('checkInCode'),
      answeredAt: sql.placeholder('now'),
    })
    .prepare();
};

const codeTaken = (tx: Tx) => {
  const { rsvps } = tx.tables;
  return tx.db
    .select({ id: rsvps.id })
    .from(rsvps)
    .where(and(eq(rsvps.assemblyId, sql.placeholder('assemblyId')), eq(rsvps.checkInCode, sql.placeholder('code'))))
    .prepare();
};

/**
 * Records or changes an answer; one a person and assembly, however often it is sent.
 * Refuses past, cancelled and changed assemblies.
 */
export async function recordRsvp(tx: Tx, input: RsvpInput): Promise<Rsvp> {
  const assembly = await assemblyStanding(tx, input.assemblyId);
  if (!assembly) throw new Refusal('unknown-assembly');
  if (assembly.status === 'cancelled') throw new Refusal('assembly-cancelled');
  if (assembly.startsAt <= input.now) throw new Refusal('assembly-past');
  if (assembly.revision !== input.revision) throw new Refusal('assembly-changed');

  await keepMorning(tx, input);
  const [known] = await tx.prepared(selectRsvp).execute({ personId: input.personId, assemblyId: input.assemblyId });
  const before = known ?? (await forgottenRsvp(tx, input));
  const coming = input.answer !== 'no';
  const rsvp: Rsvp = {
    answer: input.answer,
    companions: coming ? clampCompanions(input.companions ?? before?.companions ?? 0) : 0,
    // Kept through a change of mind: it may already be written on a piece of paper.
    checkInCode: before?.checkInCode ?? (coming ? await freeCode(tx, input) : null),
  };
  const row = { ...rsvp, personId: input.personId, now: input.now };
  if (known && rsvp.checkInCode === known.checkInCode)
    await tx.prepared(updateAnswer).execute({ ...row, id: known.id });
  else if (before) await tx.prepared(updateRsvp).execute({ ...row, id: before.id });
  else await tx.prepared(insertRsvp).execute({ ...row, assemblyId: input.assemblyId });
  return rsvp;
}

/**
 * The answer this person left before having their data deleted, if they did: it is taken up, not counted again. Who had
 * answered as two, and is one now, left two: one of them is taken back.
 */
async function forgottenRsvp(tx: Tx, input: RsvpInput) {
  const { rsvps } = tx.tables;
  const anonymous = await tx.prepared(selectForgotten).execute({ assemblyId: input.assemblyId });
  if (anonymous.length === 0) return undefined;
  const tokens = new Set(await input.recountTokens());
  const [row, ...more] = anonymous.filter(({ recountTokens }) => recountTokens?.some((token) => tokens.has(token)));
  for (const { id } of more) await tx.db.delete(rsvps).where(eq(rsvps.id, id));
  return row;
}

const selectForgotten = (tx: Tx) => {
  const { rsvps } = tx.tables;
  return tx.db
    .select({
      id: rsvps.id,
      answer: rsvps.answer,
      companions: rsvps.companions,
      checkInCode: rsvps.checkInCode,
      recountTokens: rsvps.recountTokens,
    })
    .from(rsvps)
    .where(and(eq(rsvps.assemblyId, bound.int('assemblyId')), isNull(rsvps.personId)))
    .orderBy(rsvps.id)
    .prepare();
};

async function freeCode(tx: Tx, input: RsvpInput): Promise<string> {
  for (;;) {
    const code = input.newCode();
    const taken = await tx.prepared(codeTaken).execute({ assemblyId: input.assemblyId, code });
    if (taken.length === 0) return code;
  }
}

function clampCompanions(companions: number): number {
  return Math.min(9, Math.max(0, Math.trunc(companions)));
}

export interface RsvpCount {
  yes: number;
  maybe: number;
  no: number;
  /** Companions of those who said yes. */
  companions: number;
}
