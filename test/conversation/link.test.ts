/** Identifiers, numbers and codes: when two people are one, and that nobody is taken for somebody else. */

import { expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import type { Content } from '../../src/conversation/inbound.ts';
import { countRsvps } from '../../src/domain/assemblies/tallies.ts';
import { describeStores, type OpenStore } from '../testkit/stores.ts';
import { callAssembly, DAY, HOUR, NOW, only } from '../testkit/town.ts';
import { dump, openTown } from '../testkit/town-bot.ts';
import { localizer, type World } from '../world.ts';

const said = (key: string, values = {}) => localizer.text('es-MX', { key, values });
const ASK = said('link:ask');
const CONFIRM = said('link:confirm');
const DONE = said('link:done');
const MENU = said('menu:ask');
const NUMBER = '525512345678';

async function begin(open: OpenStore) {
  const store = await open();
  const town = await openTown(store);
  const assembly = await callAssembly(store);
  const send = async (name: string, content: Content | string) =>
    only((await town.send(name, content)).answers).reply.text;
  const coming = async (name: string) => {
    await send(name, 'umf loreto');
    return await send(name, 'SÍ VOY');
  };
  return { store, town, assembly, send, coming };
}

const all = (store: Store) =>
  store.run(async ({ db, tables: { people, identities, mergeProposals } }) => ({
    people: (await db.select().from(people)).filter(({ deletedAt }) => deletedAt === null).length,
    kinds: (await db.select().from(identities).orderBy(identities.id)).map(
      ({ kind, personId }) => `${kind} ${personId}`,
    ),
    proposals: (await db.select().from(mergeProposals)).map(
      ({ reason, declined }) => `${reason}${declined ? ' no' : ''}`,
    ),
  }));

const addresses = (store: Store, { vault }: World) =>
  store.run(async ({ db, tables: { conversations, identities } }) => {
    const known = await db.select().from(identities);
    return (await db.select().from(conversations)).map(({ identityId }) =>
      vault.open(known.find(({ id }) => id === identityId)?.sealed ?? ''),
    );
  });

const codeIn = (text: string) => /VINCULAR (\w{4} \w{4})/.exec(text)?.[1] ?? '';

describeStores('one person', (open) => {
  it('fault 13: known by number, by LID or by both, as 521 or 52, is one, and is written to where they wrote last', async () => {
    const { store, town, send } = await begin(open);
    await send(`@whatsapp#${NUMBER}`, 'hola');
    expect(await addresses(store, town)).toEqual([`${NUMBER}@s.whatsapp.net`]);
    await send(`ana@whatsapp#${NUMBER}`, 'hola');
    expect(await addresses(store, town)).toEqual(['ana']);
    await send('ana@whatsapp', 'hola');
    await send(`@whatsapp#${NUMBER}`, 'hola');
    expect(await addresses(store, town)).toEqual([`${NUMBER}@s.whatsapp.net`]);
    await send('luz@whatsapp', 'hola');
    await send('luz@whatsapp#525500000000', 'hola');
    expect(await all(store)).toEqual({
      people: 2,
      kinds: ['wa_pn 1', 'wa_lid 1', 'wa_lid 2', 'wa_pn 2'],
      proposals: [],
    });
    await town.close();
  });

  it('fault 14: two identifiers that are two people stay two until they say so, and nothing counts twice', async () => {
    const { store, town, assembly, send, coming } = await begin(open);
    await coming(`@whatsapp#${NUMBER}`);
    await coming('ana@whatsapp');
    expect(await send(`ana@whatsapp#${NUMBER}`, 'hola')).toBe(ASK);
    expect(await all(store)).toMatchObject({ people: 2, proposals: ['identifiers'] });
    expect(await store.run((tx) => countRsvps(tx, assembly))).toMatchObject({ yes: 2 });
    expect(await send('ana@whatsapp', 'sí')).toContain(CONFIRM);
    expect(await send('ana@whatsapp', 'sí')).toBe(`${DONE}\n\n${MENU}`);
    expect(await all(store)).toMatchObject({ people: 1, proposals: [] });
    expect(await store.run((tx) => countRsvps(tx, assembly))).toMatchObject({ yes: 1 });
    await town.close();
  });

  it('fault 15: two answers at once, on two channels of one person, count once', async () => {
    const { store, town, assembly, send, coming } = await begin(open);
    await coming('ana@whatsapp');
    await coming('ana@telegram');
    const code = codeIn(await send('ana@whatsapp', 'vincular'));
    await send('ana@telegram', `vincular ${code}`);
    await Promise.all([send('ana@telegram', 'sí'), send('ana@whatsapp', 'NO VOY'), send('ana@telegram', 'SÍ VOY')]);
    await Promise.all([send('ana@whatsapp', 'SÍ VOY'), send('ana@telegram', 'NO VOY')]);
    const { yes, no } = await store.run((tx) => countRsvps(tx, assembly));
    expect(yes + no).toBe(1);
    expect((await all(store)).people).toBe(1);
    await town.close();
  });
});

describeStores('a number', (open) => {
  it('that changed hands is asked about, shows nothing, and goes to the new person after a no', async () => {
    const { store, town, assembly, send, coming } = await begin(open);
    await coming(`ana@whatsapp#${NUMBER}`);
    const asked = await send(`nora@whatsapp#${NUMBER}`, '¿voy a ir a la asamblea?');
    expect(asked).toBe(`${said('privacy:short')}\n\n${ASK}`);
    expect(asked).not.toContain('Loreto');
    expect(await all(store)).toMatchObject({ people: 2, kinds: ['wa_lid 1', 'wa_pn 1', 'wa_lid 2'] });
    expect(await send(`nora@whatsapp#${NUMBER}`, 'no')).toContain(MENU);
    expect(await all(store)).toMatchObject({ kinds: ['wa_lid 1', 'wa_pn 2', 'wa_lid 2'], proposals: ['number no'] });
    expect(await send(`nora@whatsapp#${NUMBER}`, 'hola')).not.toContain(ASK);
    expect(await send(`@whatsapp#${NUMBER}`, 'mis datos')).not.toContain('Loreto');
    expect(await send('ana@whatsapp', 'mis datos')).toContain('UMF Loreto');
    expect(await store.run((tx) => countRsvps(tx, assembly))).toMatchObject({ yes: 1 });
    await town.close();
  });

  it('that was all there was of somebody ends their conversation when it passes on: no notice goes to the new person', async () => {
    const { store, town, send, coming } = await begin(open);
    await coming(`@whatsapp#${NUMBER}`);
    await send(`nora@cloud#${NUMBER}`, 'hola');
    await send(`nora@cloud#${NUMBER}`, 'soy otra persona');
    await send(`nora@cloud#${NUMBER}`, '2');
    await town.at(NOW + 9 * DAY);
    expect(await town.sentTo(`nora@cloud#${NUMBER}`)).not.toContainEqual(expect.objectContaining({ isNotice: true }));
    const conversations = await store.run(({ db, tables }) => db.select().from(tables.conversations));
    expect(conversations.map(({ channel }) => channel)).toEqual(['whatsapp-cloud']);
    expect(await send(`@whatsapp#${NUMBER}`, 'mis datos')).not.toContain('Loreto');
    expect((await all(store)).kinds).toEqual(['wa_pn 2', 'wa_bsuid 2', 'wa_pn 2']);
    await town.close();
  });

  it('known on another channel, and shown again by the same person, makes them one', async () => {
    const { store, town, send, coming } = await begin(open);
    await coming(`ana@whatsapp#${NUMBER}`);
    await send('ana@telegram', 'hola');
    expect(await send('ana@telegram', { type: 'contact', phone: '+52 1 55 1234 5678' })).toBe(ASK);
    expect(await dump(store)).not.toContain('5512345678');
    const shown = await send('ana@telegram', 'sí');
    expect(shown).toContain('UMF Loreto');
    expect(await send('ana@telegram', 'sí')).toContain(DONE);
    expect(await send('ana@telegram', 'mis datos')).toContain('WhatsApp, Telegram');
    expect((await all(store)).people).toBe(1);
    await town.close();
  });

  it('that Telegram vouches for stays with who has it on WhatsApp after a no', async () => {
    const { store, town, send, coming } = await begin(open);
    await coming(`ana@whatsapp#${NUMBER}`);
    await send('nora@telegram', 'hola');
    await send('nora@telegram', { type: 'contact', phone: NUMBER });
    await send('nora@telegram', 'no');
    expect((await all(store)).kinds).toEqual(['wa_lid 1', 'wa_pn 1', 'tg_user 2']);
    const other = await send('nora@telegram', { type: 'contact', phone: '+52 55 0000 0000' });
    expect(other).toContain(said('link:contact'));
    await town.close();
  });

  it('keeps nobody from an emergency, a printed word, or the assembly', async () => {
    const { store, town, send, coming } = await begin(open);
    await coming(`ana@whatsapp#${NUMBER}`);
    const nora = `nora@whatsapp#${NUMBER}`;
    expect(await send(nora, 'me duele el pecho')).toBe(said('conversation:emergency'));
    expect(await send(nora, 'BAJA')).toContain(said('notices:now.none'));
    expect(await send(nora, 'quiero saber cuándo es la asamblea')).toBe(ASK);
    expect(await send(nora, 'quiero saber cuándo es la asamblea')).toBe(`${said('link:first')}\n\n${ASK}`);
    expect(await send(nora, 'quiero saber cuándo es la asamblea')).not.toContain(ASK);
    expect(await send(nora, 'gracias')).not.toContain(ASK);
    await town.at(NOW + DAY);
    expect(await send(nora, 'hola')).toBe(ASK);
    expect(await send(nora, 'más tarde')).toContain(said('link:later'));
    expect(await send(nora, 'hola')).not.toContain(ASK);
    expect(await send(nora, 'mis datos')).not.toContain('Loreto');
    expect((await all(store)).people).toBe(2);
    await town.close();
  });
});

describeStores('a link code', (open) => {
  it('is kept only as a hash, and is read however it is written down', async () => {
    const { store, town, send, coming } = await begin(open);
    await coming('ana@whatsapp');
    let tried = 0;
    for (const written of [
      (code: string) => code.toLowerCase(),
      (code: string) => code.replace(' ', '-'),
      (code: string) => code.replace(' ', ''),
      (code: string) => code.replaceAll('L', '1').replaceAll('Q', '0'),
      (code: string) => [...code].join('').replaceAll('L', 'i').replaceAll('Q', 'o'),
    ]) {
      const code = codeIn(await send('ana@whatsapp', 'vincular'));
      const rows = await store.run(({ db, tables }) => db.select().from(tables.linkCodes));
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain(code.replace(' ', ''));
      expect(await send(`p${++tried}@telegram`, `vincular ${written(code)}`)).toContain(CONFIRM);
    }
    await town.close();
  });

  it('works once, for ten minutes, for another person', async () => {
    const { town, send, coming } = await begin(open);
    await coming('ana@whatsapp');
    const first = codeIn(await send('ana@whatsapp', 'vincular'));
    expect(await send('ana@whatsapp', `vincular ${first}`)).toContain(said('link:not.own'));
    expect(await send('ana@telegram', `vincular ${first}`)).toContain(CONFIRM);
    expect(await send('luz@telegram', `vincular ${first}`)).toContain(said('link:not.wrong', { left: 4 }));
    const second = codeIn(await send('ana@whatsapp', 'vincular'));
    const third = codeIn(await send('ana@whatsapp', 'vincular'));
    expect(await send('luz@telegram', `vincular ${second}`)).toContain(said('link:not.wrong', { left: 3 }));
    await town.at(NOW + 10 * 60_000);
    expect(await send('luz@telegram', `vincular ${third}`)).toContain(said('link:not.wrong', { left: 2 }));
    await town.close();
  });

  it('may be wrong five times an hour', async () => {
    const { town, send, coming } = await begin(open);
    await coming('ana@whatsapp');
    for (const left of [4, 3, 2, 1]) {
      expect(await send('luz@telegram', 'vincular 2222 2222')).toContain(said('link:not.wrong', { left }));
    }
    const paused = (minutes: number) => said('link:not.paused', { minutes });
    expect(await send('luz@telegram', 'vincular 2222 2222')).toContain(paused(60));
    await town.at(NOW + HOUR - 60_000);
    const code = codeIn(await send('ana@whatsapp', 'vincular'));
    expect(await send('luz@telegram', `vincular ${code}`)).toContain(paused(1));
    await town.at(NOW + HOUR);
    expect(await send('luz@telegram', `vincular ${code}`)).toContain(CONFIRM);
    await town.close();
  });

  it('is wiped once it was delivered, and so is what it showed; it joins nothing after an hour', async () => {
    const { store, town, send, coming } = await begin(open);
    await coming('ana@whatsapp');
    await send('ana@telegram', `vincular ${codeIn(await send('ana@whatsapp', 'vincular'))}`);
    await town.sentTo('ana@telegram');
    const secrets = await store.run(({ db, tables: { outbox } }) => db.select().from(outbox));
    expect(secrets.filter(({ secret }) => secret).map(({ reply }) => reply)).toEqual([null, null]);
    await town.at(NOW + HOUR + 1);
    expect(await send('ana@telegram', 'sí')).toContain(said('link:gone'));
    expect((await all(store)).people).toBe(2);
    await town.close();
  });

  it('joins nothing when the other person has had their data deleted meanwhile', async () => {
    const { store, town, send, coming } = await begin(open);
    await coming('ana@whatsapp');
    await send('luz@telegram', `vincular ${codeIn(await send('ana@whatsapp', 'vincular'))}`);
    await send('ana@whatsapp', 'borrar mis datos');
    await send('ana@whatsapp', 'sí');
    expect(await dump(store, ['outbox', 'clinics', 'assemblies'])).not.toContain('Loreto');
    expect(await send('luz@telegram', 'sí')).toContain(said('link:gone'));
    await town.close();
  });

  it.each([
    'ana@whatsapp',
    'ana@telegram',
  ])('deleted as a whole, comes back by %s and is not counted twice', async (back) => {
    const { store, town, assembly, send, coming } = await begin(open);
    await coming('ana@whatsapp');
    await coming('ana@telegram');
    await send('ana@telegram', `vincular ${codeIn(await send('ana@whatsapp', 'vincular'))}`);
    await send('ana@telegram', 'sí');
    await send('ana@whatsapp', 'borrar mis datos');
    await send('ana@whatsapp', 'sí');
    expect((await all(store)).people).toBe(0);
    expect(await send(back, 'mis datos')).not.toContain('Loreto');
    await coming(back);
    expect(await store.run((tx) => countRsvps(tx, assembly))).toMatchObject({ yes: 1 });
    await town.close();
  });
});
