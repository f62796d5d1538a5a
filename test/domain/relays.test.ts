/** Relays: what either side writes reaches the other one alone, for 72 hours, as often as is bearable, and is then forgotten. */

import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import {
  blockRelay,
  endRelay,
  MOST_TEXT,
  openRelay,
  RELAY_MS,
  reportRelay,
  writeRelay,
} from '../../src/domain/committees/relays.ts';
import { endRole } from '../../src/domain/invitations.ts';
import { deletePerson } from '../../src/domain/people/deletion.ts';
import { mergePeople } from '../../src/domain/people/merge.ts';
import { listReports } from '../../src/domain/reports/reports.ts';
import { keepTidy } from '../../src/jobs/retention.ts';
import { hold } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';

interface Told {
  personId: number;
  kind: string;
  notice: { texts: { key: string; values: Record<string, unknown> }[] } | null;
}

const told = async (store: Store) =>
  (await store.run(({ db, tables: { outbox } }) => db.select().from(outbox).orderBy(outbox.id))) as Told[];
const last = async (store: Store) => (await told(store)).at(-1);
const audited = async (store: Store) =>
  (await store.run(({ db, tables: { auditLog } }) => db.select().from(auditLog))).map(({ action }) => action);

const open = (store: Store, personId: number, text = '¿cuándo pintan?', now = NOW) =>
  store.run((tx) => openRelay(tx, { personId, clinicId: LORETO, recipient: 'committee', text, now }));
const write = (store: Store, personId: number, number: number | undefined, text = 'el lunes', now = NOW) =>
  store.run((tx) => tx.savepoint(() => writeRelay(tx, { personId, number, text, now })));

async function committee(opening: () => Promise<Store>) {
  const store = await opening();
  await buildTown(store);
  const people = {
    elena: await settle(store, 'elena'),
    rosa: await settle(store, 'rosa'),
    pedro: await settle(store, 'pedro'),
    luis: await settle(store, 'luis'),
  };
  const posts = {
    rosa: await hold(store, people.rosa, 'president'),
    pedro: await hold(store, people.pedro, 'secretary', { onDuty: true }),
  };
  await hold(store, people.luis, 'facilitator', { stateCode: '03' });
  return { store, posts, ...people };
}

describeStores('relays', (opening) => {
  it('carry the text as it was typed to the other side alone, and to who is on duty first', async () => {
    const { store, elena, pedro } = await committee(opening);
    const { number } = await open(store, elena, '¿Cuándo pintan? {{clinic}} $&');
    expect(await last(store)).toMatchObject({
      personId: pedro,
      kind: 'correspondence',
      notice: { texts: [{ key: 'notice:relay.asks', values: { number, text: '¿Cuándo pintan? {{clinic}} $&' } }] },
    });
    await write(store, pedro, number);
    expect(await last(store)).toMatchObject({ personId: elena, notice: { texts: [{ values: { text: 'el lunes' } }] } });
    expect((await open(store, elena, 'otra cosa')).number).toBe(number);
    expect(await told(store)).toHaveLength(3);
  });

  it('reach the president where nobody is on duty, a member where nobody else can be reached, and nobody at last', async () => {
    const { store, elena, rosa, pedro, posts } = await committee(opening);
    await store.run(({ db, tables: { roles } }) => db.update(roles).set({ onDuty: false }));
    await open(store, elena);
    expect((await last(store))?.personId).toBe(rosa);
    await store.run((tx) => endRelay(tx, { personId: elena, now: NOW }));
    await store.run(({ db, tables: { identities } }) =>
      db.update(identities).set({ reachable: false }).where(eq(identities.personId, rosa)),
    );
    await open(store, elena);
    expect((await last(store))?.personId).toBe(pedro);
    await store.run((tx) => endRelay(tx, { personId: elena, now: NOW }));
    await store.run((tx) => endRole(tx, { roleId: posts.pedro, by: null, now: NOW }));
    await expect(open(store, elena, 'hola', NOW + 1)).rejects.toThrow('relay-nobody');
  });

  it('are nobody else’s: a number that is not theirs is one that there is not', async () => {
    const { store, elena, rosa, luis } = await committee(opening);
    const { number } = await open(store, elena);
    for (const personId of [rosa, luis]) await expect(write(store, personId, number)).rejects.toThrow('relay-unknown');
    await expect(write(store, elena, 77)).rejects.toThrow('relay-unknown');
  });

  it('need a number only where there are several', async () => {
    const { store, elena, pedro } = await committee(opening);
    await open(store, elena);
    await write(store, pedro, undefined);
    await open(store, await settle(store, 'toño'));
    await expect(write(store, pedro, undefined)).rejects.toThrow('relay-which');
  });

  it('are over after 72 hours, and when either side ends them', async () => {
    const { store, elena, pedro } = await committee(opening);
    const { number } = await open(store, elena);
    await write(store, pedro, number, 'hola', NOW + RELAY_MS - 1);
    await expect(write(store, pedro, number, 'hola', NOW + RELAY_MS)).rejects.toThrow('relay-over');
    const again = await open(store, elena, 'hola', NOW + RELAY_MS);
    expect(again.number).not.toBe(number);
    await store.run((tx) => endRelay(tx, { personId: pedro, number: again.number, now: NOW + RELAY_MS }));
    expect(await last(store)).toMatchObject({ personId: elena, notice: { texts: [{ key: 'notice:relay.ended' }] } });
    await expect(write(store, elena, again.number, 'hola', NOW + RELAY_MS)).rejects.toThrow('relay-over');
  });

  it('take twenty messages an hour from each side', async () => {
    const { store, elena, pedro } = await committee(opening);
    const { number } = await open(store, elena);
    for (let at = 2; at <= 20; at++) await write(store, elena, number, `${at}`);
    await expect(write(store, elena, number, '21', NOW + HOUR - 1)).rejects.toThrow('too-many');
    await write(store, pedro, number);
    await write(store, elena, number, '21', NOW + HOUR);
    expect(await told(store)).toHaveLength(22);
  });

  it('take no empty message and none of 5,000 characters', async () => {
    const { store, elena, pedro } = await committee(opening);
    const { number } = await open(store, elena);
    await expect(write(store, pedro, number, ' \n')).rejects.toThrow('text-empty');
    await expect(write(store, pedro, number, 'a'.repeat(5000))).rejects.toThrow('text-long');
    await write(store, pedro, number, `a\0${'b'.repeat(MOST_TEXT - 1)}`);
  });

  it('blocked: the person is told, and the next relay goes to somebody else or nobody', async () => {
    const { store, elena, rosa, pedro } = await committee(opening);
    const { number } = await open(store, elena);
    await store.run((tx) => blockRelay(tx, { personId: pedro, number, now: NOW }));
    expect(await last(store)).toMatchObject({ personId: elena, notice: { texts: [{ key: 'notice:relay.blocked' }] } });
    await open(store, elena);
    expect((await last(store))?.personId).toBe(rosa);
    await store.run((tx) => blockRelay(tx, { personId: elena, now: NOW }));
    expect(await last(store)).toMatchObject({ personId: rosa, notice: { texts: [{ key: 'notice:relay.ended' }] } });
    await expect(open(store, elena)).rejects.toThrow('relay-blocked');
  });

  it('blocked: all that are open between the two end, and what was on its way is not carried', async () => {
    const { store, elena, pedro, rosa } = await committee(opening);
    await hold(store, elena, 'member', { onDuty: true });
    await store.run(({ db, tables: { roles } }) =>
      db.update(roles).set({ onDuty: false }).where(eq(roles.personId, pedro)),
    );
    await hold(store, pedro, 'facilitator', { clinicId: LORETO });
    const { number } = await open(store, pedro);
    const back = await store.run((tx) =>
      openRelay(tx, { personId: elena, clinicId: LORETO, recipient: 'facilitator', text: 'hola', now: NOW }),
    );
    await store.run(({ db, tables: { relays } }) =>
      db.update(relays).set({ memberPersonId: pedro }).where(eq(relays.id, back.number)),
    );
    await store.run((tx) => blockRelay(tx, { personId: elena, number, now: NOW }));
    await expect(write(store, pedro, number)).rejects.toThrow('relay-over');
    await expect(write(store, pedro, back.number)).rejects.toThrow('relay-over');
    // As if the block had come between the look at the relay and the message.
    await store.run(({ db, tables: { relays } }) => db.update(relays).set({ endedAt: null }));
    await expect(write(store, pedro, back.number)).rejects.toThrow('relay-blocked');
    await expect(write(store, rosa, number)).rejects.toThrow('relay-unknown');
  });

  it('reported: once a day from each side', async () => {
    const { store, elena, pedro } = await committee(opening);
    const { number } = await open(store, elena);
    const report = async (personId: number, now = NOW) =>
      (await store.run((tx) => reportRelay(tx, { personId, number, now }))).told;
    expect([await report(elena), await report(elena, NOW + HOUR), await report(pedro, NOW + HOUR)]).toEqual([1, 0, 1]);
    await write(store, pedro, number, 'algo más', NOW + HOUR);
    expect([await report(elena, NOW + DAY - 1), await report(elena, NOW + DAY)]).toEqual([0, 1]);
    expect(await store.run((tx) => listReports(tx))).toHaveLength(3);
  });

  it('reported: the facilitator is told, and none of the two', async () => {
    const { store, elena, luis } = await committee(opening);
    const { number } = await open(store, elena);
    const reported = await store.run((tx) => reportRelay(tx, { personId: elena, number, now: NOW }));
    expect(reported.told).toBe(1);
    expect(await last(store)).toMatchObject({ personId: luis, kind: 'office' });
  });

  it('go on with who answers now when a role ends midway', async () => {
    const { store, elena, rosa, pedro, posts } = await committee(opening);
    const { number } = await open(store, elena);
    await store.run((tx) => endRole(tx, { roleId: posts.pedro, by: null, now: NOW }));
    await expect(write(store, pedro, number, 'hola', NOW + 1)).rejects.toThrow('not-yours');
    await write(store, elena, number, 'hola', NOW + 1);
    expect((await last(store))?.personId).toBe(rosa);
  });

  it('are in the record without a word of what was said', async () => {
    const { store, elena, pedro } = await committee(opening);
    const { number } = await open(store, elena, 'un secreto');
    await write(store, pedro, number, 'otro secreto');
    await store.run((tx) => endRelay(tx, { personId: pedro, number, now: NOW }));
    expect(await audited(store)).toEqual(['relay.answer', 'relay.end']);
    const rows = await store.run(({ db, tables: { auditLog } }) => db.select().from(auditLog));
    expect(JSON.stringify(rows)).not.toContain('secreto');
  });

  it('are wiped from the outbox 72 hours after they were delivered, and not before', async () => {
    const { store, elena } = await committee(opening);
    await open(store, elena);
    await store.run(({ db, tables: { outbox } }) => db.update(outbox).set({ status: 'sent', doneAt: NOW }));
    await keepTidy(store, NOW + 3 * DAY);
    expect((await last(store))?.notice).not.toBeNull();
    await keepTidy(store, NOW + 3 * DAY + 1);
    expect((await last(store))?.notice).toBeNull();
  });

  it('follow a person who is merged, end where the two are one, and go with who is deleted', async () => {
    const { store, elena, pedro } = await committee(opening);
    const { number } = await open(store, elena);
    const again = await settle(store, 'elena elsewhere');
    await store.run((tx) => mergePeople(tx, { from: elena, to: again, now: NOW, tokenOf: () => '' }));
    await write(store, again, number);
    await store.run((tx) => mergePeople(tx, { from: again, to: pedro, now: NOW, tokenOf: () => '' }));
    await expect(write(store, pedro, number)).rejects.toThrow('relay-over');
    const toño = await settle(store, 'toño');
    const rosas = await open(store, toño);
    await store.run((tx) => deletePerson(tx, { personId: toño, now: NOW, recountTokens: async () => [] }));
    await expect(write(store, pedro, rosas.number)).rejects.toThrow('relay-unknown');
  });
});
