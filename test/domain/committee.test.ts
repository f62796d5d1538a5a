/** The committee: names only of who agreed, posts given and ended by who may, and a record of it. */

import { expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { appoint, appointmentsOf, endAppointment } from '../../src/domain/committees/appointments.ts';
import { committeeOf, setOnDuty, setPublicName } from '../../src/domain/committees/committee.ts';
import { recordOf } from '../../src/domain/committees/record.ts';
import { redeemInvitation } from '../../src/domain/invitations.ts';
import { hold } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, LORETO, NOW, settle } from '../testkit/town.ts';

const at = { clinicId: LORETO, now: NOW };
const shown = async (store: Store) =>
  (await store.run((tx) => committeeOf(tx, at))).map(({ role, post, name }) => [role, post, name].join('|'));

async function committee(opening: () => Promise<Store>) {
  const store = await opening();
  await buildTown(store);
  const [toño, rosa, juan, luis, lucha] = [
    await settle(store, 'toño'),
    await settle(store, 'rosa'),
    await settle(store, 'juan'),
    await settle(store, 'luis'),
    await settle(store, 'lucha'),
  ];
  const posts = {
    toño: await hold(store, toño, 'treasurer'),
    rosa: await hold(store, rosa, 'president'),
    juan: await hold(store, juan, 'oversight', { post: 'Contraloría social' }),
  };
  await hold(store, luis, 'facilitator', { stateCode: '03' });
  return { store, toño, rosa, juan, luis, lucha, posts };
}

describeStores('the committee', (opening) => {
  it('is shown by posts, who leads first, without a name that nobody agreed to', async () => {
    const { store, rosa } = await committee(opening);
    expect(await shown(store)).toEqual(['president||', 'treasurer||', 'oversight|Contraloría social|']);
    await store.run((tx) => setPublicName(tx, { ...at, personId: rosa, name: ' Rosa Cota\0 ' }));
    expect((await shown(store))[0]).toBe('president||Rosa Cota');
    await store.run((tx) => setPublicName(tx, { ...at, personId: rosa, name: '' }));
    expect((await shown(store))[0]).toBe('president||');
  });

  it('lets nobody else show a name or say who answers', async () => {
    const { store, luis, lucha, posts } = await committee(opening);
    for (const personId of [luis, lucha]) {
      await expect(store.run((tx) => setPublicName(tx, { ...at, personId, name: 'Yo' }))).rejects.toThrow('not-yours');
      await expect(store.run((tx) => setOnDuty(tx, { ...at, personId, roleId: posts.rosa }))).rejects.toThrow(
        'not-yours',
      );
    }
  });

  it('has one on duty at a time', async () => {
    const { store, rosa, posts } = await committee(opening);
    const onDuty = async () =>
      (await store.run((tx) => committeeOf(tx, at))).filter((post) => post.onDuty).map(({ roleId }) => roleId);
    for (const roleId of [posts.juan, posts.toño]) {
      await store.run((tx) => setOnDuty(tx, { ...at, personId: rosa, roleId }));
      expect(await onDuty()).toEqual([roleId]);
    }
    await store.run((tx) => setOnDuty(tx, { ...at, personId: rosa }));
    expect(await onDuty()).toEqual([]);
  });

  it('offers and ends posts by the law: a president no president, and nobody who watches over them', async () => {
    const { store, toño, rosa, juan, luis, posts } = await committee(opening);
    const may = async (personId: number) => {
      const { offers, held } = await store.run((tx) => appointmentsOf(tx, { ...at, personId }));
      const ids = (of: typeof held) => of.map(({ roleId }) => roleId);
      return { offers, ends: ids(held), handsOver: ids(held.filter(({ mayHandOver }) => mayHandOver)) };
    };
    expect(await may(rosa)).toEqual({
      offers: ['secretary', 'treasurer', 'oversight', 'member'],
      ends: [posts.rosa, posts.toño],
      handsOver: [posts.toño],
    });
    const all = [posts.rosa, posts.toño, posts.juan];
    expect(await may(luis)).toEqual({ offers: ['president'], ends: all, handsOver: [posts.rosa] });
    expect(await may(toño)).toEqual({ offers: [], ends: [posts.toño], handsOver: [] });
    expect(await may(juan)).toEqual({ offers: [], ends: [posts.juan], handsOver: [] });
    const offer = { ...at, personId: rosa, post: '', lookup: 'x' };
    await expect(store.run((tx) => appoint(tx, { ...offer, role: 'oversight', replaces: posts.juan }))).rejects.toThrow(
      'post-gone',
    );
    await expect(store.run((tx) => appoint(tx, { ...offer, role: 'secretary', replaces: posts.toño }))).rejects.toThrow(
      'post-gone',
    );
    await expect(
      store.run((tx) => endAppointment(tx, { roleId: posts.juan, personId: rosa, now: NOW })),
    ).rejects.toThrow('not-yours');
  });

  it('hands a post over when the new one takes it up, with a record for the one before', async () => {
    const { store, toño, rosa, lucha, posts } = await committee(opening);
    const offer = { ...at, personId: rosa, role: 'treasurer' as const, post: '', replaces: posts.toño, lookup: 'code' };
    await store.run((tx) => appoint(tx, offer));
    expect(await shown(store)).toHaveLength(3);
    await store.run((tx) => redeemInvitation(tx, { personId: lucha, lookup: 'code', now: NOW + 1 }));
    const holders = await store.run((tx) => committeeOf(tx, { ...at, now: NOW + 1 }));
    expect(holders.filter(({ role }) => role === 'treasurer').map(({ personId }) => personId)).toEqual([lucha]);
    expect(await store.run((tx) => recordOf(tx, { personId: toño }))).toMatchObject([
      { action: 'hand-over', own: false, clinic: 'UMF Loreto' },
    ]);
  });

  it('ends a post once, tells who held it, and lets them read who did', async () => {
    const { store, toño, rosa, posts } = await committee(opening);
    const ending = { roleId: posts.toño, personId: rosa, now: NOW };
    await store.run((tx) => endAppointment(tx, ending));
    const outbox = await store.run(({ db, tables }) => db.select().from(tables.outbox));
    expect(outbox).toMatchObject([{ personId: toño, kind: 'office' }]);
    expect(await store.run((tx) => recordOf(tx, { personId: toño, last: 10 }))).toMatchObject([
      { action: 'revoke', own: false, role: 'president' },
    ]);
    await expect(store.run((tx) => endAppointment(tx, { ...ending, now: NOW + 1 }))).rejects.toThrow('post-gone');
  });
});
