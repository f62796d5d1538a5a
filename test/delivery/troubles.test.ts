/** What delivery does with a message that cannot be put into words, that was refused, or whose secret is out. */

import { expect, it } from 'vitest';
import { keepTidy } from '../../src/jobs/retention.ts';
import { openPostOffice, outboxOf, queue } from '../testkit/post-office.ts';
import { sent } from '../testkit/scripted-channel.ts';
import { describeStores } from '../testkit/stores.ts';
import { HOUR, settle } from '../testkit/town.ts';

describeStores('delivery in trouble', (open) => {
  it('fails a message without words, raises an alarm, and goes on with the others', async () => {
    const store = await open();
    const [ana, elena] = [await settle(store, 'ana'), await settle(store, 'elena')];
    await queue(store, [ana], 'x', { kind: 'reminder', notice: { key: 'notice:gone' } });
    await queue(store, [ana, elena], 'after', { kind: 'reminder' });
    const office = openPostOffice(store);
    await office.idle();
    expect(office.log().sort()).toEqual(['ana: after', 'elena: after']);
    expect((await outboxOf(store))[0]?.status).toBe('failed');
    expect(office.alarms).toHaveLength(1);
    await office.stop();
  });

  it('goes on when a channel throws, which it should not', async () => {
    const store = await open();
    const ana = await settle(store, 'ana');
    for (const text of ['one', 'two']) await queue(store, [ana], text);
    const office = openPostOffice(store, (_, nth) => {
      if (nth === 1) throw new Error('a bug in the channel');
      return sent;
    });
    await office.idle();
    expect(office.log()).toEqual(['ana: one', 'ana: two']);
    expect(office.alarms).toHaveLength(1);
    await office.stop();
  });

  it.each([
    'rejected',
    'needs-template',
    'unconfirmed',
  ] as const)('sends what is %s once and no more', async (outcome) => {
    const store = await open();
    await queue(store, [await settle(store, 'ana')], 'one');
    const office = openPostOffice(store, () => ({ outcome, reason: 'so' }));
    await office.idle();
    await office.pass(HOUR);
    expect(office.sendings).toHaveLength(1);
    expect((await outboxOf(store))[0]?.status).toBe(outcome === 'unconfirmed' ? 'unconfirmed' : 'failed');
    await office.stop();
  });

  it('sends what was on its way again after a crash, and nothing that had arrived', async () => {
    const store = await open();
    await queue(store, [await settle(store, 'ana')], 'one');
    const office = openPostOffice(store);
    await office.idle();
    await office.restart();
    await office.idle();
    expect(office.sendings).toHaveLength(1);
    await office.stop();
  });

  it('wipes a secret an hour after it was written, and then sends nothing in its place', async () => {
    const store = await open();
    await queue(store, [await settle(store, 'ana')], 'my data', { secret: true });
    let isDown = true;
    const office = openPostOffice(store, () => (isDown ? { outcome: 'channel-down', reason: 'off' } : sent));
    await office.idle();
    office.clock.now += HOUR + 1;
    await keepTidy(store, office.clock.now);
    isDown = false;
    await office.pass(HOUR);
    expect(office.log()).toEqual(['ana: my data']);
    expect((await outboxOf(store)).map(({ status, reply }) => ({ status, reply }))).toEqual([
      { status: 'dropped', reply: null },
    ]);
    await office.stop();
  });
});
