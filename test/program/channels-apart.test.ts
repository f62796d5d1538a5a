/** One channel that is out does not take the others with it. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { post } from '../testkit/program.ts';
import { WhatsappTown } from '../testkit/whatsapp-web/town.ts';

let town: WhatsappTown;
beforeEach(async () => {
  town = await WhatsappTown.open();
});
afterEach(() => town.close());

const answers = () =>
  town.town.look((store) =>
    store.run(async ({ db, tables: { outbox } }) => {
      const rows = await db.select().from(outbox).orderBy(outbox.id);
      return rows.filter(({ channel }) => channel === 'whatsapp-web').map(({ status }) => status);
    }),
  );

it('fault 8: with the account of WhatsApp Web unlinked the simulator answers, and what was for WhatsApp waits', async () => {
  const { url } = await town.start({ SIMULATOR: 'on' });
  const { ana, companion, server } = town;
  await town.ask(ana, 'umf loreto');
  const readiness = async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return /asamblea_channel_ready{channel="whatsapp-web"} (\d)/.exec(metrics)?.[1];
  };
  expect(await readiness()).toBe('1');

  const { promise: leaving, resolve } = Promise.withResolvers<void>();
  server.onStanza = ({ tag }) => {
    if (tag !== 'message') return undefined;
    resolve();
    return 'drop';
  };
  await ana.sendText(companion, 'sí voy');
  await leaving;
  for (const text of ['2', 'menú']) await ana.sendText(companion, text);
  await vi.waitFor(async () => expect(await answers()).toHaveLength(4), 15_000);
  server.unlink(companion);
  await vi.waitFor(async () => expect(await readiness()).toBe('0'), 15_000);

  const { replies } = await post(url, { from: 'elena', text: 'umf loreto' });
  expect(replies[0]?.text).toContain('Asamblea de UMF Loreto');
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await answers()).slice(2)).toEqual(['queued', 'queued']);
});
