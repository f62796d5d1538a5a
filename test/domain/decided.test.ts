/** From what won in a vote to a work: decided once, the need with it, and those told who asked for it or voted. */

import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { castBallot } from '../../src/domain/votes/casting.ts';
import { closeVote } from '../../src/domain/votes/closing.ts';
import { withdrawWork } from '../../src/domain/works/reports.ts';
import { decideItem, wonItems } from '../../src/domain/works/won-items.ts';
import { decideWork, worksOf } from '../../src/domain/works/works.ts';
import { announceDecided } from '../../src/jobs/decided.ts';
import { appoint } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';

const OPENED = NOW + 2 * HOUR;
const CLOSES = OPENED + DAY;
const tokenOf = (key: string, personId: number) => `${key} ${personId}`;
let ids = 0;
const newId = () => ++ids;

describeStores('what was voted on and decided', (open) => {
  let store: Store;
  let rosa: number;
  let ana: number;
  let luis: number;
  let needId: number;
  const home = { homeClinicId: LORETO, homeSince: NOW - DAY };
  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);
  const by = (now = CLOSES + HOUR) => ({ personId: rosa, clinicId: LORETO, now });
  const need = async () => {
    const [row] = await run(({ db, tables: { needs } }) => db.select().from(needs).where(eq(needs.id, needId)));
    return row;
  };
  const told = async () => {
    const rows = await run(({ db, tables: { outbox } }) => db.select().from(outbox));
    return rows.filter(({ kind }) => kind === 'progress').map(({ personId }) => personId);
  };

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    rosa = await appoint(store, 'president');
    [ana, luis] = [await settle(store, 'ana', home), await settle(store, 'luis', home)];
    needId = await run(async ({ db, tables: { needs, needSupports } }) => {
      const row = { title: 'Rampas', catalogueCode: 'rampas', kind: 'obra', status: 'open', origin: 'people' } as const;
      const [made] = await db
        .insert(needs)
        .values({ ...row, clinicId: LORETO, proposedAt: NOW, personId: ana })
        .returning();
      const id = made?.id ?? 0;
      await db.insert(needSupports).values({ needId: id, personId: ana, at: NOW });
      return id;
    });
    const items = [
      { needId, costCents: 6_000_000 },
      { title: 'Pintar la barda', costCents: 3_000_000 },
      { title: 'Techo nuevo', costCents: 9_000_000 },
    ];
    const vote = await openVote(store, { items, budgetCents: 10_000_000, opensAt: OPENED, closesAt: CLOSES });
    const choices = vote.items.slice(0, 2).map(({ id }) => id);
    const ballot = { voteId: vote.id, personId: luis, tokenOf, newId, now: OPENED, choices, newReceipt: () => 'R' };
    await run((tx) => castBallot(tx, ballot));
    await run((tx) => closeVote(tx, { voteId: vote.id, newId, now: CLOSES }));
  });

  it('what won is offered until it is decided; it becomes a work with its cost, and the need is decided', async () => {
    const won = await run((tx) => wonItems(tx, by()));
    expect(won.map(({ title }) => title)).toEqual(['Pintar la barda', 'Rampas']);
    const [barda, ramp] = won.map(({ itemId }) => itemId);
    const work = await run((tx) => decideItem(tx, { ...by(), itemId: ramp ?? 0 }));
    expect(work).toMatchObject({ title: 'Rampas', catalogueCode: 'rampas', approvedCents: 6_000_000 });
    expect(await need()).toMatchObject({ status: 'decided', workId: work.id });
    expect((await run((tx) => wonItems(tx, by()))).map(({ itemId }) => itemId)).toEqual([barda]);
    await expect(run((tx) => decideItem(tx, { ...by(), itemId: ramp ?? 0 }))).rejects.toThrow('unknown-work');
    await run((tx) => decideItem(tx, { ...by(), itemId: barda ?? 0, approvedCents: 1_000 }));
    expect(await run((tx) => worksOf(tx, by()))).toMatchObject([
      { title: 'Rampas' },
      { title: 'Pintar la barda', kind: 'obra', approvedCents: 1_000 },
    ]);
  });

  it('is for those who may decide, at their clinic, and the vote of this year', async () => {
    const [first] = await run((tx) => wonItems(tx, by()));
    const stranger = { ...by(), personId: luis };
    await expect(run((tx) => wonItems(tx, stranger))).rejects.toThrow('not-yours');
    await expect(run((tx) => decideItem(tx, { ...stranger, itemId: first?.itemId ?? 0 }))).rejects.toThrow('not-yours');
    expect(await run((tx) => wonItems(tx, by(CLOSES + 365 * DAY)))).toEqual([]);
  });

  it('taken back, the need stands in the list again, or with the one that was asked for meanwhile', async () => {
    const work = await run((tx) => decideWork(tx, { ...by(), code: 'rampas' }));
    expect(await need()).toMatchObject({ status: 'decided', workId: work.id });
    expect((await run((tx) => wonItems(tx, by()))).map(({ title }) => title)).toEqual(['Pintar la barda']);
    await run((tx) => withdrawWork(tx, { ...by(), workId: work.id }));
    expect(await need()).toMatchObject({ status: 'open', workId: null });
    expect(await run((tx) => wonItems(tx, by()))).toHaveLength(2);

    const again = await run((tx) => decideWork(tx, { ...by(), code: 'rampas' }));
    await run(({ db, tables: { needs } }) =>
      db.insert(needs).values({
        clinicId: LORETO,
        title: 'Rampas',
        catalogueCode: 'rampas',
        kind: 'obra',
        status: 'open',
        origin: 'people',
        proposedAt: NOW,
      }),
    );
    await run((tx) => withdrawWork(tx, { ...by(), workId: again.id }));
    expect(await need()).toMatchObject({ status: 'merged', workId: null });
  });

  it('those who asked for it and those who voted are told the morning after, once', async () => {
    await settle(store, 'neither', home);
    const [, ramp] = await run((tx) => wonItems(tx, by()));
    await run((tx) => decideItem(tx, { ...by(), itemId: ramp?.itemId ?? 0 }));
    const mistaken = await run((tx) => decideWork(tx, { ...by(), title: 'Otra cosa', kind: 'obra' }));
    await run((tx) => withdrawWork(tx, { ...by(), workId: mistaken.id }));
    await announceDecided(store, CLOSES + 2 * HOUR);
    expect(await told()).toEqual([]);
    const morning = CLOSES + DAY;
    await announceDecided(store, morning);
    await announceDecided(store, morning + HOUR);
    expect((await told()).sort()).toEqual([ana, luis].sort());
    const rows = await run(({ db, tables: { outbox } }) => db.select().from(outbox));
    const texts = rows.find(({ personId, kind }) => personId === ana && kind === 'progress')?.notice;
    expect(JSON.stringify(texts)).toContain('notice:decided.one');
  });

  it('who changed clinics or wants no notices is told as others are: by what they want', async () => {
    await run(({ db, tables: { people } }) => db.update(people).set({ notices: 'none' }).where(eq(people.id, ana)));
    await run((tx) => decideWork(tx, { ...by(), code: 'rampas' }));
    await announceDecided(store, CLOSES + DAY);
    expect(await told()).toEqual([luis]);
  });
});
