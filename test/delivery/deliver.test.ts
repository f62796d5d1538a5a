/** From the outbox to a channel: in order, at least once, and never to who said BAJA or cannot be reached. */

import { expect, it } from 'vitest';
import type { SendResult } from '../../src/channels/channel.ts';
import { resolveSender } from '../../src/conversation/sender.ts';
import { findParticipant } from '../../src/domain/people/participants.ts';
import { setNotices } from '../../src/domain/people/people.ts';
import { createVault } from '../../src/domain/people/vault.ts';
import { openPostOffice, outboxOf, queue } from '../testkit/post-office.ts';
import { gate, sent } from '../testkit/scripted-channel.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, callAssembly, HOUR, LORETO, NOW, settle, settleMany } from '../testkit/town.ts';
import { inbound } from '../testkit/town-bot.ts';

const retry: SendResult = { outcome: 'retry', reason: 'busy' };
const down: SendResult = { outcome: 'channel-down', reason: 'bad token' };

describeStores('delivery', (open) => {
  it('sends answers before notices, notices by deadline, and one person in order', async () => {
    const store = await open();
    const [ana, elena] = [await settle(store, 'ana'), await settle(store, 'elena')];
    await queue(store, [ana], 'late notice', { kind: 'reminder', deadline: NOW + 2 });
    await queue(store, [ana], 'early notice', { kind: 'change', deadline: NOW + 1 });
    for (const text of ['one', 'two', 'three']) await queue(store, [elena, ana], text);
    const office = openPostOffice(store);
    await office.idle();
    expect(office.log().filter((line) => line.startsWith('ana'))).toEqual(
      ['one', 'two', 'three', 'early notice', 'late notice'].map((text) => `ana: ${text}`),
    );
    expect((await outboxOf(store)).map(({ status }) => status)).toEqual(Array(8).fill('sent'));
    await office.stop();
    expect(office.sendings).toHaveLength(8);
  });

  it('never has two messages of one person on their way, and many people at once', async () => {
    const store = await open();
    const people = [];
    for (let at = 0; at < 6; at++) people.push(await settle(store, `p${at}`));
    for (const text of ['one', 'two', 'three']) await queue(store, people, text);
    const under = new Map<string, number>();
    let most = 0;
    const office = openPostOffice(store, async ({ to }) => {
      under.set(to, (under.get(to) ?? 0) + 1);
      most = Math.max(most, [...under.values()].filter((count) => count > 0).length);
      expect(under.get(to)).toBe(1);
      await store.run(async () => {});
      under.set(to, 0);
      return sent;
    });
    await office.idle();
    expect(office.sendings).toHaveLength(18);
    expect(most).toBeGreaterThan(1);
    await office.stop();
  });

  it('tries again with growing pauses, keeps the order of that person, and gives up in the end', async () => {
    const store = await open();
    const ana = await settle(store, 'ana');
    await queue(store, [ana], 'one');
    await queue(store, [ana], 'two');
    const office = openPostOffice(store, (_, nth) => (nth <= 2 ? retry : sent));
    await office.idle();
    expect(office.log()).toEqual(['ana: one']);
    await office.pass(1_999);
    expect(office.log()).toEqual(['ana: one']);
    await office.pass(1);
    await office.pass(3_999);
    expect(office.log()).toEqual(['ana: one', 'ana: one']);
    await office.pass(1);
    expect(office.log()).toEqual(['ana: one', 'ana: one', 'ana: one', 'ana: two']);
    await office.stop();
  });

  it('waits as long as the platform says, which is no attempt, and fails after twelve of them', async () => {
    const store = await open();
    await queue(store, [await settle(store, 'ana')], 'one');
    const office = openPostOffice(store, (_, nth) => (nth === 1 ? { ...retry, afterMs: 90_000 } : retry));
    await office.idle();
    await office.pass(89_999);
    expect(office.sendings).toHaveLength(1);
    await office.pass(1);
    expect(office.sendings).toHaveLength(2);
    for (let at = 0; at < 20; at++) await office.pass(HOUR);
    expect(office.sendings).toHaveLength(13);
    expect((await outboxOf(store))[0]?.status).toBe('failed');
    expect(office.alarms).toHaveLength(1);
    await office.stop();
  });

  it('serves others while one person has a long queue', async () => {
    const store = await open();
    const [flood, ana] = [await settle(store, 'flood'), await settle(store, 'ana')];
    await queue(store, Array<number>(80).fill(flood), 'again', { deadline: NOW - HOUR });
    await queue(store, [ana], 'waiting');
    const slow = gate();
    const office = openPostOffice(store, async ({ to }) => {
      if (to === 'flood') await slow.opened;
      return sent;
    });
    for (let at = 0; at < 50; at++) await store.run(async () => {});
    const log = office.log();
    slow.open();
    await office.stop();
    expect(log).toEqual(['flood: again', 'ana: waiting']);
  });

  it('fault 22: gives up the notices of who cannot be reached, until they write', async () => {
    const store = await open();
    const [ana, elena] = [await settle(store, 'ana'), await settle(store, 'elena')];
    for (const text of ['one', 'two']) await queue(store, [ana, elena], text, { kind: 'announcement' });
    const office = openPostOffice(store, ({ to }) =>
      to === 'ana' ? { outcome: 'unreachable', reason: 'blocked' } : sent,
    );
    await office.idle();
    expect(office.log().sort()).toEqual(['ana: one', 'elena: one', 'elena: two']);
    await queue(store, [ana], 'three', { kind: 'reminder' });
    await queue(store, [ana], 'answer');
    await office.pass(1);
    expect(office.log().filter((line) => line.startsWith('ana'))).toEqual(['ana: one', 'ana: answer']);
    const unreached = (await outboxOf(store)).filter(({ status }) => status === 'unreachable');
    expect(unreached).toHaveLength(4);

    const arrived = { inbound: inbound('ana', 'hola', 'm'), lookups: ['of ana'], lookup: 'of ana', key: 'k', now: NOW };
    await store.run((tx) => resolveSender(tx, arrived, createVault('a5'.repeat(32))));
    expect(await store.run((tx) => findParticipant(tx, { lookup: 'of ana' }))).toMatchObject({ reachable: true });
    await office.stop();
  });

  it('fault 22: stops for exactly the person who says BAJA in the middle of a broadcast', async () => {
    const store = await open();
    const people = await settleMany(store, 300);
    await queue(store, people, 'news', { kind: 'announcement' });
    const leaver = people[250] ?? 0;
    expect(people).toHaveLength(300);
    const office = openPostOffice(store, async (_, nth) => {
      if (nth === 100) await store.run((tx) => setNotices(tx, { personId: leaver, level: 'none' }));
      return sent;
    });
    await office.idle();
    const reached = office.sendings.map(({ to }) => to);
    expect(reached).toHaveLength(299);
    expect(new Set(reached).size).toBe(299);
    expect(reached).not.toContain('p250');
    await office.stop();
  });

  it('does not send a notice that was queued at the moment in which the person said BAJA', async () => {
    const store = await open();
    const [none, changes] = [
      await settle(store, 'none', { notices: 'none' }),
      await settle(store, 'changes', { notices: 'changes' }),
    ];
    await queue(store, [none, changes], 'reminder', { kind: 'reminder' });
    await queue(store, [none, changes], 'change', { kind: 'change' });
    await queue(store, [none, changes], 'answer');
    const office = openPostOffice(store);
    await office.idle();
    expect(office.log().sort()).toEqual(['changes: answer', 'changes: change', 'none: answer']);
    await office.stop();
  });

  it('drops what has expired, and waits for what may not be sent yet', async () => {
    const store = await open();
    const ana = await settle(store, 'ana');
    await queue(store, [ana], 'expired', { kind: 'reminder', expiresAt: NOW });
    await queue(store, [ana], 'in time', { kind: 'reminder', expiresAt: NOW + 1 });
    await queue(store, [ana], 'tomorrow', { kind: 'reminder', notBefore: NOW + HOUR });
    const office = openPostOffice(store);
    await office.idle();
    expect(office.log()).toEqual(['ana: in time']);
    await office.pass(HOUR);
    expect(office.log()).toEqual(['ana: in time', 'ana: tomorrow']);
    expect((await outboxOf(store)).map(({ status }) => status)).toEqual(['dropped', 'sent', 'sent']);
    await office.stop();
  });

  it('pauses a channel that is down, loses nothing, and goes on in order', async () => {
    const store = await open();
    const ana = await settle(store, 'ana');
    for (const text of ['one', 'two']) await queue(store, [ana], text);
    const office = openPostOffice(store, (_, nth) => (nth === 1 ? down : sent));
    await office.idle();
    await office.pass(59_999);
    expect(office.log()).toEqual(['ana: one']);
    expect(office.alarms).toEqual(['simulator is down: bad token. Its messages wait.']);
    await office.pass(1);
    expect(office.log()).toEqual(['ana: one', 'ana: one', 'ana: two']);
    await office.stop();
  });

  it('does not write to the people of another account of the bot', async () => {
    const store = await open();
    const ana = await settle(store, 'ana');
    await store.run(({ db, tables: { conversations } }) => db.update(conversations).set({ account: 'the old number' }));
    await queue(store, [ana], 'moved', { kind: 'change' });
    const office = openPostOffice(store);
    await office.idle();
    expect(office.log()).toEqual([]);
    expect((await outboxOf(store))[0]).toMatchObject({ status: 'queued' });
    await office.stop();
  });

  it('holds back at night what was put off into the night, except what is about the next day', async () => {
    const store = await open();
    await buildTown(store);
    const assemblyId = await callAssembly(store);
    const [ana, luis] = [await settle(store, 'ana'), await settle(store, 'luis')];
    const night = Date.parse('2027-02-12T09:30:00Z');
    const office = openPostOffice(store);
    office.clock.now = night;
    await queue(store, [ana], 'in a week', {
      kind: 'change',
      clinicId: LORETO,
      assemblyId,
      deadline: night + 8 * 24 * HOUR,
    });
    await queue(store, [luis], 'tomorrow', {
      kind: 'change',
      clinicId: LORETO,
      assemblyId,
      deadline: night + 12 * HOUR,
    });
    await office.idle();
    expect(office.log()).toEqual(['luis: tomorrow']);
    await office.pass(6 * HOUR);
    expect(office.log()).toEqual(['luis: tomorrow', 'ana: in a week']);
    await office.stop();
  });
});
