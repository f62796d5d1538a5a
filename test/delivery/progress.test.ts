/** What was reported is told the morning after, once, to those who want it; deadlines to the committee alone. */

import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { startOf } from '../../src/domain/assemblies/calendar.ts';
import { recordMilestone, setDeadline } from '../../src/domain/works/dates.ts';
import { reportWork, withdrawWork } from '../../src/domain/works/reports.ts';
import { decideWork } from '../../src/domain/works/works.ts';
import { remindOfDeadlines } from '../../src/jobs/deadlines.ts';
import { announceProgress } from '../../src/jobs/progress.ts';
import { appoint } from '../testkit/office.ts';
import { outboxOf } from '../testkit/post-office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';

const TIJUANA = 2;
const local = (date: string, time: string, zone = 'America/Mazatlan') => startOf(date, time, zone);

describeStores('news of the works', (open) => {
  let store: Store;
  let president: number;
  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    president = await appoint(store, 'president');
  });

  const decide = (code = 'pisos') =>
    store.run((tx) => decideWork(tx, { personId: president, clinicId: LORETO, code, now: NOW }));
  const report = (workId: number, percent: number, now = NOW) =>
    store.run((tx) => reportWork(tx, { personId: president, workId, status: 'obra_en_proceso', percent, now }));
  const told = async () => (await outboxOf(store)).filter(({ kind }) => kind === 'progress');

  it('come once, at ten in the morning of the next day by the clinic’s clock', async () => {
    await settle(store, 'elena', { homeClinicId: LORETO });
    const { id } = await decide();
    await report(id, 20);
    await report(id, 30, NOW + 2 * HOUR);
    const queued: number[] = [];
    for (let now = NOW; now < NOW + 3 * DAY; now += HOUR / 2) {
      if ((await announceProgress(store, now)) > 0) queued.push(now);
    }
    expect(queued).toEqual([local('2027-02-11', '10:00')]);
    const [notice] = await told();
    expect(notice).toMatchObject({ priority: 2, clinicId: LORETO });
    expect(JSON.stringify(notice?.notice)).toContain('"percent":30');
    expect(JSON.stringify(notice?.notice)).not.toMatch(/treasurer|tarjeta|\$/);
  });

  it('go to whose clinic it is and who follows it, and wants such notices; never twice on two roads', async () => {
    const home = await settle(store, 'home', { homeClinicId: LORETO });
    const both = await settle(store, 'both', { homeClinicId: LORETO });
    const follower = await settle(store, 'follower', { homeClinicId: TIJUANA });
    await settle(store, 'elsewhere', { homeClinicId: TIJUANA });
    await settle(store, 'baja', { homeClinicId: LORETO, notices: 'none' });
    await settle(store, 'changes', { homeClinicId: LORETO, notices: 'changes' });
    await settle(store, 'gone', { homeClinicId: LORETO, deletedAt: NOW });
    const since = { clinicId: LORETO, since: NOW };
    await store.run(({ db, tables: { follows } }) =>
      db.insert(follows).values([both, follower].map((personId) => ({ personId, ...since }))),
    );
    await report((await decide()).id, 20);
    expect(await announceProgress(store, NOW + DAY)).toBe(3);
    expect((await told()).map(({ personId }) => personId)).toEqual([home, both, follower]);
  });

  it('are one notice where several works changed, and none where all were taken off the list', async () => {
    await settle(store, 'elena', { homeClinicId: LORETO });
    const [one, other] = [await decide(), await decide('rampas')];
    await report(one.id, 20);
    await report(other.id, 30);
    await announceProgress(store, NOW + DAY);
    expect((await told()).map(({ notice }) => JSON.stringify(notice))).toEqual([
      expect.stringContaining('"key":"notice:progressSeveral","values":{"clinic":"UMF Loreto","number":2}'),
    ]);
    const mistake = await decide('tinaco');
    const row = { workId: mistake.id, clinicId: LORETO, percent: 0, at: NOW + DAY, enteredBy: 'president' as const };
    await store.run(({ db, tables: { workReports } }) =>
      db.insert(workReports).values({ ...row, status: 'proyecto_aprobado' }),
    );
    await store.run((tx) => withdrawWork(tx, { personId: president, workId: mistake.id, now: NOW + DAY }));
    expect(await announceProgress(store, NOW + 2 * DAY)).toBe(0);
  });

  it('are told later where the program was not running, and not at all when they are old', async () => {
    await settle(store, 'elena', { homeClinicId: LORETO });
    await report((await decide()).id, 20);
    expect(await announceProgress(store, NOW + 10 * DAY)).toBe(0);
    expect(await announceProgress(store, NOW + 3 * DAY)).toBe(1);
  });

  it('wait for the morning after a night report', async () => {
    await settle(store, 'elena', { homeClinicId: LORETO });
    await report((await decide()).id, 20, local('2027-02-10', '23:59'));
    expect(await announceProgress(store, local('2027-02-11', '09:59'))).toBe(0);
    expect(await announceProgress(store, local('2027-02-11', '10:00'))).toBe(1);
  });
});

describeStores('deadlines', (open) => {
  it('are told to the committee 30, 7 and 1 days before, by day, once; not to others, not once all is accounted for', async () => {
    const store = await open();
    await buildTown(store);
    const president = await appoint(store, 'president');
    const treasurer = await appoint(store, 'treasurer');
    await appoint(store, 'oversight');
    await appoint(store, 'treasurer', TIJUANA);
    await settle(store, 'elena', { homeClinicId: LORETO });
    const by = { personId: president, clinicId: LORETO, now: NOW };
    await store.run((tx) => setDeadline(tx, { ...by, kind: 'spending', date: '2027-12-15' }));
    await store.run((tx) => setDeadline(tx, { ...by, kind: 'accounts', date: '2027-12-31' }));
    const queued: number[] = [];
    for (let now = local('2027-11-10', '00:00'); now < local('2027-12-20', '00:00'); now += 2 * HOUR) {
      if ((await remindOfDeadlines(store, now)) > 0) queued.push(now);
    }
    expect(queued).toEqual(
      ['2027-11-15', '2027-12-01', '2027-12-08', '2027-12-14'].map((date) => local(date, '10:00')),
    );
    const sent = await outboxOf(store);
    expect(new Set(sent.map(({ kind }) => kind))).toEqual(new Set(['office']));
    expect(new Set(sent.map(({ personId }) => personId))).toEqual(new Set([president, treasurer]));
    expect(sent).toHaveLength(8);
    const done = { ...by, code: 'cuentas_rendidas' as const, date: '2027-12-21', now: local('2027-12-21', '12:00') };
    await store.run((tx) => recordMilestone(tx, done));
    expect(await remindOfDeadlines(store, local('2027-12-24', '12:00'))).toBe(0);
    expect(await remindOfDeadlines(store, local('2027-12-30', '12:00'))).toBe(0);
  });

  it.each([
    ['accounts of last year close nothing of this one', ['2027-12-31'], '2027-03-20', 1],
    ['late accounts belong to the deadline that they missed', ['2027-03-31', '2027-12-15'], '2027-04-10', 1],
    ['accounts in time close the deadline', ['2027-03-31', '2027-12-15'], '2027-12-08', 0],
  ])('%s', async (_, dates, given, reminded) => {
    const store = await open();
    await buildTown(store);
    const personId = await appoint(store, 'president');
    const by = { personId, clinicId: LORETO };
    for (const date of dates) await store.run((tx) => setDeadline(tx, { ...by, kind: 'accounts', date, now: NOW }));
    const now = local(given, '12:00');
    await store.run((tx) => recordMilestone(tx, { ...by, code: 'cuentas_rendidas', date: given, now }));
    const last = local(dates.at(-1) ?? '', '12:00');
    expect(await remindOfDeadlines(store, last - DAY)).toBe(reminded);
  });

  it('close over the new year what was asked for before it', async () => {
    const store = await open();
    await buildTown(store);
    const by = { personId: await appoint(store, 'president'), clinicId: LORETO };
    const set = { ...by, kind: 'accounts' as const, date: '2028-01-31', now: NOW };
    await store.run((tx) => setDeadline(tx, set));
    const now = local('2027-12-20', '12:00');
    await store.run((tx) => recordMilestone(tx, { ...by, code: 'cuentas_rendidas', date: '2027-12-20', now }));
    expect(await remindOfDeadlines(store, local('2028-01-30', '12:00'))).toBe(0);
  });
});
