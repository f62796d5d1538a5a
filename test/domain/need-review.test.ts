/** The committee's part: what waits is accepted, merged with its supports, or declined with a reason; and the diagnosis. */

import { expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { diagnosisOf, noteNeed, removeNote } from '../../src/domain/needs/diagnosis.ts';
import { openNeeds } from '../../src/domain/needs/list.ts';
import { proposeNeed } from '../../src/domain/needs/needs.ts';
import { acceptNeed, declineNeed, mergeNeed, needsToReview, readNeed } from '../../src/domain/needs/review.ts';
import { addDetail, withdrawSupport } from '../../src/domain/needs/supports.ts';
import type { Notice } from '../../src/domain/notices/queue.ts';
import { remindOfReviews } from '../../src/jobs/needs.ts';
import { hold } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';

const home = { homeClinicId: LORETO };
const KIND = { kind: 'obra' } as const;
const recountTokens = async () => [];

async function town(open: () => Promise<Store>) {
  const store = await open();
  await buildTown(store);
  const [elena, ana, rosa, luz, juan] = [
    await settle(store, 'elena', home),
    await settle(store, 'ana', home),
    await settle(store, 'rosa', home),
    await settle(store, 'luz', home),
    await settle(store, 'juan', home),
  ];
  await hold(store, rosa, 'president');
  await hold(store, luz, 'secretary');
  await hold(store, juan, 'oversight');
  return { store, elena, ana, rosa, luz, juan };
}

const own = (store: Store, personId: number, title: string, now = NOW) =>
  store.run((tx) => proposeNeed(tx, { personId, clinicId: LORETO, title, ...KIND, now, recountTokens }));
const ofCatalogue = (store: Store, personId: number, code: string) =>
  store.run((tx) => proposeNeed(tx, { personId, clinicId: LORETO, code, now: NOW, recountTokens }));
const list = async (store: Store) =>
  (await store.run((tx) => openNeeds(tx, { clinicId: LORETO }))).map(
    ({ title, supports, isNoted }) => `${title} ${supports}${isNoted ? ' noted' : ''}`,
  );
const told = async (store: Store) => {
  const rows = await store.run(({ db, tables: { outbox } }) => db.select().from(outbox).orderBy(outbox.id));
  return rows.map(({ personId, notice }) => `${personId} ${(notice as Notice).texts[0]?.key}`);
};
const words = async (store: Store) => {
  const rows = await store.run(({ db, tables: { outbox } }) => db.select().from(outbox).orderBy(outbox.id));
  return rows.map(({ notice }) => (notice as Notice).texts[0]?.values);
};
const logged = async (store: Store) => {
  const rows = await store.run(({ db, tables: { auditLog: t } }) => db.select().from(t).orderBy(t.id));
  return rows.map(({ action, role }) => `${action} ${role}`);
};

describeStores('a need in own words', (open) => {
  it('is accepted, also under a clearer name, and its people hear of it', async () => {
    const { store, elena, ana, rosa } = await town(open);
    const { needId, isReviewed } = await own(store, elena, 'donde dejar las bicis');
    expect(isReviewed).toBe(true);
    await own(store, ana, 'Donde dejar las bicis');
    const waiting = await store.run((tx) => needsToReview(tx, { personId: rosa, clinicId: LORETO, now: NOW }));
    expect(waiting).toMatchObject([{ id: needId, supports: 2, isNewService: false }]);
    await store.run((tx) => acceptNeed(tx, { personId: rosa, needId, title: 'lugar para bicicletas', now: NOW }));
    expect(await list(store)).toEqual(['Lugar para bicicletas 2']);
    expect(await told(store)).toEqual([`${elena} notice:need.accepted`, `${ana} notice:need.accepted`]);
    expect(await logged(store)).toEqual(['need.review president']);
  });

  it('is declined with a reason, which its people are told', async () => {
    const { store, elena, luz } = await town(open);
    const { needId } = await own(store, elena, 'Un laboratorio');
    await expect(
      store.run((tx) => tx.savepoint(() => declineNeed(tx, { personId: luz, needId, reason: ' ', now: NOW }))),
    ).rejects.toThrow('text-empty');
    await store.run((tx) => declineNeed(tx, { personId: luz, needId, reason: 'No lo paga el programa', now: NOW }));
    expect(await words(store)).toMatchObject([{ title: 'Un laboratorio', reason: 'No lo paga el programa' }]);
    expect(await list(store)).toEqual([]);
    expect(await own(store, elena, 'Un laboratorio')).toMatchObject({ outcome: 'waits', supports: 1 });
  });

  it('is merged with its supports, each person counted once, and its words are not lost', async () => {
    const { store, elena, ana, rosa } = await town(open);
    const { needId: roof } = await ofCatalogue(store, ana, 'impermeabilizacion');
    const { needId } = await own(store, elena, 'Tapen los hoyos de arriba');
    await own(store, ana, 'tapen los hoyos de arriba');
    await store.run((tx) => mergeNeed(tx, { personId: rosa, needId, into: { needId: roof }, now: NOW }));
    expect(await list(store)).toEqual(['Impermeabilización 2']);
    expect(await words(store)).toMatchObject([{ other: 'Impermeabilización' }, { other: 'Impermeabilización' }]);
    const read = await store.run((tx) => readNeed(tx, { personId: rosa, needId: roof, now: NOW }));
    expect(read.details).toEqual(['Tapen los hoyos de arriba']);
    // What is said of the old one is said of the one that stands for it.
    await store.run((tx) => addDetail(tx, { personId: elena, needId, text: 'y la lluvia' }));
    expect(await store.run((tx) => withdrawSupport(tx, { personId: elena, needId }))).toMatchObject({ supports: 1 });
  });

  it('is merged with all the parts of the clinic where either was noted down', async () => {
    const { store, juan, rosa, elena } = await town(open);
    const asked = { clinicId: LORETO, now: NOW };
    const { needId } = await own(store, elena, 'Tapen los hoyos de arriba');
    for (const area of ['quarters', 'waiting'] as const) {
      await store.run((tx) =>
        noteNeed(tx, { ...asked, personId: juan, area, title: 'Tapen los hoyos de arriba', ...KIND }),
      );
    }
    await store.run((tx) => noteNeed(tx, { ...asked, personId: juan, area: 'toilets', code: 'impermeabilizacion' }));
    const into = { code: 'impermeabilizacion' };
    await store.run((tx) => mergeNeed(tx, { personId: rosa, needId, into, now: NOW }));
    expect(await store.run((tx) => diagnosisOf(tx, { ...asked, personId: rosa }))).toMatchObject([
      { title: 'Impermeabilización', areas: ['waiting', 'toilets', 'quarters'] },
    ]);
  });

  it('is merged into what nobody has asked for yet', async () => {
    const { store, elena, rosa } = await town(open);
    const { needId } = await own(store, elena, 'Tapen los hoyos de arriba');
    const into = { code: 'impermeabilizacion' };
    await store.run((tx) => mergeNeed(tx, { personId: rosa, needId, into, now: NOW }));
    expect(await list(store)).toEqual(['Impermeabilización 1']);
    await expect(store.run((tx) => mergeNeed(tx, { personId: rosa, needId, into, now: NOW }))).rejects.toThrow(
      'need-settled',
    );
  });

  it('is ruled on once, by who may, and never merged into another clinic’s or itself', async () => {
    const { store, elena, rosa, luz, juan } = await town(open);
    const luis = await settle(store, 'luis', { homeClinicId: 2 });
    const other = await store.run((tx) =>
      proposeNeed(tx, { personId: luis, clinicId: 2, code: 'rejas', now: NOW, recountTokens }),
    );
    const { needId } = await own(store, elena, 'Un jardín');
    const merge = (into: number) =>
      store.run((tx) =>
        tx.savepoint(() => mergeNeed(tx, { personId: rosa, needId, into: { needId: into }, now: NOW })),
      );
    await expect(merge(other.needId)).rejects.toThrow('unknown-need');
    await expect(merge(needId)).rejects.toThrow('unknown-need');
    for (const personId of [elena, juan]) {
      const asked = { personId, needId, now: NOW };
      await expect(store.run((tx) => acceptNeed(tx, asked))).rejects.toThrow('not-yours');
      await expect(store.run((tx) => needsToReview(tx, { ...asked, clinicId: LORETO }))).rejects.toThrow('not-yours');
    }
    await expect(store.run((tx) => readNeed(tx, { personId: elena, needId, now: NOW }))).rejects.toThrow('not-yours');
    const both = await Promise.allSettled([
      store.run((tx) => acceptNeed(tx, { personId: rosa, needId, now: NOW })),
      store.run((tx) => declineNeed(tx, { personId: luz, needId, reason: 'No', now: NOW })),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await told(store)).toHaveLength(1);
  });
});

describeStores('those who review', (open) => {
  it('are told in the morning, once a day at most, and again after a week', async () => {
    const { store, elena, ana, rosa, luz } = await town(open);
    // Noon in Loreto: what comes after ten waits for the next morning.
    const { needId } = await own(store, elena, 'Un jardín');
    expect(await remindOfReviews(store, NOW + HOUR)).toBe(0);
    const morning = NOW + DAY - 2 * HOUR;
    expect(await remindOfReviews(store, morning - HOUR)).toBe(0);
    expect(await remindOfReviews(store, morning)).toBe(2);
    expect(await told(store)).toEqual([`${rosa} notice:need.waiting`, `${luz} notice:need.waiting`]);
    await own(store, ana, 'Un velador', morning + HOUR);
    expect(await remindOfReviews(store, morning + 2 * HOUR)).toBe(0);
    expect(await remindOfReviews(store, morning + DAY)).toBe(2);
    expect(await remindOfReviews(store, morning + 2 * DAY)).toBe(0);
    await store.run((tx) => acceptNeed(tx, { personId: rosa, needId, now: NOW }));
    expect(await remindOfReviews(store, morning + 8 * DAY)).toBe(2);
    expect((await words(store)).at(-1)).toEqual({ number: 1 });
  });

  it('are told nothing of what was taken back, and whoever takes the post hears of what waits', async () => {
    const { store, elena, ana } = await town(open);
    await store.run(({ db, tables: { roles } }) => db.update(roles).set({ endsAt: NOW }));
    const { needId } = await own(store, elena, 'Un jardín');
    await own(store, ana, 'Un velador');
    await store.run((tx) => withdrawSupport(tx, { personId: elena, needId }));
    expect(await remindOfReviews(store, NOW + DAY)).toBe(0);
    await hold(store, ana, 'president', { grantedAt: NOW });
    expect(await remindOfReviews(store, NOW + 2 * DAY)).toBe(1);
    expect(await words(store)).toEqual([{ number: 1 }]);
  });
});

describeStores('the diagnosis', (open) => {
  const note = (
    store: Store,
    personId: number,
    what: { code: string } | { title: string },
    area = 'waiting' as const,
  ) => store.run((tx) => noteNeed(tx, { personId, clinicId: LORETO, area, now: NOW, ...KIND, ...what }));

  it('feeds the same list, marked as theirs', async () => {
    const { store, elena, juan } = await town(open);
    await ofCatalogue(store, elena, 'bancas-tandem');
    await note(store, juan, { code: 'bancas-tandem' });
    await note(store, juan, { code: 'ventiladores' });
    await note(store, juan, { code: 'ventiladores' });
    await note(store, juan, { title: 'Un letrero' });
    expect(await list(store)).toEqual(['Bancas tándem 1 noted', 'Ventiladores 0 noted', 'Un letrero 0 noted']);
    expect(await ofCatalogue(store, elena, 'ventiladores')).toMatchObject({ outcome: 'supported', supports: 1 });
    const origins = await store.run(({ db, tables: { needs } }) => db.select({ origin: needs.origin }).from(needs));
    expect(origins.map(({ origin }) => origin)).toEqual(['people', 'diagnosis', 'diagnosis']);
  });

  it('notes the same down in several areas, and takes it back where it was a mistake', async () => {
    const { store, rosa } = await town(open);
    const asked = { personId: rosa, clinicId: LORETO, now: NOW };
    for (const area of ['toilets', 'waiting'] as const) {
      await store.run((tx) => noteNeed(tx, { ...asked, area, code: 'puertas' }));
    }
    const noted = await store.run((tx) => diagnosisOf(tx, asked));
    expect(noted).toMatchObject([{ title: 'Puertas', areas: ['waiting', 'toilets'], waits: false }]);
    const needId = noted[0]?.needId ?? 0;
    await store.run((tx) => removeNote(tx, { ...asked, needId, area: 'toilets' }));
    expect(await list(store)).toEqual(['Puertas 0 noted']);
    await store.run((tx) => removeNote(tx, { ...asked, needId, area: 'waiting' }));
    expect(await list(store)).toEqual([]);
  });

  it('leaves a new service to be looked at, and is for the committee alone', async () => {
    const { store, elena, juan, rosa } = await town(open);
    expect(await note(store, juan, { title: 'Rayos X' })).toMatchObject({ waits: true });
    expect(await list(store)).toEqual([]);
    expect(await store.run((tx) => needsToReview(tx, { personId: rosa, clinicId: LORETO, now: NOW }))).toMatchObject([
      { title: 'Rayos X', isNewService: true, supports: 0 },
    ]);
    await expect(note(store, elena, { code: 'pisos' })).rejects.toThrow('not-yours');
    const asked = { personId: elena, clinicId: LORETO, now: NOW };
    await expect(store.run((tx) => diagnosisOf(tx, asked))).rejects.toThrow('not-yours');
  });

  it('does not let into the list what a neighbour asked for, unless who notes it down may review it', async () => {
    const { store, elena, juan, luz } = await town(open);
    await own(store, elena, 'Lugar para bicicletas');
    expect(await note(store, juan, { title: 'Un lugar para bicicletas' })).toMatchObject({
      title: 'Lugar para bicicletas',
      waits: true,
      isNewService: false,
    });
    expect(await list(store)).toEqual([]);
    expect(await told(store)).toEqual([]);
    expect(await store.run((tx) => diagnosisOf(tx, { personId: juan, clinicId: LORETO, now: NOW }))).toMatchObject([
      { title: 'Lugar para bicicletas', areas: ['waiting'], waits: true },
    ]);
    expect(await note(store, luz, { title: 'Lugar para bicicletas' })).toMatchObject({ waits: false });
    expect(await list(store)).toEqual(['Lugar para bicicletas 1 noted']);
    expect(await told(store)).toEqual([`${elena} notice:need.accepted`]);
    expect((await logged(store)).toSorted()).toEqual([
      'need.diagnose oversight',
      'need.diagnose secretary',
      'need.review secretary',
    ]);
  });

  it('counts for nobody’s five', async () => {
    const { store, juan } = await town(open);
    for (const code of ['pisos', 'rejas', 'tinaco', 'puertas', 'mallas', 'cisterna']) await note(store, juan, { code });
    expect(await ofCatalogue(store, juan, 'aljibe')).toMatchObject({ outcome: 'proposed' });
  });
});
