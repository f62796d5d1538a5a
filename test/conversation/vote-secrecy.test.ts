/** What somebody votes stands in one place: in no answer, no conversation, no log, and under no name once the vote is closed. */

import { getTableName, isTable, type Table } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Tables } from '../../db/schema/tables.ts';
import type { Ballot } from '../../src/domain/votes/drafts.ts';
import { DAY, HOUR, LORETO } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';
import { openWorld } from '../world.ts';

const START = Date.parse('2027-02-10T17:00:00Z');
const OPENS = START + DAY;
const CLOSES = OPENS + 3 * DAY;

let world: Awaited<ReturnType<typeof openWorld>>;
let vote: Ballot;

beforeEach(async () => {
  world = await openWorld({ now: START });
  const [clinic] = await world.store.run(({ db, tables: { clinics } }) => db.select().from(clinics).limit(LORETO));
  const of = `${clinic?.name} ${clinic?.municipality} ${clinic?.state}`;
  for (const name of ['elena@telegram', 'benito@telegram']) {
    await world.send(name, 'hola');
    await world.send(name, of);
    await world.send(name, 'mi clínica');
  }
  await world.store.run(({ db, tables: { people } }) =>
    db.update(people).set({ homeClinicId: clinic?.id, homeSince: START }),
  );
  vote = await openVote(world.store, {
    ...(clinic ? { clinicId: clinic.id } : {}),
    items: ['Impermeabilización', 'Baumanómetro', 'Sillas y mesas'].map((title) => ({ title, costCents: 100_000 })),
    budgetCents: 200_000,
    most: 2,
    opensAt: OPENS,
    closesAt: CLOSES,
  });
  await world.at(OPENS + HOUR);
});

afterEach(() => world.close());

/** Every row of every table, as text; without what is there for all to see. */
async function rows(): Promise<{ table: string; text: string }[]> {
  return await world.store.run(async ({ db, tables }) => {
    const found: { table: string; text: string }[] = [];
    for (const table of Object.values(tables as Tables & Record<string, Table>).filter((each) => isTable(each))) {
      const all = await db.select().from(table as Tables['people']);
      found.push(...all.map((row) => ({ table: getTableName(table as Table), text: JSON.stringify(row) })));
    }
    return found;
  });
}

const state = async () =>
  await world.store.run(({ db, tables: { conversations } }) =>
    db.select().from(conversations).orderBy(conversations.id),
  );

async function voting(name: string, ...said: string[]): Promise<string> {
  let text = '';
  for (const each of said) text = (await world.send(name, each)).answers[0]?.reply.text ?? '';
  return text;
}

it('a confirmed vote is in the ballots alone: the answers that showed it are wiped, the conversation knows nothing', async () => {
  const text = await voting('elena@telegram', 'votar', '1 y 3', 'sí');
  const receipt = (/comprobante: (\w{4} \w{4})/.exec(text)?.[1] ?? '').replace(' ', '');
  expect(receipt).toMatch(/^\w{8}$/);
  await world.sentTo('elena@telegram');
  const chosen = JSON.stringify([vote.items[0]?.id, vote.items[2]?.id]);
  for (const { table, text: row } of await rows()) {
    if (table !== 'ballots') expect(row).not.toContain(chosen);
    if (table !== 'voters') expect(row.replaceAll(/\s/g, '')).not.toContain(receipt);
  }
  const [conversation] = await state();
  expect(conversation?.state).toMatchObject({ flow: 'vote', value: 'voted', context: { chosen: [], dayCode: '' } });
  expect(JSON.stringify(conversation?.state)).not.toContain(receipt);
  const outbox = (await rows()).filter(({ table }) => table === 'outbox').map(({ text: row }) => row);
  expect(outbox.filter((row) => /comprobante|Confirma|Lleva elegido/.test(row))).toEqual([]);
});

it('who leaves with MENÚ, or asks for something else, leaves no choice behind', async () => {
  for (const away of ['menú', '¿a qué hora es la asamblea?', 'no votar ahora']) {
    await voting('elena@telegram', 'votar', '2', away);
    const [conversation] = await state();
    expect(JSON.stringify(conversation?.state)).not.toMatch(/"chosen":\[\d/);
  }
});

it('a receipt that is looked up is not kept', async () => {
  const text = await voting('elena@telegram', 'votar', '2', 'listo', 'sí');
  const code = /comprobante: (\w{4} \w{4})/.exec(text)?.[1] ?? '';
  expect(await voting('benito@telegram', 'revisar voto', code)).toContain('tiene un voto guardado');
  expect(await voting('benito@telegram', `REVISAR VOTO ${code}`)).toContain('tiene un voto guardado');
  const kept = JSON.stringify(await state()).replaceAll(' ', '');
  expect(kept).not.toContain(code.replace(' ', ''));
});

it('at the close what was chosen and not confirmed is forgotten, and a tap on it is an old one', async () => {
  await voting('elena@telegram', 'votar', '2');
  const [before] = await state();
  expect(JSON.stringify(before?.state)).toMatch(/"chosen":\[\d/);
  await world.at(CLOSES + HOUR);
  const [after] = await state();
  expect(JSON.stringify(after?.state)).not.toMatch(/chosen|Baum/);
  const tap = await world.send('elena@telegram', { type: 'choice', id: `${before?.turn}:2` });
  expect(tap.answers[0]?.reply.text).toContain('ya no cuenta');
  expect(await voting('elena@telegram', 'votar')).toContain('ya cerró');
});

it('what was chosen and left standing is forgotten after two days', async () => {
  await voting('elena@telegram', 'votar', '2');
  await world.at(OPENS + DAY);
  expect(JSON.stringify(await state())).toMatch(/"chosen":\[\d/);
  await world.at(OPENS + 2 * DAY + 2 * HOUR);
  expect(JSON.stringify(await state())).not.toMatch(/"chosen":\[\d/);
  expect(await voting('elena@telegram', 'sí')).toContain('ya se borró');
});
