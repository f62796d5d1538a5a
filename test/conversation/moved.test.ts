/** Who changes number is the same person at the new one, and whoever gets the old number is somebody else. */

import { expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { followMove } from '../../src/conversation/moved.ts';
import { countRsvps } from '../../src/domain/assemblies/tallies.ts';
import { scriptedChannel } from '../testkit/scripted-channel.ts';
import { senderOf } from '../testkit/senders.ts';
import { describeStores, type OpenStore } from '../testkit/stores.ts';
import { callAssembly, DAY, NOW, only } from '../testkit/town.ts';
import { dump, openTown } from '../testkit/town-bot.ts';
import { localizer } from '../world.ts';

const NOTICE = localizer.text('es-MX', { key: 'privacy:short' });
const [A, B, C] = ['525512345678', '525577778888', '525599990000'];
const OLD = `ana@cloud#${A}`;
const NEW = `ana2@cloud#${B}`;

async function begin(open: OpenStore) {
  const store = await open();
  const { channel: edge, sendings } = scriptedChannel();
  const town = await openTown(store, { channel: { ...edge, name: 'whatsapp-cloud', account: 'our cloud' } });
  const assembly = await callAssembly(store);
  const send = async (name: string, text: string) => only((await town.send(name, text)).answers).reply.text;
  const coming = async (name: string) => {
    await send(name, 'umf loreto');
    await send(name, 'SÍ VOY');
    return await send(name, '3');
  };
  const move = (from: string, to: string, messageId: string) => {
    const { channel, account, from: before } = senderOf(from);
    const what = { channel, account, before, after: senderOf(to).from, messageId, now: town.clock() };
    return store.run((tx) => followMove(tx, what, town.vault));
  };
  const addresses = () =>
    store.run(async ({ db, tables: { conversations, identities } }) => {
      const known = await db.select().from(identities);
      return (await db.select().from(conversations).orderBy(conversations.id)).map(({ identityId }) =>
        town.vault.open(known.find(({ id }) => id === identityId)?.sealed ?? ''),
      );
    });
  return { store, town, sendings, assembly, send, coming, move, addresses };
}

const people = (store: Store) => store.run(async ({ db, tables }) => (await db.select().from(tables.people)).length);
const proposals = (store: Store) => store.run(({ db, tables }) => db.select().from(tables.mergeProposals));

describeStores('who changes number', (open) => {
  it('fault 13: gets notices at the new one, and is there who they were', async () => {
    const { store, town, sendings, assembly, send, coming, move, addresses } = await begin(open);
    await coming(OLD);
    await move(OLD, NEW, 'move');
    expect(await addresses()).toEqual(['ana2']);
    await town.at(NOW + 9 * DAY);
    expect(sendings.filter(({ message }) => message.notice).map(({ to }) => to)).toEqual(['ana2']);
    expect(await send(`@cloud#${B}`, 'mis datos')).toContain('UMF Loreto');
    expect(await send('ana2@cloud', 'mis datos')).toContain('UMF Loreto');
    expect(await store.run((tx) => countRsvps(tx, assembly))).toMatchObject({ yes: 1, companions: 3 });
    expect(await people(store)).toBe(1);
    await town.close();
  });

  it.each([
    ['alone', `@cloud#${A}`],
    ['with another user id', `nora@cloud#${A}`],
  ])('fault 13: shows nothing to whoever writes from the old one, %s', async (_, stranger) => {
    const { store, town, send, coming, move, addresses } = await begin(open);
    await coming(OLD);
    await move(OLD, NEW, 'move');
    const shown = await send(stranger, '¿voy a ir a la asamblea?');
    expect(shown).toContain(NOTICE);
    expect(shown).not.toContain('Loreto');
    expect(await send(stranger, 'mis datos')).not.toContain('Loreto');
    expect([await people(store), await proposals(store)]).toEqual([2, []]);
    expect((await addresses())[0]).toBe('ana2');
    await town.close();
  });

  it('keeps what did not change', async () => {
    const { store, town, send, coming, move, addresses } = await begin(open);
    await coming(OLD);
    await move(OLD, `ana2@cloud#${A}`, 'move');
    expect(await addresses()).toEqual(['ana2']);
    expect(await send(`@cloud#${A}`, 'mis datos')).toContain('UMF Loreto');
    expect(await send('ana@cloud', 'mis datos')).not.toContain('Loreto');
    expect(await people(store)).toBe(2);
    await town.close();
  });

  it('fault 1: is not sent back by a move that comes again, nor is who has the old number by then', async () => {
    const { store, town, send, coming, move, addresses } = await begin(open);
    await coming(OLD);
    await move(OLD, NEW, 'first');
    await move(NEW, `ana3@cloud#${C}`, 'second');
    await send(`@cloud#${A}`, 'hola');
    const before = await dump(store);
    await move(OLD, NEW, 'first');
    await move(NEW, `ana3@cloud#${C}`, 'second');
    expect(await dump(store)).toBe(before);
    expect((await addresses())[0]).toBe('ana3');
    await town.close();
  });

  it('and was nobody before is nobody after, also when it comes again to who has the number by then', async () => {
    const { store, town, send, move, addresses } = await begin(open);
    const before = await dump(store, ['inbox']);
    await move(OLD, NEW, 'move');
    expect(await dump(store, ['inbox'])).toBe(before);
    await send(OLD, 'hola');
    await move(OLD, NEW, 'move');
    expect(await addresses()).toEqual(['ana']);
    await town.close();
  });

  it('to one that is somebody else here stays where they were, and the other is asked', async () => {
    const { store, town, send, coming, move, addresses } = await begin(open);
    await coming(OLD);
    await send(NEW, 'hola');
    await move(OLD, NEW, 'move');
    expect(await addresses()).toEqual(['ana', 'ana2']);
    expect(await proposals(store)).toMatchObject([{ personId: 2, otherPersonId: 1, reason: 'identifiers' }]);
    expect(await send(OLD, 'mis datos')).toContain('UMF Loreto');
    await town.close();
  });
});
