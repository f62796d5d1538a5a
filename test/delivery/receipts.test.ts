/** What platforms tell of a message after it was sent, in any order: it never goes back. */

import { expect, it } from 'vitest';
import type { Receipt } from '../../src/channels/channel.ts';
import { openPostOffice, outboxOf, queue } from '../testkit/post-office.ts';
import { gate, sent } from '../testkit/scripted-channel.ts';
import { describeStores } from '../testkit/stores.ts';
import { settle } from '../testkit/town.ts';

const delivered: Receipt = { status: 'delivered' };
const read: Receipt = { status: 'read' };
const refused = (result: Extract<Receipt, { status: 'refused' }>['result']): Receipt => ({ status: 'refused', result });

describeStores('receipts', (open) => {
  async function sentOne(script?: Parameters<typeof openPostOffice>[1]) {
    const store = await open();
    const ana = await settle(store, 'ana');
    await queue(store, [ana], 'one');
    const office = openPostOffice(store, script);
    await office.idle();
    const row = async () => (await outboxOf(store))[0];
    return { store, ana, office, row };
  }

  it.each([
    ['delivered, read', [delivered, read]],
    ['read, delivered', [read, delivered]],
    ['read alone, twice', [read, read]],
    ['delivered, read, refused', [delivered, read, refused({ outcome: 'rejected', reason: 'late' })]],
  ])('reads %s as read', async (_, receipts) => {
    const { office, row } = await sentOne();
    expect(await row()).toMatchObject({ status: 'sent', ref: 'r', receipt: null });
    for (const receipt of receipts) await office.receive('r', receipt);
    expect(await row()).toMatchObject({ status: 'sent', receipt: 'read' });
    await office.stop();
  });

  it('takes a receipt for proof that an unconfirmed message arrived', async () => {
    const { office, row } = await sentOne(() => ({ outcome: 'unconfirmed', reason: 'no answer', ref: 'r' }));
    expect(await row()).toMatchObject({ status: 'unconfirmed' });
    await office.receive('r', delivered);
    expect(await row()).toMatchObject({ status: 'sent', receipt: 'delivered' });
    await office.stop();
  });

  it('sends again what was refused for now, and gives up what was refused for good', async () => {
    const { office, row } = await sentOne((_, nth) => ({ outcome: 'sent', ref: `r${nth}` }));
    await office.receive('r1', refused({ outcome: 'retry', afterMs: 60_000, reason: 'too fast' }));
    expect(await row()).toMatchObject({ status: 'queued' });
    await office.pass(60_000);
    expect(office.sendings.map(({ message }) => message.key)).toEqual([
      office.sendings[0]?.message.key,
      office.sendings[0]?.message.key,
    ]);
    expect(await row()).toMatchObject({ status: 'sent', ref: 'r2' });
    await office.receive('r2', refused({ outcome: 'rejected', reason: 'kept back' }));
    expect(await row()).toMatchObject({ status: 'failed' });
    await office.stop();
  });

  it('never sends again, not even for a moment, what was refused for good', async () => {
    const { office, row } = await sentOne();
    const receiving = office.receive('r', refused({ outcome: 'rejected', reason: 'no retry' }));
    for (let at = 0; at < 5; at++) office.wake();
    await receiving;
    await office.idle();
    expect(office.log()).toEqual(['ana: one']);
    expect(await row()).toMatchObject({ status: 'failed' });
    await office.receive('r', refused({ outcome: 'retry', reason: 'again' }));
    expect(await row()).toMatchObject({ status: 'failed' });
    await office.stop();
  });

  it('sends a notice once more, as its template, when the platform says later that it takes nothing else', async () => {
    const store = await open();
    await queue(store, [await settle(store, 'ana')], 'moved', { kind: 'change' });
    const office = openPostOffice(store, (_, nth) => ({ outcome: 'sent', ref: `r${nth}` }));
    await office.idle();
    await office.receive('r1', refused({ outcome: 'needs-template' }));
    await office.idle();
    expect(office.sendings.map(({ message }) => message.silentMs)).toEqual([0, Number.POSITIVE_INFINITY]);
    await office.receive('r2', refused({ outcome: 'needs-template' }));
    expect((await outboxOf(store))[0]).toMatchObject({ status: 'failed' });
    await office.stop();
  });

  it('does not wait for other messages that are on their way', async () => {
    const store = await open();
    const [ana, luis] = [await settle(store, 'ana'), await settle(store, 'luis')];
    await queue(store, [ana], 'one');
    const answered = gate();
    const office = openPostOffice(store, async ({ to }) => {
      if (to === 'luis') await answered.opened;
      return { outcome: 'sent', ref: `r of ${to}` };
    });
    await office.idle();
    await queue(store, [luis], 'two');
    office.wake();
    for (const receipt of [read, delivered, read]) await office.receive('r of ana', receipt);
    await office.receive('unknown', delivered);
    expect((await outboxOf(store))[0]).toMatchObject({ receipt: 'read' });
    answered.open();
    await office.idle();
    await office.stop();
  });

  it('gives up the notices of who turns out to be out of reach', async () => {
    const { store, ana, office } = await sentOne();
    await queue(store, [ana], 'moved', { kind: 'change', notBefore: Number.MAX_SAFE_INTEGER });
    await office.receive('r', refused({ outcome: 'unreachable', reason: 'gone' }));
    expect((await outboxOf(store)).map(({ status }) => status)).toEqual(['unreachable', 'unreachable']);
    await office.stop();
  });

  it('is not lost where it comes before the send is marked', async () => {
    const store = await open();
    await queue(store, [await settle(store, 'ana')], 'one');
    const answered = gate();
    const office = openPostOffice(store, async () => {
      await answered.opened;
      return sent;
    });
    const received = office.receive('r', delivered);
    const idle = office.idle();
    await store.run(async () => {});
    const overtaking = office.receive('r', read);
    answered.open();
    await Promise.all([received, overtaking, idle]);
    expect((await outboxOf(store))[0]).toMatchObject({ status: 'sent', receipt: 'read' });
    await office.stop();
  });

  it('passes over a message that it does not know', async () => {
    const { office, row } = await sentOne();
    await office.receive('other', read);
    await office.receive('other', refused({ outcome: 'rejected', reason: 'unknown' }));
    expect(await row()).toMatchObject({ status: 'sent', receipt: null });
    await office.stop();
  });
});
