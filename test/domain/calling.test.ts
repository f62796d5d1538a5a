/** Calling an assembly in a role: who may, what is refused, who is told, what a facilitator confirms. */

import { expect, it } from 'vitest';
import type { Role } from '../../db/schema/tables.ts';
import { toldOfCall, toldOfChange } from '../../src/domain/assemblies/call-preview.ts';
import {
  type CallFacts,
  callAssembly,
  cancelCall,
  changeCall,
  pendingCalls,
  settleCall,
  upcomingOf,
} from '../../src/domain/assemblies/calling.ts';
import { describeStores, type OpenStore } from '../testkit/stores.ts';
import { ImportWorld, keysOf, known, LORETO, NOW, TIJUANA } from './import-world.ts';

const facts: CallFacts = {
  date: '2027-02-20',
  time: '11:00',
  place: 'El patio',
  latitude: null,
  longitude: null,
  agenda: '',
  capacity: null,
};
const calledBy = (role: Role) => role;

/** Rosa presides over Loreto, Marta over Tijuana, Luis facilitates the state; Elena and Ana belong to Loreto. */
async function town(open: OpenStore) {
  const world = await ImportWorld.on(await open());
  const ids = {
    rosa: await world.person('rosa', { home: LORETO }),
    marta: await world.person('marta', { home: TIJUANA }),
    luis: await world.person('luis'),
    elena: await world.person('elena', { home: LORETO }),
    ana: await world.person('ana', { home: LORETO }),
  };
  const loreto = await world.clinicId(LORETO);
  const give = (personId: number, role: Role, at: { clinicId?: number; stateCode?: string }) =>
    world.store.run(({ db, tables: { roles } }) => db.insert(roles).values({ personId, role, grantedAt: 0, ...at }));
  await give(ids.rosa, 'president', { clinicId: loreto });
  await give(ids.marta, 'president', { clinicId: await world.clinicId(TIJUANA) });
  await give(ids.luis, 'facilitator', { stateCode: '03' });
  const who = (name: keyof typeof ids, needsConfirmation = true) => ({
    personId: ids[name],
    needsConfirmation,
    now: world.now,
  });
  const call = (name: keyof typeof ids, said: Partial<CallFacts> = {}, needsConfirmation = true) =>
    world.store.run((tx) =>
      callAssembly(tx, who(name, needsConfirmation), { clinicId: loreto, facts: { ...facts, ...said }, calledBy }),
    );
  const shown = async () => {
    const row = known((await world.assemblies()).at(-1));
    return { assemblyId: row.id, revision: row.revision };
  };
  return { world, ids, loreto, who, call, shown };
}

describeStores('calling an assembly', (open) => {
  it('is pending when a president calls it: people are told so, and the facilitator is asked', async () => {
    const { world, call, loreto, ids } = await town(open);
    const before = await world.store.run((tx) =>
      toldOfCall(tx, { clinicId: loreto, startsAt: NOW + 1, except: [ids.rosa], now: NOW }),
    );
    expect(await call('rosa')).toEqual({ assemblyId: 1, told: 2, isPending: true });
    expect(before).toBe(2);
    expect(await world.queued()).toEqual(['ana announcement', 'elena announcement', 'luis office']);
    const [row] = await world.outbox();
    expect(keysOf(known(row))).toEqual(['notice:announcementPending', 'notice:noAnswer']);
    expect(await world.store.run((tx) => pendingCalls(tx, { personId: ids.luis, now: NOW }))).toHaveLength(1);
    expect(await world.store.run((tx) => pendingCalls(tx, { personId: ids.rosa, now: NOW }))).toEqual([]);
  });

  it('is sure when a facilitator calls it, or where the operator wants no confirmation', async () => {
    const one = await town(open);
    expect(await one.call('luis')).toMatchObject({ told: 3, isPending: false });
    expect(await one.call('rosa', { date: '2027-03-06' }, false)).toMatchObject({ isPending: false });
  });

  it('is refused to the president of another clinic and to who has no role', async () => {
    const { call, world } = await town(open);
    await expect(call('marta')).rejects.toThrow('not-yours');
    await expect(call('elena')).rejects.toThrow('not-yours');
    expect(await world.assemblies()).toEqual([]);
  });

  it.each([
    [{ date: '2027-02-10', time: '11:00' }, 'call-past'],
    [{ date: '2028-03-01' }, 'call-too-far'],
  ])('is refused on %j: %s', async (said, code) => {
    const { call } = await town(open);
    await expect(call('rosa', said)).rejects.toThrow(code);
  });

  it('is refused on a day that is taken', async () => {
    const { call } = await town(open);
    await call('rosa');
    await expect(call('rosa', { time: '17:00' })).rejects.toThrow('call-same-day');
  });

  it('is confirmed once: whoever knew is told once, and the president in words of her own', async () => {
    const { world, call, who, shown } = await town(open);
    await call('rosa');
    await world.deliver();
    const assembly = await shown();
    const confirm = () =>
      world.store.run((tx) => settleCall(tx, who('luis'), { ...assembly, confirms: true, reason: '' }));
    expect(await confirm()).toMatchObject({ told: 2, isPending: false });
    expect(await world.queued()).toEqual(['ana change', 'elena change', 'rosa correspondence']);
    await expect(confirm()).rejects.toThrow('call-settled');
    // An answer that is on its way to the same date still counts.
    expect(await shown()).toEqual(assembly);
  });

  it('tells of the announcement that never went out as of a sure one', async () => {
    const { world, call, who, shown } = await town(open);
    await call('rosa');
    const assembly = await shown();
    await world.store.run((tx) => settleCall(tx, who('luis'), { ...assembly, confirms: true, reason: '' }));
    expect(await world.queued()).toEqual(['ana announcement', 'elena announcement', 'rosa correspondence']);
    const [row] = (await world.outbox()).filter(({ status, to }) => status === 'queued' && to === 'ana');
    expect(keysOf(known(row))[0]).toBe('notice:announcement');
  });

  it('is cancelled where it is declined, with the reason', async () => {
    const { world, call, who, shown } = await town(open);
    await call('rosa');
    await world.deliver();
    const assembly = await shown();
    const settled = { ...assembly, confirms: false, reason: 'no hay luz' };
    await expect(world.store.run((tx) => settleCall(tx, who('rosa'), settled))).rejects.toThrow('not-yours');
    await world.store.run((tx) => settleCall(tx, who('luis'), settled));
    const [row] = await world.assemblies();
    expect(row).toMatchObject({ status: 'cancelled', isPending: false });
    const told = (await world.outbox()).filter(({ status }) => status === 'queued');
    expect(told.map(({ to, notice }) => `${to} ${keysOf({ notice })[0]}`).sort()).toEqual([
      'ana notice:cancelledBecause',
      'elena notice:cancelledBecause',
      'rosa notice:callDeclinedBecause',
    ]);
  });

  it('waits anew after a president moved it, and a facilitator who moves it confirms it', async () => {
    const { world, call, who, shown, ids } = await town(open);
    await call('luis');
    await world.deliver();
    const assembly = known((await world.assemblies())[0]);
    const preview = await world.store.run((tx) => toldOfChange(tx, { assembly, except: [ids.rosa] }));
    const moved = await world.store.run((tx) =>
      changeCall(tx, who('rosa'), { assemblyId: 1, revision: 1, set: { time: '12:00' } }),
    );
    expect(moved).toMatchObject({ isPending: true, told: preview });
    await expect(
      world.store.run((tx) => changeCall(tx, who('rosa'), { assemblyId: 1, revision: 1, set: { time: '13:00' } })),
    ).rejects.toThrow('assembly-changed');
    const now = await shown();
    const sure = await world.store.run((tx) => changeCall(tx, who('luis'), { ...now, set: { time: '13:00' } }));
    expect(sure.isPending).toBe(false);
  });

  it('tells nobody of a better agenda, and keeps what is not said', async () => {
    const { world, call, who } = await town(open);
    await call('luis', { capacity: 80 });
    await world.deliver();
    const set = { agenda: 'elegir al comité' };
    const changed = await world.store.run((tx) => changeCall(tx, who('rosa'), { assemblyId: 1, revision: 1, set }));
    expect(changed).toMatchObject({ told: 0, isPending: false });
    expect((await world.assemblies())[0]).toMatchObject({ ...set, capacity: 80, revision: 1 });
  });

  it('is confirmed by the operator who loads its line', async () => {
    const { world, call } = await town(open);
    await call('rosa');
    await world.deliver();
    const [outcome] = await world.load(LORETO, 'ask', { date: facts.date, time: facts.time, place: facts.place });
    expect(outcome).toMatchObject({ outcome: 'changed', told: 3 });
    expect((await world.assemblies())[0]?.isPending).toBe(false);
  });

  it('takes down each deed with ids and no words', async () => {
    const { world, call, who, shown, loreto } = await town(open);
    await call('rosa');
    const assembly = await shown();
    await world.store.run((tx) => cancelCall(tx, who('rosa'), { ...assembly, reason: 'secreto' }));
    const rows = await world.store.run(({ db, tables: { auditLog } }) => db.select().from(auditLog));
    expect(rows.map(({ action, role, clinicId }) => ({ action, role, clinicId }))).toEqual([
      { action: 'assembly.call', role: 'president', clinicId: loreto },
      { action: 'assembly.cancel', role: 'president', clinicId: loreto },
    ]);
    expect(JSON.stringify(rows)).not.toContain('secreto');
    expect(await world.store.run((tx) => upcomingOf(tx, { clinicId: loreto, now: NOW }))).toEqual([]);
  });
});
