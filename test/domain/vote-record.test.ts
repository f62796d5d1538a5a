/** The record of a vote can be gone through from its first event to its last, whichever database kept it. */

import { and, eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { closeVote } from '../../src/domain/votes/closing.ts';
import { alteredEvent, eventsOf, noteEvent } from '../../src/domain/votes/log.ts';
import { closeVotes } from '../../src/jobs/vote-closing.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, NOW } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';

const CLOSES = NOW + DAY;
let ids = 0;
const newId = () => ++ids;

describeStores('the record of a vote', (open) => {
  let store: Store;
  let voteId: number;
  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    const items = ['Rampa', 'Techo', 'Sillas'].map((title) => ({ title, costCents: 100 }));
    voteId = (await openVote(store, { items, budgetCents: 1000, opensAt: NOW, closesAt: CLOSES })).id;
  });

  const altered = async () => {
    const events = await run((tx) => eventsOf(tx, voteId));
    return { of: events.map(({ event }) => event), at: alteredEvent({ voteId, events }) };
  };
  const change = (event: string, values: object) =>
    run(({ db, tables: { voteEvents: t } }) =>
      db
        .update(t)
        .set(values)
        .where(and(eq(t.voteId, voteId), eq(t.event, event))),
    );

  it('is whole after all that can happen', async () => {
    await run((tx) =>
      noteEvent(tx, { voteId, at: NOW, event: 'paper-counted', details: { z: [{ y: 1, b: null }], a: 2 } }),
    );
    await run((tx) => closeVote(tx, { voteId, newId, now: CLOSES }));
    const events = ['lot-drawn', 'announced', 'opened', 'paper-counted', 'closed', 'published'];
    expect(await altered()).toEqual({ of: events, at: undefined });
  });

  it('does not depend on the order in which a database keeps what an event says', async () => {
    await change('lot-drawn', { details: { order: [0], seed: 'x' } });
    const [first] = await run((tx) => eventsOf(tx, voteId));
    const turned = { ...first, details: Object.fromEntries(Object.entries(first?.details ?? {}).reverse()) };
    const at = (event: object) => alteredEvent({ voteId, events: [event as never] });
    expect([at(turned), at(first ?? {})]).toEqual([0, 0]);
    await run(({ db, tables: { voteEvents } }) => db.delete(voteEvents));
    await run((tx) => noteEvent(tx, { voteId, at: NOW, event: 'announced', details: { bb: 1, a: { d: 1, c: [2] } } }));
    const [kept] = await run((tx) => eventsOf(tx, voteId));
    const other = { ...kept, details: { a: { c: [2], d: 1 }, bb: 1 } };
    expect([at(kept ?? {}), at(other)]).toEqual([undefined, undefined]);
  });

  it('shows the first event that was changed, taken out or put in', async () => {
    await run((tx) => closeVote(tx, { voteId, newId, now: CLOSES }));
    await change('announced', { at: NOW - DAY });
    expect((await altered()).at).toBe(1);
    await run(({ db, tables: { voteEvents: t } }) => db.delete(t).where(eq(t.event, 'announced')));
    expect((await altered()).at).toBe(1);
    await change('lot-drawn', { hash: 'ab'.repeat(32) });
    expect((await altered()).at).toBe(0);
  });

  it('raises an alarm at the close where it was changed, and the vote is closed all the same', async () => {
    await change('lot-drawn', { details: { seed: 'another', order: [1, 2, 3] } });
    const alarms: string[] = [];
    expect(await closeVotes(store, CLOSES, newId, (alarm) => alarms.push(alarm))).toBe(true);
    expect(alarms).toEqual([`The record of the vote ${voteId} was altered: event 1, lot-drawn.`]);
  });
});
