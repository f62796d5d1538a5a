/** People at terminals: `npm run chat` for each of them, which talks to the program that runs already. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Content } from '../../../src/conversation/inbound.ts';
import type { World } from '../../world.ts';
import { createMailbox } from '../bot-api/mailbox.ts';
import { QUICK_IMPORTS } from '../program.ts';
import { fileLine, IMAGE, mapLine, textLines } from './lines.ts';
import { openDoor } from './simulator.ts';
import { Reception, type Voice } from './voice.ts';

const entry = new URL('../../../src/chat.ts', import.meta.url).pathname;
const ANSWERS_WITHIN_MS = 30_000;
/** It is to find the program that runs; if not, it shall not start another on somebody's data. */
const NOT_ITS_OWN = 'file:/dev/null/none.db';

/** The most people of a transcript that is played here: a terminal takes a second or two to start. */
const SEATS = 4;

/** The terminals stay; the people of the next transcript sit down at them. */
export async function openTerminal(): Promise<Voice> {
  const reception = new Reception();
  const door = await openDoor(reception);
  const chats = Array.from({ length: SEATS }, (_, at) => openChat(`persona${at}`, door.url));
  await Promise.all(chats.map((chat) => chat.started()));
  const seatings = new WeakMap<World, string[]>();
  const chatOf = (name: string) => {
    const seated = seatings.get(reception.world) ?? [];
    seatings.set(reception.world, seated);
    const seat = seated.includes(name) ? seated.indexOf(name) : seated.push(name) - 1;
    const chat = chats[seat];
    if (!chat) throw new Error(`There are ${SEATS} terminals, none for ${name}: see left-out.ts.`);
    return chat;
  };
  return {
    hasButtons: false,
    showsNotices: false,
    reception,
    async say(name, content) {
      const chat = chatOf(name);
      const turn = await reception.turnOf(chat.type(typed(content)));
      await chat.answered();
      return turn;
    },
    seen: async (name) => chatOf(name).lines(),
    async close() {
      await Promise.all(chats.map((chat) => chat.end()));
      await door.close();
    },
  };
}

function openChat(name: string, url: string) {
  const { hostname, port } = new URL(url);
  const env = { USER: name, HOST: hostname, PORT: port, DATABASE_URL: NOT_ITS_OWN };
  const child = spawn(process.execPath, ['--import', QUICK_IMPORTS, entry], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const prompt = `${name}> `;
  const prompts = createMailbox<true>(`prompt of ${name}`);
  let output = '';
  const take = (chunk: string) => {
    output += chunk;
    if (output.endsWith(prompt)) prompts.put(true);
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  return {
    started: () =>
      prompts.next(ANSWERS_WITHIN_MS).catch((error: Error) => Promise.reject(new Error(`${error.message}: ${output}`))),
    type: (text: string) => child.stdin.write(`${text}\n`),
    answered: () => prompts.next(ANSWERS_WITHIN_MS),
    lines: () => output.split('\n').flatMap((line) => lineOf(line.replace(prompt, ''))),
    async end() {
      child.stdin.end();
      await exited;
    },
  };
}

/** A terminal can only be typed at. */
function typed(content: Content): string {
  if (content.type === 'text') return content.text;
  if (content.type === 'choice') return String(Number(content.id.split(':')[1]) + 1);
  if (content.type === 'start') return `ASAMBLEA ${content.code}`;
  throw new Error(`Nobody can type a ${content.type}: see left-out.ts.`);
}

function lineOf(line: string): string[] {
  const [, lat, lng] = /^ {2}Mapa: .*\?mlat=([-\d.]+)&mlon=([-\d.]+)#/.exec(line) ?? [];
  if (lat !== undefined && lng !== undefined) return [mapLine({ lat: Number(lat), lng: Number(lng) })];
  if (/^ {2}Imagen: http/.test(line)) return [IMAGE];
  const [, file] = /^ {2}Archivo (.+): http/.exec(line) ?? [];
  return file === undefined ? textLines(line) : [fileLine(file)];
}
