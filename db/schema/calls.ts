/** The tables of assemblies that are called or changed many at a time. */

import { sql } from 'drizzle-orm';
import type { Columns } from '../columns.ts';
import type { People } from './people.ts';

export function defineCalls(c: Columns, { people }: People) {
  /** Assemblies of a municipality or state that one person cancels or moves: done one by one, between messages. */
  const massChanges = c.table(
    'mass_changes',
    {
      id: c.id(),
      /** Null after they had their data deleted: what they ordered is carried out. */
      personId: c.int('person_id').references(() => people.id),
      /** Those that they facilitated then; null for the whole state. */
      clinicIds: c.json('clinic_ids').$type<readonly number[]>(),
      stateCode: c.text('state_code').notNull(),
      /** Null for the whole state. */
      municipalityCode: c.text('municipality_code'),
      /** Of assemblies on these days, YYYY-MM-DD; null for all that are to come. */
      fromDate: c.text('from_date'),
      toDate: c.text('to_date'),
      /** Null: they are cancelled. Else the day that all move to, each at its own hour. */
      newDate: c.text('new_date'),
      /** Told with the change; may be empty. */
      reason: c.text('reason').notNull(),
      /** The last assembly that was looked at. */
      doneTo: c.int('done_to').notNull().default(0),
      changed: c.int('changed').notNull().default(0),
      /** Left as they were: over, changed by somebody else meanwhile, or with another assembly on the new day. */
      left: c.int('left_out').notNull().default(0),
      told: c.int('told').notNull().default(0),
      startedAt: c.instant('started_at').notNull(),
      doneAt: c.instant('done_at'),
    },
    (t) => [
      c.index('mass_changes_person').on(t.personId),
      c.index('mass_changes_open').on(t.id).where(sql`done_at is null`),
    ],
  );

  /** Files of assemblies that were sent in the chat. */
  const callFiles = c.table(
    'call_files',
    {
      id: c.id(),
      personId: c
        .int('person_id')
        .notNull()
        .references(() => people.id),
      name: c.text('name').notNull(),
      /** What a new date means where one is known: see `src/domain/assemblies/import-plan.ts`. Null while only checked. */
      mode: c.text('mode').$type<'ask' | 'move' | 'add'>(),
      receivedAt: c.instant('received_at').notNull(),
      doneAt: c.instant('done_at'),
    },
    (t) => [
      c.index('call_files_person').on(t.personId),
      c.index('call_files_open').on(t.id).where(sql`done_at is null`),
    ],
  );

  /** The lines of those files, and what became of each. */
  const callLines = c.table(
    'call_lines',
    {
      fileId: c
        .int('file_id')
        .notNull()
        .references(() => callFiles.id),
      /** In the file, the titles being line 1. */
      line: c.int('line').notNull(),
      clues: c.text('clues').notNull(),
      /** What the line says; null where it cannot be read. */
      said: c.json('said'),
      outcome: c.text('outcome').$type<'new' | 'changed' | 'unchanged' | 'wrong' | 'conflict'>(),
      /** Why it was not loaded. */
      fault: c.json('fault'),
      told: c.int('told').notNull().default(0),
    },
    (t) => [c.primaryKey({ columns: [t.fileId, t.line] }), c.index('call_lines_clinic').on(t.fileId, t.clues)],
  );

  return { massChanges, callFiles, callLines };
}
