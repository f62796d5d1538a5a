/** Notices to many: who gets them, by which conversation, and that the numbers add up. */

import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { audienceOf } from '../../src/domain/notices/audience-size.ts';
import { countsOf } from '../../src/domain/notices/broadcast-counts.ts';
import { type Draft, sendBroadcast, stopBroadcast } from '../../src/domain/notices/broadcasts.ts';
import { queueNotices } from '../../src/domain/notices/queue.ts';
import { setRunningAccounts } from '../../src/domain/notices/running.ts';
import { followClinic } from '../../src/domain/people/people.ts';
import { runBroadcasts } from '../../src/jobs/broadcasts.ts';
import { describeStores } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';

async function president(store: Store): Promise<number> {
  const personId = await settle(store, 'rosa', { homeClinicId: 2 });
  await store.run(({ db, tables }) =>
    db.insert(tables.roles).values({ personId, role: 'president', clinicId: LORETO, grantedAt: NOW }),
  );
  return personId;
}

const draft = (store: Store, personId: number, more: Partial<Draft> & { now?: number; clinicId?: number } = {}) =>
  store.run((tx) =>
    sendBroadcast(tx, { personId, clinicId: LORETO, now: NOW, segment: 'followers', text: 'Hola', perDay: 3, ...more }),
  );

const told = (store: Store) =>
  store.run(async ({ db, tables: { outbox } }) => {
    const rows = await db
      .select({ personId: outbox.personId, conversationId: outbox.conversationId })
      .from(outbox)
      .where(eq(outbox.kind, 'notice'))
      .orderBy(outbox.personId);
    return rows;
  });

describeStores('a notice to many', (open) => {
  it('goes to each segment, to nobody after BAJA, to nobody twice', async () => {
    const store = await open();
    await buildTown(store);
    const assemblyId = await callAssembly(store);
    const rosa = await president(store);
    const home = { homeClinicId: LORETO };
    const ana = await settle(store, 'ana', home);
    const luis = await settle(store, 'luis');
    const pilar = await settle(store, 'pilar', home);
    await settle(store, 'tono', { ...home, notices: 'none' });
    await settle(store, 'otra', { homeClinicId: 3 });
    for (const personId of [ana, luis]) {
      await store.run((tx) => followClinic(tx, { personId, clinicId: LORETO, now: NOW }));
    }
    await answer(store, ana, assemblyId, 'yes');
    await answer(store, luis, assemblyId, 'maybe');
    const whom = { followers: [ana, luis, pilar], yes: [ana], maybe: [luis], silent: [pilar] };
    for (const [segment, people] of Object.entries(whom)) {
      const { id } = await draft(store, rosa, { segment: segment as 'yes', text: segment, perDay: 9 } as never);
      await runBroadcasts(store, NOW);
      await runBroadcasts(store, NOW);
      const rows = await store.run(({ db, tables: { outbox } }) =>
        db
          .select({ personId: outbox.personId })
          .from(outbox)
          .where(eq(outbox.broadcastId, id))
          .orderBy(outbox.personId),
      );
      expect([segment, ...rows.map(({ personId }) => personId)]).toEqual([segment, ...people]);
      expect(await store.run((tx) => countsOf(tx, id))).toMatchObject({
        waiting: people.length,
        optedOut: segment === 'followers' || segment === 'silent' ? 1 : 0,
        noWay: 0,
        gone: 0,
      });
    }
  });

  it('chooses the conversation that any other notice would choose', async () => {
    const store = await open();
    await buildTown(store);
    const rosa = await president(store);
    const ids: number[] = [];
    let dice = 7;
    const roll = (sides: number) => {
      dice = (dice * 16807) % 2147483647;
      return dice % sides;
    };
    for (let at = 0; at < 40; at++) {
      const personId = await settle(store, `p${at}`, { homeClinicId: LORETO });
      ids.push(personId);
      for (let more = roll(4); more > 0; more--) await anotherChannel(store, personId, `p${at} ${more}`, roll);
    }
    for (const running of [undefined, [{ channel: 'telegram', account: 'a' }], []]) {
      if (running) await store.run((tx) => setRunningAccounts(tx, running));
      await store.run(({ db, tables }) => db.delete(tables.outbox));
      await store.run((tx) =>
        queueNotices(tx, {
          kind: 'notice',
          clinicId: LORETO,
          recipients: ids,
          texts: [],
          deadline: NOW,
          notBefore: NOW,
          expiresAt: NOW + DAY,
          dedupe: (personId) => `x${personId}`,
          now: NOW,
        }),
      );
      const expected = await told(store);
      await store.run(({ db, tables }) => db.delete(tables.outbox));
      await store.run(async ({ db, tables }) => {
        await db.insert(tables.broadcasts).values({
          clinicId: LORETO,
          authorPersonId: rosa,
          role: 'president',
          segment: 'followers',
          text: 'x',
          status: 'waiting',
          createdAt: NOW - 2 * HOUR,
          sendAt: NOW,
          expiresAt: NOW + DAY,
          planned: {},
          queued: {},
        });
      });
      await runBroadcasts(store, NOW);
      expect(await told(store)).toEqual(expected);
    }
  });

  it('is refused with its reason, and nothing is queued', async () => {
    const store = await open();
    await buildTown(store);
    const rosa = await president(store);
    await expect(draft(store, rosa)).rejects.toThrow('notice-nobody');
    await settle(store, 'tono', { homeClinicId: LORETO, notices: 'changes' });
    await expect(draft(store, rosa)).rejects.toThrow('notice-nobody');
    const ana = await settle(store, 'ana', { homeClinicId: LORETO });
    await expect(draft(store, ana)).rejects.toThrow('not-yours');
    await expect(draft(store, rosa, { clinicId: 2 })).rejects.toThrow('not-yours');
    await expect(draft(store, rosa, { text: 'x'.repeat(5_000) })).rejects.toThrow('text-long');
    await expect(draft(store, rosa, { text: ' \n' })).rejects.toThrow('text-empty');
    await expect(draft(store, rosa, { segment: 'yes' })).rejects.toThrow('unknown-assembly');
    await draft(store, rosa);
    await expect(draft(store, rosa, { text: 'Hola ' })).rejects.toThrow('notice-twice');
    await draft(store, rosa, { again: true });
    await draft(store, rosa, { now: NOW + HOUR });
    await expect(draft(store, rosa, { text: 'otro' })).rejects.toThrow('notice-limit');
    expect(await told(store)).toEqual([]);
  });

  it('goes by day only, and not at all once it is stopped', async () => {
    const store = await open();
    await buildTown(store);
    const rosa = await president(store);
    await settle(store, 'ana', { homeClinicId: LORETO });
    const night = NOW + 10 * HOUR;
    const { id } = await draft(store, rosa, { now: night });
    await runBroadcasts(store, night);
    expect(await told(store)).toHaveLength(0);
    await runBroadcasts(store, NOW + DAY);
    expect(await told(store)).toHaveLength(1);
    await store.run((tx) => stopBroadcast(tx, { personId: rosa, id, now: NOW + DAY }));
    expect(await store.run((tx) => countsOf(tx, id))).toMatchObject({ stopped: 1, waiting: 0, sent: 0 });
    await expect(store.run((tx) => stopBroadcast(tx, { personId: rosa, id, now: NOW + DAY }))).rejects.toThrow(
      'notice-over',
    );
  });

  it('knows beforehand how many it reaches by which channel', async () => {
    const store = await open();
    await buildTown(store);
    await store.run((tx) => setRunningAccounts(tx, [{ channel: 'simulator', account: 'simulator' }]));
    const home = { homeClinicId: LORETO };
    await settle(store, 'ana', home);
    const blocked = await settle(store, 'luis', home);
    await settle(store, 'tono', { ...home, notices: 'none' });
    await store.run(({ db, tables: { identities } }) =>
      db.update(identities).set({ reachable: false }).where(eq(identities.personId, blocked)),
    );
    const meant = { clinicId: LORETO, segment: 'followers', assemblyId: null, needId: null, voteId: null };
    expect(await store.run((tx) => audienceOf(tx, meant))).toEqual({
      channels: { simulator: 1 },
      optedOut: 1,
      unreachable: 1,
    });
  });
});

async function anotherChannel(store: Store, personId: number, name: string, roll: (sides: number) => number) {
  await store.run(async ({ db, tables: { identities, conversations } }) => {
    const lookup = `of ${name}`;
    const [identity] = await db
      .insert(identities)
      .values({ personId, kind: 'tg_user', lookup, sealed: name, reachable: roll(2) === 0, createdAt: NOW })
      .returning({ id: identities.id });
    await db.insert(conversations).values({
      personId,
      channel: 'telegram',
      account: roll(2) === 0 ? 'a' : 'b',
      identityId: identity?.id ?? 0,
      turn: 1,
      state: {},
      updatedAt: NOW + roll(3) - 1,
    });
  });
}
