/** Who is told of a vote that is announced, open, changed or given up: everybody of the clinic once, however large it is. */

import { eq, inArray } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { announce, changeBallot } from '../../src/domain/votes/announcing.ts';
import { discardDraft, setClosing, setOpening } from '../../src/domain/votes/drafts.ts';
import { tellNext, untoldVotes } from '../../src/domain/votes/telling.ts';
import { openVotes, tellOfVotes } from '../../src/jobs/votes.ts';
import { appoint } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settleMany } from '../testkit/town.ts';
import { announceVote, openVote, type TestVote } from '../testkit/votes.ts';

/** More than a slice. */
const PEOPLE = 703;
const items = [
  { title: 'Rampa', costCents: 100 },
  { title: 'Techo', costCents: 200 },
];
const terms: TestVote = { items, budgetCents: 1000, opensAt: NOW + DAY, closesAt: NOW + 3 * DAY };

describeStores('the notices of votes', (open) => {
  let store: Store;
  let people: number[];
  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    people = await settleMany(store, PEOPLE);
    for (let at = 0; at < people.length; at += 500) {
      await store.run(({ db, tables: { people: t } }) =>
        db
          .update(t)
          .set({ homeClinicId: LORETO })
          .where(inArray(t.id, people.slice(at, at + 500))),
      );
    }
  });

  const notices = async () => {
    const rows = await store.run(({ db, tables: { outbox } }) => db.select().from(outbox).orderBy(outbox.id));
    return rows.map(({ personId, kind, status, notice, expiresAt }) => ({
      personId,
      kind,
      status,
      expiresAt,
      keys: (notice as { texts: { key: string }[] }).texts.map(({ key }) => key),
    }));
  };
  const told = async (key: string) => (await notices()).filter(({ keys }) => keys.includes(`notice:ballot.${key}`));
  const setPerson = (id: number, values: object) =>
    store.run(({ db, tables: { people: t } }) => db.update(t).set(values).where(eq(t.id, id)));

  it('reach everybody of the clinic who wants notices, once, also when the work is interrupted', async () => {
    const { id: voteId } = await announceVote(store, terms);
    await setPerson(people[0] ?? 0, { notices: 'none' });
    await setPerson(people[1] ?? 0, { homeClinicId: 2 });
    await setPerson(people[2] ?? 0, { deletedAt: NOW });
    const first = await store.run((tx) => tellNext(tx, { voteId, status: 'announced', after: 0, now: NOW }));
    expect(first.queued).toBe(500);
    expect(await tellOfVotes(store, NOW)).toBe(PEOPLE - 3 - 500);
    expect(await tellOfVotes(store, NOW + 1)).toBe(0);
    const all = await told('announced');
    expect(new Set(all.map(({ personId }) => personId)).size).toBe(PEOPLE - 3);
    expect(all[0]).toMatchObject({ kind: 'vote', expiresAt: NOW + DAY });
    expect(await openVotes(store, NOW + DAY)).toBe(true);
    expect(await tellOfVotes(store, NOW + DAY)).toBe(PEOPLE - 3);
    expect((await told('open'))[0]).toMatchObject({ kind: 'vote', expiresAt: NOW + 3 * DAY });
    expect(await store.run(untoldVotes)).toEqual([]);
  });

  it('leave out that a vote is announced which opens within hours', async () => {
    await announceVote(store, { ...terms, opensAt: NOW + HOUR });
    expect(await tellOfVotes(store, NOW)).toBe(0);
    expect(await store.run(untoldVotes)).toEqual([]);
  });

  it('are not sent of a vote whose time was over before anybody could be told', async () => {
    await announceVote(store, terms);
    await tellOfVotes(store, NOW);
    await openVotes(store, NOW + 2 * DAY);
    expect(await tellOfVotes(store, NOW + 4 * DAY)).toBe(0);
  });

  it('of a change stop those that wait, and tell who had voted even where they want no notices', async () => {
    const president = await appoint(store, 'president');
    const { id } = await openVote(store, { ...terms, opensAt: NOW, personId: president });
    await tellOfVotes(store, NOW);
    const [voter = 0, other = 0] = people;
    await store.run(({ db, tables: { voters } }) =>
      db.insert(voters).values([
        { id: 1, voteId: id, personId: voter, status: 'voted', at: NOW, receipt: 'A' },
        { id: 2, voteId: id, personId: other, status: 'begun', at: NOW },
      ]),
    );
    await setPerson(voter, { notices: 'none' });
    await setPerson(other, { notices: 'none' });
    const of = { personId: president, now: NOW + HOUR };
    const draft = await store.run((tx) => changeBallot(tx, { voteId: id, ...of }));
    expect((await told('open')).every(({ status }) => status === 'dropped')).toBe(true);
    expect(await tellOfVotes(store, NOW + HOUR)).toBe(PEOPLE - 2);
    expect(await told('replaced')).toHaveLength(PEOPLE - 2);
    await store.run(async (tx) => {
      const changed = { voteId: draft.id, ...of };
      await setOpening(tx, { ...changed, opensAt: NOW + 2 * HOUR });
      await setClosing(tx, { ...changed, closesAt: NOW + DAY });
      await announce(tx, { ...changed, seed: 'b', tokenKey: 'k' });
    });
    await openVotes(store, NOW + 2 * HOUR);
    expect(await tellOfVotes(store, NOW + 2 * HOUR)).toBe(PEOPLE - 2 + 1);
    expect(await told('again')).toHaveLength(PEOPLE - 2);
    expect(await told('yours')).toMatchObject([{ personId: voter, kind: 'correspondence' }]);
  });

  it('say that there will be none, if people knew of it', async () => {
    const president = await appoint(store, 'president');
    const { id } = await announceVote(store, { ...terms, personId: president });
    const of = { personId: president, now: NOW };
    const draft = await store.run((tx) => changeBallot(tx, { voteId: id, ...of }));
    await tellOfVotes(store, NOW);
    expect(await told('postponed')).toHaveLength(PEOPLE);
    await store.run((tx) => discardDraft(tx, { voteId: draft.id, ...of }));
    expect(await tellOfVotes(store, NOW)).toBe(PEOPLE);
    expect(await told('givenUp')).toHaveLength(PEOPLE);
    const { id: unseen } = await announceVote(store, { ...terms, personId: president });
    const again = await store.run((tx) => changeBallot(tx, { voteId: unseen, ...of }));
    expect(again.replacesId).toBe(unseen);
  });
});
