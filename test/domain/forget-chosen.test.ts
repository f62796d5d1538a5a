/** What is forgotten of a vote is what was chosen in that vote, and nothing that somebody does elsewhere or meanwhile. */

import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { closeVote } from '../../src/domain/votes/closing.ts';
import { forgetChosen } from '../../src/domain/votes/voters.ts';
import { forgetOldChoices } from '../../src/jobs/vote-closing.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';

const CLOSES = NOW + DAY;
let ids = 0;
const newId = () => ++ids;

describeStores('what was chosen', (open) => {
  let store: Store;
  let voteId: number;
  let elena: number;
  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    const items = ['Rampa', 'Techo'].map((title) => ({ title, costCents: 100 }));
    const vote = await openVote(store, { items, budgetCents: 1000, opensAt: NOW, closesAt: CLOSES });
    voteId = vote.id;
    elena = await settle(store, 'elena', { homeClinicId: LORETO });
    await run(({ db, tables: { voters } }) =>
      db.insert(voters).values({ id: newId(), voteId, personId: elena, status: 'begun', at: NOW }),
    );
  });

  const standing = (value: string, context: object) =>
    run(({ db, tables: { conversations } }) =>
      db
        .update(conversations)
        .set({ state: { flow: 'vote', version: 1, value, context, clinicId: LORETO, misses: 0 }, turn: 7 })
        .where(eq(conversations.personId, elena)),
    );
  const saved = async () => {
    const [row] = await run(({ db, tables: { conversations } }) =>
      db.select().from(conversations).where(eq(conversations.personId, elena)),
    );
    return { turn: row?.turn, ...(row?.state as { value: string; context: object }) };
  };
  const choosing = (of: number) => ({ clinicId: LORETO, vote: { voteId: of, items: [] }, chosen: [3], dayCode: '' });

  it('goes at the close, and with it where they stood', async () => {
    await standing('confirming', choosing(voteId));
    await run((tx) => closeVote(tx, { voteId, newId, now: CLOSES }));
    expect(await saved()).toMatchObject({ turn: 8, value: 'over', context: { clinicId: LORETO } });
    expect(JSON.stringify(await saved())).not.toContain('chosen');
  });

  it('goes with a code of the day that was typed', async () => {
    await standing('askingCode', { ...choosing(voteId), chosen: [], dayCode: '7K3P' });
    await run((tx) => forgetChosen(tx, { voteId }));
    expect(await saved()).toMatchObject({ value: 'over' });
  });

  it('in another vote stays when an old one is gone through', async () => {
    await run((tx) => closeVote(tx, { voteId, newId, now: CLOSES }));
    await standing('choosing', choosing(voteId + 1));
    await forgetOldChoices(store, CLOSES + HOUR);
    expect(await saved()).toMatchObject({ turn: 7, value: 'choosing', context: { chosen: [3] } });
  });

  it.each([
    ['askingReceipt', { vote: null, chosen: [], dayCode: '' }],
    ['voted', { vote: { voteId: 1 }, chosen: [], dayCode: '' }],
    ['announced', { vote: { voteId: 2 }, chosen: [], dayCode: '' }],
  ])('is not where somebody stands with nothing chosen: %s', async (value, context) => {
    await standing(value, context);
    await run((tx) => closeVote(tx, { voteId, newId, now: CLOSES }));
    await forgetOldChoices(store, CLOSES + HOUR);
    expect(await saved()).toMatchObject({ turn: 7, value });
  });

  it('is not forgotten over what was said meanwhile', async () => {
    // PostgreSQL runs two units of work at once; here the other one comes between by hand.
    if (store.dialect === 'postgres') return;
    await standing('confirming', choosing(voteId));
    await run((tx) => forgetChosen(interrupted(tx), { voteId }));
    expect(await saved()).toMatchObject({ turn: 8, flow: 'menu', value: 'asking' });
  });

  /** After the first query the person goes on to the menu, before the next one. */
  function interrupted(tx: Tx): Tx {
    const { conversations } = tx.tables;
    const state = { flow: 'menu', version: 1, value: 'asking', context: {}, misses: 0 };
    let queries = 0;
    const db = new Proxy(tx.db, {
      get(own, name) {
        queries += 1;
        if (queries === 2) own.update(conversations).set({ state, turn: 8 }).run();
        return (Reflect.get(own, name) as (...given: unknown[]) => unknown).bind(own);
      },
    });
    return Object.create(tx, { db: { value: db } }) as Tx;
  }
});
