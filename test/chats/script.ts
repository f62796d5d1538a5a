/** Runs a chat script against a world and writes it anew with what the bot really said. */

import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { VoteProof } from '../../db/schema/votes.ts';
import type { Content } from '../../src/conversation/inbound.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { dayCodeHash } from '../../src/conversation/vote-keys.ts';
import { replacePauses } from '../../src/domain/notices/pauses.ts';
import { importBudgets } from '../../src/domain/works/budgets.ts';
import { loadAssemblies } from '../testkit/assemblies.ts';
import { castMany } from '../testkit/crowd.ts';
import { makeInvitation } from '../testkit/invitations.ts';
import { takePhoto } from '../testkit/photos.ts';
import { announceVote, type TestVote } from '../testkit/votes.ts';
import type { World } from '../world.ts';

const ZONE = 'America/Mexico_City';
const PHOTO = { mime: 'image/jpeg', data: await takePhoto() };

/**
 * A script is lines of `# title`, `reloj: YYYY-MM-DD HH:MM` (Mexico City), `importa [--move|--add]:` followed by an
 * indented CSV, `invita: president BSIST000113 -> rosa` or `invita: facilitator --state 03 -> luis` (an invitation of the
 * operator's, whose code they type), `dinero: CLUES YEAR PESOS`, `veda: STATE FROM TO`,
 * `consulta: CLUES opening closing most proof PESOS | item PESOS | …` (announced an hour before it opens), `votan: CLUES 13 1,3` (so many who say nothing else), `elena> what she writes` (`elena@telegram>` on another channel, see `senderOf`), and what the bot said, which is left out here and put in by the run:
 * answers as `bot> …`, notices as `bot a elena> …`.
 */
export async function play(script: string, world: World): Promise<string> {
  const written: string[] = [];
  const people: string[] = [];
  const seen = new Map<string, number>();
  let linkCode = '';
  let dayCode = '';
  const questions = new Map<string, Reply>();
  const lines = script.split('\n').filter((line) => !/^(bot( a [^>]+)?> | {5})/.test(line));

  const tellNotices = async () => {
    for (const name of people) {
      const sent = await world.sentTo(name, seen.get(name));
      for (const { id, reply, isNotice } of sent) {
        seen.set(name, id);
        if (isNotice) written.push(shown(`bot a ${name}> `, reply));
      }
    }
  };

  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const spoken = /^(\p{Ll}+(?:@[\w#]+)?)> (.*)$/u.exec(line);
    written.push(line);
    if (line.startsWith('reloj: ')) {
      await world.at(instantOf(line.slice('reloj: '.length)));
      await tellNotices();
    } else if (line.startsWith('importa')) {
      const rows: string[] = [];
      while (lines[at + 1]?.startsWith('  ')) {
        at += 1;
        written.push(lines[at] ?? '');
        rows.push((lines[at] ?? '').trim());
      }
      const mode = /--(move|add)/.exec(line)?.[1] as 'move' | 'add' | undefined;
      await loadAssemblies(world, rows.join('\n'), mode);
      await tellNotices();
    } else if (line.startsWith('dinero: ')) {
      const [clues = '', year, amount] = line.slice('dinero: '.length).split(' ');
      const lines = [{ clues, year: Number(year), amountCents: 100 * Number(amount) }];
      await world.store.run((tx) => importBudgets(tx, { lines, now: world.clock() }));
    } else if (line.startsWith('consulta: ')) {
      await announceVote(world.store, await voteIn(line.slice('consulta: '.length)));
    } else if (line.startsWith('votan: ')) {
      await castMany(world, line.slice('votan: '.length).replace('[clave]', dayCode));
    } else if (line.startsWith('veda: ')) {
      const [stateCode, from = '', to = ''] = line.slice('veda: '.length).split(' ');
      await world.store.run((tx) => replacePauses(tx, [{ stateCode, from, to }]));
    } else if (line.startsWith('invita: ')) {
      const [offer = '', name = ''] = line.slice('invita: '.length).split(' -> ');
      await speak(name, await makeInvitation(world, offer));
    } else if (spoken) {
      const [, name = '', said = ''] = spoken;
      await speak(name, said);
    }
  }
  return `${written.join('\n').trimEnd()}\n`;

  /** `BSIST000113 2027-02-20 09:00 2027-02-27 18:00 2 none 150000 | Techo 95000 | Báscula 8000`; `clave=7K3P` for `none`. */
  async function voteIn(line: string): Promise<TestVote> {
    const [terms = '', ...items] = line.split(' | ');
    const [clues = '', ...facts] = terms.trim().split(' ');
    const [openDay, openHour, closeDay, closeHour, most, proof, budget] = facts;
    const [clinic] = await world.store.run(({ db, tables: { clinics } }) =>
      db.select({ id: clinics.id }).from(clinics).where(eq(clinics.clues, clues)),
    );
    const code = /^clave=(.*)$/.exec(proof ?? '')?.[1];
    return {
      ...(clinic ? { clinicId: clinic.id } : {}),
      ...(code === undefined ? {} : { dayCode: dayCodeHash(world.vault, code) }),
      opensAt: instantOf(`${openDay} ${openHour}`),
      closesAt: instantOf(`${closeDay} ${closeHour}`),
      most: Number(most),
      proof: code === undefined ? (proof as VoteProof) : 'day-code',
      budgetCents: 100 * Number(budget),
      items: items.map((item) => {
        const [, title = '', cost] = /^(.*) (\d+)$/.exec(item) ?? [];
        return { title, costCents: 100 * Number(cost) };
      }),
    };
  }

  async function speak(name: string, said: string): Promise<void> {
    if (!people.includes(name)) people.push(name);
    const { id, content } = contentOf(
      said.replace('[código]', linkCode).replace('[clave]', dayCode),
      questions.get(name),
    );
    const { answers } = await world.send(name, content, id);
    for (const { reply } of answers) {
      if (reply.expects) questions.set(name, reply);
      linkCode =
        /(?:VINCULAR|LINK|Código:|Code:|comprobante:|receipt:) (\w{4} \w{4})$/m.exec(reply.text)?.[1] ?? linkCode;
      dayCode = /(?:Código|Clave) de la asamblea: (\w{4})/i.exec(reply.text)?.[1] ?? dayCode;
      written.push(shown('bot> ', reply));
    }
    await tellNotices();
  }
}

function instantOf(local: string): number {
  return Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime(ZONE).epochMilliseconds;
}

/** `[…]` is what cannot be typed: `[toca Sí]`, `[toca 3:0]`, `[ubicación 19.5, -96.9]`, `[inicio CODE]`, `[nota de voz]`, `[archivo a.csv: one row | the next]` (in Windows-1252); `[id m1] hola` sends under that id; `[código]` is the last code that the bot gave to anybody, `[clave]` the last that is given out at an assembly. */
function contentOf(said: string, question: Reply | undefined): { id?: string; content: Content } {
  const numbered = /^\[id (\w+)\] (.*)$/.exec(said);
  if (numbered) return { id: numbered[1], content: contentOf(numbered[2] ?? '', question).content };
  const [, verb, rest = ''] = /^\[(\p{L}+) ?([^\]]*)\]$/u.exec(said) ?? [];
  switch (verb) {
    case 'toca': {
      const choice = question?.choices?.find(({ label }) => label === rest);
      return { content: { type: 'choice', id: choice?.id ?? rest } };
    }
    case 'ubicación': {
      const [lat = 0, lng = 0] = rest.split(',').map(Number);
      return { content: { type: 'location', lat, lng } };
    }
    case 'inicio':
      return { content: { type: 'start', code: rest } };
    case 'nota':
      return { content: { type: 'unsupported', what: 'voice' } };
    case 'figura':
      return { content: { type: 'unsupported', what: 'sticker' } };
    case 'foto':
      return { content: { type: 'photo', ...PHOTO } };
    case 'archivo': {
      const [name = '', rows = ''] = rest.split(/: (.*)/);
      // As a spreadsheet in Mexico saves it.
      const data = Buffer.from(rows.replaceAll(' | ', '\r\n'), 'latin1');
      return { content: { type: 'document', name, mime: 'text/csv', data } };
    }
    case 'contacto':
      return { content: { type: 'contact', phone: rest } };
    default:
      return { content: { type: 'text', text: said } };
  }
}

function shown(who: string, { text, choices = [], location, image, document }: Reply): string {
  const lines = text.split('\n').filter((line) => line !== '');
  for (const [index, { label, hint }] of choices.entries())
    lines.push(`${index + 1}. ${label}${hint ? ` — ${hint}` : ''}`);
  if (location) lines.push(`[mapa ${location.lat}, ${location.lng}]`);
  if (image) lines.push(`[imagen ${image.name}]`);
  if (document) lines.push(`[archivo ${document.name}]`);
  return who + lines.join('\n     ');
}
