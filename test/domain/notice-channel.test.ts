/** On which of their channels a person gets a notice: one that runs, on which they can be reached. */

import { expect, it } from 'vitest';
import { queueNotices } from '../../src/domain/notices/queue.ts';
import { setRunningAccounts } from '../../src/domain/notices/running.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, callAssembly, settle } from '../testkit/town.ts';

describeStores('a notice', (open) => {
  async function queued(running: { channel: string; account: string }[] | undefined, reachable = true) {
    const store = await open();
    await buildTown(store);
    const assemblyId = await callAssembly(store);
    const personId = await settle(store, 'ana');
    await store.run(async (tx) => {
      const { identities, conversations } = tx.tables;
      const other = { personId, kind: 'wa_pn' as const, lookup: 'of her number', sealed: 'x', createdAt: 0, reachable };
      const [identity] = await tx.db.insert(identities).values(other).returning();
      const place = { channel: 'whatsapp-web', account: '525550000001', turn: 1, state: {} };
      const identityId = identity?.id ?? 0;
      await tx.db.insert(conversations).values({ ...place, personId, identityId, updatedAt: Number.MAX_SAFE_INTEGER });
      if (running) await setRunningAccounts(tx, running);
      const input = { kind: 'change' as const, clinicId: 1, assemblyId, recipients: [personId], texts: [], now: 0 };
      await queueNotices(tx, { ...input, deadline: 9, notBefore: 0, expiresAt: 9, dedupe: (id) => `d${id}` });
    });
    const rows = await store.run(({ db, tables: { outbox } }) => db.select().from(outbox));
    return rows.map(({ channel }) => channel);
  }
  const simulator = { channel: 'simulator', account: 'simulator' };

  it('goes where they wrote last', async () => expect(await queued(undefined)).toEqual(['whatsapp-web']));

  it('goes elsewhere where that channel, or that account of it, is not running', async () => {
    expect(await queued([simulator])).toEqual(['simulator']);
    expect(await queued([simulator, { channel: 'whatsapp-web', account: 'a new number' }])).toEqual(['simulator']);
  });

  it('goes elsewhere where they cannot be reached there', async () => {
    expect(await queued([simulator, { channel: 'whatsapp-web', account: '525550000001' }], false)).toEqual([
      'simulator',
    ]);
  });

  it('waits where nothing is running', async () => expect(await queued([])).toEqual(['whatsapp-web']));
});
