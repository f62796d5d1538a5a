/** A file of assemblies that a facilitator sent in the chat: checked at once, loaded clinic by clinic, told line by line. */

import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { slices } from '../../../db/slices.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import type { Fault } from '../clinics/line.ts';
import { readCsv, TableError } from '../csv/table.ts';
import { queueNotices } from '../notices/queue.ts';
import { allows, mayAt, rolesOf } from '../roles.ts';
import { afterQuietHours } from './calendar.ts';
import { importAssemblies } from './import.ts';
import { readAssemblyFile } from './import-file.ts';
import type { AssemblyLine } from './import-line.ts';
import type { Mode } from './import-plan.ts';

/** More in one file would keep everybody's messages waiting while it is read. */
const MOST_LINES = 5000;
const MOST_BYTES = 2_000_000;
/** Clinics a unit of work. */
const CLINICS = 8;

export interface FileLine {
  line: number;
  clues: string;
  said: AssemblyLine | null;
  outcome: 'new' | 'changed' | 'unchanged' | 'wrong' | 'conflict' | null;
  fault: Fault | null;
  told: number;
}

export type FileTaken =
  | { is: 'unreadable'; because: TableError['because'] | 'too-long'; missing: readonly string[] }
  | { is: 'read'; fileId: number; good: number; wrong: FileLine[]; upcoming: number };

/** Reads and keeps the lines, and says what is wrong with them; nothing is loaded. `upcoming`: lines with another date. */
export async function takeFile(
  tx: Tx,
  input: { personId: number; name: string; bytes: Uint8Array; now: number },
): Promise<FileTaken> {
  const { personId, name, bytes, now } = input;
  const { callFiles, callLines } = tx.tables;
  if (bytes.length > MOST_BYTES) return { is: 'unreadable', because: 'too-long', missing: [] };
  const read = readOrWhy(bytes, name);
  if (read instanceof TableError) return { is: 'unreadable', because: read.because, missing: read.missing };
  if (read.lines.length + read.faults.length > MOST_LINES) {
    return { is: 'unreadable', because: 'too-long', missing: [] };
  }
  const clinics = await clinicsOf(tx, [...new Set(read.lines.map(({ clues }) => clues))], now);
  const mine = await reachOf(tx, { personId, now });
  const lines = new Map<number, FileLine>();
  for (const { line, clues, fault } of read.faults) {
    if (!lines.has(line)) lines.set(line, { line, clues, said: null, outcome: 'wrong', fault, told: 0 });
  }
  let upcoming = 0;
  for (const said of read.lines) {
    const clinic = clinics.get(said.clues);
    const fault = faultOf(said, clinic, mine);
    const kept = { line: said.line, clues: said.clues, said, told: 0 };
    lines.set(said.line, { ...kept, outcome: fault ? 'wrong' : null, fault });
    if (!fault && clinic?.upcoming.length && !clinic.upcoming.includes(said.date)) upcoming += 1;
  }
  const [file] = await tx.db
    .insert(callFiles)
    .values({ personId, name, receivedAt: now, doneAt: now })
    .returning({ id: callFiles.id });
  if (!file) throw new Error('The new file has no id.');
  const rows = [...lines.values()].map((line) => ({ ...line, fileId: file.id }));
  for (const slice of slices(rows)) await tx.db.insert(callLines).values(slice);
  const wrong = rows.filter(({ outcome }) => outcome === 'wrong').toSorted((a, b) => a.line - b.line);
  return { is: 'read', fileId: file.id, good: rows.length - wrong.length, wrong, upcoming };
}

function readOrWhy(bytes: Uint8Array, name: string) {
  try {
    return readAssemblyFile(readCsv(bytes, name));
  } catch (error) {
    if (error instanceof TableError) return error;
    throw error;
  }
}

interface KnownClinic {
  id: number;
  stateCode: string;
  /** Dates of its assemblies to come. */
  upcoming: string[];
}

async function clinicsOf(tx: Tx, clues: string[], now: number): Promise<Map<string, KnownClinic>> {
  const { clinics, assemblies } = tx.tables;
  const known = new Map<string, KnownClinic>();
  for (const some of slices(clues)) {
    const rows = await tx.db
      .select({ id: clinics.id, clues: clinics.clues, stateCode: clinics.stateCode, date: assemblies.date })
      .from(clinics)
      .leftJoin(
        assemblies,
        and(
          eq(assemblies.clinicId, clinics.id),
          eq(assemblies.status, 'scheduled'),
          eq(assemblies.demo, false),
          gt(assemblies.startsAt, now),
        ),
      )
      .where(inArray(clinics.clues, some));
    for (const { clues: one, date, ...clinic } of rows) {
      const entry = known.get(one) ?? { ...clinic, upcoming: [] };
      if (date !== null) entry.upcoming.push(date);
      known.set(one, entry);
    }
  }
  return known;
}

async function reachOf(tx: Tx, who: { personId: number; now: number }) {
  const held = (await rolesOf(tx, who)).filter(({ role }) => allows(role, 'assembly.change-many'));
  return {
    states: new Set(held.flatMap(({ stateCode }) => stateCode ?? [])),
    ids: new Set(held.flatMap(({ clinicId }) => clinicId ?? [])),
  };
}

function faultOf(
  { clues }: AssemblyLine,
  clinic: KnownClinic | undefined,
  mine: Awaited<ReturnType<typeof reachOf>>,
): Fault | null {
  const about = { column: 'clues', value: clues };
  if (!clinic) return { ...about, reason: 'is not in the directory', code: 'unknown-clues' };
  if (mine.ids.has(clinic.id) || mine.states.has(clinic.stateCode)) return null;
  return { ...about, reason: 'is a clinic of somebody else', code: 'not-yours' };
}

/** From now on the good lines are loaded. Undefined if the file is not this person's, or was loaded before. */
export async function startFile(
  tx: Tx,
  { personId, fileId, mode, now }: { personId: number; fileId: number; mode: Mode; now: number },
): Promise<void> {
  const { callFiles } = tx.tables;
  await tx.db
    .update(callFiles)
    .set({ mode, doneAt: null })
    .where(and(eq(callFiles.id, fileId), eq(callFiles.personId, personId), isNull(callFiles.mode)));
  await audit(tx, {
    at: now,
    personId,
    role: 'facilitator',
    action: 'assembly.import',
    clinicId: null,
    details: { fileId },
  });
}

/** The oldest that is still to be loaded, or `fileId`. */
export async function openFile(tx: Tx, fileId?: number) {
  const { callFiles } = tx.tables;
  const which = fileId === undefined ? undefined : eq(callFiles.id, fileId);
  const [file] = await tx.db
    .select()
    .from(callFiles)
    .where(and(sql`done_at is null`, isNotNull(callFiles.mode), which))
    .orderBy(asc(callFiles.id))
    .limit(1);
  return file;
}

/** Ends a file that cannot be loaded: its lines that are left say so, and whoever sent it is told. */
export async function giveUpFile(tx: Tx, { id, now }: { id: number; now: number }): Promise<void> {
  const { callFiles, callLines } = tx.tables;
  const file = await openFile(tx, id);
  if (!file) return;
  const fault: Fault = { column: 'clues', value: '', reason: 'failed by an error of the program', code: 'failed' };
  const left = and(eq(callLines.fileId, id), isNull(callLines.outcome));
  await tx.db.update(callLines).set({ outcome: 'wrong', fault }).where(left);
  await tx.db.update(callFiles).set({ doneAt: now }).where(eq(callFiles.id, id));
  await tellDone(tx, file, now);
}

/** Loads some clinics of the oldest file, or of `fileId`. Returns whether there may be more to do. */
export async function stepFile(tx: Tx, now: number, fileId?: number): Promise<boolean> {
  const { callFiles, callLines } = tx.tables;
  const file = await openFile(tx, fileId);
  if (!file?.mode) return false;
  const waiting = and(eq(callLines.fileId, file.id), isNull(callLines.outcome));
  const clues = await tx.db
    .selectDistinct({ clues: callLines.clues })
    .from(callLines)
    .where(waiting)
    .orderBy(asc(callLines.clues))
    .limit(CLINICS);
  for (const { clues: one } of clues) {
    await loadClinic(tx, { fileId: file.id, personId: file.personId, clues: one, mode: file.mode, now });
  }
  if (clues.length === CLINICS) return true;
  await tx.db.update(callFiles).set({ doneAt: now }).where(eq(callFiles.id, file.id));
  if (fileId === undefined) await tellDone(tx, file, now);
  return true;
}

async function loadClinic(
  tx: Tx,
  { fileId, personId, clues, mode, now }: { fileId: number; personId: number; clues: string; mode: Mode; now: number },
): Promise<void> {
  const { callLines, clinics } = tx.tables;
  const ofClinic = and(eq(callLines.fileId, fileId), eq(callLines.clues, clues), isNull(callLines.outcome));
  const rows = await tx.db.select().from(callLines).where(ofClinic).orderBy(asc(callLines.line));
  const [clinic] = await tx.db.select({ id: clinics.id }).from(clinics).where(eq(clinics.clues, clues));
  const role = clinic && (await mayAt(tx, { personId, action: 'assembly.change-many', clinicId: clinic.id, now }));
  if (!role) {
    const fault: Fault = { column: 'clues', value: clues, reason: 'is a clinic of somebody else', code: 'not-yours' };
    await tx.db.update(callLines).set({ outcome: 'wrong', fault }).where(ofClinic);
    return;
  }
  const lines = rows.flatMap(({ said }) => (said === null ? [] : [said as AssemblyLine]));
  for (const outcome of await importAssemblies(tx, { clues, lines, mode, now })) {
    const set =
      'fault' in outcome
        ? { outcome: outcome.outcome, fault: outcome.fault }
        : { outcome: outcome.outcome, told: outcome.told };
    await tx.db
      .update(callLines)
      .set(set)
      .where(and(eq(callLines.fileId, fileId), eq(callLines.line, outcome.line)));
  }
}

export interface FileReport {
  id: number;
  name: string;
  isDone: boolean;
  lines: FileLine[];
}

/** The last file that the person had loaded. */
export async function lastFile(tx: Tx, { personId }: { personId: number }): Promise<FileReport | undefined> {
  const { callFiles, callLines } = tx.tables;
  const [file] = await tx.db
    .select()
    .from(callFiles)
    .where(and(eq(callFiles.personId, personId), isNotNull(callFiles.mode)))
    .orderBy(desc(callFiles.id))
    .limit(1);
  if (!file) return undefined;
  const lines = await tx.db.select().from(callLines).where(eq(callLines.fileId, file.id)).orderBy(asc(callLines.line));
  return { id: file.id, name: file.name, isDone: file.doneAt !== null, lines: lines as FileLine[] };
}

async function tellDone(tx: Tx, file: { id: number; personId: number }, now: number): Promise<void> {
  const { clinics, callLines } = tx.tables;
  const [clinic] = await tx.db
    .select({ id: clinics.id, timeZone: clinics.timeZone })
    .from(clinics)
    .innerJoin(callLines, eq(callLines.clues, clinics.clues))
    .where(eq(callLines.fileId, file.id))
    .limit(1);
  if (!clinic) return;
  await queueNotices(tx, {
    kind: 'office',
    from: 'notice:fromMany',
    clinicId: clinic.id,
    recipients: [file.personId],
    texts: [{ key: 'notice:fileDone' }, { key: 'notice:callEnd' }],
    deadline: now,
    notBefore: afterQuietHours(now, clinic.timeZone),
    expiresAt: null,
    dedupe: (personId) => `file-done:${file.id}:${personId}`,
    now,
  });
}
