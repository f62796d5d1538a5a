/** Concerns: read by those who watch over the money and never by those who spend it, answered to who reported, then nobody's. */

import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { attachPhoto, changeOpen, concernsOf, fileConcern, settlePhoto } from '../../src/domain/concerns/concerns.ts';
import {
  answerConcern,
  closeConcern,
  concernsToReview,
  concernsUnread,
  isReviewer,
  readConcern,
} from '../../src/domain/concerns/review.ts';
import { deletePerson } from '../../src/domain/people/deletion.ts';
import { keepTidy } from '../../src/jobs/retention.ts';
import { hold } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, LORETO, NOW, only, settle } from '../testkit/town.ts';

const PHOTO = { name: 'foto.jpeg', mime: 'image/jpeg', data: 'eA==' };
const file = (store: Store, personId: number, { name = '', text = 'se deshace el cemento', now = NOW } = {}) =>
  store.run((tx) => fileConcern(tx, { personId, clinicId: LORETO, text, name, now }));
const told = async (store: Store) => {
  const rows = await store.run(({ db, tables: { outbox } }) => db.select().from(outbox).orderBy(outbox.id));
  return rows.map(({ personId }) => personId);
};
const kept = async (store: Store) =>
  only(await store.run(({ db, tables: { concerns } }) => db.select().from(concerns)));
const read = (store: Store, personId: number, folio: number) =>
  store.run((tx) => tx.savepoint(() => readConcern(tx, { personId, folio, now: NOW })));

async function town(opening: () => Promise<Store>) {
  const store = await opening();
  await buildTown(store);
  const people = {
    elena: await settle(store, 'elena'),
    rosa: await settle(store, 'rosa'),
    toño: await settle(store, 'toño'),
    juan: await settle(store, 'juan'),
    luis: await settle(store, 'luis'),
  };
  await hold(store, people.rosa, 'president');
  await hold(store, people.toño, 'treasurer');
  return { store, ...people };
}

describeStores('concerns', (opening) => {
  it('are told to the oversight member and the facilitator, and to nobody who spends the money', async () => {
    const { store, elena, rosa, toño, juan, luis } = await town(opening);
    await hold(store, juan, 'oversight');
    await hold(store, luis, 'facilitator', { stateCode: '03' });
    const { folio, readers } = await file(store, elena);
    expect(readers).toEqual(['oversight', 'facilitator']);
    expect(await told(store)).toEqual([juan, luis]);
    for (const personId of [rosa, toño, elena]) await expect(read(store, personId, folio)).rejects.toThrow();
    expect(await read(store, juan, folio)).toMatchObject({ text: 'se deshace el cemento', name: '' });
  });

  it('go past an oversight member who is also president or treasurer, and past a facilitator who is', async () => {
    const { store, elena, rosa, toño, luis } = await town(opening);
    await hold(store, rosa, 'oversight');
    await hold(store, toño, 'facilitator', { stateCode: '03' });
    const { folio, readers } = await file(store, elena);
    expect(readers).toEqual([]);
    expect(await told(store)).toEqual([]);
    for (const personId of [rosa, toño]) {
      await expect(read(store, personId, folio)).rejects.toThrow('not-yours');
      expect(await store.run((tx) => concernsToReview(tx, { personId, now: NOW }))).toEqual([]);
    }
    expect(await store.run((tx) => isReviewer(tx, { personId: rosa, now: NOW }))).toBe(false);
    expect(await store.run((tx) => concernsUnread(tx, { now: NOW }))).toMatchObject([{ id: folio }]);
    await hold(store, luis, 'facilitator', { clinicId: LORETO });
    expect(await store.run((tx) => concernsUnread(tx, { now: NOW }))).toEqual([]);
    expect((await read(store, luis, folio)).folio).toBe(folio);
  });

  it('go past whoever spent the money within the year before, and who began to since', async () => {
    const { store, elena, juan, luis } = await town(opening);
    const was = await hold(store, juan, 'treasurer', { grantedAt: NOW - 300 * DAY, endsAt: NOW - 200 * DAY });
    await hold(store, juan, 'oversight');
    await hold(store, luis, 'facilitator', { stateCode: '03' });
    const { folio, readers } = await file(store, elena);
    expect(readers).toEqual(['facilitator']);
    await expect(read(store, juan, folio)).rejects.toThrow('not-yours');
    expect(await store.run((tx) => concernsToReview(tx, { personId: juan, now: NOW }))).toEqual([]);
    await store.run(({ db, tables: { roles } }) =>
      db
        .update(roles)
        .set({ endsAt: NOW - 365 * DAY })
        .where(eq(roles.id, was)),
    );
    expect((await read(store, juan, folio)).folio).toBe(folio);
    await hold(store, luis, 'president', { grantedAt: NOW + 1, endsAt: NOW + DAY });
    await expect(store.run((tx) => readConcern(tx, { personId: luis, folio, now: NOW + 2 * DAY }))).rejects.toThrow(
      'not-yours',
    );
  });

  it('are told to who said BAJA, and are the operator’s where nobody who reads them can be reached', async () => {
    const { store, elena, juan } = await town(opening);
    await hold(store, juan, 'oversight');
    await store.run(({ db, tables: { people } }) =>
      db.update(people).set({ notices: 'none' }).where(eq(people.id, juan)),
    );
    expect((await file(store, elena)).readers).toEqual(['oversight']);
    expect(await told(store)).toEqual([juan]);
    expect(await store.run((tx) => concernsUnread(tx, { now: NOW }))).toEqual([]);
    await store.run(({ db, tables: { identities } }) =>
      db.update(identities).set({ reachable: false }).where(eq(identities.personId, juan)),
    );
    expect((await file(store, elena)).readers).toEqual([]);
    expect(await store.run((tx) => concernsUnread(tx, { now: NOW }))).toHaveLength(2);
  });

  it('leave in the outbox no word of whose they were once they are closed, and still tell who reported', async () => {
    const { store, elena, juan } = await town(opening);
    await hold(store, juan, 'oversight');
    const { folio } = await file(store, elena);
    const by = { personId: juan, folio, now: NOW };
    await store.run((tx) => answerConcern(tx, { ...by, text: 'el viernes' }));
    await store.run(({ db, tables: { outbox } }) => db.update(outbox).set({ status: 'sent', doneAt: NOW }));
    await store.run((tx) => answerConcern(tx, { ...by, now: NOW + 1, text: 'el sábado' }));
    await store.run((tx) => closeConcern(tx, { ...by, now: NOW + 2 }));
    const rows = await store.run(({ db, tables: { outbox } }) =>
      db.select().from(outbox).where(eq(outbox.personId, elena)).orderBy(outbox.id),
    );
    expect(rows.map(({ status, dedupe, notice }) => [status, dedupe, notice !== null])).toEqual([
      ['sent', null, false],
      ['queued', null, true],
      ['queued', null, true],
    ]);
  });

  it('keep no photo that nobody cleared: not when closed, not after a day, not of who is deleted', async () => {
    const { store, elena, juan } = await town(opening);
    await hold(store, juan, 'oversight');
    const photographed = async () => {
      const { folio } = await file(store, elena);
      await store.run((tx) => attachPhoto(tx, { personId: elena, folio, photo: PHOTO, now: NOW }));
      return folio;
    };
    const files = async () => (await store.run(({ db, tables }) => db.select().from(tables.files))).length;
    const closed = await photographed();
    await store.run((tx) => closeConcern(tx, { personId: juan, folio: closed, now: NOW }));
    expect(await files()).toBe(0);
    const cleared = await photographed();
    await store.run((tx) => settlePhoto(tx, { personId: elena, folio: cleared, shown: true }));
    await photographed();
    await keepTidy(store, NOW + DAY);
    expect(await files()).toBe(2);
    await keepTidy(store, NOW + DAY + 1);
    expect(await files()).toBe(1);
    await photographed();
    await store.run((tx) => deletePerson(tx, { personId: elena, now: NOW, recountTokens: async () => [] }));
    expect(await files()).toBe(1);
  });

  it('closed in the meantime are neither answered nor added to', async () => {
    const { store, elena } = await town(opening);
    const { folio } = await file(store, elena, { name: 'Elena' });
    await store.run(({ db, tables: { concerns } }) => db.update(concerns).set({ status: 'closed', closedAt: NOW }));
    const change = store.run((tx) => changeOpen(tx, folio, { status: 'answered', answer: 'ya' }));
    await expect(change).rejects.toThrow('concern-closed');
    expect(await kept(store)).toMatchObject({ status: 'closed', answer: '' });
  });

  it('are no facilitator’s of another state', async () => {
    const { store, elena, luis } = await town(opening);
    await hold(store, luis, 'facilitator', { stateCode: '30' });
    const { folio } = await file(store, elena);
    await expect(read(store, luis, folio)).rejects.toThrow('not-yours');
    expect(await store.run((tx) => concernsToReview(tx, { personId: luis, now: NOW }))).toEqual([]);
  });

  it('are not looked into by who reported', async () => {
    const { store, juan } = await town(opening);
    await hold(store, juan, 'oversight');
    const { folio, readers } = await file(store, juan);
    expect(readers).toEqual([]);
    await expect(read(store, juan, folio)).rejects.toThrow('unknown-concern');
    expect(await store.run((tx) => concernsUnread(tx, { now: NOW }))).toHaveLength(1);
  });

  it('are answered to who reported, and once closed say no more whose they were if unnamed', async () => {
    const { store, elena, juan } = await town(opening);
    await hold(store, juan, 'oversight');
    const { folio } = await file(store, elena);
    await store.run((tx) => attachPhoto(tx, { personId: elena, folio, photo: PHOTO, now: NOW }));
    await store.run((tx) => settlePhoto(tx, { personId: elena, folio, shown: true }));
    const by = { personId: juan, folio, now: NOW };
    expect(await store.run((tx) => answerConcern(tx, { ...by, text: 'el viernes lo cambian' }))).toEqual({
      reached: true,
    });
    expect(await told(store)).toEqual([juan, elena]);
    expect(await store.run((tx) => concernsOf(tx, elena))).toMatchObject([
      { status: 'answered', answer: 'el viernes lo cambian' },
    ]);
    await store.run((tx) => closeConcern(tx, { ...by, now: NOW + 1 }));
    expect(await told(store)).toEqual([juan, elena, elena]);
    expect(await kept(store)).toMatchObject({ status: 'closed', personId: null, text: 'se deshace el cemento' });
    const [photo] = await store.run(({ db, tables: { files } }) => db.select().from(files));
    expect(photo?.personId).toBeNull();
    await expect(store.run((tx) => answerConcern(tx, { ...by, text: 'algo más' }))).rejects.toThrow('concern-closed');
    expect(JSON.stringify(await store.run(({ db, tables: { auditLog } }) => db.select().from(auditLog)))).not.toContain(
      'cemento',
    );
  });

  it('show a photo only after who sent it has said that nobody is hurt by it', async () => {
    const { store, elena, juan } = await town(opening);
    await hold(store, juan, 'oversight');
    const { folio } = await file(store, elena);
    const own = { personId: elena, folio };
    await store.run((tx) => attachPhoto(tx, { ...own, photo: PHOTO, now: NOW }));
    expect((await read(store, juan, folio)).photo).toBeUndefined();
    await store.run((tx) => settlePhoto(tx, { ...own, shown: true }));
    expect((await read(store, juan, folio)).photo).toMatchObject(PHOTO);
    await store.run((tx) => settlePhoto(tx, { ...own, shown: false }));
    expect(await store.run(({ db, tables: { files } }) => db.select().from(files))).toEqual([]);
    await expect(store.run((tx) => attachPhoto(tx, { personId: juan, folio, photo: PHOTO, now: NOW }))).rejects.toThrow(
      'unknown-concern',
    );
  });

  it('are five a day at most, not empty and not endless', async () => {
    const { store, elena } = await town(opening);
    await expect(file(store, elena, { text: ' ' })).rejects.toThrow('text-empty');
    await expect(file(store, elena, { text: 'a'.repeat(5000) })).rejects.toThrow('text-long');
    for (let at = 0; at < 5; at++) await file(store, elena);
    await expect(file(store, elena)).rejects.toThrow('too-many');
    await file(store, elena, { now: NOW + DAY });
  });

  it('stay without the person who has their data deleted, and are forgotten a year after they were closed', async () => {
    const { store, elena, juan } = await town(opening);
    await hold(store, juan, 'oversight');
    const { folio } = await file(store, elena, { name: 'Elena Murillo' });
    await store.run((tx) => deletePerson(tx, { personId: elena, now: NOW, recountTokens: async () => [] }));
    expect(await kept(store)).toMatchObject({ personId: null, name: '', text: 'se deshace el cemento' });
    const by = { personId: juan, folio, now: NOW };
    expect(await store.run((tx) => answerConcern(tx, { ...by, text: 'gracias' }))).toEqual({ reached: false });
    await store.run((tx) => closeConcern(tx, by));
    await keepTidy(store, NOW + 365 * DAY);
    expect((await kept(store)).text).not.toBe('');
    await keepTidy(store, NOW + 365 * DAY + 1);
    expect(await kept(store)).toMatchObject({ text: '', answer: '' });
  });
});
