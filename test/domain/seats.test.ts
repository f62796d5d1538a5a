/** The posts of a committee as the clinic has them, who was elected to them, and the codes that they get. */

import { beforeEach, expect, it } from 'vitest';
import type { Role } from '../../db/schema/tables.ts';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { committeeOf } from '../../src/domain/committees/committee.ts';
import { addElected, removeElected } from '../../src/domain/committees/elected.ts';
import { electedOffer, inviteElected, uninvited } from '../../src/domain/committees/elected-offers.ts';
import {
  addSeat,
  removeSeat,
  renameSeat,
  type SeatRole,
  seatLists,
  seatsOf,
  takeSeats,
} from '../../src/domain/committees/seats.ts';
import { redeemInvitation } from '../../src/domain/invitations.ts';
import { hold } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, callAssembly, DAY, LORETO, NOW, settle } from '../testkit/town.ts';

/** After the assembly of the town, which is on the 20th at noon. */
const AFTER = NOW + 11 * DAY;
const names = (seats: readonly { name: string }[]) => seats.map(({ name }) => name);

describeStores('seats', (open) => {
  let store: Store;
  let sara: number;
  let people = 0;
  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);
  const somebody = () => settle(store, `somebody ${++people}`);
  const inOffice = async (role: Role) => {
    const id = await somebody();
    await hold(store, id, role);
    return id;
  };
  const of = (personId = sara, year = 2027) => ({ personId, clinicId: LORETO, year, now: AFTER });

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    sara = await inOffice('secretary');
  });

  it('begin from a known list or the year before, are changed one by one, and differ by year', async () => {
    const lists = seatLists();
    expect(lists.map(({ seats }) => seats.length)).toEqual([5, 4, 8]);
    for (const { seats } of lists) expect(new Set(names(seats)).size).toBe(seats.length);
    await run((tx) => takeSeats(tx, { ...of(sara, 2026), list: 'issste-2025' }));
    const [first] = await run((tx) => takeSeats(tx, { ...of(), list: 'before' }));
    await expect(run((tx) => takeSeats(tx, { ...of(), list: 'issste-2026' }))).rejects.toThrow('seats-known');
    await run((tx) => renameSeat(tx, { ...of(), seatId: first?.id ?? 0, name: ' coordinación  general ' }));
    await run((tx) => addSeat(tx, { ...of(), name: 'Vocal de Salud', role: 'member' }));
    const seats = await run((tx) => seatsOf(tx, of()));
    expect(names(seats)).toEqual([
      'Coordinación general',
      'Tesorería',
      'Secretaría técnica',
      'Aval ciudadano',
      'Vocal de Salud',
    ]);
    await run((tx) => removeSeat(tx, { ...of(), seatId: first?.id ?? 0 }));
    expect(await run((tx) => seatsOf(tx, of()))).toHaveLength(4);
    expect(names(await run((tx) => seatsOf(tx, of(sara, 2026))))[0]).toBe('Presidencia');
  });

  it('refuse who may not, a name twice, none and endless ones, and what is gone', async () => {
    const add = (name: string, personId = sara) =>
      run((tx) => addSeat(tx, { ...of(personId), name, role: 'member' as const }));
    for (const role of ['treasurer', 'oversight', 'member', 'helper'] as const) {
      await expect(add('Vocal', await inOffice(role))).rejects.toThrow('not-yours');
    }
    await add('Vocal');
    await expect(add('vocal')).rejects.toThrow('seat-known');
    await expect(add(' ')).rejects.toThrow('text-empty');
    await expect(add('x'.repeat(41))).rejects.toThrow('text-long');
    await expect(run((tx) => removeSeat(tx, { ...of(), seatId: 99 }))).rejects.toThrow('seat-gone');
    for (let at = 1; at < 20; at++) await add(`Vocal ${at}`);
    await expect(add('Uno más')).rejects.toThrow('seats-full');
  });

  async function election() {
    const assemblyId = await callAssembly(store);
    const asking = (personId = sara) => ({ personId, clinicId: LORETO, assemblyId, now: AFTER });
    let codes = 0;
    const elect = async (role: SeatRole, post: string, how: 'elected' | 'ratified' = 'elected') => {
      const all = await run((tx) => addElected(tx, { ...asking(), post, role, how, name: '' }));
      return all.at(-1)?.id ?? 0;
    };
    const invite = async (electedId: number, by = sara) => {
      const lookup = `code ${++codes}`;
      await run((tx) => inviteElected(tx, { ...asking(by), electedId, lookup }));
      return lookup;
    };
    const redeem = (personId: number, lookup: string) =>
      run((tx) => redeemInvitation(tx, { personId, lookup, now: AFTER }));
    const offer = (electedId: number, by = sara) => run((tx) => electedOffer(tx, { ...asking(by), electedId }));
    return { assemblyId, asking, elect, invite, redeem, offer };
  }
  const committee = async () =>
    (await run((tx) => committeeOf(tx, { clinicId: LORETO, now: AFTER }))).map(({ personId, role, post }) => [
      personId,
      role,
      post,
    ]);
  const told = async (personId: number) => {
    const rows = await run(({ db, tables }) => db.select().from(tables.outbox));
    return rows.flatMap((row) =>
      row.personId === personId ? (row.notice as { texts: { key: string }[] }).texts[0]?.key : [],
    );
  };

  it('whoever was elected gets the role by the code, and who had it leaves it then; both and the facilitator are told', async () => {
    const [rosa, luis, ximena] = [await inOffice('president'), await inOffice('facilitator'), await somebody()];
    const { elect, invite, redeem, offer } = await election();
    const electedId = await elect('president', 'Presidencia');
    expect(await offer(electedId)).toEqual({ can: 'offer', replaces: true });
    const lost = await invite(electedId);
    const code = await invite(electedId);
    expect(await told(rosa)).toContain('notice:elected.replaced');
    expect(await told(luis)).toContain('notice:elected.invited');
    expect(await committee()).toContainEqual([rosa, 'president', '']);
    expect(await redeem(ximena, lost)).toMatchObject({ outcome: 'wrong' });
    expect(await redeem(ximena, code)).toMatchObject({ outcome: 'granted', role: 'president', post: 'Presidencia' });
    expect(await committee()).toEqual([
      [ximena, 'president', 'Presidencia'],
      [sara, 'secretary', ''],
    ]);
  });

  it('a president names no president by the minutes, and sends away nobody who watches over the money', async () => {
    const [rosa, abel, nora] = [await inOffice('president'), await inOffice('oversight'), await somebody()];
    const { elect, invite, redeem, offer, asking } = await election();
    const next = await elect('president', 'Presidencia');
    expect(await offer(next, rosa)).toEqual({ can: 'not-yours' });
    await expect(invite(next, rosa)).rejects.toThrow('not-yours');
    const aval = await elect('oversight', 'Aval ciudadano');
    expect(await offer(aval, rosa)).toEqual({ can: 'offer', replaces: false });
    expect(await redeem(nora, await invite(aval, rosa))).toMatchObject({ outcome: 'granted' });
    const posts = await committee();
    expect(posts.filter(([, role]) => role === 'oversight').map(([id]) => id)).toEqual([abel, nora]);
    expect((await run((tx) => uninvited(tx, asking()))).map(({ id }) => id)).toEqual([next]);
    expect(await run((tx) => uninvited(tx, asking(rosa)))).toEqual([]);
  });

  it('who was ratified and has the role goes on; a post that nobody has in the chat gets a code all the same', async () => {
    await inOffice('treasurer');
    const { elect, offer } = await election();
    expect(await offer(await elect('treasurer', 'Tesorería', 'ratified'))).toEqual({ can: 'stays' });
    expect(await offer(await elect('oversight', 'Aval', 'ratified'))).toEqual({ can: 'offer', replaces: false });
  });

  it('of posts that there are several of, only the one by that name ends', async () => {
    const [pedro, nora, lucia] = [await somebody(), await somebody(), await somebody()];
    await hold(store, pedro, 'member', { post: 'Vocal de Salud' });
    await hold(store, nora, 'member', { post: 'Vocal de Nutrición' });
    const { elect, invite, redeem } = await election();
    await redeem(lucia, await invite(await elect('member', 'vocal de salud')));
    const members = (await committee()).filter(([, role]) => role === 'member').map(([id]) => id);
    expect(members).toEqual([nora, lucia]);
  });

  it('a line taken back takes its code along; one of a secretary who left is good no more', async () => {
    const nora = await somebody();
    const { elect, invite, redeem, asking } = await election();
    const code = await invite(await elect('member', 'Vocal'));
    await run((tx) => removeElected(tx, asking()));
    expect(await redeem(nora, code)).toMatchObject({ outcome: 'wrong' });
    const another = await invite(await elect('member', 'Vocal'));
    await run(({ db, tables }) => db.update(tables.roles).set({ endsAt: AFTER }));
    expect(await redeem(nora, another)).toMatchObject({ outcome: 'wrong' });
    await expect(elect('member', 'Vocal')).rejects.toThrow('not-yours');
  });
});
