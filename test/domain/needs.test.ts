/** Needs: what is in the list is supported and never listed twice; nobody has more than five; what goes with a person goes. */

import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { findNeeds, needsOfKind } from '../../src/domain/needs/find.ts';
import { openNeeds, ownNeeds } from '../../src/domain/needs/list.ts';
import { MOST_PROPOSED, type Proposal, proposeNeed } from '../../src/domain/needs/needs.ts';
import { mergeNeed } from '../../src/domain/needs/review.ts';
import {
  addDetail,
  keepNeedPhoto,
  LONGEST_DETAIL,
  showNeedPhoto,
  supportNeed,
  withdrawSupport,
} from '../../src/domain/needs/supports.ts';
import { deletePerson, forgetTokens } from '../../src/domain/people/deletion.ts';
import { mergePeople } from '../../src/domain/people/merge.ts';
import { discardPhoto } from '../../src/domain/works/photos.ts';
import { hold } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, LORETO, NOW, only, settle } from '../testkit/town.ts';

const home = { homeClinicId: LORETO };

async function town(open: () => Promise<Store>) {
  const store = await open();
  await buildTown(store);
  return { store, elena: await settle(store, 'elena', home), ana: await settle(store, 'ana', home) };
}

type What = { code: string } | { needId: number } | { title: string; kind: 'obra' };
/** As the vault makes them: one for each way that the person is known by, another for every need. */
const tokensOf = (name: string) => async (needId: number) => [`token of ${name} at ${needId}`];
const propose = (store: Store, personId: number, what: What, clinicId = LORETO, name = `${personId}`) =>
  store.run((tx) =>
    tx.savepoint(() =>
      proposeNeed(tx, { ...what, personId, clinicId, now: NOW, recountTokens: tokensOf(name) } as Proposal),
    ),
  );
const join = (store: Store, personId: number, needId: number, name = `${personId}`) =>
  store.run((tx) => supportNeed(tx, { personId, needId, now: NOW, recountTokens: tokensOf(name) }));
const erase = (store: Store, personId: number, name: string) =>
  store.run((tx) =>
    deletePerson(tx, {
      personId,
      now: NOW,
      recountTokens: async (of, id) => (of === 'need' ? await tokensOf(name)(id) : []),
    }),
  );
const list = (store: Store) => store.run((tx) => openNeeds(tx, { clinicId: LORETO }));
const titles = async (store: Store) => (await list(store)).map(({ title, supports }) => `${title} ${supports}`);
const files = (store: Store) =>
  store.run(({ db, tables: { files: t } }) => db.select({ id: t.id }).from(t)).then((rows) => rows.length);

describeStores('a need', (open) => {
  it('is listed once, and supported by everybody after the first', async () => {
    const { store, elena, ana } = await town(open);
    expect(await propose(store, elena, { code: 'baumanometro' })).toMatchObject({ outcome: 'proposed', supports: 1 });
    expect(await propose(store, elena, { code: 'baumanometro' })).toMatchObject({ outcome: 'already', supports: 1 });
    expect(await propose(store, ana, { code: 'baumanometro' })).toMatchObject({ outcome: 'supported', supports: 2 });
    expect(await titles(store)).toEqual(['Baumanómetro 2']);
  });

  it('is listed once also when many propose it at once', async () => {
    const { store } = await town(open);
    const people: number[] = [];
    for (let at = 0; at < 8; at++) people.push(await settle(store, `p${at}`, home));
    const done = await Promise.all(people.map((personId) => propose(store, personId, { code: 'tinaco' })));
    expect(done.filter(({ outcome }) => outcome === 'proposed')).toHaveLength(1);
    expect(done.filter(({ outcome }) => outcome === 'supported')).toHaveLength(7);
    expect(done.map(({ supports }) => supports).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await titles(store)).toEqual(['Tinaco 8']);
  });

  it('comes sorted by its supports, with those of its clinic alone', async () => {
    const { store, elena, ana } = await town(open);
    const luis = await settle(store, 'luis', { homeClinicId: 2 });
    await propose(store, luis, { code: 'rejas' }, 2);
    for (const code of ['pisos', 'rejas', 'tinaco']) await propose(store, elena, { code });
    await propose(store, ana, { code: 'tinaco' });
    expect(await titles(store)).toEqual(['Tinaco 2', 'Pisos 1', 'Rejas 1']);
  });

  it('in own words waits for the committee, and whoever says the same joins it', async () => {
    const { store, elena, ana } = await town(open);
    const first = await propose(store, elena, { title: '  lugar para estacionar\nbicicletas ', kind: 'obra' });
    expect(first).toMatchObject({ outcome: 'waits', title: 'Lugar para estacionar bicicletas', isReviewed: false });
    const second = await propose(store, ana, { title: 'un lugar para estacionar visicletas', kind: 'obra' });
    expect(second).toMatchObject({ outcome: 'waits', needId: first.needId, supports: 2 });
    expect(await list(store)).toEqual([]);
    const own = await store.run((tx) => ownNeeds(tx, { clinicId: LORETO, personId: ana }));
    expect(own.waiting).toEqual(['Lugar para estacionar bicicletas']);
  });

  it('that sounds like a new service is marked so', async () => {
    const { store, elena } = await town(open);
    const done = await propose(store, elena, { title: 'Un cuarto de rayos X', kind: 'obra' });
    expect(done).toMatchObject({ outcome: 'waits', isNewService: true });
  });

  it('is of no other clinic than one’s own', async () => {
    const { store, elena } = await town(open);
    const luis = await settle(store, 'luis');
    const { needId } = await propose(store, elena, { code: 'pisos' });
    await expect(propose(store, elena, { code: 'pisos' }, 2)).rejects.toThrow('not-yours');
    await expect(propose(store, luis, { code: 'pisos' })).rejects.toThrow('not-yours');
    await expect(propose(store, luis, { needId })).rejects.toThrow('not-yours');
    await expect(join(store, luis, needId)).rejects.toThrow('not-yours');
    expect(await titles(store)).toEqual(['Pisos 1']);
  });

  it.each([
    [{ code: 'mercedes-benz' }, 'unknown-need'],
    [{ needId: 999 }, 'unknown-need'],
    [{ title: ' ', kind: 'obra' }, 'text-empty'],
    [{ title: 'x'.repeat(61), kind: 'obra' }, 'text-long'],
  ] as const)('is refused: %j', async (what, code) => {
    const { store, elena } = await town(open);
    await expect(propose(store, elena, what)).rejects.toThrow(code);
    expect(await list(store)).toEqual([]);
  });

  it('is one of five at most of one person, whose supports have no limit', async () => {
    const { store, elena, ana } = await town(open);
    const codes = ['pisos', 'rejas', 'tinaco', 'puertas'];
    for (const code of codes) await propose(store, elena, { code });
    await propose(store, elena, { title: 'Un jardín', kind: 'obra' });
    expect(codes.length + 1).toBe(MOST_PROPOSED);
    await expect(propose(store, elena, { code: 'mallas' })).rejects.toThrow('needs-full');
    await propose(store, ana, { code: 'mallas' });
    expect(await propose(store, elena, { code: 'mallas' })).toMatchObject({ outcome: 'supported', supports: 2 });
    const [first] = await list(store);
    await store.run((tx) => withdrawSupport(tx, { personId: elena, needId: first?.id ?? 0 }));
    await expect(propose(store, elena, { code: 'cisterna' })).rejects.toThrow('needs-full');
    const pisos = (await list(store)).find(({ catalogueCode }) => catalogueCode === 'pisos');
    await store.run((tx) => withdrawSupport(tx, { personId: elena, needId: pisos?.id ?? 0 }));
    expect(await propose(store, elena, { code: 'cisterna' })).toMatchObject({ outcome: 'proposed' });
  });

  it('is one of five also of who takes back what others have joined, and of what nobody wants nothing is left', async () => {
    const { store, elena, ana } = await town(open);
    const codes = ['pisos', 'rejas', 'tinaco', 'puertas', 'mallas'];
    for (const code of codes) {
      const { needId } = await propose(store, elena, { code });
      await join(store, ana, needId);
      await store.run((tx) => withdrawSupport(tx, { personId: elena, needId }));
    }
    await expect(propose(store, elena, { code: 'cisterna' })).rejects.toThrow('needs-full');
    const luis = await settle(store, 'luis', home);
    for (let at = 0; at < 7; at++) {
      const { needId } = await propose(store, luis, { title: `Un jardín número ${at}`, kind: 'obra' });
      expect(await store.run((tx) => withdrawSupport(tx, { personId: luis, needId }))).toMatchObject({ supports: 0 });
    }
    const all = await store.run(({ db, tables: { needs } }) => db.select().from(needs).orderBy(needs.id));
    expect(all.map(({ catalogueCode }) => catalogueCode)).toEqual(codes);
  });

  it('is one of five also when they are proposed at once', async () => {
    const { store, elena } = await town(open);
    const codes = ['pisos', 'rejas', 'tinaco', 'puertas', 'mallas', 'cisterna', 'aljibe', 'zaguanes'];
    const done = await Promise.allSettled(codes.map((code) => propose(store, elena, { code })));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(MOST_PROPOSED);
    expect(await list(store)).toHaveLength(MOST_PROPOSED);
  });
});

describeStores('a support', (open) => {
  it('is taken back, and what nobody wants any more leaves the list until somebody does', async () => {
    const { store, elena, ana } = await town(open);
    const { needId } = await propose(store, elena, { code: 'pisos' });
    await join(store, ana, needId);
    await join(store, ana, needId);
    expect(await store.run((tx) => withdrawSupport(tx, { personId: elena, needId }))).toMatchObject({ supports: 1 });
    expect(await store.run((tx) => withdrawSupport(tx, { personId: elena, needId }))).toMatchObject({ supports: 1 });
    expect(await store.run((tx) => withdrawSupport(tx, { personId: ana, needId }))).toMatchObject({ supports: 0 });
    expect(await list(store)).toEqual([]);
    expect(await propose(store, ana, { code: 'pisos' })).toMatchObject({ outcome: 'proposed', supports: 1 });
    expect(await titles(store)).toEqual(['Pisos 1']);
  });

  it('carries all details and the last photo, and takes them along', async () => {
    const { store, elena, ana } = await town(open);
    const { needId } = await propose(store, elena, { code: 'pisos' });
    const photo = () =>
      store.run((tx) => keepNeedPhoto(tx, { personId: elena, needId, mime: 'image/jpeg', data: 'eA==', now: NOW }));
    await store.run((tx) => addDetail(tx, { personId: elena, needId, text: 'en la entrada' }));
    await store.run((tx) => addDetail(tx, { personId: elena, needId, text: 'en el pasillo' }));
    const [first, second, third] = [await photo(), await photo(), await photo()];
    for (const fileId of [first, second]) {
      await store.run((tx) => showNeedPhoto(tx, { personId: elena, needId, fileId }));
    }
    await store.run((tx) => discardPhoto(tx, { fileId: third, personId: elena }));
    const kept = only(await store.run(({ db, tables: { needSupports: t } }) => db.select().from(t)));
    expect(kept).toMatchObject({ detail: 'en la entrada. en el pasillo', fileId: second });
    expect(await files(store)).toBe(1);
    await expect(store.run((tx) => addDetail(tx, { personId: ana, needId, text: 'x' }))).rejects.toThrow(
      'unknown-need',
    );
    const long = 'x'.repeat(LONGEST_DETAIL + 1);
    await expect(store.run((tx) => addDetail(tx, { personId: elena, needId, text: long }))).rejects.toThrow(
      'text-long',
    );
    await store.run((tx) => withdrawSupport(tx, { personId: elena, needId }));
    expect(await files(store)).toBe(0);
  });

  it('of two people who are one counts once', async () => {
    const { store, elena, ana } = await town(open);
    const { needId } = await propose(store, elena, { code: 'pisos' });
    await propose(store, ana, { needId });
    await propose(store, ana, { code: 'rejas' });
    await store.run((tx) => mergePeople(tx, { from: ana, to: elena, now: NOW, tokenOf: () => '' }));
    expect(await titles(store)).toEqual(['Pisos 1', 'Rejas 1']);
  });

  it('stays counted of who has their data deleted, without what they wrote and showed', async () => {
    const { store, elena } = await town(open);
    const { needId } = await propose(store, elena, { code: 'pisos' });
    await store.run((tx) => addDetail(tx, { personId: elena, needId, text: 'junto a mi casa' }));
    const fileId = await store.run((tx) =>
      keepNeedPhoto(tx, { personId: elena, needId, mime: 'image/jpeg', data: 'eA==', now: NOW }),
    );
    await store.run((tx) => showNeedPhoto(tx, { personId: elena, needId, fileId }));
    await erase(store, elena, 'elena');
    const kept = only(await store.run(({ db, tables: { needSupports: t } }) => db.select().from(t)));
    expect(kept).toMatchObject({ personId: null, detail: '', fileId: null });
    expect(await files(store)).toBe(0);
    expect(await titles(store)).toEqual(['Pisos 1']);
  });

  it('of who has their data deleted and comes back is taken up, not counted again', async () => {
    const { store, elena, ana } = await town(open);
    const { needId } = await propose(store, elena, { code: 'pisos' });
    await propose(store, elena, { code: 'rejas' });
    await erase(store, elena, 'elena');
    expect(await join(store, ana, needId, 'ana')).toMatchObject({ supports: 2 });
    const again = await settle(store, 'elena again', home);
    expect(await join(store, again, needId, 'elena')).toMatchObject({ supports: 2 });
    expect(await propose(store, again, { code: 'rejas' }, LORETO, 'elena')).toMatchObject({ supports: 1 });
    await erase(store, again, 'elena');
    await propose(store, await settle(store, 'elena once more', home), { code: 'pisos' }, LORETO, 'elena');
    expect(await titles(store)).toEqual(['Pisos 2', 'Rejas 1']);
  });

  it('of who was forgotten is known again in what it was merged into, until that is settled', async () => {
    const { store, elena, ana } = await town(open);
    const { needId: roof } = await propose(store, ana, { code: 'impermeabilizacion' });
    const { needId } = await propose(store, elena, { title: 'Tapen los hoyos', kind: 'obra' });
    await erase(store, elena, 'elena');
    const rosa = await settle(store, 'rosa', home);
    await hold(store, rosa, 'president');
    await store.run((tx) => mergeNeed(tx, { personId: rosa, needId, into: { needId: roof }, now: NOW }));
    expect(await titles(store)).toEqual(['Impermeabilización 2']);
    const again = await settle(store, 'elena again', home);
    expect(await join(store, again, roof, 'elena')).toMatchObject({ supports: 2 });
    await erase(store, again, 'elena');
    const tokens = async () => {
      const rows = await store.run(({ db, tables: { needSupports: t } }) => db.select().from(t).orderBy(t.id));
      return rows.flatMap(({ recountTokens }) => recountTokens ?? []);
    };
    await store.run((tx) => forgetTokens(tx, { now: NOW }));
    expect(await tokens()).toEqual([`token of elena at ${roof}`]);
    const decided = { status: 'decided' } as const;
    await store.run(({ db, tables: { needs } }) => db.update(needs).set(decided).where(eq(needs.id, roof)));
    await store.run((tx) => forgetTokens(tx, { now: NOW }));
    expect(await tokens()).toEqual([]);
  });
});

describeStores('looking for a need', (open) => {
  it('finds it in the catalogue with who asks for it, and the list’s own words', async () => {
    const { store, elena, ana } = await town(open);
    await propose(store, elena, { code: 'impermeabilizacion' });
    const { needId } = await propose(store, elena, { title: 'Una ambulancia', kind: 'obra' });
    const accept = { status: 'open' } as const;
    await store.run(({ db, tables: { needs } }) => db.update(needs).set(accept).where(eq(needs.id, needId)));
    const find = (personId: number, text: string) =>
      store.run((tx) => findNeeds(tx, { personId, clinicId: LORETO, text }));
    expect((await find(ana, 'se gotea el techo del consultorio')).found).toMatchObject([
      { code: 'impermeabilizacion', supports: 1, isMine: false },
    ]);
    expect((await find(elena, 'goteras')).found).toMatchObject([{ isMine: true }]);
    expect(await find(ana, 'hace falta ambulansia')).toMatchObject({
      found: [{ code: null, needId, title: 'Una ambulancia', supports: 1 }],
    });
    expect(await find(ana, 'asdfgh')).toEqual({ found: [], isNewService: false });
    const works = await store.run((tx) => needsOfKind(tx, { personId: ana, clinicId: LORETO, kind: 'obra' }));
    expect(works).toHaveLength(32);
    expect(works.at(-1)).toMatchObject({ title: 'Una ambulancia', needId });
    expect(await propose(store, ana, { needId })).toMatchObject({ outcome: 'supported', supports: 2 });
  });
});
