/** Looking into what people reported: the open ones of one's clinics, read, answered and closed. */

import { and, asc, eq, inArray, ne, or } from 'drizzle-orm';
import type { ConcernStatus } from '../../../db/schema/committees.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { cleaned } from '../cleaned.ts';
import { deleteFile, fileById, type KeptFile } from '../files.ts';
import { Refusal } from '../refusal.ts';
import { allows, rolesOf } from '../roles.ts';
import { forgetReporter, tellReporter } from './concern-notices.ts';
import { changeOpen, MOST_TEXT } from './concerns.ts';
import { mustReview, readersOf, reviewersOf } from './reviewers.ts';

export interface OpenConcern {
  folio: number;
  clinicId: number;
  clinic: string;
  createdAt: number;
  timeZone: string;
  status: ConcernStatus;
}

interface Asked {
  personId: number;
  now: number;
}

/** Those not closed yet that this person looks into, the oldest first. Their own are for the others to read. */
export async function concernsToReview(tx: Tx, { personId, now }: Asked): Promise<OpenConcern[]> {
  const { concerns, clinics } = tx.tables;
  const held = (await rolesOf(tx, { personId, now })).filter(({ role }) => allows(role, 'concern.answer'));
  if (held.length === 0) return [];
  const ids = held.flatMap(({ clinicId }) => clinicId ?? []);
  const states = held.flatMap(({ stateCode }) => stateCode ?? []);
  const rows = await tx.db
    .select({
      folio: concerns.id,
      clinicId: concerns.clinicId,
      clinic: clinics.name,
      createdAt: concerns.createdAt,
      timeZone: clinics.timeZone,
      status: concerns.status,
      by: concerns.personId,
    })
    .from(concerns)
    .innerJoin(clinics, eq(clinics.id, concerns.clinicId))
    .where(and(ne(concerns.status, 'closed'), or(inArray(concerns.clinicId, ids), inArray(clinics.stateCode, states))))
    .orderBy(asc(concerns.id));
  const theirs: OpenConcern[] = [];
  for (const { by, ...concern } of rows) {
    if (by === personId) continue;
    const reviewers = await reviewersOf(tx, { ...concern, now });
    if (reviewers.some((each) => each.personId === personId)) theirs.push(concern);
  }
  return theirs;
}

/** Whether this person looks into reports anywhere at all. */
export async function isReviewer(tx: Tx, asked: Asked): Promise<boolean> {
  const { personId, now } = asked;
  const held = (await rolesOf(tx, asked)).filter(({ role }) => allows(role, 'concern.answer'));
  for (const { clinicId } of held) {
    if (clinicId === null) return true;
    const reviewers = await reviewersOf(tx, { clinicId, createdAt: now, now });
    if (reviewers.some((each) => each.personId === personId)) return true;
  }
  return false;
}

export interface ConcernRead {
  folio: number;
  clinic: string;
  createdAt: number;
  timeZone: string;
  text: string;
  /** Empty: they did not want to be named. */
  name: string;
  /** The last one given; empty before. */
  answer: string;
  photo?: KeptFile;
}

/** The whole of it, for who may; that they read it is taken down. */
export async function readConcern(tx: Tx, input: Asked & { folio: number }): Promise<ConcernRead> {
  const { concern, role } = await mine(tx, input);
  const [clinic] = await tx.db
    .select({ name: tx.tables.clinics.name, timeZone: tx.tables.clinics.timeZone })
    .from(tx.tables.clinics)
    .where(eq(tx.tables.clinics.id, concern.clinicId));
  if (!clinic) throw new Refusal('unknown-clinic');
  await takeDown(tx, { ...input, role, clinicId: concern.clinicId, action: 'concern.read' });
  const { photoFileId, photoCleared } = concern;
  return {
    folio: concern.id,
    clinic: clinic.name,
    timeZone: clinic.timeZone,
    createdAt: concern.createdAt,
    text: concern.text,
    name: concern.name,
    answer: concern.answer,
    photo: photoFileId !== null && photoCleared ? await fileById(tx, photoFileId) : undefined,
  };
}

/** Tells the person who reported; `reached` is false where nobody is left to be told. */
export async function answerConcern(
  tx: Tx,
  input: Asked & { folio: number; text: string },
): Promise<{ reached: boolean }> {
  const { folio, now } = input;
  const answer = cleaned(input.text, MOST_TEXT);
  const { concern, role } = await mine(tx, input);
  const { clinicId, personId } = concern;
  await changeOpen(tx, folio, { status: 'answered', answer, answeredAt: now });
  await takeDown(tx, { ...input, role, clinicId, action: 'concern.answer' });
  if (personId === null) return { reached: false };
  return { reached: (await tellReporter(tx, { folio, clinicId, personId, by: role, answer, now })) > 0 };
}

/**
 * Nothing more will be answered. Of who did not want to be named nothing is left from then on, but what still has to reach
 * them. A photo that nobody cleared is gone.
 */
export async function closeConcern(tx: Tx, input: Asked & { folio: number }): Promise<void> {
  const { folio, now } = input;
  const { concern, role } = await mine(tx, input);
  const { clinicId, personId, name, photoFileId, photoCleared } = concern;
  const { files } = tx.tables;
  const unnamed = name === '';
  const photo = photoFileId !== null && photoCleared ? photoFileId : null;
  await changeOpen(tx, folio, {
    status: 'closed',
    closedAt: now,
    photoFileId: photo,
    ...(unnamed ? { personId: null } : {}),
  });
  if (photoFileId !== null && photo === null) await deleteFile(tx, photoFileId);
  if (unnamed && photo !== null) await tx.db.update(files).set({ personId: null }).where(eq(files.id, photo));
  if (unnamed && personId !== null) await forgetReporter(tx, { folio, personId });
  await takeDown(tx, { ...input, role, clinicId, action: 'concern.close' });
  if (personId !== null) await tellReporter(tx, { folio, clinicId, personId, by: role, now });
}

/** Those not closed that nobody who may read them can be told of: for the operator. */
export async function concernsUnread(tx: Tx, { now }: { now: number }) {
  const { concerns } = tx.tables;
  const open = await tx.db.select().from(concerns).where(ne(concerns.status, 'closed')).orderBy(asc(concerns.id));
  const unread: { id: number; clinicId: number; text: string; createdAt: number }[] = [];
  for (const { id, clinicId, personId, text, createdAt } of open) {
    const readers = await readersOf(tx, { clinicId, createdAt, now });
    if (readers.every((reader) => reader.personId === personId)) unread.push({ id, clinicId, text, createdAt });
  }
  return unread;
}

async function mine(tx: Tx, { personId, folio, now }: Asked & { folio: number }) {
  const { concerns } = tx.tables;
  const [concern] = await tx.db.select().from(concerns).where(eq(concerns.id, folio));
  if (!concern || concern.personId === personId) throw new Refusal('unknown-concern');
  const { clinicId, createdAt } = concern;
  const role = await mustReview(tx, { personId, clinicId, createdAt, now });
  if (concern.status === 'closed') throw new Refusal('concern-closed');
  return { concern, role };
}

async function takeDown(
  tx: Tx,
  input: {
    personId: number;
    role: 'oversight' | 'facilitator';
    clinicId: number;
    folio: number;
    action: string;
    now: number;
  },
): Promise<void> {
  const { personId, role, clinicId, folio, action, now } = input;
  await audit(tx, { at: now, personId, role, action, clinicId, details: { folio } });
}
