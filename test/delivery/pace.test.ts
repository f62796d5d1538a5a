/** Notices on a channel that punishes haste: one at a time, with gaps, so many a day; answers go at once. */

import { expect, it } from 'vitest';
import type { Pace } from '../../src/channels/channel.ts';
import { openPostOffice, outboxOf, queue } from '../testkit/post-office.ts';
import { describeStores } from '../testkit/stores.ts';
import { HOUR, settle, settleMany } from '../testkit/town.ts';

/** With the random number of the tests, 0.5, the gap is 14 seconds. */
const pace: Pace = { gapMs: [8_000, 20_000], perDay: 3 };
const notice = { kind: 'change' } as const;

describeStores('pace', (open) => {
  it('sends one notice, waits for the gap, and sends the next', async () => {
    const store = await open();
    await queue(store, await settleMany(store, 3), 'moved', notice);
    const office = openPostOffice(store, undefined, { pace });
    await office.idle();
    expect(office.log()).toEqual([]);
    await office.pass(13_999);
    expect(office.log()).toEqual([]);
    await office.pass(1);
    expect(office.log()).toEqual(['p0: moved']);
    await office.pass(13_999);
    expect(office.log()).toHaveLength(1);
    await office.pass(1);
    expect(office.log()).toEqual(['p0: moved', 'p1: moved']);
    await office.stop();
  });

  it('does not go faster by being started again', async () => {
    const store = await open();
    await queue(store, await settleMany(store, 2), 'moved', notice);
    const office = openPostOffice(store, undefined, { pace });
    await office.pass(14_000);
    await office.restart();
    await office.pass(13_999);
    expect(office.log()).toHaveLength(1);
    await office.pass(1);
    expect(office.log()).toHaveLength(2);
    await office.stop();
  });

  it('sends no more than the cap in any 24 hours, and the rest the next day', async () => {
    const store = await open();
    await queue(store, await settleMany(store, 5), 'moved', notice);
    const office = openPostOffice(store, undefined, { pace });
    for (let at = 0; at < 10; at++) await office.pass(20_000);
    expect(office.log()).toHaveLength(3);
    await office.pass(24 * HOUR);
    for (let at = 0; at < 10; at++) await office.pass(20_000);
    expect(office.log()).toHaveLength(5);
    await office.stop();
  });

  it('never holds an answer back', async () => {
    const store = await open();
    const people = await settleMany(store, 4);
    await queue(store, people, 'moved', notice);
    await queue(store, people, 'answer');
    const office = openPostOffice(store, undefined, { pace });
    await office.idle();
    expect(office.log().toSorted()).toEqual(['p0: answer', 'p1: answer', 'p2: answer', 'p3: answer']);
    await office.stop();
  });

  it('sends nothing while the channel is not ready', async () => {
    const store = await open();
    await queue(store, [await settle(store, 'ana')], 'one');
    let ready = false;
    const office = openPostOffice(store, undefined, { ready: () => ready });
    await office.idle();
    expect(office.log()).toEqual([]);
    expect((await outboxOf(store))[0]).toMatchObject({ status: 'queued', attempts: 0 });
    ready = true;
    await office.idle();
    expect(office.log()).toEqual(['ana: one']);
    await office.stop();
  });
});
