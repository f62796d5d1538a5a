/** A role comes by a code: once, in time, from who may give it, and with a record. */

import { eq, isNull } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Role } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { endRole, INVITATION_MS, invite, type Offer, redeemInvitation } from '../../src/domain/invitations.ts';
import { openInvitations, withdraw, withdrawHelperCodes } from '../../src/domain/open-invitations.ts';
import { deletePerson } from '../../src/domain/people/deletion.ts';
import { mergePeople } from '../../src/domain/people/merge.ts';
import { holdersAt, mayAt, rolesOf } from '../../src/domain/roles.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';

/** No clinic of the town. */
const ELSEWHERE = 999;

async function inTown(open: () => Promise<Store>) {
  const store = await open();
  await buildTown(store);
  const names = ['luis', 'rosa', 'tomas', 'elena'] as const;
  const people = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await settle(store, name)] as const)),
  ) as Record<(typeof names)[number], number>;
  let made = 0;
  const offer = async (role: Role, by: number | null, more: Partial<Offer> = {}, now = NOW) => {
    const lookup = `code ${++made}`;
    const where = more.stateCode === undefined ? { clinicId: LORETO } : {};
    const expiresAt = now + INVITATION_MS;
    await store.run((tx) => invite(tx, { role, ...where, ...more, invitedBy: by, lookup, expiresAt, now }));
    return lookup;
  };
  const redeem = (personId: number, lookup: string, now = NOW) =>
    store.run((tx) => redeemInvitation(tx, { personId, lookup, now }));
  const give = async (personId: number, role: Role, more: Partial<Offer> = {}) =>
    await redeem(personId, await offer(role, null, more));
  const heldBy = async (personId: number, now = NOW) =>
    (await store.run((tx) => rolesOf(tx, { personId, now }))).map(({ role }) => role);
  return { store, ...people, offer, redeem, give, heldBy };
}

describeStores('invitations', (open) => {
  it('are good once', async () => {
    const { rosa, elena, offer, redeem, heldBy } = await inTown(open);
    const code = await offer('president', null);
    expect(await redeem(rosa, code)).toMatchObject({ outcome: 'granted', role: 'president', clinicId: LORETO });
    expect(await redeem(elena, code)).toEqual({ outcome: 'wrong', left: 4 });
    expect([await heldBy(rosa), await heldBy(elena)]).toEqual([['president'], []]);
  });

  it('give one role once, however often codes for it are typed', async () => {
    const { rosa, elena, offer, redeem, give, heldBy } = await inTown(open);
    await give(rosa, 'president');
    const second = await offer('president', null);
    expect(await redeem(rosa, second)).toMatchObject({ outcome: 'held', role: 'president' });
    expect(await heldBy(rosa)).toEqual(['president']);
    expect(await redeem(elena, second)).toMatchObject({ outcome: 'granted' });
  });

  it('are good for a week, and not after they were withdrawn', async () => {
    const { store, rosa, offer, redeem } = await inTown(open);
    const code = await offer('president', null);
    expect(await redeem(rosa, code, NOW + INVITATION_MS)).toMatchObject({ outcome: 'wrong' });
    expect(await store.run((tx) => withdraw(tx, { id: 1, by: null, now: NOW }))).toBe(true);
    expect(await store.run((tx) => withdraw(tx, { id: 1, by: null, now: NOW }))).toBe(false);
    expect(await redeem(rosa, code)).toMatchObject({ outcome: 'wrong' });
  });

  it('cannot be guessed: after five wrong ones no code is looked at for an hour', async () => {
    const { rosa, offer, redeem } = await inTown(open);
    const code = await offer('president', null);
    for (let left = 4; left > 0; left--)
      expect(await redeem(rosa, `guess ${left}`)).toEqual({ outcome: 'wrong', left });
    expect(await redeem(rosa, 'guess')).toEqual({ outcome: 'paused', until: NOW + HOUR });
    expect(await redeem(rosa, code)).toEqual({ outcome: 'paused', until: NOW + HOUR });
    expect(await redeem(rosa, code, NOW + HOUR)).toMatchObject({ outcome: 'granted' });
  });

  it('go from the operator to facilitators, from them to presidents, from these to the committee, and no other way', async () => {
    const { luis, rosa, tomas, give, offer, redeem } = await inTown(open);
    await expect(offer('president', luis)).rejects.toThrow('not-yours');
    await give(luis, 'facilitator', { stateCode: '03' });
    expect(await redeem(rosa, await offer('president', luis))).toMatchObject({ outcome: 'granted' });
    expect(await redeem(tomas, await offer('oversight', rosa))).toMatchObject({ outcome: 'granted' });
    await expect(offer('president', rosa)).rejects.toThrow('not-yours');
    await expect(offer('facilitator', luis)).rejects.toThrow('not-yours');
    await expect(offer('facilitator', luis, { stateCode: '03' })).rejects.toThrow('not-yours');
    await expect(offer('member', tomas)).rejects.toThrow('not-yours');
    await expect(offer('member', rosa, { clinicId: ELSEWHERE })).rejects.toThrow('not-yours');
  });

  it('of a shared code make helpers until it expires', async () => {
    const { rosa, tomas, elena, give, offer, redeem, heldBy } = await inTown(open);
    await give(rosa, 'president');
    const code = await offer('helper', rosa, { isShared: true });
    for (const helper of [tomas, elena]) expect(await redeem(helper, code)).toMatchObject({ outcome: 'granted' });
    expect([await heldBy(tomas), await heldBy(elena)]).toEqual([['helper'], ['helper']]);
    expect(await heldBy(tomas, NOW + INVITATION_MS)).toEqual([]);
  });

  it('of a shared code end with it, or one by one', async () => {
    const { store, luis, rosa, tomas, elena, give, offer, redeem, heldBy } = await inTown(open);
    await give(rosa, 'president');
    const code = await offer('helper', rosa, { isShared: true });
    for (const helper of [luis, tomas, elena]) await redeem(helper, code);
    const [held] = await store.run((tx) => rolesOf(tx, { personId: elena, now: NOW }));
    expect(await store.run((tx) => endRole(tx, { roleId: held?.id ?? 0, by: elena, now: NOW }))).toBe(true);
    expect([await heldBy(tomas), await heldBy(elena)]).toEqual([['helper'], []]);
    const closing = { clinicId: LORETO, now: NOW + 1 };
    await expect(store.run((tx) => withdrawHelperCodes(tx, { ...closing, personId: tomas }))).rejects.toThrow(
      'not-yours',
    );
    await store.run((tx) => withdrawHelperCodes(tx, { ...closing, personId: rosa }));
    expect([await heldBy(luis, NOW + 1), await heldBy(tomas, NOW + 1)]).toEqual([[], []]);
    expect(await redeem(elena, code, NOW + 1)).toMatchObject({ outcome: 'wrong' });
    expect(await heldBy(rosa, NOW + 1)).toEqual(['president']);
  });

  it('are good as long as who made them may give that role, and close with their role', async () => {
    const { store, luis, rosa, tomas, give, offer, redeem, heldBy } = await inTown(open);
    await give(luis, 'facilitator', { stateCode: '03' });
    await give(rosa, 'president');
    const codes = [await offer('president', luis), await offer('member', rosa)];
    for (const personId of [luis, rosa]) {
      const [held] = await store.run((tx) => rolesOf(tx, { personId, now: NOW }));
      await store.run((tx) => endRole(tx, { roleId: held?.id ?? 0, by: null, now: NOW }));
    }
    const closed = await store.run(({ db, tables: { invitations } }) => db.select().from(invitations));
    expect(closed.filter(({ closedAt }) => closedAt === null)).toEqual([]);
    // As if they had been made at the very moment in which the role ended.
    await store.run(({ db, tables: { invitations } }) =>
      db.update(invitations).set({ closedAt: null }).where(isNull(invitations.usedByPersonId)),
    );
    for (const code of codes) expect(await redeem(tomas, code)).toMatchObject({ outcome: 'wrong' });
    expect(await heldBy(tomas)).toEqual([]);
  });

  it('stay open when their maker loses another role than the one they were made in', async () => {
    const { store, rosa, tomas, give, offer, redeem } = await inTown(open);
    await give(rosa, 'member');
    await give(rosa, 'president');
    const code = await offer('secretary', rosa);
    const [member] = await store.run((tx) => rolesOf(tx, { personId: rosa, now: NOW }));
    await store.run((tx) => endRole(tx, { roleId: member?.id ?? 0, by: rosa, now: NOW }));
    expect(await redeem(tomas, code)).toMatchObject({ outcome: 'granted', role: 'secretary' });
  });

  it('are seen and taken back by who could have made them, with a record', async () => {
    const { store, luis, rosa, tomas, give, offer, redeem } = await inTown(open);
    await give(luis, 'facilitator', { stateCode: '03' });
    await give(rosa, 'president');
    const code = await offer('member', rosa, { post: 'Vocal de Salud' });
    const at = { clinicId: LORETO, now: NOW };
    const seenBy = (personId: number) => store.run((tx) => openInvitations(tx, { ...at, personId }));
    const [open1] = await seenBy(rosa);
    expect(open1).toMatchObject({ role: 'member', post: 'Vocal de Salud', isShared: false });
    expect([await seenBy(luis), await seenBy(tomas)]).toEqual([[], []]);
    const id = open1?.id ?? 0;
    await expect(store.run((tx) => withdraw(tx, { id, by: tomas, now: NOW }))).rejects.toThrow('not-yours');
    expect(await store.run((tx) => withdraw(tx, { id, by: rosa, now: NOW }))).toBe(true);
    expect(await redeem(tomas, code)).toMatchObject({ outcome: 'wrong' });
    const deeds = await store.run(({ db, tables: { auditLog } }) => db.select().from(auditLog));
    expect(deeds.at(-1)).toMatchObject({ action: 'withdraw', personId: rosa, role: 'president', clinicId: LORETO });
  });

  it('go to one of two who type them at the same moment', async () => {
    const { tomas, elena, offer, redeem, heldBy } = await inTown(open);
    const code = await offer('president', null);
    const both = await Promise.all([redeem(tomas, code), redeem(elena, code)]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['granted', 'wrong']);
    expect([...(await heldBy(tomas)), ...(await heldBy(elena))]).toEqual(['president']);
  });

  it('to watch over the money are for nobody who spends it, or did within a year', async () => {
    const { store, rosa, tomas, offer, redeem, give, heldBy } = await inTown(open);
    await give(rosa, 'president');
    await give(tomas, 'treasurer');
    const [treasurer] = await store.run((tx) => rolesOf(tx, { personId: tomas, now: NOW }));
    await store.run((tx) => endRole(tx, { roleId: treasurer?.id ?? 0, by: null, now: NOW }));
    const code = await offer('oversight', null);
    expect(await redeem(rosa, code)).toMatchObject({ outcome: 'spends', clinicId: LORETO });
    expect(await redeem(tomas, code, NOW + DAY)).toMatchObject({ outcome: 'spends' });
    expect(await heldBy(tomas, NOW + DAY)).toEqual([]);
    const later = NOW + 365 * DAY;
    const next = await offer('oversight', null, {}, later);
    expect(await redeem(tomas, next, later)).toMatchObject({ outcome: 'granted' });
  });

  it('hand a post over: the old one ends when the new one begins', async () => {
    const { store, rosa, tomas, give, offer, redeem, heldBy } = await inTown(open);
    await give(rosa, 'president');
    const [held] = await store.run((tx) => rolesOf(tx, { personId: rosa, now: NOW }));
    const code = await offer('president', null, { replacesRoleId: held?.id });
    expect(await heldBy(rosa)).toEqual(['president']);
    await redeem(tomas, code);
    expect([await heldBy(rosa), await heldBy(tomas)]).toEqual([[], ['president']]);
  });
});

describeStores('roles', (open) => {
  it('reach as far as their clinic or state', async () => {
    const { store, luis, rosa, give } = await inTown(open);
    await give(luis, 'facilitator', { stateCode: '03' });
    await give(rosa, 'president');
    const may = (personId: number, clinicId: number) =>
      store.run((tx) => mayAt(tx, { personId, action: 'assembly.call', clinicId, now: NOW }));
    expect(await may(luis, LORETO)).toBe('facilitator');
    expect(await may(rosa, LORETO)).toBe('president');
    expect([await may(luis, ELSEWHERE), await may(rosa, ELSEWHERE)]).toEqual([undefined, undefined]);
    const holders = await store.run((tx) =>
      holdersAt(tx, { clinicId: LORETO, roles: ['president', 'facilitator'], now: NOW }),
    );
    expect(holders.map(({ personId }) => personId)).toEqual([luis, rosa]);
  });

  it('end by the operator, by oneself, by a facilitator, and by the president for who spends', async () => {
    const { store, luis, rosa, tomas, elena, give, heldBy } = await inTown(open);
    await give(luis, 'facilitator', { stateCode: '03' });
    await give(rosa, 'president');
    await give(tomas, 'treasurer');
    await give(elena, 'oversight');
    const idOf = async (personId: number) => (await store.run((tx) => rolesOf(tx, { personId, now: NOW })))[0]?.id ?? 0;
    const end = async (personId: number, by: number | null) => {
      const roleId = await idOf(personId);
      return await store.run((tx) => endRole(tx, { roleId, by, now: NOW }));
    };
    await expect(end(elena, rosa)).rejects.toThrow('not-yours');
    await expect(end(luis, rosa)).rejects.toThrow('not-yours');
    await expect(end(rosa, tomas)).rejects.toThrow('not-yours');
    expect(await end(tomas, rosa)).toBe(true);
    expect(await end(elena, elena)).toBe(true);
    expect(await end(rosa, luis)).toBe(true);
    expect(await end(luis, null)).toBe(true);
    expect(await Promise.all([luis, rosa, tomas, elena].map((each) => heldBy(each)))).toEqual([[], [], [], []]);
    const log = await store.run(({ db, tables: { auditLog } }) =>
      db.select().from(auditLog).where(eq(auditLog.action, 'revoke')),
    );
    expect(log.map(({ role, personId, subjectPersonId }) => [role, personId, subjectPersonId])).toEqual([
      ['president', rosa, tomas],
      ['oversight', elena, elena],
      ['facilitator', luis, rosa],
      ['operator', null, luis],
    ]);
  });

  it('go with two people who become one, and end with one who is deleted, whose record stays', async () => {
    const { store, rosa, tomas, elena, give, offer, redeem, heldBy } = await inTown(open);
    await give(rosa, 'president');
    const waiting = await offer('treasurer', rosa);
    await store.run((tx) => mergePeople(tx, { from: rosa, to: tomas, now: NOW, tokenOf: () => '' }));
    expect(await heldBy(tomas)).toEqual(['president']);
    await store.run((tx) => deletePerson(tx, { personId: tomas, now: NOW, recountTokens: async () => [] }));
    expect(await heldBy(tomas)).toEqual([]);
    const rows = await store.run(({ db, tables: { roles } }) => db.select().from(roles));
    expect(rows).toMatchObject([{ personId: null, role: 'president', endsAt: NOW }]);
    expect(await redeem(elena, waiting)).toMatchObject({ outcome: 'wrong' });
  });
});
