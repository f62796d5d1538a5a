/** What was decided and how it goes: who may enter it, what is kept of it, what all may see. */

import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Role } from '../../db/schema/tables.ts';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { deletePerson } from '../../src/domain/people/deletion.ts';
import { mergePeople } from '../../src/domain/people/merge.ts';
import { importBudgets } from '../../src/domain/works/budgets.ts';
import { datesOf, recordMilestone, setDeadline, setDueDate } from '../../src/domain/works/dates.ts';
import { enterSpending, overrunOf } from '../../src/domain/works/ledger.ts';
import {
  claimPhoto,
  discardPhoto,
  dropLoosePhotos,
  keepPhoto,
  photoOf,
  showPhoto,
  takeDownPhoto,
} from '../../src/domain/works/photos.ts';
import { hearingOf, progressOf } from '../../src/domain/works/progress.ts';
import { quotesOf, recordQuote } from '../../src/domain/works/quotes.ts';
import { reportWork, withdrawWork } from '../../src/domain/works/reports.ts';
import { decideWork, worksOf } from '../../src/domain/works/works.ts';
import { appoint } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, LORETO, NOW, settle } from '../testkit/town.ts';

const TIJUANA = 2;
const YEAR = 365 * DAY;

describeStores('works', (open) => {
  let store: Store;
  let president: number;
  let treasurer: number;
  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    president = await appoint(store, 'president');
    treasurer = await appoint(store, 'treasurer');
  });

  const decide = (code = 'impermeabilizacion', more: { approvedCents?: number; now?: number } = {}) =>
    store.run((tx) => decideWork(tx, { personId: president, clinicId: LORETO, code, now: NOW, ...more }));
  const report = (workId: number, status: Parameters<typeof reportWork>[1]['status'], percent = 0) =>
    store.run((tx) => reportWork(tx, { personId: treasurer, workId, status, percent, now: NOW }));

  it('are decided by code or in own words, of the year of the clinic', async () => {
    const work = await decide('bancas-tandem', { approvedCents: 3_850_000 });
    expect(work).toMatchObject({ title: 'Bancas tándem', kind: 'mobiliario', year: 2027, approvedCents: 3_850_000 });
    expect(work).toMatchObject({ status: 'proyecto_aprobado', percent: 0, spentCents: 0 });
    const own = { personId: president, clinicId: LORETO, title: '  un   mural ', kind: 'obra' as const, now: NOW };
    expect(await store.run((tx) => decideWork(tx, own))).toMatchObject({ title: 'Un mural', catalogueCode: null });
    await expect(decide('no-such-code')).rejects.toThrow('unknown-work');
    await expect(store.run((tx) => decideWork(tx, { ...own, title: 'x'.repeat(61) }))).rejects.toThrow('text-long');
    await expect(store.run((tx) => decideWork(tx, { ...own, title: ' ' }))).rejects.toThrow('text-empty');
  });

  it('of last year stand after those of this, and can still be paid, reported and corrected', async () => {
    const last = await decide('pisos', { now: NOW - YEAR });
    const seen = () => store.run((tx) => worksOf(tx, { clinicId: LORETO, now: NOW }));
    expect((await seen()).map(({ id }) => id)).toEqual([last.id]);
    const lines = [
      { clues: 'TEST000001', year: 2026, amountCents: 1000 },
      { clues: 'TEST000001', year: 2027, amountCents: 5000 },
    ];
    await store.run((tx) => importBudgets(tx, { lines, now: NOW }));
    const work = await decide();
    expect((await seen()).map(({ id, year }) => [id, year])).toEqual([
      [work.id, 2027],
      [last.id, 2026],
    ]);
    const paid = { personId: treasurer, workId: last.id, now: NOW };
    await store.run((tx) => enterSpending(tx, { ...paid, cents: 1000 }));
    expect(await store.run((tx) => overrunOf(tx, { ...paid, cents: 1 }))).toMatchObject({ over: 'clinic', year: 2026 });
    expect(await report(last.id, 'obra_terminada')).toMatchObject({ status: 'obra_terminada', spentCents: 1000 });
    const progress = await store.run((tx) => progressOf(tx, { clinicId: LORETO, now: NOW }));
    expect(progress).toMatchObject({ year: 2027, spentCents: 0, budgetCents: 5000 });
    expect([progress?.works, progress?.before].map((all) => all?.map(({ id }) => id))).toEqual([[work.id], [last.id]]);
    expect(await store.run((tx) => worksOf(tx, { clinicId: LORETO, now: NOW + 2 * YEAR }))).toEqual([]);
  });

  it('stand where the last report says; each is kept', async () => {
    const { id } = await decide();
    await report(id, 'compra_o_contratacion', 40);
    expect(await report(id, 'obra_en_proceso', 60)).toMatchObject({ status: 'obra_en_proceso', percent: 60 });
    expect(await report(id, 'obra_terminada')).toMatchObject({ status: 'obra_terminada', percent: 100 });
    const rows = await store.run(({ db, tables: { workReports } }) => db.select().from(workReports));
    expect(rows.map(({ percent, enteredBy }) => [percent, enteredBy])).toEqual([
      [0, 'treasurer'],
      [60, 'treasurer'],
      [100, 'treasurer'],
    ]);
  });

  it.each([140, 101, -1, 33.5, Number.NaN])('are never %s percent done', async (percent) => {
    const { id } = await decide();
    await expect(report(id, 'obra_en_proceso', percent)).rejects.toThrow('bad-percent');
  });

  it('take no status of another kind, and none that is not to be reported', async () => {
    const { id } = await decide();
    await expect(report(id, 'equipo_recibido')).rejects.toThrow('bad-status');
    await expect(report(id, 'retirada')).rejects.toThrow('bad-status');
  });

  it('are taken off the list only while nothing has happened', async () => {
    const [mistake, begun, paid] = [await decide(), await decide(), await decide()];
    await report(begun.id, 'obra_en_proceso', 1);
    await store.run((tx) => enterSpending(tx, { personId: treasurer, workId: paid.id, cents: 1, now: NOW }));
    const withdraw = (workId: number) => store.run((tx) => withdrawWork(tx, { personId: president, workId, now: NOW }));
    await withdraw(mistake.id);
    await expect(withdraw(begun.id)).rejects.toThrow('work-begun');
    await expect(withdraw(paid.id)).rejects.toThrow('work-begun');
    const left = await store.run((tx) => worksOf(tx, { clinicId: LORETO, now: NOW }));
    expect(left.map(({ id }) => id)).toEqual([begun.id, paid.id]);
  });

  it('show to all what the finished cost and nothing of the rest', async () => {
    const [done, open_] = [await decide(), await decide('pisos')];
    for (const [workId, cents] of [
      [done.id, 3_850_000],
      [open_.id, 1_000_000],
    ] as const) {
      await store.run((tx) => enterSpending(tx, { personId: treasurer, workId, cents, now: NOW }));
    }
    const seen = () => store.run((tx) => progressOf(tx, { clinicId: LORETO, now: NOW }));
    expect((await seen())?.spentCents).toBe(0);
    await report(done.id, 'obra_terminada');
    const lines = [{ clues: 'TEST000001', year: 2027, amountCents: 55_000_000 }];
    await store.run((tx) => importBudgets(tx, { lines, now: NOW }));
    expect(await seen()).toMatchObject({ year: 2027, spentCents: 3_850_000, budgetCents: 55_000_000 });
    expect(await store.run((tx) => progressOf(tx, { clinicId: TIJUANA, now: NOW }))).toBeUndefined();
  });

  const send = (personId = treasurer) =>
    store.run((tx) => keepPhoto(tx, { personId, clinicId: LORETO, mime: 'image/jpeg', data: 'AAAA', now: NOW }));
  const kept = async () =>
    (await store.run(({ db, tables: { files } }) => db.select({ id: files.id }).from(files).orderBy(files.id))).map(
      ({ id }) => id,
    );

  it('keep a photo that belongs to nothing for a day, and one that should not have been sent not at all', async () => {
    const { id: workId } = await decide();
    const [shown, sent, mistake] = [await send(), await send(), await send()];
    await store.run((tx) => showPhoto(tx, { personId: treasurer, workId, fileId: shown, now: NOW }));
    await store.run((tx) => discardPhoto(tx, { personId: treasurer, fileId: mistake }));
    expect(await kept()).toEqual([shown, sent]);
    const claim = (fileId: number, personId: number) => store.run((tx) => claimPhoto(tx, { fileId, personId }));
    await expect(claim(sent, president)).rejects.toThrow('unknown-photo');
    await expect(claim(shown, treasurer)).rejects.toThrow('unknown-photo');
    await store.run((tx) => dropLoosePhotos(tx, { now: NOW + DAY }));
    expect(await kept()).toEqual([shown, sent]);
    await store.run((tx) => dropLoosePhotos(tx, { now: NOW + DAY + 1 }));
    expect(await kept()).toEqual([shown]);
  });

  it('show a photo until the oversight member takes it down, and then the one before', async () => {
    const { id: workId } = await decide();
    const oversight = await appoint(store, 'oversight');
    for (const fileId of [await send(), await send()]) {
      await store.run((tx) => showPhoto(tx, { personId: treasurer, workId, fileId, now: NOW }));
    }
    const photo = await store.run((tx) => photoOf(tx, workId));
    expect(photo?.fileId).toBe(2);
    const takeDown = (personId: number) =>
      store.run((tx) => takeDownPhoto(tx, { personId, photoId: photo?.id ?? 0, now: NOW }));
    await expect(takeDown(president)).rejects.toThrow('not-yours');
    await takeDown(oversight);
    expect((await store.run((tx) => photoOf(tx, workId)))?.fileId).toBe(1);
  });

  it('have quotes that the committee sees, and nobody else', async () => {
    const { id: workId } = await decide();
    for (const [supplier, cents] of [
      ['Pinturas del Norte', 1_250_000],
      ['La Paloma', 1_100_000],
    ] as const) {
      await store.run((tx) => recordQuote(tx, { personId: treasurer, workId, supplier, cents, now: NOW }));
    }
    const seen = (personId: number) => store.run((tx) => quotesOf(tx, { personId, workId, now: NOW }));
    for (const role of ['secretary', 'oversight', 'member'] as const) {
      expect(await seen(await appoint(store, role))).toEqual([
        { supplier: 'La Paloma', cents: 1_100_000 },
        { supplier: 'Pinturas del Norte', cents: 1_250_000 },
      ]);
    }
    for (const personId of [
      await settle(store, 'elena', { homeClinicId: LORETO }),
      await appoint(store, 'oversight', TIJUANA),
    ]) {
      await expect(seen(personId)).rejects.toThrow('not-yours');
    }
  });

  it('have dates that are days, to come or past as the case may be', async () => {
    const { id: workId } = await decide();
    const by = { personId: treasurer, clinicId: LORETO, now: NOW };
    const deadline = (date: string) => store.run((tx) => setDeadline(tx, { ...by, kind: 'spending', date }));
    const happened = (date: string) =>
      store.run((tx) => recordMilestone(tx, { ...by, code: 'tarjeta_entregada', date }));
    await deadline('2027-02-10');
    await deadline('2027-12-20');
    await deadline('2027-12-15');
    for (const date of ['2027-02-09', '2027-02-30', '15-12-2027'])
      await expect(deadline(date)).rejects.toThrow('bad-date');
    await happened('2027-02-10');
    await expect(happened('2027-02-11')).rejects.toThrow('bad-date');
    await store.run((tx) => setDueDate(tx, { ...by, workId, date: '2027-08-15' }));
    expect(await store.run((tx) => datesOf(tx, by))).toEqual({
      milestones: [{ code: 'tarjeta_entregada', date: '2027-02-10' }],
      deadlines: [
        { kind: 'spending', date: '2027-02-10' },
        { kind: 'spending', date: '2027-12-15' },
      ],
    });
    const oversight = await appoint(store, 'oversight');
    await expect(store.run((tx) => datesOf(tx, { ...by, personId: oversight }))).rejects.toThrow('not-yours');
    const audited = await store.run(({ db, tables: { auditLog } }) => db.select().from(auditLog));
    expect(JSON.stringify(audited)).not.toMatch(/tarjeta|recurso/);
  });

  /** Every way to write, by somebody who may and in the middle of it may no more. */
  const writes: Readonly<Record<string, [Role, (personId: number, workId: number) => (tx: Tx) => Promise<unknown>]>> = {
    decide: ['president', (personId) => (tx) => decideWork(tx, { ...at(personId), code: 'pisos' })],
    report: [
      'treasurer',
      (personId, workId) => (tx) => reportWork(tx, { ...at(personId), workId, status: 'obra_terminada' }),
    ],
    withdraw: ['president', (personId, workId) => (tx) => withdrawWork(tx, { ...at(personId), workId })],
    spend: ['treasurer', (personId, workId) => (tx) => enterSpending(tx, { ...at(personId), workId, cents: 1 })],
    quote: [
      'treasurer',
      (personId, workId) => (tx) => recordQuote(tx, { ...at(personId), workId, cents: 1, supplier: 'A' }),
    ],
    photo: ['treasurer', (personId, workId) => (tx) => showPhoto(tx, { ...at(personId), workId, fileId: 1 })],
    deadline: [
      'treasurer',
      (personId) => (tx) => setDeadline(tx, { ...at(personId), kind: 'spending', date: '2027-12-15' }),
    ],
    due: ['treasurer', (personId, workId) => (tx) => setDueDate(tx, { ...at(personId), workId, date: '2027-12-15' })],
    milestone: [
      'treasurer',
      (personId) => (tx) => recordMilestone(tx, { ...at(personId), code: 'cuentas_rendidas', date: '2027-02-10' }),
    ],
  };
  const at = (personId: number) => ({ personId, clinicId: LORETO, now: NOW });

  it.each(Object.entries(writes))('%s: only in office, only there, and it is in the record', async (_, [
    role,
    write,
  ]) => {
    const { id } = await decide();
    const [elsewhere, nobody] = [await appoint(store, role, TIJUANA), await settle(store, 'nobody')];
    for (const personId of [elsewhere, nobody]) {
      await expect(store.run(write(personId, id))).rejects.toThrow('not-yours');
    }
    const personId = role === 'president' ? president : treasurer;
    expect(await send()).toBe(1);
    const audited = () => store.run(({ db, tables: { auditLog } }) => db.select().from(auditLog));
    const before = (await audited()).length;
    await store.run(write(personId, id));
    expect((await audited()).slice(before)).toMatchObject([{ personId, role, clinicId: LORETO, at: NOW }]);
    await store.run(({ db, tables: { roles } }) =>
      db.update(roles).set({ endsAt: NOW }).where(eq(roles.personId, personId)),
    );
    await expect(store.run(write(personId, id))).rejects.toThrow('not-yours');
    expect(await audited()).toHaveLength(before + 1);
  });

  it('keep their accounts when who entered them becomes one with another, or is deleted', async () => {
    const { id: workId } = await decide();
    await report(workId, 'obra_en_proceso', 5);
    await store.run((tx) => enterSpending(tx, { personId: treasurer, workId, cents: 500, now: NOW }));
    const other = await settle(store, 'the same on another channel');
    await store.run((tx) => mergePeople(tx, { from: treasurer, to: other, now: NOW, tokenOf: () => '' }));
    const entered = () =>
      store.run(async ({ db, tables: { ledger, workReports } }) => [
        ...(await db.select({ by: ledger.personId, cents: ledger.amountCents }).from(ledger)),
        ...(await db.select({ by: workReports.personId, cents: workReports.percent }).from(workReports)),
      ]);
    expect(await entered()).toEqual([
      { by: other, cents: 500 },
      { by: other, cents: 5 },
    ]);
    await store.run((tx) => deletePerson(tx, { personId: other, now: NOW, recountTokens: async () => [] }));
    expect(await entered()).toEqual([
      { by: null, cents: 500 },
      { by: null, cents: 5 },
    ]);
  });

  it('are heard of by those whose clinic it is or who follow it', async () => {
    const hearing = async (name: string, person: Parameters<typeof settle>[2]) => {
      const personId = await settle(store, name, person);
      return await store.run((tx) => hearingOf(tx, { personId, clinicId: LORETO }));
    };
    expect(await hearing('home', { homeClinicId: LORETO })).toBe('home');
    expect(await hearing('elsewhere', { homeClinicId: TIJUANA })).toBe('not');
    expect(await hearing('baja', { homeClinicId: LORETO, notices: 'none' })).toBe('off');
  });
});
