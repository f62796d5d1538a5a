/** Two people become one: nothing is lost, nothing counts twice, nothing refers to who is no more. */

import { eq, isTable } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, expectTypeOf, it } from 'vitest';
import type { NoticeLevel, PersonTable, RsvpAnswer, Tables } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { rsvpOf } from '../../src/domain/assemblies/rsvps.ts';
import { countRsvps } from '../../src/domain/assemblies/tallies.ts';
import { type Mergers, mergePeople } from '../../src/domain/people/merge.ts';
import { followClinic, noticeLevel, setNotices } from '../../src/domain/people/people.ts';
import { keptOfPerson } from '../../src/domain/people/personal-data.ts';
import { proposeMerge } from '../../src/domain/people/proposals.ts';
import { queueReminders } from '../../src/jobs/reminders.ts';
import { describeStores } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';

const merge = (store: Store, from: number, to: number) =>
  store.run((tx) => mergePeople(tx, { from, to, now: NOW + DAY, tokenOf: () => '' }));

/** Every row that names the person, by table. */
async function rowsOf(store: Store, personId: number): Promise<string[]> {
  return await store.run(async ({ db, tables }) => {
    const found: string[] = [];
    for (const [name, table] of Object.entries(tables)) {
      if (!isTable(table)) continue;
      for (const row of await db.select().from(table)) {
        const names = Object.entries(row).some(([key, value]) => /personId$/i.test(key) && value === personId);
        if (names || (name === 'people' && (row as { id: number }).id === personId)) found.push(name);
      }
    }
    return found;
  });
}

async function two(open: () => Promise<Store>, person: { notices?: NoticeLevel; language?: string } = {}) {
  const store = await open();
  await buildTown(store);
  return {
    store,
    gone: await settle(store, 'ana', { ...person, createdAt: NOW - DAY }),
    kept: await settle(store, 'ana elsewhere'),
  };
}

/** Compiles only while every table with a person says how it merges. */
interface Grown extends Tables {
  donations: { $inferSelect: { id: number; personId: number } };
  receipts: { $inferSelect: { id: number; invitedPersonId: number | null } };
  photos: { $inferSelect: { id: number } };
}
const none = async () => {};

it('says of every table with a person how it merges, or does not compile', () => {
  expectTypeOf<Exclude<PersonTable<Grown>, PersonTable>>().toEqualTypeOf<'donations' | 'receipts'>();
  const today = {} as Mergers;
  // @ts-expect-error Two tables with a person were added and do not say how they merge.
  const forgotten: Mergers<Grown> = today;
  const said: Mergers<Grown> = { ...today, donations: none, receipts: none };
  expect([forgotten, Object.keys(said)]).toEqual([{}, ['donations', 'receipts']]);
});

describeStores('merging', (open) => {
  const answers: fc.Arbitrary<{ answer: RsvpAnswer; companions: number; at: number } | undefined> = fc.option(
    fc.record({
      answer: fc.constantFrom<RsvpAnswer>('yes', 'no', 'maybe'),
      companions: fc.nat(9),
      at: fc.constantFrom(NOW, NOW + HOUR, NOW + 2 * HOUR),
    }),
    { nil: undefined },
  );

  it('keeps the later answer with its companions, and a code if either had one', async () => {
    const store = await open();
    await buildTown(store);
    let people = 0;
    await fc.assert(
      fc.asyncProperty(answers, answers, answers, async (ofGone, ofKept, ofOther) => {
        const assembly = await callAssembly(store);
        const [gone, kept, other] = [`a${++people}`, `b${people}`, `c${people}`];
        const ids = {
          gone: await settle(store, gone),
          kept: await settle(store, kept),
          other: await settle(store, other),
        };
        const say = async (id: number, said: typeof ofGone) =>
          said && (await answer(store, id, assembly, said.answer, { companions: said.companions, now: said.at }));
        const codes = [await say(ids.gone, ofGone), await say(ids.kept, ofKept)].map(
          (rsvp) => rsvp?.checkInCode ?? null,
        );
        await say(ids.other, ofOther);
        await merge(store, ids.gone, ids.kept);

        const stays = ofGone && (!ofKept || ofGone.at > ofKept.at) ? ofGone : ofKept;
        const [goneCode = null, keptCode = null] = codes;
        const rsvp = await store.run((tx) => rsvpOf(tx, { personId: ids.kept, assemblyId: assembly }));
        const companions = stays?.answer === 'no' ? 0 : stays?.companions;
        const code = stays === ofGone ? (goneCode ?? keptCode) : (keptCode ?? goneCode);
        expect(rsvp).toEqual(stays && { answer: stays.answer, companions, checkInCode: code });
        const counted = await store.run((tx) => countRsvps(tx, assembly));
        const all = [stays, ofOther].flatMap((said) => said ?? []);
        const number = (wanted: RsvpAnswer) => all.filter((said) => said.answer === wanted).length;
        expect(counted).toEqual({
          yes: number('yes'),
          no: number('no'),
          maybe: number('maybe'),
          companions: all.reduce((sum, said) => sum + (said.answer === 'yes' ? said.companions : 0), 0),
        });
      }),
      { numRuns: store.dialect === 'sqlite' ? 60 : 20, seed: 11 },
    );
  });

  it('leaves nothing that refers to who is no more, and is not done twice', async () => {
    const { store, gone, kept } = await two(open);
    const third = await settle(store, 'third');
    const assembly = await callAssembly(store);
    await answer(store, gone, assembly, 'yes');
    await store.run(async (tx) => {
      await followClinic(tx, { personId: gone, clinicId: 2, now: NOW });
      await proposeMerge(tx, { personId: kept, otherPersonId: gone, reason: 'number', phone: null, now: NOW });
      await proposeMerge(tx, { personId: gone, otherPersonId: third, reason: 'number', phone: null, now: NOW });
      const { inquiries, linkCodes, linkTries, outbox } = tx.tables;
      await tx.db.insert(inquiries).values({ personId: gone, clinicId: 3, askedAt: NOW });
      await tx.db.insert(linkCodes).values({ lookup: 'x', personId: gone, expiresAt: NOW + HOUR });
      await tx.db.insert(linkTries).values({ personId: gone, wrong: 2, since: NOW });
      const sent = { personId: gone, conversationId: 1, channel: 'simulator', priority: 0, createdAt: NOW };
      await tx.db.insert(outbox).values({ ...sent, kind: 'answer', deadline: NOW, notBefore: NOW });
    });
    expect(new Set(await rowsOf(store, gone)).size).toBe(10);
    expect(await merge(store, gone, kept)).toBe(true);
    expect(await rowsOf(store, gone)).toEqual([]);
    expect(await merge(store, gone, kept)).toBe(false);
    const proposals = await store.run(({ db, tables }) => db.select().from(tables.mergeProposals));
    expect(proposals).toMatchObject([{ personId: kept, otherPersonId: third, declined: false }]);
  });

  it.each<[NoticeLevel, NoticeLevel, NoticeLevel]>([
    ['none', 'all', 'none'],
    ['all', 'none', 'none'],
    ['changes', 'all', 'changes'],
    ['all', 'changes', 'changes'],
    ['none', 'changes', 'none'],
    ['all', 'all', 'all'],
  ])('of the levels %s and %s holds the stricter, %s', async (ofGone, ofKept, level) => {
    const { store, gone, kept } = await two(open, { notices: ofGone });
    await store.run((tx) => setNotices(tx, { personId: kept, level: ofKept }));
    await merge(store, gone, kept);
    expect(await store.run((tx) => noticeLevel(tx, kept))).toBe(level);
  });

  it('unites clinics followed and asked for, and takes over what the one who stays has not', async () => {
    const { store, gone, kept } = await two(open, { language: 'en' });
    await store.run(async (tx) => {
      const { people, follows, inquiries } = tx.tables;
      await tx.db.update(people).set({ homeClinicId: LORETO }).where(eq(people.id, gone));
      await followClinic(tx, { personId: gone, clinicId: 2, now: NOW - DAY });
      await followClinic(tx, { personId: gone, clinicId: 3, now: NOW });
      await followClinic(tx, { personId: kept, clinicId: 2, now: NOW });
      await tx.db.insert(inquiries).values([
        { personId: gone, clinicId: 2, askedAt: NOW + HOUR, wantsDate: false },
        { personId: kept, clinicId: 2, askedAt: NOW, wantsDate: true },
        { personId: gone, clinicId: 4, askedAt: NOW, wantsDate: true },
      ]);
      await mergePeople(tx, { from: gone, to: kept, now: NOW, tokenOf: () => '' });
      expect(await tx.db.select().from(follows).orderBy(follows.clinicId)).toEqual([
        { personId: kept, clinicId: 2, since: NOW - DAY },
        { personId: kept, clinicId: 3, since: NOW },
      ]);
      expect(await tx.db.select().from(inquiries).orderBy(inquiries.clinicId)).toEqual([
        { personId: kept, clinicId: 2, askedAt: NOW + HOUR, wantsDate: true },
        { personId: kept, clinicId: 4, askedAt: NOW, wantsDate: true },
      ]);
    });
    const merged = await store.run((tx) => keptOfPerson(tx, kept));
    expect(merged).toMatchObject({ home: 'UMF Loreto', language: 'en', createdAt: NOW - DAY });
  });

  it.each([
    [LORETO, NOW, NOW - DAY, NOW - DAY],
    [LORETO, NOW - DAY, NOW, NOW - DAY],
    // Long ago.
    [LORETO, null, NOW, null],
    [LORETO, NOW, null, null],
    [LORETO, null, null, null],
    [2, null, NOW, NOW],
    [2, NOW, NOW - DAY, NOW - DAY],
    [null, null, NOW, NOW],
  ])('keeps since when the clinic is theirs: %j', async (homeClinicId, goneSince, keptSince, since) => {
    const { store, gone, kept } = await two(open);
    const row = await store.run(async (tx) => {
      const { people } = tx.tables;
      await tx.db.update(people).set({ homeClinicId, homeSince: goneSince }).where(eq(people.id, gone));
      const home = { homeClinicId: LORETO, homeSince: keptSince };
      await tx.db.update(people).set(home).where(eq(people.id, kept));
      await mergePeople(tx, { from: gone, to: kept, now: NOW, tokenOf: () => '' });
      return (await tx.db.select().from(people).where(eq(people.id, kept)))[0];
    });
    expect(row).toMatchObject({ homeClinicId: LORETO, homeSince: since });
  });

  it('sends a notice that both waited for once, and what either was told not again', async () => {
    const { store, gone, kept } = await two(open);
    const assembly = await callAssembly(store);
    for (const id of [gone, kept]) await answer(store, id, assembly, 'yes');
    const queued = () =>
      store.run(({ db, tables: { outbox } }) => db.select().from(outbox).where(eq(outbox.status, 'queued')));
    expect(await queueReminders(store, NOW + 4 * DAY)).toBe(2);
    await merge(store, gone, kept);
    expect(await queued()).toMatchObject([{ personId: kept, kind: 'reminder', assemblyId: assembly }]);
    expect(await queueReminders(store, NOW + 4 * DAY)).toBe(0);
  });

  it('does not remind again who was reminded as the other person', async () => {
    const { store, gone, kept } = await two(open);
    const assembly = await callAssembly(store);
    await answer(store, gone, assembly, 'yes');
    expect(await queueReminders(store, NOW + 4 * DAY)).toBe(1);
    await store.run(({ db, tables: { outbox } }) => db.update(outbox).set({ status: 'sent', doneAt: NOW }));
    await merge(store, gone, kept);
    expect(await queueReminders(store, NOW + 4 * DAY)).toBe(0);
  });

  it('keeps a no between a third person and either of the two', async () => {
    const { store, gone, kept } = await two(open);
    const third = await settle(store, 'third');
    const pair = { otherPersonId: third, reason: 'number' as const, phone: null, now: NOW };
    await store.run(async (tx) => {
      const { mergeProposals } = tx.tables;
      await proposeMerge(tx, { ...pair, personId: gone });
      await tx.db.update(mergeProposals).set({ declined: true, askAfter: null });
      await proposeMerge(tx, { ...pair, personId: kept });
      await mergePeople(tx, { from: gone, to: kept, now: NOW, tokenOf: () => '' });
      expect(await tx.db.select().from(mergeProposals)).toMatchObject([
        { personId: kept, declined: true, askAfter: null },
      ]);
      expect(await proposeMerge(tx, { ...pair, personId: kept })).toBe(false);
    });
  });
});
