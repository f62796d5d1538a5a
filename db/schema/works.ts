/** The tables of what was decided and what became of it: money by year, works, progress, spending, photos, dates. */

import { sql } from 'drizzle-orm';
import type { Columns } from '../columns.ts';
import type { Directory } from './clinics.ts';
import type { People } from './people.ts';
import type { Role } from './roles.ts';

export type WorkKind = 'obra' | 'equipo' | 'mobiliario';
/** Where a work stands: codes of the programme's own steps. `retirada`: entered by mistake, or decided otherwise. */
export type WorkStatus =
  | 'proyecto_aprobado'
  | 'compra_o_contratacion'
  | 'obra_en_proceso'
  | 'equipo_recibido'
  | 'obra_terminada'
  | 'gasto_comprobado'
  | 'retirada';
/** What happened in the clinic's year; where the card is and when money came is for the committee's own record alone. */
export type MilestoneCode =
  | 'tarjeta_entregada'
  | 'recurso_depositado'
  | 'cuentas_rendidas'
  | 'dinero_devuelto'
  | 'integrante_reemplazado';
/** `spending`: the money must be used; `accounts`: the spending must be proven. */
export type DeadlineKind = 'spending' | 'accounts';

export function defineWorks(c: Columns, { clinics }: Directory, { people }: People) {
  const clinicId = () =>
    c
      .int('clinic_id')
      .notNull()
      .references(() => clinics.id);
  /** Who entered it; null after they had their data deleted. */
  const personId = () => c.int('person_id').references(() => people.id);
  const enteredBy = () => c.text('entered_by').$type<Role>().notNull();

  /** The clinic's money of a year, as loaded by the operator. */
  const budgets = c.table(
    'budgets',
    {
      clinicId: clinicId(),
      year: c.int('year').notNull(),
      /** Centavos. */
      amountCents: c.int('amount_cents').notNull(),
      loadedAt: c.instant('loaded_at').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.clinicId, t.year] })],
  );

  /** What the assembly decided. Status and percent repeat the last report. */
  const works = c.table(
    'works',
    {
      id: c.id(),
      clinicId: clinicId(),
      year: c.int('year').notNull(),
      /** A code of the catalogue; null for what it does not have. */
      catalogueCode: c.text('catalogue_code'),
      title: c.text('title').notNull(),
      kind: c.text('kind').$type<WorkKind>().notNull(),
      /** Centavos; null where none was said. */
      approvedCents: c.int('approved_cents'),
      status: c.text('status').$type<WorkStatus>().notNull(),
      /** 0-100. */
      percent: c.int('percent').notNull(),
      /** To be finished by then, YYYY-MM-DD. */
      dueOn: c.text('due_on'),
      enteredAt: c.instant('entered_at').notNull(),
      enteredBy: enteredBy(),
      personId: personId(),
      updatedAt: c.instant('updated_at').notNull(),
      /** When those who had asked for it or voted were told that it was decided. */
      toldAt: c.instant('told_at'),
    },
    (t) => [
      c.index('works_clinic').on(t.clinicId, t.year),
      c.index('works_person').on(t.personId),
      c.index('works_untold').on(t.enteredAt).where(sql`told_at is null`),
    ],
  );

  /** Every report of progress, only added to. */
  const workReports = c.table(
    'work_reports',
    {
      id: c.id(),
      workId: c
        .int('work_id')
        .notNull()
        .references(() => works.id),
      clinicId: clinicId(),
      status: c.text('status').$type<WorkStatus>().notNull(),
      percent: c.int('percent').notNull(),
      at: c.instant('at').notNull(),
      enteredBy: enteredBy(),
      personId: personId(),
    },
    (t) => [
      c.index('work_reports_work').on(t.workId),
      c.index('work_reports_at').on(t.at),
      c.index('work_reports_person').on(t.personId),
    ],
  );

  /** Photos of works. What is shown to others was said to show nobody. */
  const workPhotos = c.table(
    'work_photos',
    {
      id: c.id(),
      workId: c
        .int('work_id')
        .notNull()
        .references(() => works.id),
      fileId: c.int('file_id').notNull(),
      at: c.instant('at').notNull(),
      personId: personId(),
      takenDownAt: c.instant('taken_down_at'),
      takenDownByPersonId: c.int('taken_down_by_person_id').references(() => people.id),
    },
    (t) => [c.index('work_photos_work').on(t.workId), c.index('work_photos_person').on(t.personId)],
  );

  /** Photos that were sent and belong to nothing yet: they go after a day. */
  const loosePhotos = c.table('loose_photos', {
    fileId: c.int('file_id').primaryKey(),
    sentAt: c.instant('sent_at').notNull(),
  });

  /** Money spent, line by line, only added to: a correction is one more line with the difference. */
  const ledger = c.table(
    'ledger',
    {
      id: c.id(),
      workId: c
        .int('work_id')
        .notNull()
        .references(() => works.id),
      clinicId: clinicId(),
      /** Centavos; below zero only in a correction. */
      amountCents: c.int('amount_cents').notNull(),
      /** The line that it corrects: always one that corrects none. */
      correctsId: c.int('corrects_id'),
      supplier: c.text('supplier').notNull().default(''),
      /** Why more was spent than there was for it, or why the line was wrong. */
      reason: c.text('reason').notNull().default(''),
      /** The photo of the receipt: kept, never shown. */
      receiptFileId: c.int('receipt_file_id'),
      at: c.instant('at').notNull(),
      enteredBy: enteredBy(),
      personId: personId(),
    },
    (t) => [
      c.index('ledger_work').on(t.workId),
      c.index('ledger_clinic').on(t.clinicId),
      c.index('ledger_person').on(t.personId),
    ],
  );

  /** What suppliers asked for a work. */
  const quotes = c.table(
    'quotes',
    {
      id: c.id(),
      workId: c
        .int('work_id')
        .notNull()
        .references(() => works.id),
      supplier: c.text('supplier').notNull(),
      amountCents: c.int('amount_cents').notNull(),
      fileId: c.int('file_id'),
      at: c.instant('at').notNull(),
      enteredBy: enteredBy(),
      personId: personId(),
    },
    (t) => [c.index('quotes_work').on(t.workId), c.index('quotes_person').on(t.personId)],
  );

  const milestones = c.table(
    'milestones',
    {
      id: c.id(),
      clinicId: clinicId(),
      year: c.int('year').notNull(),
      code: c.text('code').$type<MilestoneCode>().notNull(),
      /** YYYY-MM-DD. */
      date: c.text('date').notNull(),
      at: c.instant('at').notNull(),
      enteredBy: enteredBy(),
      personId: personId(),
    },
    (t) => [c.index('milestones_clinic').on(t.clinicId, t.year), c.index('milestones_person').on(t.personId)],
  );

  /** Those of the years before stay: what was done belongs to the nearest one. */
  const deadlines = c.table(
    'deadlines',
    {
      clinicId: clinicId(),
      kind: c.text('kind').$type<DeadlineKind>().notNull(),
      /** YYYY-MM-DD, the last day. */
      date: c.text('date').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.clinicId, t.kind, t.date] }), c.index('deadlines_date').on(t.date)],
  );

  /** Of which days people have been told what was reported. */
  const progressTold = c.table(
    'progress_told',
    {
      clinicId: clinicId(),
      /** YYYY-MM-DD, in the clinic's time. */
      date: c.text('date').notNull(),
      at: c.instant('at').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.clinicId, t.date] })],
  );

  return { budgets, works, workReports, workPhotos, loosePhotos, ledger, quotes, milestones, deadlines, progressTold };
}
